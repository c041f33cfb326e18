"""The registry's list: its rows, and what people keep of it, change in it, and take out of it."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models.businesses import Business
from artisans.models.centres import CraftCentre
from artisans.models.crafts import Craft
from artisans.models.facts import FactSource
from artisans.models.places import District, Village
from artisans.querysets import RegistryEntryQuerySet, SavedViewQuerySet


def _key(model: type[models.Model]) -> "models.ForeignKey[models.Model, models.Model]":
    """A column that joins, without a constraint or an index of its own."""
    return models.ForeignKey(
        model,
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )


class RegistryEntry(models.Model):
    """One row for each business that is not merged: what the list searches, sorts and counts.

    Triggers of the database keep it (migration `registry_search`), whatever way businesses, their
    owners and their assessments change; nothing else writes it.
    """

    business = models.OneToOneField(
        Business,
        primary_key=True,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="entry",
    )
    words = SearchVectorField()
    sort_name = models.CharField(max_length=160)
    sort_owner = models.CharField(max_length=150)
    district = _key(District)
    village = _key(Village)
    craft = _key(Craft)
    centre = _key(CraftCentre)
    level = models.PositiveSmallIntegerField(default=0)
    size_class = models.CharField(max_length=6, blank=True)
    state = models.CharField(max_length=8)
    has_nib = models.BooleanField()
    has_account = models.BooleanField()
    has_phone = models.BooleanField()
    is_public = models.BooleanField()
    source = models.CharField(max_length=120, blank=True)
    as_of = models.DateField(null=True)

    objects = RegistryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("baris registri")
        verbose_name_plural = _("baris registri")
        indexes = (
            GinIndex(fields=["words"], name="registry_words"),
            models.Index(fields=["sort_name", "business"], name="registry_name"),
            models.Index(fields=["sort_owner", "business"], name="registry_owner"),
            models.Index(fields=["level", "business"], name="registry_level"),
            models.Index(
                models.F("as_of").desc(nulls_last=True),
                models.F("business").desc(),
                name="registry_as_of",
            ),
            models.Index(fields=["district", "craft"], name="registry_place_craft"),
        )

    def __str__(self) -> str:
        return self.sort_name


class SavedView(models.Model):
    """A filter of the list with its order and columns, under a name; own or shared with all."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pemilik"),
        on_delete=models.CASCADE,
        related_name="saved_views",
    )
    name = models.CharField(_("nama"), max_length=80)
    query = models.TextField(_("saringan"), blank=True)
    columns = models.JSONField(_("kolom"), default=list)
    is_shared = models.BooleanField(_("untuk semua"), default=False)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("tampilan tersimpan")
        verbose_name_plural = _("tampilan tersimpan")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_view_name",
                violation_error_message=_("Anda sudah punya tampilan dengan nama ini."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns that one person wants to see in the list."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    columns = models.JSONField(default=list)

    class Meta:
        verbose_name = _("pilihan kolom")
        verbose_name_plural = _("pilihan kolom")

    def __str__(self) -> str:
        return ", ".join(self.columns)


class BulkChange(models.Model):
    """One change of many businesses: what, of which, why, how far it is, and how they were."""

    class Kind(models.TextChoices):
        STATE = "state", _("Ubah keadaan")
        CENTRE = "centre", _("Tetapkan sentra")
        MENTOR = "mentor", _("Tunjuk pendamping")
        VERIFIED = "verified", _("Tandai sudah diperiksa")

    class State(models.TextChoices):
        WORKING = "working", _("Sedang dikerjakan")
        DONE = "done", _("Selesai")
        UNDONE = "undone", _("Dibatalkan")

    kind = models.CharField(_("tindakan"), max_length=8, choices=Kind)
    value = models.CharField(_("menjadi"), max_length=120)
    value_in_words = models.CharField(max_length=160)
    reason = models.CharField(_("alasan"), max_length=200)
    query = models.TextField(_("saringan"), blank=True)
    state = models.CharField(_("keadaan"), max_length=7, choices=State, default=State.WORKING)
    business_ids = models.JSONField(default=list, editable=False)
    # [business, value before] of each that was changed, for the way back.
    before = models.JSONField(default=list, editable=False)
    done_count = models.PositiveIntegerField(_("sudah dikerjakan"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("pada"))
    moved_at = models.DateTimeField(_("bergerak pada"))

    class Meta:
        verbose_name = _("perubahan serentak")
        verbose_name_plural = _("perubahan serentak")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.chosen}"

    @property
    def chosen(self) -> str:
        """What was set, in the reader's language where it is one of the portal's own words."""
        words = {"state": Business.State.choices, "verified": FactSource.Kind.choices}
        return str(dict(words.get(self.kind, [])).get(self.value, self.value_in_words))


class RegistryExport(models.Model):
    """A workbook of the list that one person asked for; its file is kept for a day."""

    class State(models.TextChoices):
        WORKING = "working", _("Sedang disusun")
        READY = "ready", _("Siap diambil")
        FAILED = "failed", _("Gagal")

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    query = models.TextField(_("saringan"), blank=True)
    columns = models.JSONField(_("kolom"), default=list)
    state = models.CharField(_("keadaan"), max_length=7, choices=State, default=State.WORKING)
    row_count = models.PositiveIntegerField(_("jumlah baris"), default=0)
    stored_name = models.CharField(max_length=100, blank=True, editable=False)
    requested_at = models.DateTimeField(_("diminta pada"))
    expires_at = models.DateTimeField(_("disimpan sampai"))

    class Meta:
        verbose_name = _("ekspor registri")
        verbose_name_plural = _("ekspor registri")
        ordering = ("-requested_at",)

    def __str__(self) -> str:
        return f"{self.row_count}"
