"""Pages of cooperation: what everybody reads, and the desk: partners, documents, promises."""

from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from artisans.views.documents import private_file
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.workbook import CONTENT_TYPE, Sheet, write_workbook
from events import cooperation as rules
from events.cooperation_forms import AgreementForm, DropForm, OutcomeForm, PartnerForm, PromiseForm
from events.delegation_views import carried_out, keepers, readers
from events.models import Agreement, Event, FollowUp, Partner, VisitRequest
from events.models.partners import ENDING_WITHIN
from events.querysets import keeps_cooperation

PAGE_SIZE = 25


@login_not_required
@require_safe
def cooperation(request: HttpRequest) -> HttpResponse:
    """Visits of other regions, what was promised, and what came of it."""
    today = timezone.localdate()
    alone = Q(event__isnull=True) | Q(event__state=Event.State.DRAFT)
    agreements = Agreement.objects.public().filter(alone).select_related("partner")
    promises = FollowUp.objects.public().filter(
        Q(event__isnull=True) | ~Q(event__state=Event.State.DRAFT)
    )
    context = {
        "visits": rules.visits_with_outcome(today),
        "agreements": agreements,
        "kept": rules.counted(promises, on=today),
        "today": today,
    }
    return render(request, "events/cooperation.html", context)


# The desk


