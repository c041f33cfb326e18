"""What came of it: decisions and certificates."""

import secrets
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curation.models.submissions import Submission
from curation.transitions import State
from dekranasda.models import moves_public_epoch
from products.models import CODE_ALPHABET, Product, ProductVersion

if TYPE_CHECKING:
    pass

USER = settings.AUTH_USER_MODEL


def signed_in_quorum() -> pgtrigger.Trigger:
    """A trigger that refuses a signature without a quorum, or against the vote.

    The arithmetic is that of `curation.quorum`.
    """
    return pgtrigger.Trigger(
        name="signed_in_quorum",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__signed_at__isnull=False),
        declare=[("ayes", "bigint"), ("noes", "bigint"), ("departs", "boolean")],
        func="""
            IF TG_OP = 'UPDATE' THEN
                IF OLD.signed_at IS NOT NULL THEN RETURN NEW; END IF;
            END IF;
            IF NOT EXISTS (SELECT 1 FROM curation_sitting WHERE decision_id = NEW.id) THEN
                RAISE EXCEPTION 'pgtrigger: signed outside a meeting';
            END IF;
            SELECT count(*) FILTER (WHERE choice = 'for'),
                count(*) FILTER (WHERE choice = 'against')
            INTO ayes, noes FROM curation_vote WHERE decision_id = NEW.id;
            departs := NEW.outcome <> NEW.computed_outcome
                OR (NEW.outcome = 'accepted' AND NEW.grade <> NEW.computed_grade);
            IF departs AND (ayes = 0 OR 3 * ayes < 2 * (ayes + noes)) THEN
                RAISE EXCEPTION 'pgtrigger: departing takes two thirds of the votes';
            END IF;
            IF NOT departs AND ayes + noes > 0 AND ayes <= noes THEN
                RAISE EXCEPTION 'pgtrigger: the vote was lost';
            END IF;
            RETURN NEW;
        """,
    )


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
    letter_number = models.CharField(
        _("nomor surat"), max_length=20, blank=True, default="", editable=False
    )
    superseded_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    superseded_at = models.DateTimeField(_("diganti pada"), null=True, blank=True)
    superseded_reason = models.TextField(_("alasan diganti"), blank=True)

    class Meta:
        verbose_name = _("keputusan")
        verbose_name_plural = _("keputusan")
        permissions = (("export_decision", _("Mengekspor register keputusan dan sertifikat")),)
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["submission", "version"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_live_decision",
                violation_error_message=_("Sudah ada keputusan untuk karya ini."),
            ),
            models.UniqueConstraint(
                fields=["letter_number"],
                condition=~models.Q(letter_number=""),
                name="letter_number_unique",
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
            signed_in_quorum(),
        )

    def __str__(self) -> str:
        return f"{self.submission.code}: {self.get_outcome_display()}"

    @property
    def departs(self) -> bool:
        """Whether the panel goes another way than the computed recommendation."""
        is_graded = self.outcome == self.Outcome.ACCEPTED
        return self.outcome != self.computed_outcome or (
            is_graded and self.grade != self.computed_grade
        )


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
    revoked_proposed_by = models.ForeignKey(
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
                | (
                    models.Q(revoked_by__isnull=False, revoked_proposed_by__isnull=False)
                    & ~models.Q(revoked_by=models.F("revoked_proposed_by"))
                    & ~models.Q(revoked_reason="")
                ),
                name="certificate_revoked_by_two",
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
