"""The registry as staff search it: filters of the list, and finding by a personal number."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from artisans.imports.values import to_e164
from artisans.models import Business, District, ReadinessAssessment
from dekranasda.accounts.models import User
from dekranasda.lib import encryption

# Digits in a row that make a text a personal number, which must not stand in an address.
PERSONAL_DIGITS = 7


@dataclass(frozen=True)
class RegistryFilter:
    """What the list is narrowed to; empty texts narrow nothing."""

    text: str = ""
    district: str = ""
    craft: str = ""
    status: str = ""

    @classmethod
    def of(cls, parameters: Any) -> "RegistryFilter":
        """From the address: q, kecamatan, kerajinan, status."""
        return cls(
            text=parameters.get("q", "").strip()[:100],
            district=parameters.get("kecamatan", ""),
            craft=parameters.get("kerajinan", ""),
            status=parameters.get("status", ""),
        )

    @property
    def is_personal(self) -> bool:
        """Whether the text is a number that belongs in the other search."""
        return len(re.findall(r"\d", self.text)) >= PERSONAL_DIGITS


STATUSES = (
    ("siap", _("Siap")),
    ("belum", _("Belum siap")),
    ("tanpa", _("Belum dinilai")),
    ("tidak-aktif", _("Tidak aktif")),
)


def narrowed(businesses: QuerySet[Business], wanted: RegistryFilter) -> QuerySet[Business]:
    """The businesses that fit, each with `level`, the newest assessment's, in the list's order."""
    newest = ReadinessAssessment.objects.filter(business=OuterRef("pk")).order_by(
        "-assessed_on", "-pk"
    )
    found = businesses.exclude(state=Business.State.MERGED)
    found = found.annotate(level=Subquery(newest.values("level")[:1]))
    if wanted.text and not wanted.is_personal:
        for word in wanted.text.split():
            found = found.filter(Q(name__icontains=word) | Q(owner__name__icontains=word))
    if wanted.district:
        found = found.filter(village__district=wanted.district)
    if wanted.craft:
        found = found.filter(craft=wanted.craft)
    ready = ReadinessAssessment.Level.READY
    by_status = {
        "siap": Q(level__gte=ready),
        "belum": Q(level__lt=ready),
        "tanpa": Q(level__isnull=True),
        "tidak-aktif": Q(state=Business.State.DORMANT),
    }
    if wanted.status in by_status:
        found = found.filter(by_status[wanted.status])
    return found.select_related("owner", "craft", "village__district").order_by("name", "pk")


def districts_of(user: User) -> QuerySet[District]:
    """The districts that a person's list may be narrowed to."""
    if user.is_superuser or not user.operated_districts.exists():
        return District.objects.all()
    return user.operated_districts.all()


def with_number(businesses: QuerySet[Business], number: str) -> QuerySet[Business]:
    """The businesses of a NIK or a phone number. Raises ValidationError («not_a_number»)."""
    digits = re.sub(r"\D", "", number)
    if len(digits) == 16 and not to_e164(number):
        index = encryption.blind_index(digits, purpose="national_id")
        found = businesses.filter(owner__national_id_index=index)
    elif phone := to_e164(number):
        found = businesses.filter(
            Q(owner__phone=phone) | Q(phone=phone) | Q(owner__other_phones__contains=phone)
        )
    else:
        raise ValidationError(
            _("Tulis 16 angka NIK, atau nomor telepon seperti 0812 3456 7890."),
            code="not_a_number",
        )
    return found.select_related("owner", "craft", "village__district").order_by("name", "pk")
