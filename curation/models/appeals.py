"""Objections and the people who hear them."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.models.submissions import Submission
from curation.models.triggers import append_only
from curation.transitions import State

if TYPE_CHECKING:
    from django.db.models.manager import Manager

USER = settings.AUTH_USER_MODEL


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
    evidence = models.CharField(_("bukti"), max_length=80, blank=True, editable=False)
    previous_state = models.CharField(max_length=20, choices=State)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("diajukan pada"))
    due_on = models.DateField(_("diputus paling lambat"))
    outcome = models.CharField(_("hasil"), max_length=9, choices=Outcome, blank=True)
    reason = models.TextField(_("alasan"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputus pada"), null=True, blank=True)

    if TYPE_CHECKING:
        board: Manager["BoardMember"]
        opinions: Manager["BoardOpinion"]

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
        triggers = (
            pgtrigger.Trigger(
                name="ruled_by_the_board",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__decided_by__isnull=False)
                & pgtrigger.Q(old__decided_by__isnull=True),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM curation_boardmember
                        WHERE appeal_id = NEW.id AND member_id = NEW.decided_by_id
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: only the board rules on an objection';
                    END IF;
                    IF (SELECT count(*) FROM curation_boardopinion
                            WHERE appeal_id = NEW.id AND outcome = NEW.outcome)
                        <= GREATEST(1, (SELECT count(*) FROM curation_boardmember
                            WHERE appeal_id = NEW.id) / 2)
                    THEN
                        RAISE EXCEPTION 'pgtrigger: most of the board rule on an objection';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="ruled_appeal",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            ),
            pgtrigger.Protect(name="appeal_stays", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.submission.code}: {self.get_ground_display()}"


class BoardMember(models.Model):
    """Somebody who hears an objection: without any part in the case. Append-only."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="board")
    member = models.ForeignKey(
        USER, verbose_name=_("pemeriksa"), on_delete=models.PROTECT, related_name="+"
    )
    assigned_by = models.ForeignKey(
        USER, verbose_name=_("ditunjuk oleh"), on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(_("ditunjuk pada"))

    class Meta:
        verbose_name = _("pemeriksa keberatan")
        verbose_name_plural = _("pemeriksa keberatan")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["appeal", "member"], name="board_member_once"),
            models.CheckConstraint(
                condition=~models.Q(member=models.F("assigned_by")),
                name="board_member_named_by_other",
            ),
        )
        triggers = (
            append_only(),
            pgtrigger.Trigger(
                name="board_is_disjoint",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM curation_appeal a
                        JOIN curation_submission s ON s.id = a.submission_id
                        WHERE a.id = NEW.appeal_id AND (
                            a.made_by_id = NEW.member_id
                            OR EXISTS (SELECT 1 FROM curation_panelmember p
                                WHERE p.round_id = s.round_id AND p.user_id = NEW.member_id)
                            OR EXISTS (SELECT 1 FROM curation_assignment g
                                WHERE g.submission_id = s.id AND g.curator_id = NEW.member_id)
                            OR EXISTS (SELECT 1 FROM curation_decision d
                                WHERE d.submission_id = s.id AND NEW.member_id IN
                                    (d.proposed_by_id, d.signed_by_id, d.released_by_id))
                            OR EXISTS (SELECT 1 FROM curation_gatecheck c
                                WHERE c.submission_id = s.id AND c.checked_by_id = NEW.member_id)
                            OR EXISTS (SELECT 1 FROM curation_statechange h
                                WHERE h.submission_id = s.id AND h.made_by_id = NEW.member_id)
                        )
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: the board had no part in the case';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return str(self.member)


class BoardOpinion(models.Model):
    """What one member of the board holds of an objection, and why. Append-only."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="opinions")
    member = models.ForeignKey(
        USER, verbose_name=_("pemeriksa"), on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(_("pendapat"), max_length=9, choices=Appeal.Outcome)
    reason = models.TextField(_("alasan"), max_length=1000)
    given_at = models.DateTimeField(_("diberikan pada"))

    class Meta:
        verbose_name = _("pendapat pemeriksa")
        verbose_name_plural = _("pendapat pemeriksa")
        ordering = ("given_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["appeal", "member"], name="board_opinion_once"),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="board_opinion_has_a_reason"
            ),
        )
        triggers = (
            append_only(),
            pgtrigger.Trigger(
                name="opinion_of_the_board",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM curation_boardmember
                        WHERE appeal_id = NEW.appeal_id AND member_id = NEW.member_id
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: only the board has a say in an objection';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.get_outcome_display()}"
