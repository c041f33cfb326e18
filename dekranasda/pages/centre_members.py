"""Businesses join and leave craft centres; their works in the catalogue follow at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from artisans.forms.centres import JoinCentreForm, MemberBusinessForm
from artisans.membership import join_centre
from artisans.models import Business, CentreMembership, CraftCentre
from artisans.views.associations import LEAST_LETTERS, MOST_FOUND, member_page
from artisans.views.centres import form_page
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from products.publication import refresh_works_of


def _join(business: Business, centre: CraftCentre, values: dict[str, Any]) -> None:
    with transaction.atomic():
        join_centre(
            business,
            centre,
            role=values["role"],
            joined_on=values["joined_on"],
            today=timezone.localdate(),
        )
        refresh_works_of(business)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def centre_join(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a business to a centre, found by its name or its owner's."""
    centre = get_object_or_404(CraftCentre.objects.editable_by(request.user), pk=pk)
    back = reverse("artisans:centre_detail", args=[pk])
    name = request.GET.get("nama", "").strip()[:80]
    found: Any = Business.objects.none()
    if len(name) >= LEAST_LETTERS:
        found = Business.objects.editable_by(request.user).named(name)[:MOST_FOUND]
    sent = request.POST if request.method == "POST" else None
    form = MemberBusinessForm(sent, found=Business.objects.among(found))
    if sent is not None and form.is_valid():
        try:
            _join(form.cleaned_data["business"], centre, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Anggota tersimpan."))
            return redirect(back)
    context = {"form": form, "name": name, "found": bool(found), "back_url": back}
    status = 422 if form.is_bound else 200
    more: dict[str, Any] = {"heading": _("Tambah anggota"), "eyebrow": centre.name}
    return render(request, "artisans/member_search.html", {**context, **more}, status=status)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def business_join(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The same from the business's record: the centre is chosen."""
    business = get_object_or_404(Business.objects.editable_by(request.user), pk=pk)
    back = reverse("artisans:business_detail", args=[pk]) + "#sentra"
    sent = request.POST if request.method == "POST" else None
    form = JoinCentreForm(sent)
    if sent is not None and form.is_valid():
        try:
            _join(business, form.cleaned_data["centre"], form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Keanggotaan tersimpan."))
            return redirect(back)
    lead = _("Bila usaha ini masih anggota sentra lain, keanggotaan itu berakhir pada hari itu.")
    more: dict[str, Any] = {"eyebrow": business.name, "lead": lead}
    return form_page(request, form, _("Masuk ke sentra"), back, **more)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def centre_member_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Corrects a membership, or ends it."""
    related = CentreMembership.objects.select_related("centre", "business")
    membership = get_object_or_404(related, pk=pk)
    with transaction.atomic():
        response = member_page(
            request,
            membership,
            heading=membership.business.name,
            eyebrow=membership.centre.name,
            back=reverse("artisans:centre_detail", args=[membership.centre_id]),
        )
        if request.method == "POST":
            refresh_works_of(membership.business)
    return response
