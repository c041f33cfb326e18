"""Papers of craft centres and associations, and how a private file goes out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.documents import add_document, remove_document
from artisans.forms.documents import GroupDocumentForm, NewGroupDocumentForm
from artisans.models import Association, CraftCentre, GroupDocument
from artisans.views.centres import READERS, form_page, update_page
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role


def private_file(stored_name: str, name: str) -> HttpResponse:
    """The file under another name, saved and never shown in the page; 404 where it is gone."""
    try:
        with storages["private"].open(stored_name) as file:
            content = file.read()
    except FileNotFoundError:
        raise Http404 from None
    suffix = stored_name.rpartition(".")[2]
    kind = "application/pdf" if suffix == "pdf" else "image/jpeg"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def documents_of(group: Any) -> str:
    """The place of a centre's or an association's documents."""
    name = "centre" if isinstance(group, CraftCentre) else "association"
    return reverse(f"artisans:{name}_detail", args=[group.pk]) + "#dokumen"


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def centre_document_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a document to a centre."""
    return _create(request, get_object_or_404(CraftCentre.objects.editable_by(request.user), pk=pk))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def association_document_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a document to an association."""
    return _create(request, get_object_or_404(Association.objects.editable_by(request.user), pk=pk))


def _create(request: AuthenticatedHttpRequest, group: CraftCentre | Association) -> HttpResponse:
    is_sent = request.method == "POST"
    form = NewGroupDocumentForm(request.POST, request.FILES) if is_sent else NewGroupDocumentForm()
    back = documents_of(group)
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        kept = {"raw": file.read(), "name": file.name or ""}
        words = form.save(commit=False)
        try:
            add_document(group, words, **kept, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("file", ValidationError(error.messages))
        else:
            messages.success(request, _("Dokumen tersimpan."))
            return redirect(back)
    more: dict[str, Any] = {"eyebrow": group.name, "is_multipart": True}
    return form_page(request, form, _("Tambah dokumen"), back, **more)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def document_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes the words of a document; who saves over another's change sees both."""
    document = get_object_or_404(_kept().editable_by(request.user), pk=pk)
    back, group = documents_of(document.group), document.group.name
    return update_page(
        request, GroupDocumentForm, document, _("Ubah keterangan dokumen"), back, eyebrow=group
    )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def document_remove(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a document away, after a question."""
    document = get_object_or_404(_kept().editable_by(request.user), pk=pk)
    back = documents_of(document.group)
    if request.method == "POST":
        remove_document(document)
        messages.success(request, _("Dokumen sudah dihapus."))
        return redirect(back)
    context = {"document": document, "back_url": back}
    return render(request, "artisans/document_remove.html", context)


@role_required(*READERS)
@require_GET
def document_file(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The file, to the staff who may see its centre or association."""
    document = get_object_or_404(GroupDocument.objects.visible_to(request.user), pk=pk)
    return private_file(document.stored_name, f"dokumen-{document.pk}")


def _kept() -> Any:
    return GroupDocument.objects.select_related("centre", "association")
