"""Crafts that are handed on from person to person: who masters them, who learns, how many make."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.endangered import Counts, Level
from artisans.models.centres import CraftCentre
from artisans.models.crafts import Craft
from artisans.models.people import Artisan
from artisans.models.places import Village
from dekranasda.accounts.models import Role, User
from dekranasda.models import moves_public_epoch

if TYPE_CHECKING:
    from django.db.models.manager import Manager

YEARS = [MinValueValidator(1900), MaxValueValidator(2100)]


class TraditionQuerySet(models.QuerySet["Tradition"]):
    """Traditions."""

    def public(self) -> "TraditionQuerySet":
        """Those that everybody reads of."""
        return self.filter(is_public=True)

    def visible_to(self, user: User) -> "TraditionQuerySet":
        """All for the secretariat and the leader, none for others."""
        is_reader = user.acts_as(Role.SECRETARIAT, Role.LEADER)
        return self if is_reader else self.none()

    def editable_by(self, user: User) -> "TraditionQuerySet":
        """All for the secretariat, none for others."""
        return self if user.is_secretariat else self.none()

    def told(self) -> "TraditionQuerySet":
        """With all that a list counts; five queries whatever their number."""
        people = Bearer.objects.select_related("artisan", "village").order_by("pk")
        return self.select_related("craft", "centre").prefetch_related(
            models.Prefetch("bearers", people), "years", "levels"
        )


class Tradition(models.Model):
    """A craft that is handed on, narrower than a field of craft: wayang thengul, not wayang."""

    name = models.CharField(_("nama kriya"), max_length=80, unique=True)
    name_en = models.CharField(_("nama Inggris"), max_length=80, blank=True)
    slug = models.SlugField(_("alamat"), max_length=80, unique=True, editable=False)
    craft = models.ForeignKey(
        Craft, verbose_name=_("bidang kerajinan"), on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey(
        CraftCentre,
        verbose_name=_("sentra"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    description = models.TextField(_("tentang kriya ini"), blank=True)
    description_en = models.TextField(_("tentang kriya ini, Inggris"), blank=True)
    source = models.CharField(
        _("sumber"), max_length=200, blank=True, help_text=_("Siapa yang menghitung, dan kapan.")
    )
    is_public = models.BooleanField(
        _("tampil untuk umum"),
        default=False,
        help_text=_("Jumlah orang tampil; nama hanya dengan persetujuan."),
    )
    is_demo = models.BooleanField(_("contoh"), default=False, editable=False)

    objects = TraditionQuerySet.as_manager()

    if TYPE_CHECKING:
        bearers: Manager["Bearer"]
        years: Manager["TraditionYear"]
        levels: Manager["TraditionLevel"]

    class Meta:
        verbose_name = _("kriya warisan")
        verbose_name_plural = _("kriya warisan")
        ordering = ("name",)
        triggers = (moves_public_epoch("OLD.is_public OR NEW.is_public"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The staff's page."""
        return reverse("tradition_detail", args=[self.pk])

    def counts_on(self, day: date) -> Counts:
        """What is known on the day; costs nothing for rows of `told`."""
        masters = [one for one in self.bearers.all() if one.is_master_on(day)]
        years = list(self.years.all())
        newest = max(years, key=lambda row: row.year, default=None)
        named = sum(one.is_learner_on(day) for one in self.bearers.all())
        learners = newest.learners if newest else None
        return Counts(
            masters=len(masters),
            learners=max(named, learners or 0) if named or learners is not None else None,
            ages=[age for one in masters if (age := one.age_on(day)) is not None],
            makers={row.year: row.makers for row in years if row.makers is not None},
        )


