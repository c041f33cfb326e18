"""NIK and NPWP: entered, corrected and shown one at a time, each time into the register.

An NPWP of sixteen digits that begins with another digit than zero is a person's, and since 2024 the
same as the NIK; every other one stands at the business, where a body's belongs.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from artisans.facts import note_sources
from artisans.imports.people import PROVINCES, read_national_number
from artisans.models import Artisan, Business, FactSource
from artisans.models.numbers import masked, read_number
from dekranasda.accounts.models import PersonalDataAccess, User
from dekranasda.notices import outbox

SEEN_A_DAY = 30
ALERT_ABOVE = 20  # in an hour
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Number(models.TextChoices):
    """The numbers of a business's record; the value is what the register calls them."""

    NATIONAL_ID = "national_id", _("NIK pemilik")
    OWN_TAX_ID = "tax_id", _("NPWP pemilik")
    BUSINESS_TAX_ID = "business_tax_id", _("NPWP usaha")


class Reason(models.TextChoices):
    """Why somebody needs a whole number. The person reads it, too."""

    IDENTITY = "identity", _("Mencocokkan dengan KTP orangnya")
    DUPLICATE = "duplicate", _("Memeriksa data ganda")
    AID = "aid", _("Mengurus bantuan atau izin untuk orangnya")
    REQUEST = "request", _("Orangnya sendiri meminta")
    OTHER = "other", _("Lainnya")


def is_personal_tax_number(number: str) -> bool:
    """Whether an NPWP is a natural person's: the sixteen digits of a NIK."""
    return bool(re.fullmatch(r"[1-9]\d{15}", number))


def is_body_tax_number(number: str) -> bool:
    """Whether an NPWP stands at the business: the old fifteen digits, or zero and fifteen."""
    return bool(re.fullmatch(r"\d{15}|0\d{15}", number))


def holder_of(business: Business, number: Number) -> tuple[Artisan | Business, str]:
    """The row that holds the number, and the name of its field there."""
    if number == Number.BUSINESS_TAX_ID:
        return business, "tax_id"
    return business.owner, number.value


def masked_numbers(business: Business) -> list[tuple[Number, str]]:
    """Each number of the record as pages show it; empty texts for those that are not kept."""
    return [(number, masked(*holder_of(business, number))) for number in Number]


@dataclass(frozen=True)
class Suggestion:
    """What the digits of a NIK say of a person; a suggestion only. Gender is `L` or `P`."""

    born_on: date | None
    gender: str


def suggestion_of(number: str, *, today: date) -> Suggestion:
    """Birth date and sex by the digits; nothing where they name no day."""
    read = read_national_number(number, newest=today)
    return Suggestion(read.born_on, read.gender)


def doubts(number: str, artisan: Artisan, *, today: date) -> list[str]:
    """What is odd about a NIK, in words. None of it refuses: offices have issued such numbers."""
    said = suggestion_of(number, today=today)
    found = []
    if int(number[:2]) not in PROVINCES:
        found.append(_("Dua angka pertama bukan kode provinsi yang dikenal."))
    if said.born_on is None:
        found.append(_("Angka ke-7 sampai ke-12 bukan tanggal lahir."))
    elif artisan.born_on and artisan.born_on != said.born_on:
        found.append(_("Tanggal lahir menurut NIK berbeda dari yang tercatat."))
    if said.gender and artisan.gender and artisan.gender != said.gender:
        found.append(_("Jenis kelamin menurut NIK berbeda dari yang tercatat."))
    return [str(doubt) for doubt in found]


def keep_numbers(
    business: Business,
    numbers: dict[Number, str],
    *,
    removed: frozenset[Number] = frozenset(),
    fills_blanks: bool = False,
    by: User,
    at: datetime,
) -> None:
    """Stores the given numbers, takes away the removed ones, and notes both in the register.

    `fills_blanks` takes birth date and sex from the NIK where none is recorded. Raises
    ValidationError («national_id_taken», «tax_id_taken») where another person has the number.
    """
    with transaction.atomic():
        owner = Artisan.objects.select_for_update().get(pk=business.owner_id)
        business = Business.objects.select_for_update().get(pk=business.pk)
        business.owner = owner
        for number, digits in numbers.items():
            _keep(business, number, digits)
        for number in removed:
            row, field = holder_of(business, number)
            setattr(row, f"{field}_cipher", None)
            setattr(row, f"{field}_index", None)
        if fills_blanks and Number.NATIONAL_ID in numbers:
            _fill_blanks(owner, numbers[Number.NATIONAL_ID], by=by, at=at)
        _save(owner, business)
        for number in [*numbers, *removed]:
            word = _("Dihapus dari catatan") if number in removed else _("Diisi atau diperbaiki")
            _note(owner.uid, f"{number.value}_set", str(word), by=by, at=at)


