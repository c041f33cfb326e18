"""What waits about works that passed: complaints, suspensions, revocations, objections."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from curation.actors import BOARD_ROLES
from curation.deadlines import working_days_after
from curation.models import Complaint, Suspension
from curation.queue_item import QueueItem
from curation.suspensions import may_hear, may_propose
from dekranasda.accounts.models import Role, User

READING_WORKING_DAYS = 3
RULING_WORKING_DAYS = 10


def in_doubt(user: User, *, at: datetime) -> list[QueueItem]:
    """For the secretariat: complaints to read, suspensions to decide, revocations to confirm."""
    items = [
        QueueItem(
            title=one.product.name,
            detail=one.get_kind_display(),
            since=one.made_at,
            due_on=working_days_after(timezone.localdate(one.made_at), READING_WORKING_DAYS),
            url=one.get_absolute_url(),
            action=_("Periksa laporan"),
        )
        for one in Complaint.objects.filter(outcome="").select_related("product")
    ]
    for one in Suspension.objects.open().with_work():
        if one.proposed_at is not None:
            since, action = one.proposed_at, _("Tetapkan atau pulihkan")
        elif may_propose(one, at=at):
            since, action = one.answered_at or one.answer_due_at, _("Putuskan penangguhan")
        else:
            continue
        if one.proposed_by_id != user.pk:
            items.append(
                QueueItem(
                    title=f"{one.certificate.number} · {one.certificate.work_name}",
                    detail=_("karya ditangguhkan"),
                    since=since,
                    due_on=working_days_after(timezone.localdate(since), READING_WORKING_DAYS),
                    url=one.get_absolute_url(),
                    action=action,
                )
            )
    return items


def objections(user: User, today: date) -> list[QueueItem]:
    """Objections to revocations that the person may rule on."""
    if not user.has_any_role(*BOARD_ROLES) or user.has_role(Role.SECRETARIAT):
        return []
    waiting = Suspension.objects.filter(
        appealed_at__isnull=False, appeal_outcome=""
    ).select_related(
        "certificate__decision__submission__round",
        "certificate__decision__submission__product__business__owner",
    )
    return [
        QueueItem(
            title=one.certificate.number,
            detail=_("keberatan atas pencabutan"),
            since=one.appealed_at,
            due_on=working_days_after(
                timezone.localdate(one.appealed_at or one.started_at), RULING_WORKING_DAYS
            ),
            url=reverse("curation:hear_revocation", args=[one.pk]),
            action=_("Periksa keberatan"),
        )
        for one in waiting
        if may_hear(user, one, on=today)
    ]
