"""The start page of people who work for the council: what waits for them, the latest first."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from artisans.licence_reminders import to_remind
from artisans.mentored import FIRST_VISIT, WEEK, with_dates
from artisans.models import Business, DataRequest, DuplicatePair, MentoringPlan
from curation.queue import awaiting
from curation.queue_item import QueueItem
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.models import Role, User
from dekranasda.notices.models import Notice
from events.cooperation import ending
from events.models import FollowUp, Registration, VisitRequest
from events.outcome import GRACE, asked
from events.querysets import keeps_cooperation

STUCK_DAYS = 7
# The form for delegations promises an answer within five working days.
ANSWER_WITHIN = timedelta(days=7)
# Permits that end within these days are named, the first ones; a line counts the others.
NAMED_WITHIN, MOST_NAMED = timedelta(days=30), 20


@require_GET
def workspace(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The workbench's start for the council; artisans go to their own pages."""
    user = request.user
    if not user.is_council:
        return redirect("artisan_home")
    at = timezone.now()
    today = timezone.localdate(at)
    items = [
        *awaiting(user, at=at),
        *_notices(user),
        *_duplicates(user),
        *_mentoring(user),
        *_outcomes(user, at),
        *_licences(user, today),
        *_data_requests(user),
        *_cooperation(user, today),
    ]
    items.sort(key=lambda item: (item.due_on, item.title))
    stuck = [item for item in items if item.since and at - item.since > timedelta(days=STUCK_DAYS)]
    context = {
        "rows": [(item, (today - item.due_on).days) for item in items],
        "tiles": [
            {"label": _("Menunggu Anda"), "value": str(len(items))},
            {
                "label": _("Lewat tenggat"),
                "value": str(sum(item.due_on < today for item in items)),
            },
            {
                "label": _("Minggu ini"),
                "value": str(
                    sum(today <= item.due_on <= today + timedelta(days=7) for item in items)
                ),
            },
            {"label": _("Terhambat lebih dari 7 hari"), "value": str(len(stuck))},
        ],
        "today": today,
    }
    return render(request, "pages/workspace.html", context)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _notices(user: User) -> list[QueueItem]:
    """WhatsApp messages that somebody must send by hand, and numbers that nobody answers."""
    if not user.is_secretariat:
        return []
    hand = Notice.objects.for_hand().order_by()
    wrong = Notice.objects.wrong_number().order_by()
    rows = [
        (hand, _("Pesan WhatsApp"), _("%(count)d pesan menunggu dikirim"), _("Kirim pesan"), ""),
        (wrong, _("Nomor salah"), _("%(count)d pesan tertahan"), _("Perbaiki nomor"), "wrong"),
    ]
    found = [(row, row[0].aggregate(count=Count("pk"), oldest=Min("created_at"))) for row in rows]
    return [
        QueueItem(
            title=title,
            detail=detail % {"count": has["count"]},
            since=has["oldest"],
            due_on=timezone.localdate(has["oldest"]),
            url=reverse("notices:wrong_number_list" if kind else "notices:notice_list"),
            action=action,
        )
        for (_rows, title, detail, action, kind), has in found
        if has["count"]
    ]


def _duplicates(user: User) -> list[QueueItem]:
    """Entries of the registry that may be one, for the secretariat to decide."""
    if not user.is_secretariat:
        return []
    waiting = DuplicatePair.objects.open().aggregate(count=Count("pk"), oldest=Min("found_at"))
    if not waiting["count"]:
        return []
    return [
        QueueItem(
            title=_("Dugaan kembar"),
            detail=_("%(count)d pasang catatan mungkin sama") % waiting,
            since=waiting["oldest"],
            due_on=timezone.localdate(waiting["oldest"]) + timedelta(days=7),
            url=_url("artisans:duplicate_list"),
            action=_("Periksa"),
        )
    ]


def _mentoring(user: User) -> list[QueueItem]:
    """Plans without a mentor for the secretariat; the visits of this week for a mentor."""
    items = []
    if user.is_secretariat:
        plans = MentoringPlan.objects.open().filter(mentor__isnull=True).select_related("business")
        items += [
            QueueItem(
                title=plan.business.name,
                detail=plan.title,
                since=None,
                due_on=plan.opened_on + FIRST_VISIT,
                url=reverse("artisans:hand_over", args=[plan.pk]),
                action=_("Tunjuk pendamping"),
            )
            for plan in plans[:50]
        ]
    if user.has_role(Role.MENTOR):
        today = timezone.localdate()
        own = MentoringPlan.objects.open().filter(mentor=user).values("business")
        due = with_dates(Business.objects.filter(pk__in=own)).filter(due_on__lte=today + WEEK)
        items += [
            QueueItem(
                title=business.name,
                detail=_("%(count)d sasaran terbuka") % {"count": business.open_targets},
                since=None,
                due_on=business.due_on,
                url=reverse("artisans:mentored_business", args=[business.pk]),
                action=_("Kunjungi"),
            )
            for business in due[:50]
        ]
    return items


