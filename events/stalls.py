"""Who gets a stall: the call, applications, the computed list, changes with reasons.

Everything that moves places locks the call's row first. The order itself is `rotation.py`'s.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan, Business, ReadinessAssessment
from artisans.models.people import age_on
from dekranasda.accounts.models import User
from dekranasda.lib import clock
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice
from events import rotation
from events.models import Event, Exhibit, StallApplication, StallCall, StallChange
from products.models import Product

YOUNG_BELOW = 30
LEAST_REASON = 10


def apply(
    call: StallCall, business: Business, *, pieces: int, has_disability: bool, by: User
) -> StallApplication:
    """The business's application; asked again before the deadline, it is changed or renewed.

    Raises ValidationError: «closed» after the deadline or for an event that is not on,
    «no_grade» without a valid work of a grade the call asks for, «too_few» below its pieces.
    """
    with transaction.atomic():
        call = _lock(call)
        now = clock.now()
        check_eligible(call, business, pieces=pieces, at=now)
        known = StallApplication.objects.filter(call=call, business=business).first()
        application = known or StallApplication(call=call, business=business)
        if known is None or known.withdrawn_at is not None:
            application.applied_at, application.withdrawn_at = now, None
        application.applied_by = by
        application.pieces, application.has_disability = pieces, has_disability
        application.save()
    return application


def check_eligible(call: StallCall, business: Business, *, pieces: int, at: Any) -> None:
    """Raises ValidationError where the business may not apply at the moment, as `apply` says."""
    if not is_open(call, at=at):
        raise ValidationError(
            _("Permohonan stan sudah ditutup pada %(moment)s.")
            % {"moment": date_format(timezone.localtime(call.closes_at), "j F Y, H.i")},
            code="closed",
        )
    if _grades([business.pk]).get(business.pk) not in call.grades:
        raise ValidationError(
            _("Stan hanya untuk usaha dengan karya kelas %(grades)s yang masih berlaku.")
            % {"grades": "/".join(call.grades)},
            code="no_grade",
        )
    if pieces < call.least_pieces:
        raise ValidationError(
            _("Pameran ini meminta paling sedikit %(count)s karya yang siap dibawa.")
            % {"count": call.least_pieces},
            code="too_few",
        )


def is_open(call: StallCall, *, at: Any) -> bool:
    """Whether businesses may apply at the moment."""
    return (
        call.event.state == Event.State.PUBLISHED
        and at < call.closes_at
        and call.computed_at is None
    )


def withdraw(application: StallApplication, *, by: User) -> None:
    """Takes an application back; after the list was announced, who follows moves up.

    Does nothing the second time. Raises ValidationError «over» once the exhibition has ended.
    Side effects: who moves up to a stall is told.
    """
    with transaction.atomic():
        call = _lock(application.call)
        now = clock.now()
        application = StallApplication.objects.get(pk=application.pk)
        if application.withdrawn_at is not None:
            return
        if call.event.has_ended(at=now):
            raise ValidationError(_("Pameran ini sudah selesai."), code="over")
        place = application.place
        application.place, application.withdrawn_at = None, now
        application.save(update_fields=["place", "withdrawn_at"])
        _stop_telling(application)
        if place is None:
            return
        StallChange.objects.create(
            application=application,
            from_place=place,
            to_place=None,
            reason="Mengundurkan diri.",
            changed_by=by,
            changed_at=now,
        )
        StallApplication.objects.filter(call=call, place__gt=place).update(place=F("place") - 1)
        if call.published_at and place <= call.stalls:
            _tell_whoever_moved_up(call)


def compute(call: StallCall, *, by: User) -> int:
    """Gives every standing application its points and place; how many there are.

    May be repeated until the list is announced; changes made by hand are lost with it, so it is
    refused once there are any. Raises ValidationError: «open» before the deadline, «published»,
    «changed», «nobody».
    """
    with transaction.atomic():
        call = _lock(call)
        now = clock.now()
        _refuse(call.published_at is not None, "published", _("Daftar sudah diumumkan."))
        _refuse(now < call.closes_at, "open", _("Permohonan masih dibuka."))
        _refuse(
            StallChange.objects.filter(application__call=call, to_place__isnull=False).exists(),
            "changed",
            _("Urutan sudah diubah dengan alasan; hitungan tidak diulang."),
        )
        applications = {one.pk: one for one in call.applications.standing()}  # type: ignore[attr-defined]
        _refuse(not applications, "nobody", _("Belum ada permohonan."))
        opens_on = timezone.localdate(call.event.starts_at)
        placed = rotation.ranked(
            candidates(call, list(applications.values())), call.rule.weights, on=opens_on
        )
        for one in placed:
            application = applications[one.candidate.key]
            application.place = application.computed_place = one.place
            application.points = {
                key: round(float(getattr(one.points, key)), 2)
                for key, _label in StallApplication.HEADINGS
            }
            application.total = Decimal(str(round(float(one.points.total), 2)))
        fields = ["place", "computed_place", "points", "total"]
        StallApplication.objects.bulk_update(applications.values(), fields)
        call.computed_at, call.computed_by = now, by
        call.save(update_fields=["computed_at", "computed_by"])
    return len(placed)


def move(application: StallApplication, *, to_place: int, reason: str, by: User) -> StallChange:
    """Moves an application in the list that is not announced yet; everybody between shifts by one.

    Raises ValidationError: «reason_required» for fewer than ten letters, «published»,
    «not_placed», «no_such_place».
    """
    reason = " ".join(reason.split())
    _refuse(
        len(reason) < LEAST_REASON,
        "reason_required",
        _("Tulis alasannya, paling sedikit sepuluh huruf. Alasan ini dibaca semua orang."),
    )
    with transaction.atomic():
        call = _lock(application.call)
        application = StallApplication.objects.get(pk=application.pk)
        _refuse(call.published_at is not None, "published", _("Daftar sudah diumumkan."))
        place = application.place
        if place is None:
            raise ValidationError(_("Usaha ini tidak ada dalam daftar."), code="not_placed")
        last = call.applications.aggregate(Max("place"))["place__max"] or 0
        _refuse(
            not 1 <= to_place <= last or to_place == place,
            "no_such_place",
            _("Pilih urutan lain antara 1 dan %(last)s.") % {"last": last},
        )
        between = Q(place__gt=place, place__lte=to_place) | Q(place__lt=place, place__gte=to_place)
        step = 1 if to_place < place else -1
        call.applications.filter(between).update(place=F("place") + step)
        StallApplication.objects.filter(pk=application.pk).update(place=to_place)
        return StallChange.objects.create(
            application=application,
            from_place=place,
            to_place=to_place,
            reason=reason,
            changed_by=by,
            changed_at=clock.now(),
        )


def number(call: StallCall, stands: Mapping[int, str]) -> None:
    """Writes the stand numbers, by the key of the application, of those that have a stall.

    The works that are on the exhibition's list already move along. Raises ValidationError:
    «not_published», «twice» for a number that two would have.
    """
    wanted = Counter(stand for stand in stands.values() if stand)
    twice = sorted(stand for stand, count in wanted.items() if count > 1)
    _refuse(
        bool(twice),
        "twice",
        _("Nomor stan ini dipakai dua kali: %(stands)s.") % {"stands": ", ".join(twice)},
    )
    with transaction.atomic():
        call = _lock(call)
        _refuse(call.published_at is None, "not_published", _("Umumkan daftarnya lebih dahulu."))
        for application in StallApplication.objects.with_stall().filter(call=call, pk__in=stands):
            application.stand = stands[application.pk]
            application.save(update_fields=["stand"])
            Exhibit.objects.filter(
                event=call.event_id, product__business=application.business_id
            ).update(stand=application.stand)


def recorded_stock(businesses: Iterable[Any]) -> dict[Any, int]:
    """How many pieces the businesses' works on show say they have; one query.

    Who tells no stock is left out: a promise cannot be held against silence.
    """
    works = Product.objects.published().filter(
        business__in=businesses, published_version__stock__isnull=False
    )
    rows = works.order_by().values("business").annotate(stock=Sum("published_version__stock"))
    return {row["business"]: row["stock"] for row in rows}


def publish(call: StallCall, *, by: User) -> int:
    """Announces the list and tells everybody on it; how many have a stall.

    Raises ValidationError: «not_computed», «published» the second time, «second_person» where the
    one who changed the order by hand announces it.
    """
    with transaction.atomic():
        call = _lock(call)
        _refuse(call.computed_at is None, "not_computed", _("Hitung daftarnya lebih dahulu."))
        _refuse(call.published_at is not None, "published", _("Daftar sudah diumumkan."))
        _refuse(
            StallChange.objects.filter(
                application__call=call, to_place__isnull=False, changed_by=by
            ).exists(),
            "second_person",
            _("Anda yang mengubah urutan. Minta orang lain mengumumkannya."),
        )
        call.published_at, call.published_by = clock.now(), by
        call.save(update_fields=["published_at", "published_by"])
        listed = list(_listed(call))
        for application in listed:
            _tell(application, "stall_given" if application.has_stall else "stall_waiting")
    return sum(application.has_stall for application in listed)


def candidates(call: StallCall, applications: list[StallApplication]) -> list[rotation.Candidate]:
    """What the formula knows of the applications; five queries for any number."""
    businesses = [one.business_id for one in applications]
    opens_on = timezone.localdate(call.event.starts_at)
    grades, last_stalls = _grades(businesses), _last_stalls(call, businesses)
    levels: dict[Any, int] = dict(
        ReadinessAssessment.objects.filter(business__in=businesses)
        .order_by("business", "-assessed_on", "-pk")
        .distinct("business")
        .values_list("business", "level")
    )
    promises = {
        row["business"]: (row["made"], row["kept"])
        for row in StallApplication.objects.filter(
            business__in=businesses, kept_promise__isnull=False
        )
        .order_by()
        .values("business")
        .annotate(made=Count("pk"), kept=Count("pk", filter=Q(kept_promise=True)))
    }
    owners = {
        business.pk: business
        for business in Business.objects.filter(pk__in=businesses).select_related(
            "owner", "village"
        )
    }
    found = []
    for one in applications:
        business = owners[one.business_id]
        made, kept = promises.get(one.business_id, (0, 0))
        found.append(
            rotation.Candidate(
                key=one.pk,
                grade=grades.get(one.business_id, ""),
                readiness=levels.get(one.business_id, 0),
                last_stall_on=last_stalls.get(one.business_id),
                district=business.village.district_id if business.village else "",
                promises=made,
                kept=kept,
                has_priority=one.has_disability or _is_given_way(business.owner, opens_on),
                applied_at=one.applied_at,
            )
        )
    return found


def _is_given_way(owner: Artisan, day: date) -> bool:
    """Women, and whoever is younger than thirty on the day (the council's published groups)."""
    is_young = owner.born_on is not None and age_on(owner.born_on, day) < YOUNG_BELOW
    return owner.gender == Artisan.Gender.FEMALE or is_young


def _grades(businesses: list[int]) -> dict[int, str]:
    """The best valid grade of each business that has A or B."""
    shown = Product.objects.published().filter(business__in=businesses, grade__in=["A", "B"])
    rows = shown.order_by().values("business").annotate(best=Min("grade"))
    return {row["business"]: row["best"] for row in rows}


def _last_stalls(call: StallCall, businesses: list[int]) -> dict[int, date]:
    """The day of each business's last stall before this one, or of works shown without a list."""
    before = call.event.starts_at
    given = StallApplication.objects.with_stall().filter(
        business__in=businesses, call__event__starts_at__lt=before
    )
    shown = Exhibit.objects.filter(
        product__business__in=businesses, event__starts_at__lt=before, event__state="published"
    )
    rows = [
        *given.values_list("business", "call__event__starts_at"),
        *shown.order_by().values_list("product__business", "event__starts_at").distinct(),
    ]
    last: dict[Any, date] = {}
    for business, moment in rows:
        day = timezone.localdate(moment)
        last[business] = max(day, last.get(business, day))
    return last


def _lock(call: StallCall) -> StallCall:
    return (
        StallCall.objects.select_for_update(of=("self",))
        .select_related("event", "rule")
        .get(pk=call.pk)
    )


def _listed(call: StallCall) -> Any:
    return (
        StallApplication.objects.filter(call=call)
        .in_order()
        .select_related("business__owner__user", "call__event")
    )


def _tell_whoever_moved_up(call: StallCall) -> None:
    for application in _listed(call).filter(place=call.stalls):
        _tell(application, "stall_given")


def _stop_telling(application: StallApplication) -> None:
    """Stops what was not delivered and holds no longer."""
    outbox.cancel(Notice.objects.filter(key__startswith=f"stalls:{application.pk}:"))


def _tell(application: StallApplication, template: str) -> None:
    """One message for each turn of events, whatever moves up and down afterwards."""
    _stop_telling(application)
    owner = application.business.owner
    outbox.queue(
        key=f"stalls:{application.pk}:{application.applied_at:%Y%m%d%H%M%S%f}:{template}",
        recipient=owner.user,
        recipient_name=owner.name,
        address="" if owner.user else owner.phone,
        template=template,
        context={"application": application, "event": application.call.event},
        link=application.call.event.get_absolute_url(),
    )


def _refuse(holds: bool, code: str, message: Any) -> None:
    if holds:
        raise ValidationError(message, code=code)
