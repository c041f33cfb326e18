"""Whom an event invites: drawn by the published rule, with every reason kept."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from artisans.models import Business, District
from events.models.calendar import Event

if TYPE_CHECKING:
    from django.db.models.manager import Manager

    from events.models.registrations import Registration


class Selection(models.Model):
    """One drawing among the eligible; its seed and its rows show how it came out. Never changed."""

    event = models.ForeignKey(
        Event, verbose_name=_("acara"), on_delete=models.PROTECT, related_name="selections"
    )
    wanted = models.PositiveSmallIntegerField(
        _("jumlah undangan"), validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    eligible_count = models.PositiveIntegerField(_("yang memenuhi syarat"))
    seed = models.CharField(_("angka awal undian"), max_length=32)
    answer_by = models.DateTimeField(_("dijawab sampai"))
    drawn_at = models.DateTimeField(_("dipilih pada"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dipilih oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    if TYPE_CHECKING:
        picks: Manager["SelectionPick"]
        registrations: Manager["Registration"]

    class Meta:
        verbose_name = _("pemilihan undangan")
        verbose_name_plural = _("pemilihan undangan")
        ordering = ("-drawn_at", "-pk")
        triggers = (pgtrigger.Protect(name="keep", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.event} · {self.drawn_at:%Y-%m-%d}"


class SelectionPick(models.Model):
    """Who was picked at which place, and what the rule went by; the reserve is after the wanted."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="picks")
    place = models.PositiveSmallIntegerField(_("urutan"))
    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="+"
    )
    last_trained_on = models.DateField(
        _("pelatihan terakhir"), null=True, blank=True, help_text=_("Kosong: belum pernah.")
    )
    district = models.ForeignKey(
        District,
        verbose_name=_("kecamatan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    from_district = models.PositiveSmallIntegerField(_("peserta sekecamatan saat dipilih"))
    was_drawn = models.BooleanField(_("ditentukan undian"))

    class Meta:
        verbose_name = _("yang diundang")
        verbose_name_plural = _("yang diundang")
        ordering = ("selection", "place")
        constraints = (
            models.UniqueConstraint(fields=["selection", "place"], name="selection_place_once"),
            models.UniqueConstraint(
                fields=["selection", "business"], name="selection_business_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}. {self.business}"
