"""Mentoring plans and their targets: opened, handed over, settled, closed and opened again."""

from datetime import date, datetime

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from artisans.history import newest_step
from artisans.models import Business, MentoringPlan, MentoringTarget
from dekranasda.accounts.models import Role, User
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice


def mentors() -> QuerySet[User]:
    """The people who may accompany a business."""
    return User.objects.filter(is_active=True, groups__name=Role.MENTOR)


@transaction.atomic
def open_plan(
    business: Business,
    *,
    title: str,
    mentor: User | None,
    by: User,
    at: datetime,
    origin: str = "",
) -> MentoringPlan:
    """A new plan; its mentor gets a message, unless they open it themselves.

    `origin` is the code of the submission whose outcome it follows.
    """
    plan = MentoringPlan.objects.create(
        business=business,
        title=title,
        mentor=mentor,
        origin=origin,
        opened_on=timezone.localdate(at),
    )
    if mentor and mentor != by:
        _tell_mentor(plan, mentor, at=at)
    return plan


def hand_over(
    plan: MentoringPlan, *, mentor: User, reason: str, before: int | None, by: User, at: datetime
) -> None:
    """Gives the plan to a mentor; who had it before, until when and why stays in its history.

    `before` is the key of the mentor whom the person saw. Raises ValidationError: «plan_closed»,
    «same_mentor», «changed_meanwhile» where a colleague was quicker.
    """
    with transaction.atomic(), pghistory.context(reason=reason):
        plan = _locked(plan)
        if plan.mentor and plan.mentor != mentor and plan.mentor_id != before:
            raise ValidationError(
                _("Sementara itu rekan Anda menunjuk %(name)s. Tunjuk lagi bila tetap perlu.")
                % {"name": plan.mentor.full_name},
                code="changed_meanwhile",
            )
        if plan.mentor == mentor:
            raise ValidationError(
                _("%(name)s sudah menjadi pendamping rencana ini.") % {"name": mentor.full_name},
                code="same_mentor",
            )
        plan.mentor = mentor
        plan.save(update_fields=["mentor"])
        _stop_telling(plan)
        if mentor != by:
            _tell_mentor(plan, mentor, at=at)


def _stop_telling(plan: MentoringPlan) -> None:
    """Stops what a mentor was not told yet of a plan that is another's, or closed."""
    outbox.cancel(Notice.objects.filter(key__startswith=f"mentoring-assigned:{plan.pk}:"))


def _tell_mentor(plan: MentoringPlan, mentor: User, *, at: datetime) -> None:
    outbox.queue(
        key=f"mentoring-assigned:{plan.pk}:{mentor.pk}:{at:%Y%m%d%H%M%S}",
        recipient=mentor,
        template="mentoring_assigned",
        context={"plan": plan, "business": plan.business},
        link=reverse("artisans:mentored_business", args=[plan.business_id]),
    )


def close_plan(plan: MentoringPlan, *, outcome: str, on: date, by: User) -> None:
    """Ends the plan in the person's name. Raises ValidationError: «plan_closed», «open_targets»."""
    with transaction.atomic():
        plan = _locked(plan)
        waiting = plan.targets.filter(reached_on__isnull=True, dropped_on__isnull=True)
        if count := waiting.count():
            raise ValidationError(
                _(
                    "Masih ada %(count)d sasaran terbuka. Tandai tercapai, atau hentikan dengan "
                    "alasan, lalu selesaikan rencananya."
                )
                % {"count": count},
                code="open_targets",
            )
        plan.closed_on = on
        plan.outcome = outcome
        plan.closed_by = by
        plan.save(update_fields=["closed_on", "outcome", "closed_by"])
        _stop_telling(plan)


def reopen_plan(plan: MentoringPlan) -> None:
    """Lets work on a closed plan go on; a plan that is open stays so."""
    MentoringPlan.objects.filter(pk=plan.pk).update(closed_on=None, closed_by=None)


def add_target(
    plan: MentoringPlan, *, title: str, comment: str = "", due_on: date | None = None
) -> MentoringTarget:
    """One more thing to improve. Raises ValidationError («plan_closed»)."""
    with transaction.atomic():
        return _locked(plan).targets.create(title=title, comment=comment, due_on=due_on)


def change_target(
    target: MentoringTarget, *, step: int, title: str, comment: str, due_on: date | None
) -> None:
    """The target with new words. `step` is the newest step of its trail that the person saw.

    Raises ValidationError: «target_settled», «plan_closed», and «changed_meanwhile» with what a
    colleague has written since.
    """
    with transaction.atomic():
        current = _locked_target(target)
        if step != newest_step(current):
            raise ValidationError(
                _(
                    "Sementara itu rekan Anda menulis: %(words)s. "
                    "Simpan lagi bila tulisan Anda tepat."
                )
                % {"words": " · ".join(filter(None, [current.title, current.comment]))},
                code="changed_meanwhile",
            )
        current.title, current.comment, current.due_on = title, comment, due_on
        current.save(update_fields=["title", "comment", "due_on"])


def reach_target(
    target: MentoringTarget, *, on: date, evidence: str, evidence_sha256: str = "", by: User
) -> None:
    """Notes that the target is reached, with what shows it: words, a photograph, or both.

    Raises ValidationError: «target_settled», «plan_closed», «evidence_missing».
    """
    if not (evidence.strip() or evidence_sha256):
        raise ValidationError(_("Tulis atau foto buktinya."), code="evidence_missing")
    with transaction.atomic():
        current = _locked_target(target)
        current.reached_on = on
        current.evidence = evidence
        current.evidence_sha256 = evidence_sha256
        current.settled_by = by
        current.save()


def drop_target(target: MentoringTarget, *, on: date, reason: str, by: User) -> None:
    """Gives a target up, with the reason. Raises ValidationError: see `reach_target`."""
    with transaction.atomic():
        current = _locked_target(target)
        current.dropped_on = on
        current.drop_reason = reason
        current.settled_by = by
        current.save()


def reopen_target(target: MentoringTarget) -> None:
    """Takes the settling back; its evidence stays in the history. Raises «plan_closed»."""
    with transaction.atomic():
        _locked(target.plan)
        current = MentoringTarget.objects.select_for_update().get(pk=target.pk)
        current.reached_on = current.dropped_on = None
        current.evidence = current.evidence_sha256 = current.drop_reason = ""
        current.settled_by = None
        current.save()


def _locked(plan: MentoringPlan) -> MentoringPlan:
    plan = (
        MentoringPlan.objects.select_for_update(of=("self",))
        .select_related("mentor", "business")
        .get(pk=plan.pk)
    )
    if plan.closed_on:
        raise ValidationError(
            _("Rencana ini sudah selesai. Buka lagi rencananya dahulu."), code="plan_closed"
        )
    return plan


def _locked_target(target: MentoringTarget) -> MentoringTarget:
    _locked(target.plan)
    current = MentoringTarget.objects.select_for_update().get(pk=target.pk)
    if current.is_settled:
        raise ValidationError(
            _("Sasaran ini sudah diselesaikan, mungkin oleh rekan Anda. Muat ulang halamannya."),
            code="target_settled",
        )
    return current