class Bearer(models.Model):
    """Somebody who masters or learns a tradition: a person of the registry, or only a name.

    A name is public by the artisan's own page, or by a consent that staff wrote down here.
    """

    class Standing(models.TextChoices):
        MASTER = "master", _("Maestro")
        LEARNER = "learner", _("Murid")

    tradition = models.ForeignKey(
        Tradition, verbose_name=_("kriya"), on_delete=models.CASCADE, related_name="bearers"
    )
    standing = models.CharField(_("kedudukan"), max_length=7, choices=Standing)
    artisan = models.ForeignKey(
        Artisan,
        verbose_name=_("perajin dalam registri"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="traditions",
    )
    name = models.CharField(
        _("nama"), max_length=120, blank=True, help_text=_("Bila belum ada di registri.")
    )
    born_in = models.PositiveSmallIntegerField(
        _("tahun lahir"), null=True, blank=True, validators=YEARS
    )
    village = models.ForeignKey(
        Village,
        verbose_name=_("desa"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    since = models.PositiveSmallIntegerField(
        _("sejak tahun"), null=True, blank=True, validators=YEARS
    )
    stopped_in = models.PositiveSmallIntegerField(
        _("berhenti tahun"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("Kosongkan selama masih berkarya atau belajar."),
    )
    is_heir = models.BooleanField(_("dipersiapkan sebagai penerus"), default=False)
    learns_from: Any = models.ManyToManyField(
        "self", symmetrical=False, verbose_name=_("belajar dari"), blank=True, related_name="pupils"
    )
    consented_on = models.DateField(
        _("setuju namanya ditampilkan pada"),
        null=True,
        blank=True,
        help_text=_("Tanggal orangnya menyetujui. Kosongkan bila belum atau tidak setuju."),
    )
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("pembawa tradisi")
        verbose_name_plural = _("pembawa tradisi")
        ordering = ("-standing", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(artisan__isnull=False) | ~models.Q(name=""),
                name="bearer_is_somebody",
                violation_error_message=_("Pilih perajinnya, atau tulis namanya."),
            ),
            models.UniqueConstraint(
                fields=["tradition", "artisan"],
                name="bearer_once_a_tradition",
                violation_error_message=_("Perajin ini sudah tercatat pada kriya ini."),
            ),
            models.CheckConstraint(
                condition=models.Q(stopped_in__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(stopped_in__gte=models.F("since")),
                name="bearer_stopped_after_beginning",
                violation_error_message=_("Tahun berhenti tidak boleh sebelum tahun mulai."),
            ),
        )
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return self.artisan.name if self.artisan else self.name

    def is_master_on(self, day: date) -> bool:
        """Whether it is a master who still works on the day."""
        return self.standing == self.Standing.MASTER and self._goes_on(day)

    def is_learner_on(self, day: date) -> bool:
        """Whether it is somebody who learns on the day."""
        return self.standing == self.Standing.LEARNER and self._goes_on(day)

    def _goes_on(self, day: date) -> bool:
        return self.stopped_in is None or self.stopped_in > day.year

    def age_on(self, day: date) -> int | None:
        """Years by the year of birth alone, of the registry where it is not told here."""
        born = self.born_in or (
            self.artisan.born_on.year if self.artisan and self.artisan.born_on else None
        )
        return day.year - born if born else None

    @property
    def goes_on(self) -> bool:
        """Whether the person still works or learns, for pages."""
        return self._goes_on(timezone.localdate())


class TraditionYear(models.Model):
    """How many made a tradition and how many learned it in a year, as staff counted."""

    tradition = models.ForeignKey(Tradition, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("tahun"), validators=YEARS)
    makers = models.PositiveSmallIntegerField(
        _("semua pembuat"), null=True, blank=True, help_text=_("Maestro ikut dihitung.")
    )
    learners = models.PositiveSmallIntegerField(_("murid"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("angka tahunan kriya")
        verbose_name_plural = _("angka tahunan kriya")
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(fields=["tradition", "year"], name="tradition_year_once"),
        )
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return f"{self.tradition} {self.year}"


class TraditionLevel(models.Model):
    """How endangered a tradition was from a day on; only the portal writes it, by the rule."""

    # Words for `endangered.Level`, the worst last.
    WORDS = ((0, _("Aman")), (1, _("Rentan")), (2, _("Terancam")), (3, _("Kritis")))

    tradition = models.ForeignKey(Tradition, on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField(_("tingkat"), choices=WORDS)
    reasons: Any = ArrayField(models.CharField(max_length=12), verbose_name=_("alasan"))
    since = models.DateField(_("sejak"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dicatat oleh"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("tingkat kerentanan kriya")
        verbose_name_plural = _("tingkat kerentanan kriya")
        ordering = ("-since", "-pk")
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return f"{self.tradition}: {self.get_level_display()}"

    @property
    def kind(self) -> str:
        """How the level looks, for `status_tag.html`."""
        return {
            Level.SAFE: "passed",
            Level.VULNERABLE: "waiting",
            Level.THREATENED: "late",
            Level.CRITICAL: "failed",
        }[Level(self.level)]
