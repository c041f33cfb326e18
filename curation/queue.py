"""What curation waits for from a person, by role, for the workbench's «Menunggu saya»."""

from datetime import date, datetime, timedelta

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from curation import anchors, samples
from curation.conflicts import ties
from curation.deadlines import due_on_of, last_day, working_days_after
from curation.doubts import in_doubt, objections
from curation.meetings import rounds_led_by
from curation.models import (
    Appeal,
    Assignment,
    Decision,
    Invitation,
    Round,
    Submission,
)
from curation.paper import waiting_for
from curation.queue_item import QueueItem
from curation.transitions import State
from dekranasda.accounts.models import User
from dekranasda.templatetags.portal import translated

RETURN_NOTICE = timedelta(days=3)


def awaiting(user: User, *, at: datetime) -> list[QueueItem]:
    """Everything of curation that waits for the person, in no particular order."""
    today = timezone.localdate(at)
    items = _to_score(user)
    items += _sheets_to_confirm(user, today)
    items += _to_decide(user, today)
    items += _to_hear(user)
    items += _to_answer(user)
    if user.is_secretariat:
        items += _to_name_board()
        items += _to_screen(today)
        items += _to_assign(at)
        items += _to_staff(today)
        items += _to_look_into(user, today)
        items += _to_confirm(user, today)
        items += _to_release(today)
        items += _to_return(today)
        items += in_doubt(user, at=at)
    items += objections(user, today)
    return items


def _to_score(user: User) -> list[QueueItem]:
    """One row a round: how many works wait for scores, or are complete but not sent."""
    is_open = Q(review__finalised_at__isnull=True)
    rounds = (
        Assignment.objects.to_score(user)
        .values("submission__round__slug", "submission__round__title")
        .annotate(
            due=Coalesce(Min("due_at", filter=is_open), Min("due_at")),
            since=Min("assigned_at"),
            open=Count("pk", filter=is_open),
            complete=Count("pk", filter=is_open & Q(review__is_complete=True)),
        )
        .order_by("due")
    )
    items = []
    unsent, complete = anchors.waiting((row["submission__round__slug"] for row in rounds), user)
    for row in rounds:
        slug = row["submission__round__slug"]
        ready = row["complete"] + complete[slug]
        left = row["open"] + unsent[slug] - ready
        if not left and not ready:
            continue
        detail = _("%(left)d karya belum dinilai") % {"left": left}
        name, action = "curation:score_next", _("Lanjutkan menilai")
        if not left:
            detail = _("%(ready)d penilaian belum dikirim") % {"ready": ready}
            name, action = "curation:score_summary", _("Periksa dan kirim")
        items.append(
            QueueItem(
                title=row["submission__round__title"],
                detail=detail,
                since=row["since"],
                due_on=last_day(row["due"]) or timezone.localdate(row["due"]),
                url=reverse(name, args=[row["submission__round__slug"]]),
                action=action,
            )
        )
    return items


def _sheets_to_confirm(user: User, today: date) -> list[QueueItem]:
    """Scores that a clerk typed from the curator's paper."""
    return [
        QueueItem(
            title=sheet.assignment.submission.round.title,
            detail=_("Lembar kertas %(code)s menunggu pengesahan Anda")
            % {"code": sheet.assignment.submission.code},
            since=sheet.entered_at,
            due_on=today,
            url=reverse(
                "curation:paper_confirm",
                args=[sheet.assignment.submission.round.slug, sheet.pk],
            ),
            action=_("Sahkan"),
        )
        for sheet in waiting_for(user)
    ]