@readers
@require_GET
def cooperation_desk(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What waits: requests, promises after their day, agreements that end soon."""
    today = timezone.localdate()
    promises = FollowUp.objects.visible_to(request.user)
    context = {
        "requests": VisitRequest.objects.visible_to(request.user).open()[:10],
        "overdue": promises.overdue(on=today).select_related("event", "agreement")[:20],
        "ending": rules.ending(today),
        "kept": rules.counted(promises, on=today),
        "visits": Event.objects.filter(kind=Event.Kind.VISIT)
        .select_related("partner")
        .order_by("-starts_at")[:10],
        "may_edit": keeps_cooperation(request.user),
    }
    return render(request, "events/cooperation_desk.html", context)


# Partners


@readers
@require_GET
def partner_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Every partner with its visits, documents and promises; a constant number of queries."""
    today = timezone.localdate()
    late = Q(
        events__follow_ups__due_on__lt=today,
        events__follow_ups__done_on__isnull=True,
        events__follow_ups__dropped_on__isnull=True,
    )
    done = Q(events__follow_ups__done_on__isnull=False)
    partners = (
        Partner.objects.visible_to(request.user)
        .order_by("name")
        .annotate(
            visit_count=Count("events", filter=Q(events__kind=Event.Kind.VISIT), distinct=True),
            agreement_count=Count("agreements", distinct=True),
            done_count=Count("events__follow_ups", filter=done, distinct=True),
            late_count=Count("events__follow_ups", filter=late, distinct=True),
        )
    )
    context = {
        "page": Paginator(partners, PAGE_SIZE).get_page(request.GET.get("hal")),
        "may_edit": keeps_cooperation(request.user),
        "breadcrumb": trail((_("Mitra"), "")),
    }
    return render(request, "events/partner_list.html", context)


@readers
@require_GET
def partner_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A partner with everything that was done together."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    promises = FollowUp.objects.filter(Q(event__partner=partner) | Q(agreement__partner=partner))
    context = {
        "partner": partner,
        "visits": Event.objects.filter(partner=partner).order_by("-starts_at"),
        "agreements": partner.agreements.select_related("event", "partner"),
        "follow_ups": promises,
        "kept": rules.counted(promises, on=timezone.localdate()),
        "may_edit": keeps_cooperation(request.user),
        "breadcrumb": trail((_("Mitra"), reverse("events:partner_list")), (partner.name, "")),
    }
    return render(request, "events/partner_detail.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def partner_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new partner."""
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        partner = form.save()
        messages.success(request, _("Mitra tersimpan."))
        return redirect("events:partner_detail", pk=partner.pk)
    return form_page(request, form, _("Mitra baru"), reverse("events:partner_list"))


@keepers
@require_http_methods(["GET", "POST"])
def partner_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes what is known of a partner."""
    partner = get_object_or_404(Partner.objects.editable_by(request.user), pk=pk)
    form = PartnerForm(request.POST or None, instance=partner)
    back = reverse("events:partner_detail", args=[pk])
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Mitra tersimpan."))
        return redirect(back)
    return form_page(request, form, _("Ubah mitra"), back)


# Documents

DOCUMENT_FILTERS = {
    "": lambda found, today: found,
    "rancangan": lambda found, today: found.binding().filter(
        Q(signed_on__isnull=True) | Q(signed_on__gt=today)
    ),
    "berlaku": lambda found, today: found.binding().filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=today), signed_on__lte=today
    ),
    "segera": lambda found, today: found.ending(on=today, within=ENDING_WITHIN),
    "berakhir": lambda found, today: found.binding().filter(expires_on__lt=today),
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


# Promises

PROMISE_FILTERS = {
    "": lambda found, today: found.unsettled().order_by("due_on", "pk"),
    "terlambat": lambda found, today: found.overdue(on=today),
    "selesai": lambda found, today: found.filter(
        Q(done_on__isnull=False) | Q(dropped_on__isnull=False)
    ).order_by("-done_on", "-dropped_on", "pk"),
}


@role_required(Role.SECRETARIAT, Role.LEADER, Role.MENTOR)
@require_GET
def follow_up_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Promises that wait, those after their day, or those that ended."""
    chosen = request.GET.get("saring", "")
    chosen = chosen if chosen in PROMISE_FILTERS else ""
    found = FollowUp.objects.visible_to(request.user).select_related("event", "agreement", "owner")
    shown = PROMISE_FILTERS[chosen](found, timezone.localdate())
    context = {
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("hal")),
        "chosen": chosen,
        "filters": [
            ("", _("Berjalan")),
            ("terlambat", _("Lewat tenggat")),
            ("selesai", _("Selesai atau dihentikan")),
        ],
        "breadcrumb": trail((_("Tindak lanjut"), "")),
    }
    return render(request, "events/follow_up_list.html", context)


@role_required(Role.SECRETARIAT, Role.LEADER, Role.MENTOR)
@require_GET
def follow_up_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One promise, and the ways to end it."""
    found = FollowUp.objects.visible_to(request.user).select_related("event", "agreement", "owner")
    promise = get_object_or_404(found, pk=pk)
    context = {
        "promise": promise,
        "may_edit": FollowUp.objects.editable_by(request.user).filter(pk=pk).exists(),
        "keeps": keeps_cooperation(request.user),
        "breadcrumb": trail(
            (_("Tindak lanjut"), reverse("events:follow_up_list")), (promise.promise, "")
        ),
    }
    return render(request, "events/follow_up_detail.html", context)


@keepers
@require_http_methods(["GET", "POST"])
def follow_up_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A promise that was made at a visit."""
    event = get_object_or_404(Event.objects.managed_by(request.user), pk=pk)
    back = reverse("events:visit_record", args=[pk])
    return _promise_page(request, FollowUp(event=event), _("Tindak lanjut baru"), back)


@keepers
@require_http_methods(["GET", "POST"])
def agreement_promise_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A promise that an agreement holds; where it came from a visit, it is that visit's too."""
    agreement = get_object_or_404(Agreement.objects.editable_by(request.user), pk=pk)
    promise = FollowUp(agreement=agreement, event_id=agreement.event_id)
    return _promise_page(request, promise, _("Tindak lanjut baru"), agreement.get_absolute_url())


@keepers
@require_http_methods(["GET", "POST"])
def follow_up_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes the words, the day or the keeper of a promise."""
    promise = get_object_or_404(FollowUp.objects.editable_by(request.user), pk=pk)
    back = reverse("events:follow_up_detail", args=[pk])
    return _promise_page(request, promise, _("Ubah tindak lanjut"), back)


def _promise_page(
    request: AuthenticatedHttpRequest, promise: FollowUp, title: str, back: str
) -> HttpResponse:
    form = PromiseForm(request.POST or None, instance=promise)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Tindak lanjut tersimpan."))
        return redirect(back)
    return form_page(request, form, title, back)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_http_methods(["GET", "POST"])
def complete_follow_up(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes that a promise was kept."""
    promise = get_object_or_404(FollowUp.objects.editable_by(request.user), pk=pk)
    form = OutcomeForm(request.POST or None, initial={"on": timezone.localdate()})
    back = reverse("events:follow_up_detail", args=[pk])
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        if carried_out(form, lambda: rules.complete(promise, **answers)):
            messages.success(request, _("Janji ini selesai; hasilnya dibaca umum."))
            return redirect(back)
    return form_page(request, form, _("Janji selesai"), back, lead=promise.promise)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_http_methods(["GET", "POST"])
def drop_follow_up(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Gives a promise up in the open."""
    promise = get_object_or_404(FollowUp.objects.editable_by(request.user), pk=pk)
    form = DropForm(request.POST or None)
    back = reverse("events:follow_up_detail", args=[pk])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if carried_out(form, lambda: rules.drop(promise, on=timezone.localdate(), reason=reason)):
            messages.success(request, _("Janji ini ditutup dengan alasannya."))
            return redirect(back)
    return form_page(request, form, _("Tidak dilanjutkan"), back, lead=promise.promise)


def form_page(
    request: AuthenticatedHttpRequest,
    form: forms.BaseForm,
    title: str,
    back_url: str,
    *,
    lead: str = "",
    action: str = "",
    is_multipart: bool = False,
) -> HttpResponse:
    """The page of one form of cooperation: 422 where something is to be mended."""
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "action": action or _("Simpan"),
        "back_url": back_url,
        "is_multipart": is_multipart,
        "breadcrumb": trail((title, "")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "events/cooperation_form.html", context, status=status)


def trail(*items: tuple[str, str]) -> list[tuple[str, Any]]:
    """The way from the desk to the page."""
    return [(_("Kerja sama"), reverse("events:cooperation_desk")), *items]
