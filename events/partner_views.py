"""Partners: other regions and institutions, each with its visits, documents and promises."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dekranasda.accounts.access import AuthenticatedHttpRequest
from events import cooperation as rules
from events.cooperation_forms import PartnerForm
from events.cooperation_frame import PAGE_SIZE, form_page, trail
from events.delegation_views import keepers, readers
from events.models import Event, FollowUp, Partner
from events.querysets import keeps_cooperation


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
