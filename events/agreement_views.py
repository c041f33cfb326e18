"""The register of documents of cooperation: listed, exported, read, written and brought signed."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.views.documents import private_file
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.lib.workbook import CONTENT_TYPE, Sheet, write_workbook
from events import cooperation as rules
from events.cooperation_forms import AgreementForm
from events.cooperation_frame import PAGE_SIZE, form_page, trail
from events.delegation_views import keepers, readers
from events.models import Agreement, Event, FollowUp, Partner
from events.models.partners import ENDING_WITHIN
from events.querysets import AgreementQuerySet, keeps_cooperation

DOCUMENT_FILTERS: dict[str, Callable[[AgreementQuerySet, date], AgreementQuerySet]] = {
    "": lambda found, _today: found,
    "rancangan": lambda found, today: found.unsigned(on=today),
    "berlaku": lambda found, today: found.in_force(on=today),
    "segera": lambda found, today: found.ending(on=today, within=ENDING_WITHIN),
    "berakhir": lambda found, today: found.ended(on=today),
}


def _agreements(request: AuthenticatedHttpRequest) -> tuple[str, Any]:
    """The chosen filter and the documents it leaves; an unknown filter is none."""
    chosen = request.GET.get("saring", "")
    chosen = chosen if chosen in DOCUMENT_FILTERS else ""
    found = Agreement.objects.visible_to(request.user).select_related("partner", "event")
    return chosen, DOCUMENT_FILTERS[chosen](found, timezone.localdate())


@readers
@require_GET
def agreement_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The register of documents, all or by how they stand."""
    chosen, found = _agreements(request)
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("hal")),
        "chosen": chosen,
        "filters": [
            ("", _("Semua")),
            ("rancangan", _("Rancangan")),
            ("berlaku", _("Berlaku")),
            ("segera", _("Segera berakhir")),
            ("berakhir", _("Berakhir")),
        ],
        "may_edit": keeps_cooperation(request.user),
        "breadcrumb": trail((_("Dokumen"), "")),
    }
    return render(request, "events/agreement_list.html", context)


@readers
@require_GET
def export_agreements(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The register as a workbook, narrowed like the list."""
    _chosen, found = _agreements(request)
    today = timezone.localdate()
    rows = rules.agreement_rows(found, on=today)
    book = BytesIO()
    write_workbook(book, [Sheet(_("Kerja sama"), rules.agreement_headings(), rows)])
    return HttpResponse(
        book.getvalue(),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="kerja-sama-{today}.xlsx"'},
    )


@readers
@require_GET
def agreement_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One document with its promises."""
    found = Agreement.objects.visible_to(request.user).select_related("partner", "event")
    agreement = get_object_or_404(found, pk=pk)
    context = {
        "agreement": agreement,
        "follow_ups": FollowUp.objects.filter(agreement=agreement),
        "may_edit": keeps_cooperation(request.user),
        "breadcrumb": trail(
            (_("Dokumen"), reverse("events:agreement_list")), (agreement.title, "")
        ),
    }
    return render(request, "events/agreement_detail.html", context)


@readers
@require_GET
def agreement_file(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The signed document."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)
    if not agreement.stored_name:
        raise Http404
    return private_file(agreement.stored_name, f"kerja-sama-{agreement.pk}")


@keepers
@require_http_methods(["GET", "POST"])
def agreement_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new document; of a visit with `?kunjungan=`, of a partner with `?mitra=`."""
    visit = _chosen(Event.objects.select_related("partner"), request.GET.get("kunjungan"))
    partner = _chosen(Partner.objects.all(), request.GET.get("mitra"))
    first = {"event": visit, "partner": partner or (visit.partner if visit else None)}
    return _agreement_page(request, Agreement(), _("Dokumen baru"), first)


@keepers
@require_http_methods(["GET", "POST"])
def agreement_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes a document, or brings its signed file."""
    agreement = get_object_or_404(Agreement.objects.editable_by(request.user), pk=pk)
    return _agreement_page(request, agreement, _("Ubah dokumen"), {})


def _agreement_page(
    request: AuthenticatedHttpRequest, agreement: Agreement, title: str, first: dict[str, Any]
) -> HttpResponse:
    is_sent = request.method == "POST"
    data = (request.POST, request.FILES) if is_sent else ()
    form = AgreementForm(*data, instance=agreement, initial=first)
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        if _kept(form, file):
            messages.success(request, _("Dokumen tersimpan."))
            return redirect(form.instance)
    known = Agreement.objects.filter(pk=agreement.pk).exists() if agreement.pk else False
    back = agreement.get_absolute_url() if known else reverse("events:agreement_list")
    return form_page(request, form, title, back, is_multipart=True)


def _kept(form: AgreementForm, file: Any) -> bool:
    """Whether the document and its file, where there is one, were kept."""
    try:
        rules.keep_agreement(form.instance, file.read() if file else b"", file.name if file else "")
    except ValidationError as error:
        form.add_error("file", ValidationError(error.messages))
        return False
    return True


def _chosen(rows: Any, text: str | None) -> Any:
    """The row whose key stands in an address, or None."""
    return rows.filter(pk=text).first() if (text or "").isdigit() and len(text or "") < 10 else None
