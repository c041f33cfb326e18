"""Staff keep the parts of an event: its sessions, its papers and its photographs."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from artisans.views.documents import private_file
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from events.changes import count_told, save_session
from events.cooperation import add_photo, remove_photo
from events.cooperation_forms import EventPhotoForm
from events.documents import add_document, remove_document
from events.forms import DocumentForm, SessionForm
from events.models import Event, EventDocument, Session, VisitPhoto
from events.workbench import form_page


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def session_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A new session of an event."""
    event = get_object_or_404(Event, pk=pk)
    begins = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    form = SessionForm(request.POST or None, instance=Session(event=event), initial=begins)
    return _session_page(request, _("Sesi baru"), form)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def session_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes a session."""
    session = get_object_or_404(Session.objects.select_related("event"), pk=pk)
    form = SessionForm(request.POST or None, instance=session)
    concerned = count_told(session.event, at=timezone.now())
    lead = ""
    if concerned:
        text = ngettext(
            "Bila jamnya berubah, %(count)s orang dikabari.",
            "Bila jamnya berubah, %(count)s orang dikabari.",
            concerned,
        )
        lead = text % {"count": concerned}
    return _session_page(request, _("Ubah sesi"), form, lead=lead)


def _session_page(
    request: AuthenticatedHttpRequest, heading: str, form: SessionForm, lead: str = ""
) -> HttpResponse:
    back = _parts_of(form.instance.event_id)
    if request.method == "POST" and form.is_valid():
        told = _save_session(form)
        messages.success(request, _("Sesi tersimpan."))
        if told:
            text = _("%(count)s orang dikabari bahwa waktu atau tempatnya berubah.")
            messages.info(request, text % {"count": told})
        return redirect(back)
    return form_page(request, heading, form, back, lead=lead)


def _save_session(form: SessionForm) -> int:
    """Saves the session; how many people were told. Of a new one nobody is: nothing moved."""
    if form.instance.pk:
        return save_session(form.instance)
    form.save()
    return 0


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def session_remove(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a session away, after a question; not once somebody was noted as there."""
    session = get_object_or_404(Session, pk=pk)
    back = _parts_of(session.event_id)
    if request.method == "POST":
        try:
            session.delete()
        except ProtectedError:
            messages.error(request, _("Sesi ini sudah punya catatan hadir, jadi tetap ada."))
        else:
            messages.success(request, _("Sesi sudah dihapus."))
        return redirect(back)
    title = _("Hapus sesi «%(title)s»?") % {"title": session.title}
    return _confirm(request, title, _("Sesi ini hilang dari susunan acara dan kalender."), back)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def document_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a paper to an event."""
    event = get_object_or_404(Event, pk=pk)
    back = _parts_of(pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            add_document(
                event,
                form.save(commit=False),
                raw=file.read(),
                name=file.name or "",
                by=request.user,
            )
        except ValidationError as error:
            form.add_error("file", ValidationError(error.messages))
        else:
            messages.success(request, _("Bahan tersimpan."))
            return redirect(back)
    return form_page(request, _("Tambah bahan"), form, back)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def document_remove(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a paper away, after a question."""
    document = get_object_or_404(EventDocument, pk=pk)
    back = _parts_of(document.event_id)
    if request.method == "POST":
        remove_document(document)
        messages.success(request, _("Bahan sudah dihapus."))
        return redirect(back)
    title = _("Hapus «%(title)s»?") % {"title": document.title}
    return _confirm(request, title, _("Berkasnya ikut dihapus dan tidak dapat kembali."), back)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_GET
def document_file(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A paper of an event for who keeps it."""
    document = get_object_or_404(EventDocument.objects.managed_by(request.user), pk=pk)
    return private_file(document.stored_name, f"bahan-{document.pk}")


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def event_photo_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a photograph of an event that everybody sees."""
    event = get_object_or_404(Event, pk=pk)
    form = EventPhotoForm(request.POST or None, request.FILES or None)
    back = _photos_of(event)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        words = form.save(commit=False)
        try:
            add_photo(event, words, raw=file.read(), name=file.name or "", by=request.user)
        except ValidationError as error:
            form.add_error("file", ValidationError(error.messages))
        else:
            messages.success(request, _("Foto tersimpan."))
            return redirect(back)
    return form_page(request, _("Tambah foto"), form, back)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def event_photo_remove(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a photograph away, after a question."""
    photo = get_object_or_404(VisitPhoto.objects.select_related("event"), pk=pk)
    back = _photos_of(photo.event)
    if request.method == "POST":
        remove_photo(photo)
        messages.success(request, _("Foto sudah dihapus."))
        return redirect(back)
    return _confirm(request, _("Hapus foto ini?"), photo.alt, back)


def _photos_of(event: Event) -> str:
    """The page that shows an event's photographs to staff."""
    name = "visit_record" if event.kind in Event.RECORDED else "participant_list"
    return reverse(f"events:{name}", args=[event.pk]) + "#foto"


def _parts_of(event_pk: int) -> str:
    return reverse("events:participant_list", args=[event_pk]) + "#susunan"


def _confirm(
    request: AuthenticatedHttpRequest, title: str, text: str, back_url: str
) -> HttpResponse:
    context = {"title": title, "text": text, "action": _("Ya, hapus"), "danger": True}
    return render(request, "council/work_confirm.html", {**context, "back_url": back_url})