def _to_decide(user: User, today: date) -> list[QueueItem]:
    """Works in session that the person may propose (who leads it) or sign (the others)."""
    works = list(
        Submission.objects.of_panel(user)
        .filter(state=State.DELIBERATION, hold_reason="")
        .select_related("round", "product")
    )
    tied = ties(works, [user], on=today)
    free = [work for work in works if (work.pk, user.pk) not in tied]
    proposed = dict(
        Decision.objects.filter(submission__in=free, superseded_at__isnull=True).values_list(
            "submission_id", "proposed_by_id"
        )
    )
    leads = rounds_led_by(user)
    items = []
    for work in free:
        by = proposed.get(work.pk)
        if (by is None and work.round_id not in leads) or by == user.pk:
            continue
        action = _("Usulkan keputusan") if by is None else _("Tanda tangani")
        items.append(
            QueueItem(
                title=work.code,
                detail=_("dalam sidang, %(round)s") % {"round": translated(work.round, "title")},
                since=work.state_at,
                due_on=work.round.meets_on,
                url=reverse("curation:session_work", args=[work.round.slug, work.code]),
                action=action,
            )
        )
    return items


def _to_answer(user: User) -> list[QueueItem]:
    """Invitations into panels."""
    waiting = Invitation.objects.filter(user=user, state=Invitation.State.OPEN)
    return [
        QueueItem(
            title=translated(one.round, "title"),
            detail=_("undangan menjadi kurator"),
            since=one.invited_at,
            due_on=last_day(one.due_at) or timezone.localdate(one.due_at),
            url=reverse("curation:invitation", args=[one.round.slug]),
            action=_("Jawab undangan"),
        )
        for one in waiting.select_related("round")
    ]


def _to_staff(today: date) -> list[QueueItem]:
    """Announced rounds whose panel became too small for a work, and ties that were disclosed."""
    rounds = (
        Round.objects.public()
        .filter(review_due_at__date__gte=today)
        .annotate(
            staffed=Count("panel", filter=Q(panel__accepted_at__isnull=False), distinct=True),
            asked=Count("panel", distinct=True),
        )
        .filter(staffed__lt=F("curators_minimum"), asked__lt=F("curators_minimum"))
    )
    return [
        QueueItem(
            title=translated(one, "title"),
            detail=_("panel kurang dari jumlah paling sedikit"),
            since=one.opened_at,
            due_on=today,
            url=reverse("curation:panel", args=[one.slug]),
            action=_("Undang kurator"),
        )
        for one in rounds
    ]


def _to_look_into(user: User, today: date) -> list[QueueItem]:
    """Works that somebody else held: another person looks and lets go."""
    held = Submission.objects.with_work().exclude(hold_reason="").exclude(hold_by=user)
    return [
        QueueItem(
            title=f"{work.code} · {work.version.name}",
            detail=_("ditahan: %(reason)s") % {"reason": work.hold_reason},
            since=work.state_at,
            due_on=today,
            url=work.get_absolute_url(),
            action=_("Periksa penahanan"),
        )
        for work in held
    ]


def _to_hear(user: User) -> list[QueueItem]:
    """Objections that the person was named to hear and has not spoken on."""
    heard = (
        Appeal.objects.filter(submission__state=State.APPEALED, outcome="", board__member=user)
        .exclude(opinions__member=user)
        .select_related("submission")
    )
    return [
        QueueItem(
            title=one.submission.code,
            detail=_("keberatan perajin"),
            since=one.made_at,
            due_on=one.due_on,
            url=reverse("curation:hear_appeal", args=[one.submission.code]),
            action=_("Periksa keberatan"),
        )
        for one in heard.order_by("due_on", "pk")
    ]


def _to_name_board() -> list[QueueItem]:
    """Objections that nobody was named to hear, or whose whole board spoke without a ruling."""
    waiting = (
        Appeal.objects.filter(submission__state=State.APPEALED, outcome="")
        .annotate(members=Count("board", distinct=True), spoken=Count("opinions", distinct=True))
        .filter(members__lte=F("spoken"))
        .select_related("submission__round")
    )
    return [
        QueueItem(
            title=one.submission.code,
            detail=_("pemeriksa keberatan tidak sependapat, perlu satu lagi")
            if one.members
            else _("keberatan perajin, belum ada pemeriksa"),
            since=one.made_at,
            due_on=working_days_after(
                timezone.localdate(one.made_at), one.submission.round.assignment_days
            ),
            url=reverse("curation:name_board", args=[one.submission.code]),
            action=_("Tunjuk pemeriksa"),
        )
        for one in waiting.order_by("made_at", "pk")
    ]


