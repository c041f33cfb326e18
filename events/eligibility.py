"""Who may join an event, why somebody may not, and what else there is for them.

Each rule is one condition on businesses, so that a single business and a drawing among thousands
are judged by the same words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from artisans.models import Artisan, Business, ReadinessAssessment
from dekranasda.templatetags.portal import translated
from events.models import Event, Registration
from products.models import Product

A_YEAR = timedelta(days=365)
MOST_ALTERNATIVES = 3
MOST_LOOKED_AT = 12


@dataclass(frozen=True)
class Rule:
    """One condition: whether the event has it, which businesses meet it, and its words.

    The words end «Acara ini untuk …».
    """

    code: str
    applies: Callable[[Event], bool]
    met: Callable[[Event], Q | Exists]
    words: Callable[[Event], str]


def eligible(event: Event) -> models.QuerySet[Business]:
    """The active businesses that meet every condition of the event."""
    active = Business.objects.filter(state=Business.State.ACTIVE)
    return active.filter(*(rule.met(event) for rule in _rules_of(event)))


def check_eligible(
    event: Event, business: Business, *, at: datetime, is_invited: bool = False
) -> None:
    """Raises ValidationError where the business may not register at the moment.

    «closed» after the deadline, for a draft or a cancelled event; «by_invitation» for who was not
    asked; then the code of each rule that the business misses, all of them at once.
    """
    if not event.is_open(at=at):
        raise ValidationError(_closed(event), code="closed")
    if event.by_invitation and not is_invited:
        raise ValidationError(
            _("Acara ini dengan undangan. Yang diundang dipilih menurut aturan yang terbuka."),
            code="by_invitation",
        )
    refusals = [
        ValidationError(
            _("Acara ini untuk %(condition)s."), rule.code, {"condition": rule.words(event)}
        )
        for rule in _missed(event, business)
    ]
    if refusals:
        raise ValidationError(refusals)


def conditions(event: Event) -> list[str]:
    """Who may join, in words, one condition each; empty where everybody may."""
    return [rule.words(event) for rule in _rules_of(event)]


def alternatives(event: Event, business: Business, *, at: datetime) -> list[Event]:
    """Other events that the business may join now, the next first; at most three."""
    mine = Registration.objects.filter(artisan=business.owner_id).live()
    others = (
        Event.objects.open_for(business.owner, at=at)
        .exclude(pk=event.pk)
        .exclude(pk__in=mine.values("event"))
    )
    found = [one for one in others[:MOST_LOOKED_AT] if not _missed(one, business)]
    return found[:MOST_ALTERNATIVES]


def clashes(event: Event, artisan: Artisan) -> models.QuerySet[Registration]:
    """The artisan's other registrations at the same time; a reason to warn, not to refuse."""
    return (
        Registration.objects.live()
        .filter(
            artisan=artisan,
            event__starts_at__lt=event.ends_at,
            event__ends_at__gt=event.starts_at,
            event__state=Event.State.PUBLISHED,
        )
        .exclude(event=event)
    )


def repeats(event: Event, artisan: Artisan) -> models.QuerySet[Registration]:
    """The artisan's trainings on the same topic within a year: there, or with a seat to come."""
    return _same_topic(event).filter(artisan=artisan)


def _closed(event: Event) -> str:
    if event.state == Event.State.CANCELLED:
        return _("Acara ini dibatalkan.")
    if event.quota is None:
        return _("Acara ini tidak memakai pendaftaran.")
    return _("Pendaftaran sudah ditutup pada %(moment)s.") % {
        "moment": date_format(timezone.localtime(event.closes_at), "j F Y, H.i")
    }


def _rules_of(event: Event) -> list[Rule]:
    """The rules that the event has; crafts and districts are read once for it."""
    models.prefetch_related_objects([event], "crafts", "districts")
    return [rule for rule in RULES if rule.applies(event)]


def _missed(event: Event, business: Business) -> list[Rule]:
    """The rules that the business does not meet. One query where there are any."""
    rules = _rules_of(event)
    if not rules:
        return []
    tests = [models.Case(models.When(rule.met(event), then=True), default=False) for rule in rules]
    met = Business.objects.filter(pk=business.pk).values_list(*tests).get()
    return [rule for rule, is_met in zip(rules, met, strict=True) if not is_met]


def _of_crafts(event: Event) -> Q:
    return Q(craft__in=event.crafts.all())


def _of_districts(event: Event) -> Q:
    return Q(village__district__in=event.districts.all())


def _is_ready(event: Event) -> Exists:
    """By the newest assessment alone; without one a business is not ready."""
    every = ReadinessAssessment.objects.order_by("-assessed_on", "-pk")
    newest = every.filter(business=OuterRef("business")).values("pk")[:1]
    return Exists(
        every.filter(
            business=OuterRef("pk"), pk=Subquery(newest), level__gte=event.minimum_readiness or 0
        )
    )


def _has_grade(event: Event) -> Exists:
    """A work of the grade, or better, that is in the catalogue today."""
    return Exists(
        Product.objects.published().filter(
            business=OuterRef("pk"), grade__gt="", grade__lte=event.minimum_grade
        )
    )


def _is_not_a_repeat(event: Event) -> Q:
    return ~Q(Exists(_same_topic(event).filter(artisan=OuterRef("owner"))))


def _same_topic(event: Event) -> models.QuerySet[Registration]:
    """Seats at other trainings on the topic: taken in the year before, or still to be taken."""
    if not event.topic:
        return Registration.objects.none()
    return Registration.objects.filter(
        Q(state=Registration.State.ATTENDED)
        | Q(state=Registration.State.CONFIRMED, event__ends_at__gt=timezone.now()),
        event__topic=event.topic,
        event__kind=Event.Kind.TRAINING,
        event__state=Event.State.PUBLISHED,
        event__starts_at__gt=event.starts_at - A_YEAR,
        event__starts_at__lt=event.starts_at + A_YEAR,
    ).exclude(event=event)


def _names(chosen: models.Manager[Any]) -> str:
    return ", ".join(translated(one, "name") for one in chosen.all())


RULES = (
    Rule(
        "wrong_craft",
        lambda event: bool(event.crafts.all()),
        _of_crafts,
        lambda event: _("kerajinan %(names)s") % {"names": _names(event.crafts)},
    ),
    Rule(
        "wrong_district",
        lambda event: bool(event.districts.all()),
        _of_districts,
        lambda event: _("usaha di Kecamatan %(names)s") % {"names": _names(event.districts)},
    ),
    Rule(
        "not_ready",
        lambda event: event.minimum_readiness is not None,
        _is_ready,
        lambda event: (
            _("usaha dengan kesiapan paling rendah «%(level)s»")
            % {"level": event.get_minimum_readiness_display()}
        ),
    ),
    Rule(
        "no_grade",
        lambda event: bool(event.minimum_grade),
        _has_grade,
        lambda event: (
            _("usaha yang punya karya %(grade)s atau lebih baik di katalog")
            % {"grade": event.get_minimum_grade_display()}
        ),
    ),
    Rule(
        "repeat",
        lambda event: event.once_a_year,
        _is_not_a_repeat,
        lambda _event: _("yang belum ikut pelatihan dengan materi sama dalam setahun"),
    ),
)
