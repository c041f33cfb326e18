"""Permits: the office's list, one permit, its document, and the maker's own page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.documents import store_document
from artisans.forms.licences import LicenceForm, OwnLicenceForm, VerifyForm
from artisans.history import history_of, newest_step
from artisans.licence_reminders import cancel_for, later_than
from artisans.licences import (
    expired,
    expiring,
    figures_by_kind,
    line_of,
    looks_usual,
    save_licence,
    verify_licence,
)
from artisans.list_facets import districts_of
from artisans.models import Business, Licence
from artisans.views.documents import private_file
from artisans.views.growth import KEEPERS
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

PAGE_SIZE = 50
READERS = (Role.SECRETARIAT, Role.DISTRICT_OPERATOR, Role.LEADER)
STATES = {
    "segera": gettext_lazy("Segera berakhir"),
    "habis": gettext_lazy("Sudah berakhir"),
    "belum": gettext_lazy("Belum diperiksa"),
    "semua": gettext_lazy("Semua"),
}
UNUSUAL = gettext_lazy("Format tidak lazim, periksa lagi.")


@dataclass(frozen=True)
class LicenceFilter:
    """What the list is narrowed to: `keadaan`, `jenis`, `kecamatan` of the address."""

    state: str
    kind: str
    district: str

    @classmethod
    def of(cls, parameters: Any) -> "LicenceFilter":
        """From the address; what is no choice narrows nothing."""
        state, kind = parameters.get("keadaan", ""), parameters.get("jenis", "")
        return cls(
            state if state in STATES else "segera",
            kind if kind in Licence.Kind else "",
            parameters.get("kecamatan", "")[:8],
        )


def _states(today: date) -> dict[str, Q]:
    return {
        "segera": expiring(today) & ~Q(Exists(later_than())),
        "habis": expired(today) & ~Q(Exists(later_than())),
        "belum": Q(verified_at__isnull=True),
        "semua": Q(pk__isnull=False),
    }


@role_required(*READERS)
@require_GET
def licence_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Permits that end soon, are over or wait for a check; below, how many hold which."""
    today = timezone.localdate()
    wanted = LicenceFilter.of(request.GET)
    visible = Business.objects.visible_to(request.user).exclude(state=Business.State.MERGED)
    licences = Licence.objects.filter(business__in=visible)
    counts = licences.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in _states(today).items()}
    )
    page = Paginator(_narrowed(licences, wanted, today), PAGE_SIZE).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "lines": [line_of(licence, today) for licence in page],
        "wanted": wanted,
        "states": [(name, label, counts[name]) for name, label in STATES.items()],
        "kinds": Licence.Kind.choices,
        "districts": districts_of(request.user),
        "figures": figures_by_kind(visible, today),
        "may_write": request.user.acts_as(*KEEPERS),
    }
    return render(request, "artisans/licence_list.html", context)


def _narrowed(licences: QuerySet[Licence], wanted: LicenceFilter, today: date) -> QuerySet[Licence]:
    found = licences.filter(_states(today)[wanted.state])
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.district:
        found = found.filter(business__village__district=wanted.district)
    related = found.select_related("business__owner", "business__village__district", "verified_by")
    return related.order_by("expires_on", "kind", "pk")


# One permit


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def licence_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a permit to a business."""
    business = get_object_or_404(Business.objects.kept_by(request.user), pk=pk)
    form = LicenceForm(*_bound(request), today=timezone.localdate())
    licence = Licence(business=business)
    if request.method == "POST" and form.is_valid() and _save(request, form, licence):
        return redirect(f"{reverse('artisans:business_detail', args=[pk])}#izin")
    context = {"business": business, "form": form, "licence": None}
    status = 422 if form.is_bound else 200
    return render(request, "artisans/licence_form.html", context, status=status)


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def licence_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One permit: to change, to check, with its document and who changed it before."""
    kept = Licence.objects.filter(business__in=Business.objects.kept_by(request.user))
    licence = get_object_or_404(kept.select_related("business__owner", "verified_by"), pk=pk)
    today = timezone.localdate()
    form = LicenceForm(*_bound(request), licence=licence, today=today)
    if request.method == "POST" and form.is_valid() and _save(request, form, licence):
        return redirect("artisans:licence_detail", pk=pk)
    if form.is_bound:
        licence = get_object_or_404(kept.select_related("business__owner", "verified_by"), pk=pk)
    step = newest_step(licence)
    is_stale = form.has_error("__all__", "changed")
    if is_stale:
        form.take_step(step)
    context = {
        "business": licence.business,
        "licence": licence,
        "line": line_of(licence, today),
        "form": form,
        "theirs": _kept(licence, form) if is_stale else [],
        "verify_form": VerifyForm(initial={"step": step}, auto_id="periksa_%s"),
        "may_verify": licence.business.owner.user_id != request.user.pk,
        "history": history_of(licence),
    }
    status = 409 if is_stale else 422 if form.is_bound else 200
    return render(request, "artisans/licence_form.html", context, status=status)


