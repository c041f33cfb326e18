"""Consent, each purpose for itself: written down, taken back, and what the public sees follows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from artisans.models import Artisan, Business
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Consent, Role, User
from dekranasda.accounts.privacy_notice import CURRENT, NOTICES
from products.models import Product

Purpose, Channel = Consent.Purpose, Consent.Channel


@transaction.atomic
def record_consents(
    artisan: Artisan,
    wanted: Mapping[Consent.Purpose, bool],
    *,
    channel: Consent.Channel,
    notice_version: str = CURRENT,
    by: User,
    at: datetime,
) -> int:
    """Writes down each word that is new, shows or hides the businesses; returns how many.

    Taken back, the name and all works are gone from the public pages with the commit. Given, a
    business is shown where a work of it is in the catalogue. Nothing is deleted: what was hidden
    comes back with the consent.
    """
    Artisan.objects.select_for_update().get(pk=artisan.pk)
    standing = dict(Consent.standing(artisan.uid))
    new = {
        purpose: is_given
        for purpose, is_given in wanted.items()
        if _is_news(standing[purpose], is_given, channel)
    }
    for purpose, is_given in new.items():
        Consent.objects.create(
            subject=artisan.uid,
            purpose=purpose,
            is_given=is_given,
            notice_version=notice_version,
            channel=channel,
            recorded_by=by,
            recorded_at=at,
        )
    if Purpose.PUBLIC_PROFILE in wanted:
        _show(artisan, wanted[Purpose.PUBLIC_PROFILE])
    elif wanted.get(Purpose.REGISTRY) is False:
        _show(artisan, False)
    return len(new)


def _is_news(word: Consent | None, is_given: bool, channel: Consent.Channel) -> bool:
    """Whether a word adds something; a switch that was never on says nothing by being off."""
    if word is None:
        return is_given or channel != Channel.PORTAL
    return word.is_given != is_given


def _show(artisan: Artisan, is_shown: bool) -> None:
    own = Business.objects.filter(owner=artisan)
    if not is_shown:
        own.filter(is_public=True).update(is_public=False)
        return
    shown = Product.objects.filter(state=Product.State.PUBLISHED).values("business")
    own.filter(pk__in=shown, is_public=False).update(is_public=True)


class ConsentForm(forms.Form):
    """A person's word for one purpose, given on paper or said to a member of the staff."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Untuk apa"),
        choices=Purpose,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih untuk apa persetujuannya.")},
    )
    is_given = forms.TypedChoiceField(
        label=gettext_lazy("Kata orangnya"),
        choices=[("yes", gettext_lazy("Setuju")), ("no", gettext_lazy("Tidak, atau dicabut"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih setuju atau tidak.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Disampaikan lewat"),
        choices=[
            (Channel.PAPER.value, Channel.PAPER.label),
            (Channel.SPOKEN.value, Channel.SPOKEN.label),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih cara penyampaiannya.")},
    )
    notice_version = forms.ChoiceField(
        label=gettext_lazy("Versi pemberitahuan yang dibacakan atau ditandatangani"),
        choices=[(version, version) for version in reversed(NOTICES)],
    )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def record_consent(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Writes down what the owner of a business agreed to, or took back."""
    visible = Business.objects.visible_to(request.user)
    business = get_object_or_404(visible.select_related("owner"), pk=pk)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        count = record_consents(
            business.owner,
            {Purpose(said["purpose"]): said["is_given"]},
            channel=Channel(said["channel"]),
            notice_version=said["notice_version"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Tercatat.") if count else _("Sudah tercatat sebelumnya."))
        return redirect("personal_data", pk=pk)
    context: dict[str, Any] = {"business": business, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "personal/record_consent.html", context, status=status)
