"""The panel's meetings: who was there, what was said of a work, how was voted."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from curation.models.decisions import Decision
from curation.models.rounds import Round
from curation.models.submissions import Submission
from curation.models.triggers import append_only, frozen_with

if TYPE_CHECKING:
    from django.db.models.manager import Manager

USER = settings.AUTH_USER_MODEL


def frozen_with_meeting() -> pgtrigger.Trigger:
    """A trigger that refuses every change to what belongs to a closed meeting."""
    return frozen_with(
        "frozen_with_meeting",
        table="curation_meeting",
        key="meeting_id",
        once="closed_at IS NOT NULL",
        says="the meeting is closed",
    )


class Meeting(models.Model):
    """One sitting of a round's panel, from its opening to its close; then it is a record."""

    round = models.ForeignKey(
        Round, verbose_name=_("periode"), on_delete=models.PROTECT, related_name="meetings"
    )
    number = models.PositiveSmallIntegerField(_("sidang ke-"))
    held_on = models.DateField(_("tanggal"))
    place = models.CharField(_("tempat"), max_length=120)
    minutes_by = models.ForeignKey(
        USER,
        verbose_name=_("notulis"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Hadir untuk mencatat; tidak ikut memutus."),
    )
    deputy = models.ForeignKey(
        USER,
        verbose_name=_("pengganti ketua"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Mengusulkan keputusan bila ketua tidak hadir atau berkepentingan."),
    )
    opened_by = models.ForeignKey(
        USER, verbose_name=_("dibuka oleh"), on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(_("dibuka pada"))
    closed_by = models.ForeignKey(
        USER,
        verbose_name=_("ditutup oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("ditutup pada"), null=True, blank=True)

    if TYPE_CHECKING:
        attendance: Manager["MeetingAttendance"]
        notes: Manager["MeetingNote"]
        sittings: Manager["Sitting"]

    class Meta:
        verbose_name = _("sidang")
        verbose_name_plural = _("sidang")
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["round", "number"], name="meeting_number_unique"),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_meeting",
                violation_error_message=_("Sidang periode ini masih terbuka."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | models.Q(closed_at__gte=models.F("opened_at")),
                name="meeting_closes_after_opening",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="closed_meeting",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            pgtrigger.Protect(name="meeting_stays", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.round}: {self.number}"


class MeetingAttendance(models.Model):
    """Whether a member of the panel was in the room."""

    class State(models.TextChoices):
        PRESENT = "present", _("Hadir")
        ABSENT = "absent", _("Tidak hadir")
        LEFT = "left", _("Pulang")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    member = models.ForeignKey(
        USER, verbose_name=_("anggota panel"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("kehadiran"), max_length=7, choices=State)
    arrived_at = models.DateTimeField(_("datang pada"), null=True, blank=True)
    left_at = models.DateTimeField(_("pulang pada"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        USER, verbose_name=_("dicatat oleh"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        verbose_name = _("kehadiran sidang")
        verbose_name_plural = _("kehadiran sidang")
        ordering = ("member__full_name", "pk")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "member"], name="meeting_attendance_once"),
            models.CheckConstraint(
                condition=models.Q(state="absent", arrived_at__isnull=True, left_at__isnull=True)
                | models.Q(state="present", arrived_at__isnull=False, left_at__isnull=True)
                | models.Q(state="left", arrived_at__isnull=False, left_at__isnull=False),
                name="attendance_has_its_times",
            ),
        )
        triggers = (frozen_with_meeting(),)

    def __str__(self) -> str:
        return f"{self.member}: {self.get_state_display()}"


class MeetingNote(models.Model):
    """The minute-taker's words on one work in one meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="notes")
    submission = models.ForeignKey(
        Submission, verbose_name=_("pengajuan"), on_delete=models.PROTECT, related_name="notes"
    )
    text = models.TextField(_("catatan notulis"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(
        USER, verbose_name=_("ditulis oleh"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("ditulis pada"))

    class Meta:
        verbose_name = _("catatan notulis")
        verbose_name_plural = _("catatan notulis")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["meeting", "submission"], name="meeting_note_once"),
        )
        triggers = (frozen_with_meeting(),)

    def __str__(self) -> str:
        return f"{self.submission.code}: {self.text[:40]}"


class Vote(models.Model):
    """A present member's vote on a proposal; it may change until the proposal is signed."""

    class Choice(models.TextChoices):
        FOR = "for", _("Setuju")
        AGAINST = "against", _("Tidak setuju")
        ABSTAIN = "abstain", _("Abstain")

    decision = models.ForeignKey(
        Decision, verbose_name=_("keputusan"), on_delete=models.PROTECT, related_name="votes"
    )
    member = models.ForeignKey(
        USER, verbose_name=_("anggota panel"), on_delete=models.PROTECT, related_name="+"
    )
    choice = models.CharField(_("suara"), max_length=7, choices=Choice)
    cast_at = models.DateTimeField(_("diberikan pada"))

    class Meta:
        verbose_name = _("suara")
        verbose_name_plural = _("suara")
        ordering = ("cast_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["decision", "member"], name="one_vote_per_member"),
        )
        triggers = (
            frozen_with(
                "votes_before_signature",
                table="curation_decision",
                key="decision_id",
                once="signed_at IS NOT NULL OR superseded_at IS NOT NULL",
                says="the vote is over",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.get_choice_display()}"


class Sitting(models.Model):
    """The room in which a decision was signed: how many of the panel, without the recused."""

    decision = models.OneToOneField(
        Decision, verbose_name=_("keputusan"), on_delete=models.PROTECT, related_name="sitting"
    )
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("sidang"), on_delete=models.PROTECT, related_name="sittings"
    )
    panel = models.PositiveSmallIntegerField(_("anggota tanpa yang mundur"))
    present = models.PositiveSmallIntegerField(_("hadir"))
    recused = models.JSONField(
        _("mundur"), default=list, blank=True, help_text="[{name, reason}, …]"
    )

    class Meta:
        verbose_name = _("kuorum keputusan")
        verbose_name_plural = _("kuorum keputusan")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(present__lte=models.F("panel"))
                & models.Q(present__gt=models.F("panel") / 2),
                name="sitting_has_quorum",
            ),
        )
        triggers = (append_only(),)

    def __str__(self) -> str:
        return f"{self.decision}: {self.present}/{self.panel}"
