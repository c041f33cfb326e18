"""When works are judged, and by which rules."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation.models.rubrics import ProductClass, Rubric
from curation.querysets import PanelQuerySet, RoundQuerySet
from dekranasda.models import moves_public_epoch

if TYPE_CHECKING:
    from django.db.models.manager import Manager

    from curation.models.conflicts import TieWaiver
    from curation.models.meetings import Meeting
    from curation.models.panels import Invitation
    from curation.models.submissions import Submission


def _days(name: Any, default: int) -> "models.PositiveSmallIntegerField[int, int]":
    """A stage's time in working days."""
    return models.PositiveSmallIntegerField(
        name, default=default, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )


class Round(models.Model):
    """A curation round: who may submit when, what is judged by, by whom, and when it is known."""

    number = models.PositiveSmallIntegerField(_("nomor periode"), unique=True)
    slug = models.SlugField(_("alamat"), max_length=60, unique=True)
    title = models.CharField(_("judul"), max_length=120)
    title_en = models.CharField(_("judul Inggris"), max_length=120, blank=True)
    call = models.TextField(_("ajakan"), blank=True)
    call_en = models.TextField(_("ajakan (Inggris)"), blank=True)
    opens_at = models.DateTimeField(_("dibuka"))
    closes_at = models.DateTimeField(_("ditutup"))
    review_due_at = models.DateTimeField(_("batas penilaian"))
    meets_on = models.DateField(_("tanggal sidang"))
    releases_on = models.DateField(_("tanggal pengumuman"))
    rubric = models.ForeignKey(
        Rubric, verbose_name=_("rubrik"), on_delete=models.PROTECT, related_name="rounds"
    )
    places = models.PositiveSmallIntegerField(
        _("tempat pameran yang tersedia"),
        null=True,
        blank=True,
        help_text=_("Hanya untuk membagi tempat. Tidak pernah mengubah kelas suatu karya."),
    )
    curators_wanted = models.PositiveSmallIntegerField(
        _("kurator yang diharapkan per karya"), default=5
    )
    curators_minimum = models.PositiveSmallIntegerField(
        _("kurator paling sedikit per karya"),
        default=3,
        help_text=_("Penilaian suatu karya baru dimulai setelah kuratornya sebanyak ini."),
    )
    quorum = models.PositiveSmallIntegerField(
        _("kuorum nilai per karya"),
        default=3,
        validators=[MinValueValidator(3)],
        help_text=_("Nilai yang harus masuk sebelum sidang. Paling sedikit 3."),
    )
    needs_outsider = models.BooleanField(
        _("sedikitnya satu kurator dari luar kecamatan pembuatnya"),
        default=False,
        help_text=_("Bila dicentang, penilaian suatu karya baru dimulai setelah syarat ini ada."),
    )
    screening_days = _days(_("pemeriksaan berkas"), 3)
    assignment_days = _days(_("pembagian kepada kurator"), 3)
    answer_days = _days(_("jawaban undangan kurator"), 3)
    scoring_days = _days(_("penilaian, paling singkat"), 10)
    extension_days = _days(_("penilaian oleh kurator pengganti"), 5)
    appeal_days = _days(_("pemeriksaan keberatan"), 10)
    lookback_months = models.PositiveSmallIntegerField(
        _("bulan pendampingan yang menjadi konflik"),
        default=24,
        help_text=_("Siapa yang mendampingi usaha dalam waktu ini tidak menilai karyanya."),
    )
    trade_lookback_months = models.PositiveSmallIntegerField(
        _("bulan hubungan usaha yang menjadi konflik"),
        default=36,
        help_text=_("Pegawai, pemasok, pembeli, atau pemodal dalam waktu ini tidak menilai."),
    )
    opened_at = models.DateTimeField(_("diumumkan pada"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("contoh"), default=False)

    objects = RoundQuerySet.as_manager()

    if TYPE_CHECKING:
        meetings: Manager["Meeting"]
        panel: PanelQuerySet
        class_rubrics: Manager["RoundRubric"]
        submissions: Manager["Submission"]
        invitations: Manager["Invitation"]
        waivers: Manager["TieWaiver"]

    class Meta:
        verbose_name = _("periode kurasi")
        verbose_name_plural = _("periode kurasi")
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="round_closes_after_opening",
                violation_error_message=_("Tanggal tutup harus sesudah tanggal buka."),
            ),
            models.CheckConstraint(
                condition=models.Q(review_due_at__gte=models.F("closes_at")),
                name="round_review_after_closing",
                violation_error_message=_("Batas penilaian harus sesudah tanggal tutup."),
            ),
            models.CheckConstraint(
                condition=models.Q(releases_on__gte=models.F("meets_on")),
                name="round_release_after_meeting",
                violation_error_message=_("Pengumuman tidak boleh sebelum sidang."),
            ),
            models.CheckConstraint(
                condition=models.Q(quorum__gte=3),
                name="round_quorum_three",
                violation_error_message=_("Setiap karya dinilai sedikitnya tiga kurator."),
            ),
            models.CheckConstraint(
                condition=models.Q(curators_minimum__gte=models.F("quorum"))
                & models.Q(curators_wanted__gte=models.F("curators_minimum")),
                name="round_panel_sizes",
                violation_error_message=_(
                    "Kurator yang diharapkan tidak boleh kurang dari paling sedikit, dan paling "
                    "sedikit tidak boleh kurang dari kuorum."
                ),
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="opened_round_keeps_rules",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__opened_at__isnull=False),
                func="""
                    IF (NEW.rubric_id, NEW.quorum, NEW.curators_minimum, NEW.needs_outsider,
                        NEW.lookback_months, NEW.trade_lookback_months, NEW.opened_at)
                        IS DISTINCT FROM
                        (OLD.rubric_id, OLD.quorum, OLD.curators_minimum, OLD.needs_outsider,
                        OLD.lookback_months, OLD.trade_lookback_months, OLD.opened_at) THEN
                        RAISE EXCEPTION 'pgtrigger: the rules of an opened round stand';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="opening_freezes_rubric",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    UPDATE curation_rubric SET frozen_at = NEW.opened_at
                    WHERE frozen_at IS NULL AND NEW.opened_at IS NOT NULL AND (
                        id = NEW.rubric_id OR id IN (
                            SELECT rubric_id FROM curation_roundrubric WHERE round_id = NEW.id
                        )
                    );
                    RETURN NULL;
                """,
            ),
            moves_public_epoch("OLD.opened_at IS NOT NULL OR NEW.opened_at IS NOT NULL"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The round's page in the workbench."""
        return reverse("curation:round_detail", args=[self.slug])

    def is_open(self, *, at: datetime) -> bool:
        """Whether the round takes submissions at the moment."""
        return self.opened_at is not None and self.opens_at <= at < self.closes_at

    @property
    def closes_on(self) -> date:
        """The last day of the call: a round that closes at midnight closes on the day before."""
        return timezone.localdate(self.closes_at - timedelta(microseconds=1))

    @property
    def review_due_on(self) -> date:
        """The last day for scoring."""
        return timezone.localdate(self.review_due_at - timedelta(microseconds=1))


class RoundRubric(models.Model):
    """What a round judges one class of products by, where that is not the round's own rubric."""

    round = models.ForeignKey(
        Round, verbose_name=_("periode"), on_delete=models.CASCADE, related_name="class_rubrics"
    )
    product_class = models.ForeignKey(
        ProductClass, verbose_name=_("kelas produk"), on_delete=models.PROTECT, related_name="+"
    )
    rubric = models.ForeignKey(
        Rubric, verbose_name=_("rubrik"), on_delete=models.PROTECT, related_name="+"
    )
    needs_sample = models.BooleanField(
        _("contoh fisik wajib diterima"),
        default=False,
        help_text=_("Penilaian baru dimulai setelah sekretariat menerima contohnya."),
    )

    class Meta:
        verbose_name = _("rubrik per kelas produk")
        verbose_name_plural = _("rubrik per kelas produk")
        ordering = ("product_class",)
        constraints = (
            models.UniqueConstraint(
                fields=["round", "product_class"],
                name="round_rubric_unique",
                violation_error_message=_("Kelas produk ini sudah punya rubrik pada periode ini."),
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="opened_round_keeps_rubrics",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM curation_round
                        WHERE opened_at IS NOT NULL AND id IN (
                            CASE WHEN TG_OP <> 'DELETE' THEN NEW.round_id END,
                            CASE WHEN TG_OP <> 'INSERT' THEN OLD.round_id END
                        )
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: the rules of an opened round stand';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.round} · {self.product_class}: {self.rubric}"


class Counter(models.Model):
    """The last number given in a series; a number is taken in the transaction that uses it."""

    series = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("penomoran")
        verbose_name_plural = _("penomoran")

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"
