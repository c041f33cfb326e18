"""Permits and certificates: usual formats, their documents, who checked them, when they end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from artisans.facts import note_sources
from artisans.history import newest_step
from artisans.models import Business, FactSource, Licence
from dekranasda.accounts.models import User

Kind = Licence.Kind

# How numbers usually look, and an example. They warn and never refuse: the council has not yet
# confirmed them with each authority. Kinds without a known format are left out.
FORMATS: Mapping[str, tuple[re.Pattern[str], str]] = {
    Kind.NIB: (re.compile(r"\d{13}"), "1234567890123"),
    Kind.TRADE_MARK: (re.compile(r"IDM\d{9}|[DJ]ID\d{10}"), "IDM000123456"),
    Kind.HALAL: (re.compile(r"ID\d{17}"), "ID35110000123456789"),
    Kind.SNI: (re.compile(r"SNI \d{3,5}(-\d{1,2})*:\d{4}"), "SNI 8302:2016"),
    Kind.PIRT: (re.compile(r"\d{15}-\d{2}"), "123456789012345-28"),
    Kind.COPYRIGHT: (re.compile(r"EC00\d{9,10}"), "EC00202312345"),
    Kind.GEOGRAPHICAL: (re.compile(r"IDG\d{9,12}"), "ID G 000000123"),
}
EXPIRING = timedelta(days=90)
NIB_LENGTH = 13


def tidy_number(kind: str, number: str) -> str:
    """The number as it is kept: capitals, and no signs between the digits of those without any."""
    text = re.sub(r"\s+", " ", number.strip().upper())
    if kind == Kind.SNI:
        return re.sub(r"\s*:\s*", ":", re.sub(r"^SNI\s*", "SNI ", text))
    if kind == Kind.PIRT:
        digits = re.sub(r"[^\d-]", "", text)
        return digits if re.search(r"\d", digits) else text
    if kind in FORMATS:
        return re.sub(r"[\s.\-]", "", text)
    return text


def looks_usual(kind: str, number: str) -> bool:
    """Whether the tidied number has the usual format of its kind; empty and unknown kinds do."""
    if not number or kind not in FORMATS:
        return True
    return bool(FORMATS[kind][0].fullmatch(number))


# Writing


@transaction.atomic
def save_licence(
    licence: Licence,
    *,
    number: str,
    document: str = "",
    by: User,
    at: datetime,
    seen_step: int | None = None,
    **fields: Any,
) -> Licence:
    """Adds or changes a permit and returns it; what was checked before counts as unchecked again.

    The number of an NIB goes to the business. `document` is a name of `store_document`; empty
    keeps the one there is. Raises ValidationError: «changed» (somebody else saved meanwhile),
    «nib_there» (a business has one NIB), «nib_too_long», «nib_taken».
    """
    business = Business.objects.select_for_update(no_key=True).get(pk=licence.business_id)
    if licence.pk and seen_step is not None and newest_step(licence) != seen_step:
        raise ValidationError(
            _("Izin ini baru saja diubah orang lain. Isian Anda belum disimpan."), code="changed"
        )
    before = _content(licence, business) if licence.pk else None
    for name, value in fields.items():
        setattr(licence, name, value)
    licence.business = business
    licence.document = document or licence.document
    if licence.kind == Kind.NIB:
        _keep_nib(business, licence, number, by=by, at=at)
        licence.number = ""
    else:
        licence.number = number
    if before != _content(licence, business):
        licence.verified_at = licence.verified_by = None
    licence.full_clean(exclude=["business", "verified_by"])
    licence.save()
    return licence


def _content(licence: Licence, business: Business) -> tuple[Any, ...]:
    """What a check vouches for."""
    number = business.business_id if licence.kind == Kind.NIB else licence.number
    names = ("kind", "status", "issued_on", "expires_on", "document")
    return (number, *(getattr(licence, name) for name in names))


def _keep_nib(business: Business, licence: Licence, number: str, *, by: User, at: datetime) -> None:
    if business.licences.filter(kind=Kind.NIB).exclude(pk=licence.pk).exists():
        raise ValidationError(
            _("NIB usaha ini sudah dicatat. Ubah yang sudah ada."), code="nib_there"
        )
    if len(number) > NIB_LENGTH:
        raise ValidationError(_("NIB paling banyak 13 angka. Periksa lagi."), code="nib_too_long")
    if not number or number == business.business_id:
        return
    taken = Business.objects.filter(business_id=number).exclude(state=Business.State.MERGED)
    if taken.exclude(pk=business.pk).exists():
        raise ValidationError(
            _("NIB ini belum dapat dicatat. Periksa angkanya, atau hubungi sekretariat."),
            code="nib_taken",
        )
    business.business_id = number
    business.save(update_fields=["business_id"])
    is_own = business.owner.user_id == by.pk
    kind = FactSource.Kind.MAKER if is_own else FactSource.Kind.DOCUMENT
    note_sources(business, ["business_id"], kind=kind, as_of=at.date(), by=by, at=at)


@transaction.atomic
def verify_licence(licence: Licence, *, by: User, at: datetime, seen_step: int) -> None:
    """Notes that the person saw the document and it says what is kept.

    Raises ValidationError: «own_business» (nobody checks the own), «changed» (the permit is not
    any more what the person looked at).
    """
    licence = Licence.objects.select_for_update(no_key=True).get(pk=licence.pk)
    if licence.business.owner.user_id == by.pk:
        raise ValidationError(_("Izin usaha sendiri diperiksa orang lain."), code="own_business")
    if newest_step(licence) != seen_step:
        raise ValidationError(
            _("Izin ini baru saja diubah. Periksa isinya sekali lagi."), code="changed"
        )
    licence.verified_by, licence.verified_at = by, at
    licence.save(update_fields=["verified_by", "verified_at"])


# Which ones


def current(today: date) -> Q:
    """Permits in force on the day."""
    return Q(status=Licence.Status.VALID) & (Q(expires_on__isnull=True) | Q(expires_on__gte=today))


def expiring(today: date) -> Q:
    """Permits in force that end within 90 days."""
    return Q(status=Licence.Status.VALID, expires_on__range=(today, today + EXPIRING))


def expired(today: date) -> Q:
    """Permits that were valid and are over."""
    return Q(status=Licence.Status.VALID, expires_on__lt=today)


@dataclass(frozen=True)
class KindFigures:
    """How many active businesses hold one kind in force, and how many of theirs end soon."""

    kind: str
    label: str
    holders: int
    expiring: int
    expired: int
    businesses: int

    @property
    def percent(self) -> float:
        """Holders as a share of the active businesses, 0–100."""
        return self.holders * 100 / self.businesses if self.businesses else 0.0


def figures_by_kind(businesses: QuerySet[Business], today: date) -> list[KindFigures]:
    """The figures of each kind over the active businesses; two queries. Source: report R6.

    An NIB is held by whom the registry knows a number of.
    """
    active = Business.objects.filter(pk__in=businesses.values("pk"), state=Business.State.ACTIVE)
    whole = active.aggregate(all=Count("pk"), nib=Count("pk", filter=~Q(business_id="")))
    counted = {
        row["kind"]: row
        for row in Licence.objects.filter(business__in=active)
        .order_by()
        .values("kind")
        .annotate(
            holders=Count("business", filter=current(today), distinct=True),
            ending=Count("pk", filter=expiring(today)),
            ended=Count("pk", filter=expired(today)),
        )
    }
    nothing = {"holders": 0, "ending": 0, "ended": 0}
    return [
        KindFigures(
            kind.value,
            str(kind.label),
            whole["nib"] if kind == Kind.NIB else counted.get(kind.value, nothing)["holders"],
            counted.get(kind.value, nothing)["ending"],
            counted.get(kind.value, nothing)["ended"],
            whole["all"],
        )
        for kind in Kind
    ]


# How a permit stands


@dataclass(frozen=True)
class LicenceLine:
    """One permit with how it stands: kind of tag, its word, and whether the number is unusual."""

    row: Licence
    tag: str
    word: str
    is_unusual: bool
    days_left: int | None


def line_of(licence: Licence, today: date) -> LicenceLine:
    """The permit as lists show it; its business must be at hand."""
    left = (licence.expires_on - today).days if licence.expires_on else None
    tag, word = "passed", str(licence.get_status_display())
    if licence.status == Licence.Status.APPLIED:
        tag = "waiting"
    elif licence.status == Licence.Status.REFUSED:
        tag = "failed"
    elif left is not None and left < 0:
        tag, word = "late", gettext("Sudah berakhir")
    elif left is not None and left <= EXPIRING.days:
        tag, word = "fix", gettext("Berakhir %(days)s hari lagi") % {"days": left}
    is_unusual = not looks_usual(licence.kind, licence.shown_number)
    return LicenceLine(licence, tag, word, is_unusual, left)