def _kept(licence: Licence, form: LicenceForm) -> list[tuple[str, str]]:
    """What stands now where it differs from what was typed: the label, and the kept value."""
    kept = {
        "number": licence.shown_number,
        "status": licence.status,
        "issued_on": licence.issued_on,
        "expires_on": licence.expires_on,
    }
    shown = {**kept, "status": licence.get_status_display()}
    return [
        (str(form.fields[name].label), str(shown[name] or _("kosong")))
        for name, value in kept.items()
        if value != form.cleaned_data.get(name)
    ]


def _bound(request: AuthenticatedHttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _save(request: AuthenticatedHttpRequest, form: LicenceForm, licence: Licence) -> bool:
    """Stores the document and the permit and says so; or puts the refusal where it belongs."""
    file = form.cleaned_data["document"]
    try:
        document = store_document(file.read(), file.name or "", folder="licences") if file else ""
    except ValidationError as error:
        form.add_error("document", error)
        return False
    try:
        save_licence(
            licence,
            document=document,
            by=request.user,
            at=timezone.now(),
            seen_step=form.cleaned_data.get("step"),
            **form.fields_of_licence(),
        )
    except ValidationError as error:
        if document:
            storages["private"].delete(document)
        is_of_number = getattr(error, "code", "") in ("nib_there", "nib_too_long", "nib_taken")
        form.add_error("number" if is_of_number else None, error)
        return False
    cancel_for(licence)
    messages.success(request, _("Izin %(kind)s tersimpan.") % {"kind": licence.get_kind_display()})
    if not looks_usual(licence.kind, licence.shown_number):
        messages.warning(request, f"{licence.shown_number}: {UNUSUAL}")
    return True


@role_required(*KEEPERS)
@require_POST
def licence_verify(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes that the signed-in person saw the document."""
    kept = Licence.objects.filter(business__in=Business.objects.kept_by(request.user))
    licence = get_object_or_404(kept, pk=pk)
    form = VerifyForm(request.POST)
    if form.is_valid():
        try:
            verify_licence(
                licence, by=request.user, at=timezone.now(), seen_step=form.cleaned_data["step"]
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Izin dicatat sudah diperiksa."))
    return redirect("artisans:licence_detail", pk=pk)


@require_GET
def licence_document(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The document, to whoever may read its business; saved as a file, never shown in the page."""
    visible = Licence.objects.filter(business__in=Business.objects.visible_to(request.user))
    licence = get_object_or_404(visible.exclude(document=""), pk=pk)
    return private_file(licence.document, f"izin-{licence.kind}-{licence.pk}")


# The maker's own


@require_GET
def own_licences(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The maker's permits, those that end first in front."""
    business = get_object_or_404(Business.objects.owned_by(request.user), pk=pk)
    today = timezone.localdate()
    licences = business.licences.select_related("business").order_by("expires_on", "kind", "pk")
    context = {
        "business": business,
        "lines": [line_of(licence, today) for licence in licences],
        "back_url": reverse("artisan_home"),
    }
    return render(request, "artisans/own_licences.html", context)


@require_http_methods(["GET", "POST"])
def own_licence_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a permit that the maker tells of; staff check it."""
    business = get_object_or_404(Business.objects.owned_by(request.user), pk=pk)
    form = OwnLicenceForm(*_bound(request), today=timezone.localdate())
    licence = Licence(business=business)
    if request.method == "POST" and form.is_valid() and _save(request, form, licence):
        return redirect("artisans:own_licences", pk=pk)
    context = {
        "business": business,
        "form": form,
        "back_url": reverse("artisans:own_licences", args=[pk]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "artisans/own_licence_create.html", context, status=status)
