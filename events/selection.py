"""Drawing whom an event invites: the eligible, in the order of the published rule."""

import secrets
from collections import Counter
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import Business
from dekranasda.accounts.models import User
from dekranasda.lib import clock
from events.eligibility import eligible
from events.fair_choice import Candidate, choose
from events.models import Event, Registration, Selection, SelectionPick
from events.registration import invite

MOST_RESERVE = 20


def draw(event: Event, *, wanted: int, answer_by: datetime, by: User, seed: str = "") -> Selection:
    """Chooses among the eligible, keeps a seat for each, asks them, and keeps how it came out.

    The next of the same order are kept as the reserve, whom `registration` asks one by one where
    somebody does not come.
    A drawing is final: there is none to look at first, so nobody draws until the list pleases;
    only the demo names its `seed`.
    Raises ValidationError: «closed» where no seats are given any more, «too_late» for a deadline
    that has passed or lies after the start, «no_seats» where fewer are free, «nobody» where no
    eligible business is left. Side effects: messages.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update().get(pk=event.pk)
        now = clock.now()
        _check(event, wanted, answer_by, at=now)
        candidates = _candidates(event)
        if not candidates:
            raise ValidationError(
                _("Tidak ada usaha yang memenuhi syarat dan belum terdaftar."), code="nobody"
            )
        seed = seed or secrets.token_hex(8)
        picks = choose(candidates, wanted=wanted + MOST_RESERVE, coming=_coming(event), seed=seed)
        selection = Selection.objects.create(
            event=event,
            wanted=wanted,
            eligible_count=len(candidates),
            seed=seed,
            answer_by=answer_by,
            drawn_at=now,
            drawn_by=by,
        )
        SelectionPick.objects.bulk_create(
            SelectionPick(
                selection=selection,
                place=pick.place,
                business_id=pick.candidate.key,
                last_trained_on=pick.candidate.last_trained_on,
                district_id=pick.candidate.district or None,
                from_district=pick.from_district,
                was_drawn=pick.was_drawn,
            )
            for pick in picks
        )
        chosen = Business.objects.select_related("owner__user").in_bulk(
            [pick.candidate.key for pick in picks[:wanted]]
        )
        businesses = [chosen[pick.candidate.key] for pick in picks[:wanted]]
        invite(event, businesses, selection=selection, until=answer_by, at=now)
    return selection


def _check(event: Event, wanted: int, answer_by: datetime, *, at: datetime) -> None:
    if not event.is_open(at=at):
        raise ValidationError(
            _("Undangan hanya untuk acara tayang yang pendaftarannya masih dibuka."), code="closed"
        )
    if not at < answer_by <= event.starts_at:
        raise ValidationError(
            _("Batas menjawab harus sesudah sekarang dan sebelum acara mulai."), code="too_late"
        )
    free = event.places_left or 0
    if wanted > free:
        raise ValidationError(
            _("Tinggal %(free)s tempat kosong. Undang paling banyak sejumlah itu."),
            code="no_seats",
            params={"free": free},
        )


def _candidates(event: Event) -> list[Candidate]:
    """One business of each eligible artisan who is not registered and not asked before."""
    engaged = Registration.objects.filter(event=event).engaged()
    trained = (
        Registration.objects.filter(
            artisan=OuterRef("owner"),
            state=Registration.State.ATTENDED,
            event__kind=Event.Kind.TRAINING,
        )
        .order_by()
        .values("artisan")
        .annotate(last=Max("event__ends_at"))
    )
    rows = (
        eligible(event)
        .exclude(owner__in=engaged.values("artisan"))
        .annotate(last_at=Subquery(trained.values("last")))
        .order_by("owner_id", "pk")
        .distinct("owner_id")
        .values_list("pk", "village__district", "last_at")
    )
    return [
        Candidate(pk, district or "", timezone.localdate(last) if last else None)
        for pk, district, last in rows
    ]


def _coming(event: Event) -> dict[str, int]:
    """How many people of each district have a seat or are asked."""
    holding = [*Registration.SEATED, Registration.State.OFFERED]
    people = event.registrations.filter(state__in=holding)
    return Counter(
        code or "" for code in people.values_list("business__village__district", flat=True)
    )
