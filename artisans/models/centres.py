"""Craft centres: their pages, who belongs to them and since when, pictures, materials lacking."""

from typing import TYPE_CHECKING, Any

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.crafts import Craft
from artisans.models.membership import Membership, ends_after_start, one_chair, one_current
from artisans.models.people import Artisan
from artisans.models.places import PHONE_FORMAT, District, Village
from artisans.querysets import (
    CentreMaterialQuerySet,
    CentreMembershipQuerySet,
    CraftCentreQuerySet,
)
from dekranasda.accounts.models import Consent
from dekranasda.models import moves_public_epoch

if TYPE_CHECKING:
    from django.db.models.manager import Manager

    from artisans.models.documents import GroupDocument

# The rows of a public centre, for triggers of what hangs on it.
OF_PUBLIC_CENTRE = (
    "EXISTS (SELECT 1 FROM artisans_craftcentre"
    " WHERE id IN (OLD.centre_id, NEW.centre_id) AND is_public)"
)


@pghistory.track()
class CraftCentre(models.Model):
    """A sentra: a village or part of it where many make the same craft."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama Inggris"), max_length=120, blank=True)
    craft = models.ForeignKey(Craft, verbose_name=_("kerajinan"), on_delete=models.PROTECT)
    village = models.ForeignKey(
        Village, verbose_name=_("desa"), on_delete=models.PROTECT, null=True, blank=True
    )
    district = models.ForeignKey(
        District, verbose_name=_("kecamatan"), on_delete=models.PROTECT, null=True, blank=True
    )
    partner_region = models.CharField(
        _("daerah mitra"),
        max_length=80,
        blank=True,
        help_text=_("Diisi bila sentra berada di daerah lain, misalnya Kabupaten Jepara."),
    )
    place = models.CharField(_("tempat"), max_length=160, blank=True)
    summary = models.CharField(_("ringkasan"), max_length=200, blank=True)
    summary_en = models.CharField(_("ringkasan Inggris"), max_length=200, blank=True)
    story = models.TextField(_("cerita"), blank=True)
    story_en = models.TextField(_("cerita Inggris"), blank=True)
    access = models.TextField(_("cara ke sana"), blank=True)
    access_en = models.TextField(_("cara ke sana, Inggris"), blank=True)
    opening_hours = models.CharField(_("jam buka"), max_length=120, blank=True)
    market_days = models.CharField(
        _("hari pasar"),
        max_length=120,
        blank=True,
        help_text=_("Misalnya Pon dan Kliwon, atau setiap Minggu pagi."),
    )
    capacity_number = models.PositiveIntegerField(
        _("kapasitas sebulan"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    capacity_unit = models.CharField(
        _("satuan kapasitas"),
        max_length=40,
        blank=True,
        help_text=_("Misalnya potong kain, keranjang, atau set kursi."),
    )
    capacity_note = models.CharField(
        _("keterangan kapasitas"),
        max_length=160,
        blank=True,
        help_text=_("Misalnya lebih sedikit pada musim panen."),
    )
    maker_count = models.PositiveIntegerField(_("jumlah perajin tercatat"), null=True, blank=True)
    maker_count_source = models.CharField(_("sumber jumlah"), max_length=160, blank=True)
    maker_count_as_of = models.DateField(_("jumlah per tanggal"), null=True, blank=True)
    contact_artisan = models.ForeignKey(
        Artisan,
        verbose_name=_("narahubung perajin"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Tampil untuk umum hanya dengan persetujuannya."),
    )
    contact_name = models.CharField(
        _("kontak kantor"),
        max_length=120,
        blank=True,
        help_text=_("Kantor desa, koperasi, atau rumah pamer. Bukan nomor pribadi."),
    )
    contact_phone = models.CharField(
        _("telepon kantor"), max_length=16, blank=True, validators=[PHONE_FORMAT]
    )
    # Copies of the first photograph, so that cards need no join; `photographs.py` writes them.
    photo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    photo_alt = models.CharField(_("keterangan foto"), max_length=160, blank=True, editable=False)
    photo_colour = models.CharField(max_length=7, blank=True, editable=False)
    is_public = models.BooleanField(_("tampil untuk umum"), default=False)

    objects = CraftCentreQuerySet.as_manager()

    if TYPE_CHECKING:
        documents: Manager["GroupDocument"]
        photos: Manager["CentrePhoto"]

    class Meta:
        verbose_name = _("sentra kerajinan")
        verbose_name_plural = _("sentra kerajinan")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(contact_artisan__isnull=True)
                | models.Q(contact_name="", contact_phone=""),
                name="centre_contact_is_one",
                violation_error_message=_(
                    "Pilih satu: narahubung perajin, atau kontak kantor. Kosongkan yang lain."
                ),
            ),
        )
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The centre's public page."""
        return reverse("centre_detail", args=[self.slug])

    # What a page cannot do without, and what it is better with.
    REQUIRED = ("name", "summary")
    WISHED = ("summary_en", "story", "story_en", "access", "opening_hours")

    def missing(self) -> list[str]:
        """The names of the fields that the public page lacks."""
        names = [name for name in (*self.REQUIRED, *self.WISHED) if not getattr(self, name)]
        fields: dict[str, Any] = {field.name: field for field in self._meta.concrete_fields}
        return [str(fields[name].verbose_name) for name in names]

    def show(self) -> None:
        """Shows the page to the public. Raises ValidationError «incomplete»."""
        if not all(getattr(self, name) for name in self.REQUIRED):
            raise ValidationError(
                _("Isi nama dan ringkasannya lebih dahulu, lalu tampilkan."), code="incomplete"
            )
        CraftCentre.objects.filter(pk=self.pk).update(is_public=True)

    def hide(self) -> None:
        """Takes the page away from the public."""
        CraftCentre.objects.filter(pk=self.pk).update(is_public=False)

    def public_contact(self) -> tuple[str, str]:
        """Name and telephone that the public may see, both empty without one.

        An office's, or that of a maker whose newest word allows it. One query at most.
        """
        person = self.contact_artisan
        if person is None:
            return self.contact_name, self.contact_phone
        may_show = Consent.is_current(person.uid, Consent.Purpose.PUBLIC_PHONE)
        return (person.name, person.phone) if may_show else ("", "")

    @property
    def contact_is_public(self) -> bool:
        """Whether the public sees somebody to ask."""
        return any(self.public_contact())


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CentreMembership(Membership):
    """A business in a centre, from a day on and perhaps until a day; the truth of who belongs.

    `Business.centre` is the centre of the membership without an end; the database writes it.
    """

    business = models.ForeignKey(
        "artisans.Business",
        verbose_name=_("usaha"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    centre = models.ForeignKey(
        CraftCentre,
        verbose_name=_("sentra"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )

    objects = CentreMembershipQuerySet.as_manager()

    class Meta(Membership.Meta):
        verbose_name = _("anggota sentra")
        verbose_name_plural = _("anggota sentra")
        constraints = (
            one_current(
                "business",
                name="one_current_centre",
                refusal=_(
                    "Usaha ini masih anggota sebuah sentra. Akhiri keanggotaan itu lebih dahulu."
                ),
            ),
            one_chair(
                "centre",
                name="one_chair_of_centre",
                refusal=_(
                    "Sentra ini sudah mempunyai ketua. Ubah tugas ketua yang lama lebih dahulu."
                ),
            ),
            ends_after_start("membership_ends_after_start"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="sets_current_centre",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    UPDATE artisans_business SET centre_id = (
                        SELECT centre_id FROM artisans_centremembership
                        WHERE business_id = artisans_business.id AND left_on IS NULL
                    )
                    WHERE id IN (OLD.business_id, NEW.business_id);
                    RETURN NULL;
                """,
            ),
            moves_public_epoch(OF_PUBLIC_CENTRE),
        )

    def __str__(self) -> str:
        return f"{self.business} · {self.centre}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CentreMaterial(models.Model):
    """A material that a centre lacks, since when, and the day it was met."""

    centre = models.ForeignKey(
        CraftCentre, verbose_name=_("sentra"), on_delete=models.CASCADE, related_name="materials"
    )
    name = models.CharField(_("bahan"), max_length=120)
    amount = models.CharField(
        _("kebutuhan"),
        max_length=80,
        blank=True,
        help_text=_("Dalam angka atau kata, misalnya 2 truk sebulan."),
    )
    note = models.CharField(_("catatan"), max_length=200, blank=True)
    needed_since = models.DateField(
        _("dibutuhkan sejak"), null=True, blank=True, help_text=_("Kosongkan bila tidak diketahui.")
    )
    met_on = models.DateField(_("terpenuhi pada"), null=True, blank=True)

    objects = CentreMaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("bahan yang dicari")
        verbose_name_plural = _("bahan yang dicari")
        ordering = ("centre__name", models.F("needed_since").asc(nulls_last=True), "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(met_on__isnull=True)
                | models.Q(needed_since__isnull=True)
                | models.Q(met_on__gte=models.F("needed_since")),
                name="material_met_after_need",
                violation_error_message=_(
                    "Tanggal terpenuhi tidak boleh sebelum tanggal dibutuhkan."
                ),
            ),
        )
        triggers = (moves_public_epoch(OF_PUBLIC_CENTRE),)

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CentrePhoto(models.Model):
    """A photograph of a centre, encoded anew; the first by position is its cover."""

    centre = models.ForeignKey(
        CraftCentre, verbose_name=_("sentra"), on_delete=models.CASCADE, related_name="photos"
    )
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    colour = models.CharField(max_length=7, blank=True, editable=False)
    alt = models.CharField(
        _("apa yang terlihat"),
        max_length=160,
        help_text=_("Untuk orang yang tidak dapat melihat fotonya."),
    )
    alt_en = models.CharField(_("apa yang terlihat, Inggris"), max_length=160, blank=True)
    caption = models.CharField(_("keterangan"), max_length=200, blank=True)
    caption_en = models.CharField(_("keterangan, Inggris"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    added_at = models.DateTimeField(_("ditambahkan pada"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ditambahkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("foto sentra")
        verbose_name_plural = _("foto sentra")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["centre", "sha256"],
                name="centre_photo_once",
                violation_error_message=_("Foto ini sudah ada di sentra ini."),
            ),
        )
        triggers = (moves_public_epoch(OF_PUBLIC_CENTRE),)

    def __str__(self) -> str:
        return self.alt
