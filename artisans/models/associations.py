"""Associations of makers, and who belongs to them from when to when."""

from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artisans.models.centres import CraftCentre
from artisans.models.membership import Membership, ends_after_start, one_chair, one_current
from artisans.models.people import Artisan
from artisans.models.places import PHONE_FORMAT, Village
from artisans.querysets import AssociationMembershipQuerySet, AssociationQuerySet
from dekranasda.models import moves_public_epoch

if TYPE_CHECKING:
    from django.db.models.manager import Manager

    from artisans.models.documents import GroupDocument


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
        documents: Manager["GroupDocument"]
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
class AssociationMembership(Membership):
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

    objects = AssociationMembershipQuerySet.as_manager()

    class Meta(Membership.Meta):
        verbose_name = _("anggota paguyuban")
        verbose_name_plural = _("anggota paguyuban")
        constraints = (
            one_current(
                "association",
                "artisan",
                name="one_current_membership",
                refusal=_("Perajin ini sudah menjadi anggota."),
            ),
            one_chair(
                "association",
                name="one_chair_of_association",
                refusal=_(
                    "Paguyuban ini sudah mempunyai ketua. Ubah tugas ketua yang lama lebih dahulu."
                ),
            ),
            ends_after_start("association_ends_after_start"),
        )

    def __str__(self) -> str:
        return f"{self.artisan} · {self.association}"
