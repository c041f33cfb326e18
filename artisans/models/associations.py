"""Associations of makers, and who belongs to them from when to when."""

from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artisans.models.centres import CraftCentre, MemberRole
from artisans.models.people import Artisan
from artisans.models.places import PHONE_FORMAT, Village
from artisans.querysets import AssociationMembershipQuerySet, AssociationQuerySet
from dekranasda.models import moves_public_epoch

if TYPE_CHECKING:
    from django.db.models.manager import Manager


@pghistory.track()
class Association(models.Model):
    """A paguyuban, kelompok or koperasi of makers, at a centre or across several."""

    class Kind(models.TextChoices):
        PAGUYUBAN = "paguyuban", _("Paguyuban")
        GROUP = "group", _("Kelompok usaha bersama")
        COOPERATIVE = "cooperative", _("Koperasi")
        BUREAU = "bureau", _("Asosiasi")

    name = models.CharField(_("nama"), max_length=120, unique=True)
    kind = models.CharField(_("jenis"), max_length=11, choices=Kind, default=Kind.PAGUYUBAN)
    legal_form = models.CharField(
        _("bentuk hukum"),
        max_length=120,
        blank=True,
        help_text=_("Misalnya SK kepala desa, akta notaris, atau belum berbadan hukum."),
    )
    founded_in = models.PositiveSmallIntegerField(_("berdiri tahun"), null=True, blank=True)
    centre = models.ForeignKey(
        CraftCentre,
        verbose_name=_("sentra"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="associations",
    )
    village = models.ForeignKey(
        Village, verbose_name=_("desa"), on_delete=models.PROTECT, null=True, blank=True
    )
    place = models.CharField(_("tempat"), max_length=160, blank=True)
    contact_name = models.CharField(_("kontak kantor"), max_length=120, blank=True)
    contact_phone = models.CharField(
        _("telepon kantor"), max_length=16, blank=True, validators=[PHONE_FORMAT]
    )
    note = models.TextField(_("catatan"), blank=True)
    ended_on = models.DateField(_("bubar pada"), null=True, blank=True)

    objects = AssociationQuerySet.as_manager()

    if TYPE_CHECKING:
        memberships: Manager["AssociationMembership"]

    class Meta:
        verbose_name = _("paguyuban")
        verbose_name_plural = _("paguyuban")
        ordering = ("name",)
        triggers = (moves_public_epoch("OLD.centre_id IS NOT NULL OR NEW.centre_id IS NOT NULL"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The association's page at the workbench."""
        return reverse("artisans:association_detail", args=[self.pk])


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AssociationMembership(models.Model):
    """A person in an association, from a day on and perhaps until a day."""

    association = models.ForeignKey(
        Association,
        verbose_name=_("paguyuban"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    artisan = models.ForeignKey(
        Artisan,
        verbose_name=_("perajin"),
        on_delete=models.CASCADE,
        related_name="association_memberships",
    )
    role = models.CharField(_("tugas"), max_length=9, choices=MemberRole, default=MemberRole.MEMBER)
    joined_on = models.DateField(
        _("anggota sejak"), null=True, blank=True, help_text=_("Kosongkan bila tidak diketahui.")
    )
    left_on = models.DateField(_("sampai"), null=True, blank=True)

    objects = AssociationMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("anggota paguyuban")
        verbose_name_plural = _("anggota paguyuban")
        ordering = ("-left_on", "-joined_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["association", "artisan"],
                condition=models.Q(left_on__isnull=True),
                name="one_current_membership",
                violation_error_message=_("Perajin ini sudah menjadi anggota."),
            ),
            models.UniqueConstraint(
                fields=["association"],
                condition=models.Q(left_on__isnull=True, role="chair"),
                name="one_chair_of_association",
                violation_error_message=_(
                    "Paguyuban ini sudah mempunyai ketua. Ubah tugas ketua yang lama lebih dahulu."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True)
                | models.Q(joined_on__isnull=True)
                | models.Q(left_on__gte=models.F("joined_on")),
                name="association_ends_after_start",
                violation_error_message=_("Tanggal keluar tidak boleh sebelum tanggal masuk."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.artisan} · {self.association}"