def _outcomes(user: User, at: datetime) -> list[QueueItem]:
    """Whom it is time to ask how they do after a training."""
    if not user.acts_as(Role.SECRETARIAT, Role.MENTOR):
        return []
    mine = Registration.objects.managed_by(user)
    waiting = asked(mine, at=at).aggregate(count=Count("pk"), oldest=Min("due_at"))
    if not waiting["count"]:
        return []
    return [
        QueueItem(
            title=_("Kabar sesudah pelatihan"),
            detail=_("%(count)d peserta perlu ditanya kabarnya") % waiting,
            since=waiting["oldest"],
            due_on=timezone.localdate(waiting["oldest"] + GRACE),
            url=_url("events:outcome_report_list"),
            action=_("Tanyakan"),
        )
    ]


def _licences(user: User, today: date) -> list[QueueItem]:
    """Permits that end soon, for the secretariat and for operators in their districts."""
    if not user.acts_as(Role.SECRETARIAT, Role.DISTRICT_OPERATOR):
        return []
    ending = to_remind(today).filter(business__in=Business.objects.kept_by(user))
    named = list(ending.filter(expires_on__lte=today + NAMED_WITHIN)[:MOST_NAMED])
    items = [
        QueueItem(
            title=licence.business.name,
            detail=_("%(permit)s berakhir %(words)s")
            % {"permit": licence.get_kind_display(), "words": _in_days(day, today)},
            since=None,
            due_on=day,
            url=reverse("artisans:licence_detail", args=[licence.pk]),
            action=_("Buka izin"),
        )
        for licence in named
        if (day := licence.expires_on)
    ]
    others = ending.exclude(pk__in=[licence.pk for licence in named]).aggregate(
        count=Count("pk"), first=Min("expires_on")
    )
    if others["count"]:
        items.append(
            QueueItem(
                title=_("Izin segera berakhir"),
                detail=ngettext(
                    "%(count)d izin lain berakhir dalam 90 hari",
                    "%(count)d izin lain berakhir dalam 90 hari",
                    others["count"],
                )
                % others,
                since=None,
                due_on=others["first"],
                url=_url("artisans:licence_list"),
                action=_("Lihat daftarnya"),
            )
        )
    return items


def _in_days(day: date, today: date) -> str:
    days = (day - today).days
    return (
        ngettext("%(days)d hari lagi", "%(days)d hari lagi", days) % {"days": days}
        if days
        else _("hari ini")
    )


def _data_requests(user: User) -> list[QueueItem]:
    """What people ask about their own data, to be answered within three times 24 hours."""
    if not user.is_secretariat:
        return []
    return [
        QueueItem(
            title=str(asked.get_kind_display()),
            detail=_("Dijawab paling lama 3 × 24 jam"),
            since=asked.asked_at,
            due_on=timezone.localdate(asked.due_at),
            url=reverse("data_request_detail", args=[asked.pk]),
            action=_("Jawab"),
        )
        for asked in DataRequest.objects.open()[:20]
    ]


def _cooperation(user: User, today: date) -> list[QueueItem]:
    """Delegations that wait for an answer, agreements that end, and own promises that are due."""
    items = [
        QueueItem(
            title=asked.institution,
            detail=_("%(people)d orang ingin berkunjung") % {"people": asked.people},
            since=asked.made_at,
            due_on=timezone.localdate(asked.made_at) + ANSWER_WITHIN,
            url=asked.get_absolute_url(),
            action=_("Jawab"),
        )
        for asked in VisitRequest.objects.editable_by(user).filter(state="new")[:20]
    ]
    if keeps_cooperation(user):
        items += [
            QueueItem(
                title=agreement.title,
                detail=_("Berakhir %(words)s") % {"words": _in_days(day, today)},
                since=None,
                due_on=day,
                url=agreement.get_absolute_url(),
                action=_("Buka dokumen"),
            )
            for agreement in ending(today)[:20]
            if (day := agreement.expires_on)
        ]
    promises = FollowUp.objects.editable_by(user).unsettled()
    if keeps_cooperation(user):
        promises = promises.filter(Q(owner=user) | Q(owner__isnull=True))
    items += [
        QueueItem(
            title=promise.promise,
            detail=_("Janji kerja sama, %(name)s") % {"name": promise.promised_by},
            since=None,
            due_on=day,
            url=reverse("events:follow_up_detail", args=[promise.pk]),
            action=_("Catat hasilnya"),
        )
        for promise in promises.filter(due_on__lte=today + WEEK).order_by("due_on")[:20]
        if (day := promise.due_on)
    ]
    return items
