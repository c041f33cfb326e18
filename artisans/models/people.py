"""The people of the registry."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.numbers import HoldsTaxNumber, context_of, masked, read_number
from artisans.models.places import PHONE_FORMAT, Village
from artisans.querysets import OTHER_PHONES, ArtisanQuerySet
from dekranasda.lib import encryption
from dekranasda.models import moves_public_epoch

if TYPE_CHECKING:
    from django.db.models.manager import Manager

    from artisans.models.businesses import Business


@pghistory.track(
    level=pghistory.Statement,
    exclude=["national_id_cipher", "national_id_index", "tax_id_cipher", "tax_id_index"],
)
class Artisan(HoldsTaxNumber):
    """A person who makes or leads the making. NIK and NPWP are ciphers bound to this row."""

    class Gender(models.TextChoices):
        MALE = "L", _("Laki-laki")
        FEMALE = "P", _("Perempuan")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("akun"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="artisan",
    )
    name = models.CharField(_("nama"), max_length=150)
    slug = models.SlugField(max_length=80, unique=True)
    gender = models.CharField(_("jenis kelamin"), max_length=1, choices=Gender, blank=True)
    born_on = models.DateField(_("tanggal lahir"), null=True, blank=True)
    national_id_cipher = models.BinaryField(null=True, editable=False)
    national_id_index = models.BinaryField(max_length=16, null=True, unique=True, editable=False)
    phone = models.CharField(
        _("nomor telepon"), max_length=16, blank=True, db_index=True, validators=[PHONE_FORMAT]
    )
    other_phones = models.CharField(_("nomor lain"), max_length=120, blank=True)
    village = models.ForeignKey(
        Village,
        verbose_name=_("desa"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="artisans",
    )
    working_since = models.PositiveSmallIntegerField(
        _("berkarya sejak tahun"), null=True, blank=True
    )
    learned_from = models.CharField(_("belajar dari"), max_length=160, blank=True)
    story = models.TextField(_("kisah"), blank=True)
    story_en = models.TextField(_("kisah Inggris"), blank=True)
    visit_policy = models.CharField(_("kunjungan"), max_length=200, blank=True)
    erased_at = models.DateTimeField(_("dihapus pada"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("digabung ke"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
    )
    is_demo = models.BooleanField(_("contoh"), default=False)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now, editable=False)

    objects = ArtisanQuerySet.as_manager()

    if TYPE_CHECKING:
        businesses: Manager["Business"]

    class Meta:
        verbose_name = _("perajin")
        verbose_name_plural = _("perajin")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["tax_id_index"],
                name="artisan_tax_id_unique",
                violation_error_message=_("NPWP ini sudah tercatat pada orang lain."),
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")),
                name="artisan_not_merged_into_itself",
            ),
        )
        indexes = (
            GinIndex(
                OTHER_PHONES, name="artisan_other_phones", condition=~models.Q(other_phones="")
            ),
        )
        triggers = (
            moves_public_epoch(
                "EXISTS (SELECT 1 FROM artisans_business"
                " WHERE owner_id IN (OLD.id, NEW.id) AND is_public)"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The artisan's public page."""
        return reverse("artisan_detail", args=[self.slug])

    def keep_national_id(self, number: str) -> None:
        """Sets the NIK's cipher and blind index on this object; the caller saves it."""
        context = context_of(self, "national_id")
        self.national_id_cipher = encryption.encrypt(number, context=context)
        self.national_id_index = encryption.blind_index(number, purpose="national_id")

    def read_national_id(self) -> str:
        """The whole NIK, or an empty text. Raises DecryptionError. Callers log the access."""
        return read_number(self, "national_id")

    @property
    def masked_national_id(self) -> str:
        """The NIK as pages show it: 3522••••••••0001; a sentence where it cannot be read."""
        return masked(self, "national_id")


def age_on(born_on: date, day: date) -> int:
    """Whole years lived on the day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
