"""What artisans run."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.centres import CraftCentre
from artisans.models.crafts import Craft
from artisans.models.numbers import HoldsTaxNumber
from artisans.models.people import Artisan
from artisans.models.places import PHONE_FORMAT, Village
from artisans.querysets import BusinessQuerySet
from dekranasda.accounts.models import Consent
from dekranasda.models import moves_public_epoch


@pghistory.track(level=pghistory.Statement, exclude=["tax_id_cipher", "tax_id_index"])
class Business(HoldsTaxNumber):
    """An UMKM: what an artisan runs. One person may run several."""

    class SizeClass(models.TextChoices):
        MICRO = "micro", _("Mikro")
        SMALL = "small", _("Kecil")
        MEDIUM = "medium", _("Menengah")

    class State(models.TextChoices):
        ACTIVE = "active", _("Aktif")
        DORMANT = "dormant", _("Tidak aktif")
        MERGED = "merged", _("Digabung")
        ERASED = "erased", _("Datanya dihapus")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        Artisan, verbose_name=_("pemilik"), on_delete=models.PROTECT, related_name="businesses"
    )
    name = models.CharField(_("nama usaha"), max_length=160)
    slug = models.SlugField(max_length=100, unique=True)
    craft = models.ForeignKey(
        Craft,
        verbose_name=_("kerajinan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="businesses",
    )
    centre = models.ForeignKey(
        CraftCentre,
        verbose_name=_("sentra"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,  # the centre of the current membership; the database keeps it so
        related_name="businesses",
    )
    business_id = models.CharField(
        "NIB", max_length=13, blank=True, help_text=_("Nomor Induk Berusaha, 13 angka.")
    )
    kbli = models.CharField("KBLI", max_length=5, blank=True)
    kbli_edition = models.PositiveSmallIntegerField(_("edisi KBLI"), null=True, blank=True)
    address = models.CharField(_("alamat"), max_length=255, blank=True)
    village = models.ForeignKey(
        Village,
        verbose_name=_("desa"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="businesses",
    )
    phone = models.CharField(
        _("nomor WhatsApp usaha"), max_length=16, blank=True, validators=[PHONE_FORMAT]
    )
    products_text = models.CharField(_("produk menurut daftar"), max_length=300, blank=True)
    description = models.TextField(_("keterangan"), blank=True)
    founded_in = models.PositiveSmallIntegerField(_("berdiri tahun"), null=True, blank=True)
    size_class = models.CharField(_("kelas usaha"), max_length=6, choices=SizeClass, blank=True)
    state = models.CharField(_("keadaan"), max_length=8, choices=State, default=State.ACTIVE)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("digabung ke"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
    )
    is_public = models.BooleanField(
        _("tampil untuk umum"),
        default=False,
        help_text=_("Hanya dengan persetujuan pemilik."),
    )
    taking_orders = models.BooleanField(_("menerima pesanan"), default=True)
    paused_until = models.DateField(_("tidak menerima pesanan sampai"), null=True, blank=True)
    source = models.CharField(_("sumber data"), max_length=120, blank=True)
    source_as_of = models.DateField(_("data per tanggal"), null=True, blank=True)
    verified_at = models.DateTimeField(_("diperiksa pada"), null=True, blank=True)
    is_demo = models.BooleanField(_("contoh"), default=False)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now, editable=False)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        verbose_name = _("usaha")
        verbose_name_plural = _("usaha")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["business_id"],
                condition=~models.Q(business_id="") & ~models.Q(state="merged"),
                name="business_nib_unique",
                violation_error_message=_("NIB ini sudah dipakai usaha lain."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into__isnull=True))
                | models.Q(state="erased"),
                name="business_merged_has_survivor",
                violation_error_message=_(
                    "Keadaan «Digabung» hanya lewat halaman penggabungan, supaya semuanya ikut."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")),
                name="business_not_merged_into_itself",
            ),
        )
        indexes = (
            models.Index(fields=["village", "craft"], name="business_place_craft"),
            models.Index(fields=["name", "id"], name="business_name"),
            models.Index(fields=["tax_id_index"], name="business_tax_id"),
            models.Index(fields=["phone"], name="business_phone", condition=~models.Q(phone="")),
        )
        triggers = (
            moves_public_epoch("OLD.is_public OR NEW.is_public"),
            pgtrigger.Protect(
                name="centre_by_membership",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__centre__isnull=False),
            ),
            # A stale copy of the row that is saved whole must not move the business.
            pgtrigger.Trigger(
                name="centre_stays_membership",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("centre_id"),  # type: ignore[no-untyped-call]
                func="""
                    NEW.centre_id = (
                        SELECT centre_id FROM artisans_centremembership
                        WHERE business_id = NEW.id AND left_on IS NULL
                    );
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuses to show a business whose owner has not agreed («no_consent»)."""
        super().clean()
        purpose = Consent.Purpose.PUBLIC_PROFILE
        if self.is_public and self.owner_id and not Consent.is_current(self.owner.uid, purpose):
            raise ValidationError(
                {"is_public": _("Pemilik belum menyetujui namanya tampil. Catat persetujuannya.")},
                code="no_consent",
            )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Licence(models.Model):
    """A permit, registration or certificate of a business, with its proof where there is one.

    The number of the NIB is the business's own (`business_id`), so it is never kept here.
    """

    class Kind(models.TextChoices):
        NIB = "nib", "NIB"
        TRADE_MARK = "merek", _("Merek")
        HALAL = "halal", _("Halal")
        SNI = "sni", "SNI"
        BATIKMARK = "batikmark", "Batikmark"
        SVLK = "svlk", "SVLK"
        PIRT = "pirt", "SPP-IRT"
        COPYRIGHT = "hak_cipta", _("Hak cipta")
        GEOGRAPHICAL = "ig", _("Indikasi geografis")

    class Status(models.TextChoices):
        APPLIED = "applied", _("Diajukan")
        VALID = "valid", _("Berlaku")
        REFUSED = "refused", _("Ditolak")

    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.CASCADE, related_name="licences"
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    number = models.CharField(_("nomor"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.VALID)
    issued_on = models.DateField(_("terbit pada"), null=True, blank=True)
    expires_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    document = models.CharField(_("berkas"), max_length=80, blank=True, editable=False)
    verified_at = models.DateTimeField(_("diperiksa pada"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diperiksa oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("izin")
        verbose_name_plural = _("izin")
        ordering = ("kind", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(kind="nib") | models.Q(number=""),
                name="licence_nib_number_is_business_id",
                violation_error_message=_("Nomor NIB dicatat pada usahanya, bukan pada izin."),
            ),
            models.CheckConstraint(
                condition=models.Q(issued_on__isnull=True)
                | models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("issued_on")),
                name="licence_expires_after_issue",
                violation_error_message=_("Tanggal berakhir harus sesudah tanggal terbit."),
            ),
        )
        indexes = (
            models.Index(
                fields=["expires_on"],
                condition=models.Q(status="valid"),
                name="licence_expiry",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.shown_number}".strip()

    @property
    def shown_number(self) -> str:
        """The number as it stands on the document; for the NIB it costs the business's row."""
        return self.business.business_id if self.kind == self.Kind.NIB else self.number
