"""Filling in for an artisan: the word that allows it, told to the artisan, until it ends.

A helper is somebody in whose care the business is (`BusinessQuerySet.kept_by`): its mentor, the
operator of its district, the secretariat. A grant opens the artisan's works to that one person. It
never opens numbers of a person, settings, or what only the artisan decides: withdrawing, objecting.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from artisans.models import AssistanceGrant, Business
from dekranasda.accounts.models import Consent, User
from dekranasda.notices import outbox

LASTS = timedelta(days=90)
# A word given longer ago is asked for again.
OLDEST_WORD = timedelta(days=30)


@dataclass(frozen=True)
class ActingFor:
    """In whose name somebody fills in a page, and the way back to that artisan's works."""

    name: str
    url: str


def acting_for(business: Business, user: User) -> ActingFor | None:
    """In whose name the person acts on the business's works; None for the owner."""
    if business.owner.user_id == user.pk:
        return None
    return ActingFor(business.owner.name, reverse("assisted_business", args=[business.pk]))


def words_for(business: Business, helper: User) -> str:
    """What is read out to the artisan, or signed: always in the council's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext(
            "Saya, %(owner)s, mengizinkan %(helper)s mengisi data dan foto karya saya di portal "
            "%(council)s. %(helper)s juga boleh mengirimnya untuk dikurasi dan membaca kabarnya. "
            "Izin ini berlaku %(days)d hari. Saya boleh menghentikannya kapan saja. %(helper)s "
            "tidak dapat melihat nomor pribadi saya atau mengubah setelan saya."
        ) % {
            "owner": business.owner.name,
            "helper": helper.full_name,
            "council": settings.COUNCIL["name"],
            "days": LASTS.days,
        }


@transaction.atomic
def begin(
    business: Business,
    *,
    helper: User,
    way: AssistanceGrant.Way,
    agreed_on: date,
    document: str = "",
    at: datetime,
) -> AssistanceGrant:
    """Notes the owner's word that the helper may fill in, and tells the owner.

    An earlier grant of the same helper ends. `document` is a name of `store_document`. Raises
    ValidationError: «own», «not_active», «too_old», «in_future».
    """
    rows = Business.objects.select_for_update(of=("self",)).select_related("owner__user")
    business = rows.get(pk=business.pk)
    today = timezone.localdate(at)
    _check(business, helper, agreed_on, today)
    earlier = AssistanceGrant.objects.filter(business=business, helper=helper, ended_at=None)
    earlier.update(ended_at=at, ended_by=helper)
    is_paper = way == AssistanceGrant.Way.PAPER
    Consent.record(
        business.owner.uid,
        Consent.Purpose.ASSISTED,
        is_given=True,
        channel=Consent.Channel.PAPER if is_paper else Consent.Channel.SPOKEN,
        by=helper,
        at=at,
    )
    grant = AssistanceGrant.objects.create(
        business=business,
        given_by=business.owner,
        helper=helper,
        way=way,
        agreed_on=agreed_on,
        words=words_for(business, helper),
        document=document,
        begun_at=at,
        ends_on=agreed_on + LASTS,
    )
    _tell_artisan(grant, "assistance_begun")
    return grant


def _check(business: Business, helper: User, agreed_on: date, today: date) -> None:
    if business.owner.user_id == helper.pk:
        raise ValidationError(_("Usaha ini milik Anda sendiri; izin tidak diperlukan."), code="own")
    if business.state != Business.State.ACTIVE:
        raise ValidationError(_("Usaha ini sudah tidak aktif di registri."), code="not_active")
    if agreed_on > today:
        raise ValidationError(
            _("Tanggal ini belum tiba. Pilih hari ini atau sebelumnya."), code="in_future"
        )
    if agreed_on < today - OLDEST_WORD:
        raise ValidationError(
            _("Persetujuan ini sudah lebih dari 30 hari. Tanyakan lagi kepada perajinnya."),
            code="too_old",
        )


@transaction.atomic
def end(grant: AssistanceGrant, *, by: User, at: datetime) -> bool:
    """Ends a grant; returns whether it was still open.

    Whoever of helper and artisan did not do it is told. Where the artisan ends the last one, the
    register of consents keeps that word as well.
    """
    open_ones = AssistanceGrant.objects.filter(pk=grant.pk, ended_at__isnull=True)
    if not open_ones.update(ended_at=at, ended_by=by):
        return False
    owner = grant.given_by
    if owner.user_id == by.pk:
        others = AssistanceGrant.objects.filter(given_by=owner, ended_at__isnull=True)
        if not others.exists():
            Consent.record(
                owner.uid,
                Consent.Purpose.ASSISTED,
                is_given=False,
                channel=Consent.Channel.PORTAL,
                by=by,
                at=at,
            )
    else:
        _tell_artisan(grant, "assistance_ended")
    if grant.helper_id != by.pk:
        outbox.queue(
            key=f"assistance_ended:helper:{grant.pk}",
            recipient=grant.helper,
            template="assistance_ended",
            context={"grant": grant},
        )
    return True


def _tell_artisan(grant: AssistanceGrant, template: str) -> None:
    """Writes to the account, else to the number on record; without either there is no way."""
    owner = grant.given_by
    address = "" if owner.user else owner.phone or grant.business.phone
    if not (owner.user or address):
        return
    outbox.queue(
        key=f"{template}:{grant.pk}",
        recipient=owner.user,
        recipient_name=owner.name,
        address=address,
        template=template,
        context={"grant": grant},
        link=reverse("own_assistance") if owner.user else "",
    )