def _keep(business: Business, number: Number, digits: str) -> None:
    row, _field = holder_of(business, number)
    if number == Number.NATIONAL_ID:
        business.owner.keep_national_id(digits)
    else:
        row.keep_tax_id(digits)


def _fill_blanks(owner: Artisan, number: str, *, by: User, at: datetime) -> None:
    said = suggestion_of(number, today=at.date())
    filled = []
    if said.born_on and not owner.born_on:
        owner.born_on = said.born_on
        filled.append("born_on")
    if said.gender and not owner.gender:
        owner.gender = said.gender
        filled.append("gender")
    kind = FactSource.Kind.DOCUMENT
    note_sources(owner, filled, kind=kind, as_of=at.date(), by=by, at=at, source="NIK")


def _save(owner: Artisan, business: Business) -> None:
    """Saves both rows. The database refuses a number that another person has."""
    numbers = ["national_id_cipher", "national_id_index", "tax_id_cipher", "tax_id_index"]
    try:
        with transaction.atomic():
            owner.save(update_fields=[*numbers, "born_on", "gender"])
            business.save(update_fields=numbers[2:])
    except IntegrityError as error:
        if "tax_id" in str(error):
            raise ValidationError(
                _("NPWP ini sudah tercatat pada orang lain. Periksa lagi angkanya."),
                code="tax_id_taken",
            ) from None
        raise ValidationError(
            _("NIK ini sudah tercatat pada orang lain. Cari dengan NIK ini di registri."),
            code="national_id_taken",
        ) from None


def reveal(
    business: Business,
    number: Number,
    *,
    reason: Reason,
    note: str,
    token: UUID,
    by: User,
    at: datetime,
    address: str | None,
) -> str:
    """The whole number, written into the register in the same transaction: no entry, no number.

    Raises ValidationError: «shown_already» for a form that was answered before, «quota» after 30
    numbers in 24 hours, «not_kept» without such a number; DecryptionError for a cipher of another
    row or key. Administrators hear of whoever opens more than 20 in an hour.
    """
    with transaction.atomic():
        # One reveal of a person at a time, so that the quota counts all of them.
        User.objects.select_for_update().get(pk=by.pk)
        if PersonalDataAccess.objects.filter(form_token=token).exists():
            raise ValidationError(
                _("Nomor ini sudah ditampilkan sekali. Isi alasan lagi bila masih perlu."),
                code="shown_already",
            )
        if reveals_since(by, at - DAY) >= SEEN_A_DAY:
            raise ValidationError(
                _("Anda sudah membuka %(most)d nomor dalam 24 jam. Lanjutkan besok."),
                code="quota",
                params={"most": SEEN_A_DAY},
            )
        digits = read_number(*holder_of(business, number))
        if not digits:
            raise ValidationError(_("Nomor ini tidak tercatat."), code="not_kept")
        why = f"{reason.label}: {note}" if note else str(reason.label)
        _note(business.owner.uid, number.value, why, by=by, at=at, address=address, token=token)
        _alert(by, at=at)
    return digits


def reveals_since(user: User, moment: datetime) -> int:
    """How many whole numbers a person has opened since the moment."""
    seen = PersonalDataAccess.objects.filter(seen_by=user, seen_at__gt=moment)
    return seen.filter(field__in=Number.values).count()


def _note(
    subject: UUID,
    field: str,
    reason: str,
    *,
    by: User,
    at: datetime,
    address: str | None = None,
    token: UUID | None = None,
) -> None:
    PersonalDataAccess.objects.create(
        subject=subject,
        field=field,
        reason=reason[:200],
        seen_by=by,
        seen_at=at,
        address=address,
        form_token=token,
    )


def _alert(by: User, *, at: datetime) -> None:
    count = reveals_since(by, at - HOUR)
    if count <= ALERT_ABOVE:
        return
    for administrator in User.objects.filter(is_superuser=True, is_active=True):
        outbox.queue(
            key=f"reveals:{by.pk}:{at:%Y%m%d%H}:{administrator.pk}",
            recipient=administrator,
            template="many_numbers_seen",
            context={"person": by.full_name, "count": count},
        )
