"""Curation: what is judged by, when, by whom, and what came of it.

States change through the subject modules only (`transitions.TABLE`); the constraints and triggers
here refuse what slips past them, also from the admin and from SQL.
"""

import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import Business, Craft
from curation.querysets import AssignmentQuerySet, RoundQuerySet, SubmissionQuerySet
from curation.transitions import CHANGES, OPEN, Action, State
from dekranasda.models import moves_public_epoch
from products.models import CODE_ALPHABET, Product, ProductVersion

if TYPE_CHECKING:
    from django.db.models.manager import Manager

USER = settings.AUTH_USER_MODEL


def frozen_with_rubric(name: str) -> pgtrigger.Trigger:
    """A trigger that refuses every change to a part of a frozen rubric."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF EXISTS (
                SELECT 1 FROM curation_rubric
                WHERE frozen_at IS NOT NULL AND id IN (
                    CASE WHEN TG_OP <> 'DELETE' THEN NEW.rubric_id END,
                    CASE WHEN TG_OP <> 'INSERT' THEN OLD.rubric_id END
                )
            ) THEN
                RAISE EXCEPTION 'pgtrigger: the rubric is frozen';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def append_only() -> pgtrigger.Trigger:
    """A trigger that refuses changes to rows that are a record."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Rubric(models.Model):
    """What works are judged by: criteria, gates, grades. Frozen by the first round that opens."""

    name = models.CharField(_("nama"), max_length=120)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    note = models.TextField(_("keterangan"), blank=True)
    frozen_at = models.DateTimeField(_("dibekukan pada"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("dibuat pada"), default=timezone.now, editable=False)

    if TYPE_CHECKING:
        criteria: Manager["Criterion"]
        gates: Manager["Gate"]
        grades: Manager["Grade"]

    class Meta:
        verbose_name = _("rubrik")
        verbose_name_plural = _("rubrik")
        ordering = ("name", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["name", "version"],
                name="rubric_version_unique",
                violation_error_message=_("Versi rubrik ini sudah ada."),
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="frozen_rubric",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Criterion(models.Model):
    """One thing that is scored 0–4, with a weight in percent and the words of every level."""

    rubric = models.ForeignKey(
        Rubric, verbose_name=_("rubrik"), on_delete=models.CASCADE, related_name="criteria"
    )
    code = models.CharField(_("kode"), max_length=8)
    name = models.CharField(_("nama"), max_length=80)
    name_en = models.CharField(_("nama Inggris"), max_length=80, blank=True)
    weight = models.DecimalField(
        _("bobot (%)"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    level_0 = models.CharField(
        _("nilai 0"), max_length=200, default="Tidak ada, atau tidak dapat dinilai"
    )
    level_1 = models.CharField(_("nilai 1, kurang"), max_length=200)
    level_2 = models.CharField(_("nilai 2, cukup"), max_length=200)
    level_3 = models.CharField(_("nilai 3, baik"), max_length=200)
    level_4 = models.CharField(_("nilai 4, sangat baik"), max_length=200)
    level_0_en = models.CharField(max_length=200, blank=True)
    level_1_en = models.CharField(max_length=200, blank=True)
    level_2_en = models.CharField(max_length=200, blank=True)
    level_3_en = models.CharField(max_length=200, blank=True)
    level_4_en = models.CharField(max_length=200, blank=True)
    allows_blank = models.BooleanField(
        _("boleh «tidak berlaku»"),
        default=False,
        help_text=_("Kriteria tanpa nilai tidak ikut dihitung."),
    )
    field = models.CharField(
        _("bagian isian terkait"),
        max_length=20,
        blank=True,
        help_text=_("Langkah pengajuan tempat perajin memperbaikinya."),
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("kriteria")
        verbose_name_plural = _("kriteria")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["rubric", "code"], name="criterion_code_unique"),
            models.CheckConstraint(
                condition=models.Q(weight__gte=0, weight__lte=100), name="criterion_weight_range"
            ),
        )
        triggers = (frozen_with_rubric("frozen_criterion"),)

    def __str__(self) -> str:
        return self.name

    @property
    def levels(self) -> list[tuple[int, str, str]]:
        """(value, field of the words) for 0–4, for templates that choose the language."""
        return [(value, f"level_{value}", getattr(self, f"level_{value}")) for value in range(5)]


class Gate(models.Model):
    """A condition answered yes or no before anybody scores."""

    rubric = models.ForeignKey(
        Rubric, verbose_name=_("rubrik"), on_delete=models.CASCADE, related_name="gates"
    )
    code = models.CharField(_("kode"), max_length=8)
    name = models.CharField(_("syarat"), max_length=160)
    name_en = models.CharField(_("syarat (Inggris)"), max_length=160, blank=True)
    help_text = models.CharField(_("cara memeriksa"), max_length=255, blank=True)
    caps_grade_at = models.CharField(
        _("kelas tertinggi selama belum lengkap"),
        max_length=2,
        blank=True,
        help_text=_("Diisi bila syarat yang masih diproses tidak menahan, hanya membatasi kelas."),
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("syarat")
        verbose_name_plural = _("syarat")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["rubric", "code"], name="gate_code_unique"),)
        triggers = (frozen_with_rubric("frozen_gate"),)

    def __str__(self) -> str:
        return self.name


class Grade(models.Model):
    """A grade: the total it begins at, the floors of single criteria, what it leads to."""

    class Outcome(models.TextChoices):
        ACCEPTED = State.ACCEPTED.value, _("Lolos")
        COACHING = State.COACHING.value, _("Pembinaan")
        REJECTED = State.REJECTED.value, _("Belum lolos")

    rubric = models.ForeignKey(
        Rubric, verbose_name=_("rubrik"), on_delete=models.CASCADE, related_name="grades"
    )
    letter = models.CharField(_("kelas"), max_length=2)
    minimum = models.DecimalField(
        _("nilai terendah"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    floors = models.JSONField(
        _("nilai terendah per kriteria"), default=dict, blank=True, help_text='{"MTU": 3}'
    )
    allows_zero = models.BooleanField(_("boleh ada nilai 0"), default=True)
    validity_months = models.PositiveSmallIntegerField(
        _("masa berlaku (bulan)"), null=True, blank=True
    )
    outcome = models.CharField(_("berarti"), max_length=20, choices=Outcome)

    class Meta:
        verbose_name = _("kelas")
        verbose_name_plural = _("kelas")
        ordering = ("-minimum", "letter")
        constraints = (
            models.UniqueConstraint(fields=["rubric", "letter"], name="grade_letter_unique"),
            models.UniqueConstraint(fields=["rubric", "minimum"], name="grade_minimum_unique"),
            models.CheckConstraint(
                condition=~models.Q(outcome=State.ACCEPTED) | models.Q(validity_months__gt=0),
                name="accepted_grade_has_validity",
                violation_error_message=_("Isi masa berlaku untuk kelas yang lolos."),
            ),
        )
        triggers = (frozen_with_rubric("frozen_grade"),)

    def __str__(self) -> str:
        return self.letter


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
    quorum = models.PositiveSmallIntegerField(
        _("jumlah kurator per karya"),
        default=3,
        validators=[MinValueValidator(3)],
        help_text=_("Paling sedikit 3."),
    )
    opened_at = models.DateTimeField(_("diumumkan pada"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("contoh"), default=False)

    objects = RoundQuerySet.as_manager()

    if TYPE_CHECKING:
        panel: Manager["PanelMember"]
        submissions: Manager["Submission"]

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
        )
        triggers = (
            pgtrigger.Trigger(
                name="opened_round_keeps_rules",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__opened_at__isnull=False),
                func="""
                    IF NEW.rubric_id <> OLD.rubric_id OR NEW.opened_at IS DISTINCT FROM
                        OLD.opened_at THEN
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
                    WHERE id = NEW.rubric_id AND frozen_at IS NULL AND NEW.opened_at IS NOT NULL;
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


class PanelMember(models.Model):
    """A curator of a round. One of them leads the deliberation."""

    round = models.ForeignKey(
        Round, verbose_name=_("periode"), on_delete=models.CASCADE, related_name="panel"
    )
    user = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    is_chair = models.BooleanField(_("ketua"), default=False)
    crafts = models.ManyToManyField(Craft, verbose_name=_("keahlian"), blank=True, related_name="+")
    target_load = models.PositiveSmallIntegerField(
        _("karya paling banyak"), null=True, blank=True, help_text=_("Kosong: tanpa batas.")
    )

    class Meta:
        verbose_name = _("anggota panel")
        verbose_name_plural = _("anggota panel")
        ordering = ("-is_chair", "user__full_name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "user"],
                name="panel_member_unique",
                violation_error_message=_("Kurator ini sudah ada dalam panel."),
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(is_chair=True),
                name="panel_one_chair",
                violation_error_message=_("Panel hanya punya satu ketua."),
            ),
        )

    def __str__(self) -> str:
        return str(self.user)


class Counter(models.Model):
    """The last number given in a series; a number is taken in the transaction that uses it."""

    series = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("penomoran")
        verbose_name_plural = _("penomoran")

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


class Submission(models.Model):
    """One frozen version of a work in one round."""

    code = models.CharField(_("kode"), max_length=20, unique=True, editable=False)
    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        ProductVersion, verbose_name=_("versi"), on_delete=models.PROTECT, related_name="+"
    )
    round = models.ForeignKey(
        Round, verbose_name=_("periode"), on_delete=models.PROTECT, related_name="submissions"
    )
    state = models.CharField(
        _("keadaan"), max_length=20, choices=State, default=State.SUBMITTED, editable=False
    )
    lock_version = models.PositiveIntegerField(default=1, editable=False)
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("pengajuan sebelumnya"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
    )
    submitted_by = models.ForeignKey(
        USER, verbose_name=_("dikirim oleh"), on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("dikirim pada"))
    state_at = models.DateTimeField(_("keadaan sejak"))
    due_at = models.DateTimeField(_("tenggat perajin"), null=True, blank=True)
    redaction_confirmed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ineligible_gate = models.ForeignKey(
        Gate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ineligible_reason = models.TextField(_("alasan tidak memenuhi syarat"), blank=True)
    ineligible_proposed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ineligible_confirmed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hold_reason = models.CharField(_("alasan ditahan"), max_length=255, blank=True)
    hold_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SubmissionQuerySet.as_manager()

    if TYPE_CHECKING:
        assignments: Manager["Assignment"]
        decisions: Manager["Decision"]
        changes: Manager["StateChange"]
        completion_items: Manager["CompletionItem"]
        gate_checks: Manager["GateCheck"]

    class Meta:
        verbose_name = _("pengajuan")
        verbose_name_plural = _("pengajuan")
        ordering = ("-submitted_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["product"],
                condition=models.Q(state__in=list(OPEN)),
                name="one_open_submission_per_product",
                violation_error_message=_("Karya ini sedang dikurasi."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.INELIGIBLE)
                | models.Q(
                    ineligible_proposed_by__isnull=False, ineligible_confirmed_by__isnull=False
                ),
                name="ineligible_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(ineligible_confirmed_by__isnull=True)
                | ~models.Q(ineligible_confirmed_by=models.F("ineligible_proposed_by")),
                name="ineligible_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(hold_reason="") | models.Q(hold_by__isnull=False),
                name="hold_has_author",
            ),
        )
        indexes = (
            models.Index(fields=["round", "state", "submitted_at"], name="submission_round_state"),
            models.Index(fields=["product", "-submitted_at"], name="submission_product_newest"),
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["needs_completion", "revision_requested"]),
                name="submission_due",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="state_machine", field="state", transitions=CHANGES),
            pgtrigger.Trigger(
                name="version_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM products_productversion
                        WHERE id = NEW.version_id AND product_id = NEW.product_id
                            AND frozen_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: a submission holds a frozen version';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="submission_stays", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.code} · {self.version.name}"

    def get_absolute_url(self) -> str:
        """The submission's page in the workbench."""
        return reverse("curation:screening", args=[self.round.slug, self.code])

    @property
    def is_on_hold(self) -> bool:
        """Whether an integrity question stops deliberation, decision and release."""
        return bool(self.hold_reason)


class GateCheck(models.Model):
    """The secretariat's answer to one gate of one version."""

    class Result(models.TextChoices):
        PASSED = "passed", _("Ya")
        PENDING = "pending", _("Masih diproses")
        FAILED = "failed", _("Tidak")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="gate_checks")
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    gate = models.ForeignKey(
        Gate, verbose_name=_("syarat"), on_delete=models.PROTECT, related_name="+"
    )
    result = models.CharField(_("hasil"), max_length=7, choices=Result)
    note = models.CharField(_("catatan"), max_length=255, blank=True)
    checked_by = models.ForeignKey(
        USER, verbose_name=_("diperiksa oleh"), on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(_("diperiksa pada"))

    class Meta:
        verbose_name = _("pemeriksaan syarat")
        verbose_name_plural = _("pemeriksaan syarat")
        ordering = ("gate__position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["submission", "version", "gate"], name="gate_check_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.gate}: {self.get_result_display()}"


class CompletionItem(models.Model):
    """One thing the maker is asked to complete or mend, and whether it was answered."""

    class Part(models.TextChoices):
        PHOTOS = "photos", _("Foto")
        NAME = "name", _("Nama dan kategori")
        MATERIAL = "material", _("Bahan dan ukuran")
        PRICE = "price", _("Harga dan kemampuan membuat")
        STORY = "story", _("Cerita")
        DOCUMENTS = "documents", _("Izin dan surat")

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="completion_items"
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("bagian"), max_length=10, choices=Part)
    reason = models.TextField(_("yang perlu diperbaiki"), max_length=500)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("diminta pada"))
    answered_at = models.DateTimeField(_("dijawab pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("permintaan kelengkapan")
        verbose_name_plural = _("permintaan kelengkapan")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.reason}"


class Assignment(models.Model):
    """A curator's task to score one version of one submission."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Ditugaskan")
        RECUSED = "recused", _("Mundur karena konflik kepentingan")
        EXPIRED = "expired", _("Lewat batas waktu")
        VOIDED = "voided", _("Tidak dihitung")

    submission = models.ForeignKey(
        Submission,
        verbose_name=_("pengajuan"),
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    curator = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("keadaan"), max_length=8, choices=State, default=State.ACTIVE)
    assigned_by = models.ForeignKey(
        USER, verbose_name=_("ditugaskan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(_("ditugaskan pada"))
    due_at = models.DateTimeField(_("tenggat"))

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penugasan")
        verbose_name_plural = _("penugasan")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["submission", "version", "curator"], name="assignment_unique"
            ),
        )
        indexes = (
            models.Index(
                fields=["curator", "submission"],
                condition=models.Q(state="active"),
                name="assignment_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission.code} · {self.curator}"


class Review(models.Model):
    """What one curator makes of one version: a draft until it is sent, then unchangeable."""

    assignment = models.OneToOneField(
        Assignment, verbose_name=_("penugasan"), on_delete=models.PROTECT, related_name="review"
    )
    submission = models.ForeignKey(
        Submission, verbose_name=_("pengajuan"), on_delete=models.PROTECT, related_name="reviews"
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    curator = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    panel_note = models.TextField(_("catatan untuk sidang"), max_length=1000, blank=True)
    is_complete = models.BooleanField(_("lengkap"), default=False)
    saved_at = models.DateTimeField(_("disimpan pada"))
    finalised_at = models.DateTimeField(_("dikirim pada"), null=True, blank=True)
    total = models.DecimalField(
        _("jumlah nilai"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    if TYPE_CHECKING:
        scores: Manager["Score"]

    class Meta:
        verbose_name = _("penilaian")
        verbose_name_plural = _("penilaian")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["submission", "version", "curator"], name="one_review_per_curator"
            ),
            models.CheckConstraint(
                condition=models.Q(finalised_at__isnull=True)
                | models.Q(is_complete=True, total__isnull=False),
                name="final_review_is_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(total__isnull=True) | models.Q(total__gte=0, total__lte=100),
                name="review_total_range",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="final_review",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__finalised_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission.code} · {self.curator}"


class Score(models.Model):
    """A curator's 0–4 for one criterion (empty: does not apply), with the comment to the maker."""

    review = models.ForeignKey(
        Review, verbose_name=_("penilaian"), on_delete=models.CASCADE, related_name="scores"
    )
    criterion = models.ForeignKey(
        Criterion, verbose_name=_("kriteria"), on_delete=models.PROTECT, related_name="+"
    )
    value = models.PositiveSmallIntegerField(
        _("nilai"), null=True, blank=True, validators=[MaxValueValidator(4)]
    )
    comment = models.TextField(_("catatan untuk pembuat"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("nilai")
        verbose_name_plural = _("nilai")
        ordering = ("criterion__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["review", "criterion"], name="score_unique"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__lte=4),
                name="score_zero_to_four",
                violation_error_message=_("Nilai antara 0 dan 4."),
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="final_score",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM curation_review
                        WHERE finalised_at IS NOT NULL AND id =
                            CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: the review was sent';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion.code} {self.value if self.value is not None else '–'}"


class Conflict(models.Model):
    """A curator's tie to a business that was declared or pinned; computed ties are not stored."""

    class Kind(models.TextChoices):
        DECLARED = "declared", _("Dinyatakan kurator")
        PINNED = "pinned", _("Ditetapkan sekretariat")

    curator = models.ForeignKey(
        USER, verbose_name=_("kurator"), on_delete=models.PROTECT, related_name="+"
    )
    business = models.ForeignKey(
        Business, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind)
    reason = models.CharField(_("hubungan"), max_length=255)
    declared_by = models.ForeignKey(
        USER, verbose_name=_("dicatat oleh"), on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField(_("dicatat pada"), default=timezone.now)

    class Meta:
        verbose_name = _("konflik kepentingan")
        verbose_name_plural = _("konflik kepentingan")
        ordering = ("-declared_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["curator", "business"],
                name="conflict_unique",
                violation_error_message=_("Konflik ini sudah tercatat."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.curator} – {self.business}"


class Decision(models.Model):
    """What the panel decided of one version: proposed, signed by a second, released by a third."""

    class Outcome(models.TextChoices):
        ACCEPTED = State.ACCEPTED.value, _("Lolos")
        COACHING = State.COACHING.value, _("Pembinaan")
        REVISION_REQUESTED = State.REVISION_REQUESTED.value, _("Perlu perbaikan")
        REJECTED = State.REJECTED.value, _("Belum lolos")

    submission = models.ForeignKey(
        Submission, verbose_name=_("pengajuan"), on_delete=models.PROTECT, related_name="decisions"
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("keputusan"), max_length=20, choices=Outcome)
    grade = models.CharField(_("kelas"), max_length=2, blank=True)
    computed_outcome = models.CharField(_("hasil hitungan"), max_length=20, choices=Outcome)
    computed_grade = models.CharField(_("kelas hasil hitungan"), max_length=2)
    total = models.DecimalField(_("nilai panel"), max_digits=5, decimal_places=2)
    flags = models.JSONField(_("tanda"), default=list, blank=True)
    justification = models.TextField(
        _("alasan menyimpang dari hitungan"), max_length=1000, blank=True
    )
    feedback = models.TextField(_("pesan kepada pembuat"), max_length=2000, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        USER, verbose_name=_("diusulkan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("diusulkan pada"))
    signed_by = models.ForeignKey(
        USER,
        verbose_name=_("ditandatangani oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    signed_at = models.DateTimeField(_("ditandatangani pada"), null=True, blank=True)
    released_by = models.ForeignKey(
        USER,
        verbose_name=_("diumumkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    released_at = models.DateTimeField(_("diumumkan pada"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    superseded_at = models.DateTimeField(_("diganti pada"), null=True, blank=True)
    superseded_reason = models.TextField(_("alasan diganti"), blank=True)

    class Meta:
        verbose_name = _("keputusan")
        verbose_name_plural = _("keputusan")
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["submission", "version"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_live_decision",
                violation_error_message=_("Sudah ada keputusan untuk karya ini."),
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True, signed_at__isnull=True)
                | models.Q(signed_by__isnull=False, signed_at__isnull=False),
                name="decision_signed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=True, released_at__isnull=True)
                | models.Q(
                    released_by__isnull=False, released_at__isnull=False, signed_at__isnull=False
                ),
                name="decision_released_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True)
                | ~models.Q(signed_by=models.F("proposed_by")),
                name="decision_signed_by_second",
            ),
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=True)
                | ~models.Q(released_by=models.F("proposed_by")),
                name="decision_released_by_other",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=models.F("computed_outcome"))
                | ~models.Q(justification=""),
                name="decision_deviation_justified",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=State.ACCEPTED)
                | (~models.Q(grade="") & models.Q(valid_until__isnull=False)),
                name="accepted_has_grade",
            ),
        )
        triggers = (
            # After release the only change left is that a won appeal supersedes the decision.
            pgtrigger.Protect(
                name="released_decision",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__released_at__isnull=False)
                & pgtrigger.Q(new__superseded_at__isnull=True),
            ),
            pgtrigger.Protect(name="decision_stays", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.submission.code}: {self.get_outcome_display()}"


class Appeal(models.Model):
    """A maker's objection, once a submission, to people who were not on the panel."""

    class Ground(models.TextChoices):
        PROCEDURE = "procedure", _("Tata cara penilaian tidak diikuti")
        CONFLICT = "conflict", _("Ada penilai yang punya kepentingan")
        FACT = "fact", _("Ada fakta yang keliru")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Diterima, karya dinilai ulang")
        DISMISSED = "dismissed", _("Ditolak")

    submission = models.OneToOneField(
        Submission, verbose_name=_("pengajuan"), on_delete=models.PROTECT, related_name="appeal"
    )
    ground = models.CharField(_("dasar keberatan"), max_length=10, choices=Ground)
    statement = models.TextField(_("penjelasan"), max_length=2000)
    previous_state = models.CharField(max_length=20, choices=State)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("diajukan pada"))
    outcome = models.CharField(_("hasil"), max_length=9, choices=Outcome, blank=True)
    reason = models.TextField(_("alasan"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputus pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("keberatan")
        verbose_name_plural = _("keberatan")
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~models.Q(outcome="")
                    & ~models.Q(reason="")
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="appeal_decided_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission.code}: {self.get_ground_display()}"


class Certificate(models.Model):
    """The proof that a work passed, checked by its number on the public verification page."""

    number = models.CharField(_("nomor"), max_length=30, unique=True, editable=False)
    decision = models.OneToOneField(
        Decision, verbose_name=_("keputusan"), on_delete=models.PROTECT, related_name="certificate"
    )
    product = models.ForeignKey(
        Product, verbose_name=_("karya"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(ProductVersion, on_delete=models.PROTECT, related_name="+")
    work_name = models.CharField(_("nama karya"), max_length=120)
    holder_name = models.CharField(_("pemegang"), max_length=150)
    business_name = models.CharField(_("usaha"), max_length=160)
    grade = models.CharField(_("kelas"), max_length=2)
    summary = models.JSONField(_("apa yang diperiksa"), default=list)
    issued_on = models.DateField(_("terbit pada"))
    valid_until = models.DateField(_("berlaku sampai"))
    issued_by = models.ForeignKey(
        USER, verbose_name=_("diterbitkan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(_("dicabut pada"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_reason = models.CharField(_("alasan dicabut"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("sertifikat")
        verbose_name_plural = _("sertifikat")
        ordering = ("-issued_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True)
                | (models.Q(revoked_by__isnull=False) & ~models.Q(revoked_reason="")),
                name="revoked_certificate_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("issued_on")),
                name="certificate_valid_after_issue",
            ),
        )
        indexes = (models.Index(fields=["product", "-issued_on"], name="certificate_product"),)
        triggers = (moves_public_epoch("TRUE"),)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The public page that says whether the certificate is real and still valid."""
        return reverse("curation:verify", args=[self.number])

    @staticmethod
    def make_number(year: int) -> str:
        """A new number that cannot be guessed: DKR-2026-7H3QXM."""
        return f"DKR-{year}-" + "".join(secrets.choice(CODE_ALPHABET) for _place in range(6))


class StateChange(models.Model):
    """The audit of a submission: who did what, when and why. Append-only."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="changes")
    action = models.CharField(
        _("tindakan"), max_length=24, choices=[("submit", _("kirim")), *Action.choices]
    )
    from_state = models.CharField(_("dari"), max_length=20, blank=True)
    to_state = models.CharField(_("menjadi"), max_length=20, choices=State)
    made_by = models.ForeignKey(
        USER,
        verbose_name=_("oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("pada"))
    reason = models.TextField(_("alasan"), blank=True)

    class Meta:
        verbose_name = _("riwayat")
        verbose_name_plural = _("riwayat")
        ordering = ("made_at", "pk")
        indexes = (models.Index(fields=["submission", "made_at"], name="state_change_order"),)
        triggers = (append_only(),)

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.made_at:%Y-%m-%d %H:%M}"
