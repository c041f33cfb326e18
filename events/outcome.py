"""What came of trainings: who came, what they learned and thought, how they do months later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import (
    Avg,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from artisans.models import Artisan
from dekranasda.accounts.models import User
from events.models import Evaluation, Event, OutcomeReport, Registration

MONTH = timedelta(days=365) / 12
# How long after it is due a question counts as late, and until when the last one is asked.
GRACE = timedelta(days=30)
LAST_ASKED = 18
# Fewer answers than this tell who said what.
LEAST_ANSWERS = 5

Gender = Artisan.Gender
Months = OutcomeReport.Month


def _of(path: str, **conditions: object) -> Q:
    """Conditions on what hangs on an event's registrations."""
    return Q(**{f"registrations__{path}__{name}": value for name, value in conditions.items()})


def with_figures(events: QuerySet[Event]) -> QuerySet[Event]:
    """The events with what the report on trainings tells of each; still one query. Source: R9.

    Scores are the means of who took both tests.
    """
    came = Q(registrations__state=Registration.State.ATTENDED)
    both = _of("evaluation", before__isnull=False, after__isnull=False)
    opinion = _of("evaluation", satisfaction__isnull=False)
    return events.annotate(
        seated_count=Count("registrations", filter=Q(registrations__state__in=Registration.SEATED)),
        came_count=Count("registrations", filter=came),
        women_count=Count(
            "registrations", filter=came & _of("artisan", gender=Artisan.Gender.FEMALE)
        ),
        men_count=Count("registrations", filter=came & _of("artisan", gender=Artisan.Gender.MALE)),
        tested_count=Count("registrations", filter=both),
        mean_before=Avg("registrations__evaluation__before", filter=both),
        mean_after=Avg("registrations__evaluation__after", filter=both),
        opinion_count=Count("registrations", filter=opinion),
        mean_satisfaction=Avg("registrations__evaluation__satisfaction", filter=opinion),
        mean_clarity=Avg("registrations__evaluation__clarity", filter=opinion),
        mean_usefulness=Avg("registrations__evaluation__usefulness", filter=opinion),
        certificate_count=Count(
            "registrations__certificate",
            filter=_of("certificate", revoked_on__isnull=True),
        ),
    )


def comments_of(event: Event) -> list[str]:
    """What participants wrote, without names, once enough of them answered; two queries."""
    told = Evaluation.objects.filter(registration__event=event, satisfaction__isnull=False)
    if told.count() < LEAST_ANSWERS:
        return []
    # By the words, so that the order does not tell who wrote first.
    return sorted(told.exclude(comment="").values_list("comment", flat=True))


def save_scores(event: Event, changes: Mapping[int, Mapping[str, int | None]]) -> None:
    """Writes changed scores: for a registration's key its `before`, its `after`, or both.

    What two people change at once in different fields both stays.
    """
    with transaction.atomic():
        keys = event.registrations.filter(
            pk__in=changes, state=Registration.State.ATTENDED
        ).values_list("pk", flat=True)
        for key in keys:
            Evaluation.objects.update_or_create(registration_id=key, defaults=dict(changes[key]))


# How participants do months later


def asked(registrations: QuerySet[Registration], *, at: datetime) -> QuerySet[Any]:
    """Those who have a question open at the moment, with `month` and `due_at`, the oldest first.

    Each question is open until the next one is due, so nobody is asked twice at a time. Nothing is
    stored before an answer.
    """
    ends = "event__ends_at"
    steps = [
        (month, timedelta(days=round(month * MONTH.days + month * 0.42))) for month in Months.values
    ]
    answered = OutcomeReport.objects.filter(registration=OuterRef("pk"), month=OuterRef("month"))
    return (
        registrations.filter(
            event__kind=Event.Kind.TRAINING,
            state=Registration.State.ATTENDED,
            **{f"{ends}__lte": at - steps[0][1], f"{ends}__gt": at - LAST_ASKED * MONTH},
        )
        .annotate(
            month=Case(
                *(
                    When(**{f"{ends}__lte": at - wait}, then=Value(month))
                    for month, wait in reversed(steps)
                ),
                output_field=IntegerField(),
            ),
            due_at=Case(
                *(
                    When(**{f"{ends}__lte": at - wait}, then=F(ends) + Value(wait))
                    for month, wait in reversed(steps)
                ),
                output_field=DateTimeField(),
            ),
        )
        .filter(~Exists(answered))
        .order_by("due_at", "pk")
    )


def is_late(due_at: datetime, *, at: datetime) -> bool:
    """Whether a question has waited longer than it should."""
    return at > due_at + GRACE


def answer(
    registration: Registration, *, month: int, by: User, at: datetime, **answers: object
) -> OutcomeReport:
    """Keeps the three answers; the first ones where it is told twice."""
    report, _is_new = OutcomeReport.objects.get_or_create(
        registration=registration,
        month=month,
        defaults={**answers, "answered_at": at, "answered_by": by},
    )
    return report


@dataclass(frozen=True)
class Afterwards:
    """The answers of one month after trainings; None where too few answered to tell."""

    month: int
    label: str
    due: int
    answered: int
    new_products: int | None
    workers: float | None


def afterwards(registrations: QuerySet[Registration], *, at: datetime) -> list[Afterwards]:
    """What participants told 3, 6 and 12 months later, of all whom it was time to ask; two queries.

    Workers are the mean of a business.
    """
    reports = (
        OutcomeReport.objects.filter(registration__in=registrations)
        .order_by()
        .values("month")
        .annotate(
            answered=Count("pk"),
            new_products=Count("pk", filter=Q(has_new_product=True)),
            mean_workers=Avg("workers"),
        )
    )
    told = {row["month"]: row for row in reports}
    came = registrations.filter(state=Registration.State.ATTENDED, event__kind=Event.Kind.TRAINING)
    due = came.aggregate(
        **{
            f"due_{month}": Count("pk", filter=Q(event__ends_at__lte=at - month * MONTH))
            for month in Months.values
        }
    )
    return [_told(month, due[f"due_{month}"], told.get(month)) for month in Months.values]


def _told(month: int, due: int, row: Mapping[str, float] | None) -> Afterwards:
    answered = int(row["answered"]) if row else 0
    enough = row if row and answered >= LEAST_ANSWERS else None
    return Afterwards(
        month=month,
        label=str(Months(month).label),
        due=due,
        answered=answered,
        new_products=int(enough["new_products"]) if enough else None,
        workers=float(enough["mean_workers"]) if enough else None,
    )


def years_with_trainings(events: QuerySet[Event]) -> list[int]:
    """The years in which one of the trainings ended, the newest first."""
    trainings: Iterable[datetime] = (
        events.filter(kind=Event.Kind.TRAINING).order_by().values_list("ends_at", flat=True)
    )
    return sorted({timezone.localdate(moment).year for moment in trainings}, reverse=True)
