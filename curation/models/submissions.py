"""A work on its way through a round."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curation.models.rounds import Round
from curation.models.rubrics import Gate, Rubric
from curation.models.triggers import append_only
from curation.querysets import AssignmentQuerySet, SubmissionQuerySet
from curation.transitions import CHANGES, OPEN, Action, State
from products.models import Product, ProductVersion

if TYPE_CHECKING:
    from django.db.models.manager import Manager

    from curation.models.decisions import Decision

USER = settings.AUTH_USER_MODEL


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
    rubric = models.ForeignKey(
        Rubric,
        verbose_name=_("rubrik"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
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
        assignments: AssignmentQuerySet
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
            pgtrigger.Trigger(
                name="rubric_of_the_round",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM curation_round
                        WHERE id = NEW.round_id AND rubric_id = NEW.rubric_id
                    ) AND NOT EXISTS (
                        SELECT 1 FROM curation_roundrubric
                        WHERE round_id = NEW.round_id AND rubric_id = NEW.rubric_id
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: judged by a rubric of the round alone';
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
