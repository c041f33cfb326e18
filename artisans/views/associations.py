"""Associations of makers at the workbench: the list, the record, its fields and its members."""

from typing import Any

import pghistory
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.forms.centres import AssociationForm, MemberArtisanForm, MembershipForm
from artisans.history import newest_step
from artisans.membership import join_association, keep_membership, lock
from artisans.models import Artisan, Association, AssociationMembership
from artisans.views.centres import (
    READERS,
    both_texts,
    form_page,
    history_page,
    may_keep,
    update_page,
)
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

PAGE_SIZE = 25
MOST_FOUND = 20
LEAST_LETTERS = 3


@role_required(*READERS)
@require_GET
def association_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The associations that the person may see, by name."""
    text = request.GET.get("q", "").strip()[:80]
    found = Association.objects.visible_to(request.user)
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(centre__name__icontains=word))
    current = Q(memberships__left_on__isnull=True)
    found = found.annotate(member_count=Count("memberships", filter=current))
    page = Paginator(
        found.select_related("centre", "village__district").order_by("name"), PAGE_SIZE
    ).get_page(request.GET.get("hal"))
    context = {"page": page, "text": text, "may_edit": may_keep(request.user)}
    return render(request, "artisans/association_list.html", context)


@role_required(*READERS)
@require_GET
def association_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What is known of an association, and who belongs and belonged to it."""
    related = Association.objects.visible_to(request.user).select_related(
        "centre", "village__district"
    )
    association = get_object_or_404(related, pk=pk)
    members: Any = association.memberships.select_related("artisan__village")
    context = {
        "association": association,
        "members": members.current().order_by("artisan__name"),
        "former": members.filter(left_on__isnull=False),
        "documents": association.documents.select_related("added_by"),
        "may_edit": may_keep(request.user),
    }
    return render(request, "artisans/association_detail.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def association_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new association."""
    form = AssociationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        association = form.save()
        messages.success(request, _("Paguyuban tersimpan."))
        return redirect(association)
    back = reverse("artisans:association_list")
    return form_page(request, form, _("Paguyuban baru"), back, eyebrow=_("Paguyuban"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def association_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Changes an association; who saves over another's change sees both and decides."""
    association = get_object_or_404(Association.objects.editable_by(request.user), pk=pk)
    back = association.get_absolute_url()
    return update_page(request, AssociationForm, association, _("Ubah paguyuban"), back)


@role_required(*READERS)
@require_GET
def association_history(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Who changed what of the association and its members."""
    association = get_object_or_404(Association.objects.visible_to(request.user), pk=pk)
    return history_page(request, association, association.get_absolute_url())


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def association_join(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Adds a person, found by name."""
    association = get_object_or_404(Association.objects.editable_by(request.user), pk=pk)
    back = association.get_absolute_url()
    name = request.GET.get("nama", "").strip()[:80]
    found: Any = Artisan.objects.none()
    if len(name) >= LEAST_LETTERS:
        found = Artisan.objects.named(name)[:MOST_FOUND]
    sent = request.POST if request.method == "POST" else None
    form = MemberArtisanForm(sent, found=Artisan.objects.among(found))
    if sent is not None and form.is_valid():
        values = form.cleaned_data
        try:
            join_association(
                values["artisan"],
                association,
                role=values["role"],
                joined_on=values["joined_on"],
                today=timezone.localdate(),
            )
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Anggota tersimpan."))
            return redirect(back)
    context = {"form": form, "name": name, "found": bool(found), "back_url": back}
    status = 422 if form.is_bound else 200
    more = {"heading": _("Tambah anggota"), "eyebrow": association.name}
    return render(request, "artisans/member_search.html", {**context, **more}, status=status)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def association_member_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Corrects a membership, or ends it."""
    related = AssociationMembership.objects.select_related("association", "artisan")
    membership = get_object_or_404(related, pk=pk)
    return member_page(
        request,
        membership,
        heading=membership.artisan.name,
        eyebrow=membership.association.name,
        back=membership.association.get_absolute_url(),
    )


def member_page(
    request: AuthenticatedHttpRequest, membership: Any, *, heading: str, eyebrow: str, back: str
) -> HttpResponse:
    """The form of a membership's task and days."""
    names = ("role", "joined_on", "left_on")
    sent = request.POST if request.method == "POST" else None
    kept = {name: getattr(membership, name) for name in names}
    form = MembershipForm(sent, initial={**kept, "step": newest_step(membership)})
    if sent is not None and form.is_valid():
        try:
            with transaction.atomic(), pghistory.context(reason=form.cleaned_data["why"]):
                lock(membership)
                membership.refresh_from_db()
                if form.is_outdated(membership):
                    return both_texts(request, form, membership, heading, back, eyebrow=eyebrow)
                for name in names:
                    setattr(membership, name, form.cleaned_data[name])
                keep_membership(membership, today=timezone.localdate())
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Keanggotaan tersimpan."))
            return redirect(back)
    return form_page(request, form, heading, back, eyebrow=eyebrow)