def _to_screen(today: date) -> list[QueueItem]:
    works = Submission.objects.with_work().filter(
        state=State.SUBMITTED, ineligible_proposed_by__isnull=True
    )
    return [
        QueueItem(
            title=f"{work.code} · {work.version.name}",
            detail=_("berkas belum diperiksa"),
            since=work.state_at,
            due_on=due_on_of(work),
            url=work.get_absolute_url(),
            action=pgettext("kurasi", "Periksa berkas"),
        )
        for work in works.order_by("state_at", "pk")
    ]


def _to_assign(at: datetime) -> list[QueueItem]:
    """One row a round for works without enough curators, one for works whose scores are late."""
    today = timezone.localdate(at)
    queued = (
        Submission.objects.filter(state=State.QUEUED)
        .values("round__slug", "round__title", "round__assignment_days")
        .annotate(count=Count("pk"), since=Min("state_at"))
    )
    items = [
        QueueItem(
            title=row["round__title"],
            detail=_("%(count)d karya menunggu kurator") % {"count": row["count"]},
            since=row["since"],
            due_on=working_days_after(
                timezone.localdate(row["since"]), row["round__assignment_days"]
            ),
            url=reverse("curation:assignment_plan", args=[row["round__slug"]]),
            action=_("Bagi karya"),
        )
        for row in queued
    ]
    vacant = (
        Submission.objects.with_work()
        .filter(state=State.IN_REVIEW)
        .annotate(
            active=Count("assignments", filter=Q(assignments__state="active")),
            late=Count(
                "assignments",
                filter=Q(
                    assignments__state="active",
                    assignments__due_at__lte=at,
                    assignments__review__finalised_at__isnull=True,
                ),
            ),
        )
    )
    for work in vacant:
        active, late = getattr(work, "active", 0), getattr(work, "late", 0)  # annotated above
        if active < work.round.curators_minimum:
            detail = _("kurator mundur, perlu pengganti")
        elif late:
            detail = _("nilai terlambat masuk")
        else:
            continue
        items.append(
            QueueItem(
                title=f"{work.code} · {work.version.name}",
                detail=detail,
                since=work.state_at,
                due_on=min(today, work.round.review_due_on),
                url=work.get_absolute_url(),
                action=_("Atur kurator"),
            )
        )
    return items


def _to_confirm(user: User, today: date) -> list[QueueItem]:
    works = (
        Submission.objects.with_work()
        .filter(state=State.SUBMITTED, ineligible_proposed_by__isnull=False)
        .exclude(ineligible_proposed_by=user)
    )
    return [
        QueueItem(
            title=f"{work.code} · {work.version.name}",
            detail=_("diusulkan tidak memenuhi syarat"),
            since=work.state_at,
            due_on=today,
            url=work.get_absolute_url(),
            action=_("Tetapkan atau batalkan"),
        )
        for work in works
    ]


def _to_release(today: date) -> list[QueueItem]:
    rows = (
        Submission.objects.filter(
            state=State.DECIDED, hold_reason="", round__releases_on__lte=today + timedelta(days=7)
        )
        .values("round__slug", "round__title", "round__releases_on")
        .annotate(count=Count("pk"), since=Min("state_at"))
    )
    return [
        QueueItem(
            title=row["round__title"],
            detail=_("%(count)d keputusan menunggu diumumkan") % {"count": row["count"]},
            since=row["since"],
            due_on=row["round__releases_on"],
            url=reverse("curation:release", args=[row["round__slug"]]),
            action=_("Periksa dan umumkan"),
        )
        for row in rows
    ]


def _to_return(today: date) -> list[QueueItem]:
    """Samples that should be back with their makers within three days, or should have been."""
    due = samples.in_our_hands().filter(return_by__lte=today + RETURN_NOTICE)
    return [
        QueueItem(
            title=f"{sample.code} · {sample.what}",
            detail=_("contoh lewat tenggat kembali")
            if sample.return_by < today
            else _("contoh segera dikembalikan"),
            since=sample.registered_at,
            due_on=sample.return_by,
            url=sample.get_absolute_url(),
            action=_("Kembalikan contoh"),
        )
        for sample in due
    ]
