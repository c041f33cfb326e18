"""Whom mentors accompany: what is due, what is late, and how much each mentor carries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from artisans.models import Business, MentoringPlan, MentoringTarget, MentoringVisit
from artisans.plans import mentors
from dekranasda.accounts.models import User

# A plan's first visit, from the day it was opened (source: the council's promise to makers).
FIRST_VISIT = timedelta(days=7)
LONG_AGO = timedelta(days=60)
WEEK = timedelta(days=7)
YEAR = timedelta(days=365)

FILTERS = (
    ("", pgettext_lazy("pendampingan", "Semua")),
    ("terlambat", _("Terlambat")),
    ("minggu-ini", _("Minggu ini")),
    ("60-hari", _("Tanpa kunjungan 60 hari")),
)
UNASSIGNED = ("tanpa-pendamping", _("Tanpa pendamping"))


@dataclass(frozen=True)
class MentoredFilter:
    """What the list is narrowed to; empty texts narrow nothing."""

    kind: str = ""
    text: str = ""
    mentor: str = ""

    @classmethod
    def of(cls, parameters: Any) -> "MentoredFilter":
        """From the address: saring, q, pendamping (the uid of a mentor)."""
        return cls(
            kind=parameters.get("saring", ""),
            text=parameters.get("q", "").strip()[:100],
            mentor=_uid(parameters.get("pendamping", "")),
        )


def _uid(text: str) -> str:
    """The text where it is a uid, else an empty one: an address may hold anything."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def with_dates(businesses: QuerySet[Business]) -> QuerySet[Any]:
    """Each with `last_visit`, `due_on`, `open_targets` and `mentor_name`, what is due first.

    `due_on` is what the newest visit promised; before the first visit of a plan, seven days after
    its opening. A visit since then settles it, whatever was promised before.
    """
    visits = MentoringVisit.objects.filter(business=OuterRef("pk")).order_by("-visited_on", "-pk")
    plans = MentoringPlan.objects.open().filter(business=OuterRef("pk"))
    targets = MentoringTarget.objects.open().filter(plan__business=OuterRef("pk")).order_by()
    how_many = targets.annotate(many=Func(F("pk"), function="COUNT")).values("many")
    first_due = Cast(F("opened_on") + Value(FIRST_VISIT), DateField())
    return (
        businesses.select_related("owner", "village__district")
        .annotate(
            last_visit=Subquery(visits.values("visited_on")[:1]),
            promised_on=Subquery(visits.values("next_visit_on")[:1]),
            opened_on=Subquery(plans.order_by("-opened_on").values("opened_on")[:1]),
            open_targets=Coalesce(Subquery(how_many, output_field=IntegerField()), 0),
            mentor_name=Subquery(
                plans.filter(mentor__isnull=False).values("mentor__full_name")[:1]
            ),
        )
        .annotate(
            due_on=Case(
                When(last_visit__gte=F("opened_on"), then=F("promised_on")),
                default=first_due,
                output_field=DateField(),
            )
        )
        .order_by(F("due_on").asc(nulls_last=True), "last_visit", "name", "pk")
    )


def narrowed(
    businesses: QuerySet[Business], wanted: MentoredFilter, *, today: date
) -> QuerySet[Any]:
    """The businesses `with_dates` that fit."""
    found = with_dates(businesses)
    for word in wanted.text.split():
        found = found.filter(Q(name__icontains=word) | Q(owner__name__icontains=word))
    if wanted.mentor:
        plans = MentoringPlan.objects.open().filter(mentor__uid=wanted.mentor)
        found = found.filter(pk__in=plans.values("business"))
    by_kind = {
        "terlambat": Q(due_on__lt=today),
        "minggu-ini": Q(due_on__range=(today, today + WEEK)),
        "60-hari": Q(last_visit__lt=today - LONG_AGO) | Q(last_visit__isnull=True),
        "tanpa-pendamping": Q(
            pk__in=MentoringPlan.objects.open().filter(mentor__isnull=True).values("business")
        ),
    }
    return found.filter(by_kind[wanted.kind]) if wanted.kind in by_kind else found


def overdue(user: User, *, today: date) -> QuerySet[Any]:
    """The person's businesses whose visit is late, the longest waiting first."""
    return with_dates(Business.objects.mentored_by(user)).filter(due_on__lt=today)


@dataclass(frozen=True)
class Load:
    """What one mentor carries: counts of businesses, targets, late ones, visits in 30 days.

    `closed` plans of the last twelve months took `median_days` from opening to end; None of none.
    """

    mentor: User
    businesses: int
    open_targets: int
    overdue: int
    visits: int
    closed: int = 0
    median_days: int | None = None


def loads(*, today: date) -> list[Load]:
    """Every mentor, the busiest first; six queries whatever their number."""
    plans = MentoringPlan.objects.open()
    businesses = _counted(plans, "business")
    targets = _counted(MentoringTarget.objects.open(), "pk", mentor="plan__mentor")
    late = with_dates(Business.objects.all()).filter(due_on__lt=today).order_by().values("pk")
    late_plans = _counted(plans.filter(business__in=late), "business")
    recent = MentoringVisit.objects.filter(visited_on__gt=today - timedelta(days=30))
    visits = _counted(recent, "pk")
    took: dict[int, list[int]] = defaultdict(list)
    ended = MentoringPlan.objects.filter(closed_on__gt=today - YEAR, mentor__isnull=False)
    for mentor_pk, opened_on, closed_on in ended.values_list("mentor", "opened_on", "closed_on"):
        took[mentor_pk].append((closed_on - opened_on).days)  # type: ignore[operator]  # all ended
    found = [
        Load(
            mentor,
            businesses.get(mentor.pk, 0),
            targets.get(mentor.pk, 0),
            late_plans.get(mentor.pk, 0),
            visits.get(mentor.pk, 0),
            len(took[mentor.pk]),
            round(median(took[mentor.pk])) if took[mentor.pk] else None,
        )
        for mentor in mentors()
    ]
    return sorted(found, key=lambda load: (-load.businesses, load.mentor.full_name))


def _counted(rows: QuerySet[Any], what: str, *, mentor: str = "mentor") -> dict[int, int]:
    counted = rows.order_by().values_list(mentor).annotate(Count(what, distinct=True))
    return {pk: count for pk, count in counted if pk}


def oversees(user: User) -> bool:
    """Whether the person sees the work of all mentors."""
    return user.is_secretariat
