"""What is agreed with other regions: documents and promises, their days and their reminders."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from artisans.documents import store_document
from artisans.licence_reminders import step_of
from dekranasda.accounts.models import Role, User
from dekranasda.accounts.querysets import holders_of
from dekranasda.lib import clock, images, photo_store
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice
from events.models import Agreement, Event, FollowUp, VisitGoal, VisitPhoto
from events.models.partners import ENDING_WITHIN

# Days before the day of a promise on which its keeper is reminded, the nearest first.
PROMISE_STEPS = (3, 14)
MOST_PHOTOS = 12


# Documents


def keep_agreement(agreement: Agreement, raw: bytes, name: str) -> None:
    """Saves a document and, where one came, its file; the file before goes after the commit.

    Raises ValidationError as `store_document`; then nothing is kept.
    """
    before = agreement.stored_name
    if raw:
        agreement.stored_name = store_document(raw, name, folder="agreements")
    with transaction.atomic():
        agreement.save()
        if raw and before:
            transaction.on_commit(partial(storages["private"].delete, before))


def ending(today: date) -> QuerySet[Agreement]:
    """Binding documents that end within 90 days and have no newer one of their kind."""
    newer = Agreement.objects.filter(
        partner=OuterRef("partner"), kind=OuterRef("kind"), signed_on__gt=OuterRef("signed_on")
    )
    found = Agreement.objects.ending(on=today, within=ENDING_WITHIN)
    return found.exclude(Exists(newer)).select_related("partner")


def agreement_rows(agreements: QuerySet[Agreement], *, on: date) -> Iterator[list[Any]]:
    """The register for a workbook, under `agreement_headings`; two queries."""
    promises = Prefetch("follow_ups", FollowUp.objects.all(), to_attr="promises")
    for one in agreements.select_related("partner", "event").prefetch_related(promises):
        state = one.state_on(on)
        kept = counted(one.promises, on=on)
        yield [
            one.get_kind_display(), one.number, one.title, one.partner.name, one.signed_on,
            one.expires_on, str(state.label) if state else "", one.signed_by_us,
            one.signed_by_them, one.event.title if one.event else "", one.summary,
            kept.promised, kept.done, kept.overdue,
        ]  # fmt: skip


def agreement_headings() -> list[str]:
    """The columns of `agreement_rows`."""
    return [
        _("Jenis"), _("Nomor"), _("Judul"), _("Mitra"), _("Ditandatangani"), _("Berlaku sampai"),
        _("Keadaan"), _("Penanda tangan kami"), _("Penanda tangan mitra"), _("Kunjungan"),
        _("Isi pokok"), _("Janji"), _("Selesai"), _("Lewat tenggat"),
    ]  # fmt: skip


# Promises


@dataclass(frozen=True)
class Kept:
    """How many promises there are, and how they stand on a day; the four parts make the whole."""

    promised: int
    done: int
    overdue: int
    open: int
    dropped: int


def counted(promises: Iterable[FollowUp], *, on: date) -> Kept:
    """The promises counted by how they stand on the day."""
    states = [promise.state_on(on) for promise in promises]
    return Kept(
        promised=len(states),
        done=states.count(FollowUp.State.DONE),
        overdue=states.count(FollowUp.State.OVERDUE),
        open=states.count(FollowUp.State.OPEN),
        dropped=states.count(FollowUp.State.DROPPED),
    )


def complete(follow_up: FollowUp, *, on: date, outcome: str) -> None:
    """Notes that a promise was kept, with what came of it.

    Raises ValidationError: «settled», «outcome_missing», and a day that has not come yet.
    """
    with transaction.atomic():
        current = _unsettled(follow_up, outcome)
        current.done_on, current.outcome = on, outcome.strip()
        current.clean()
        current.save(update_fields=["done_on", "outcome"])


def drop(follow_up: FollowUp, *, on: date, reason: str) -> None:
    """Gives a promise up in the open, with the reason. Raises ValidationError as `complete`."""
    with transaction.atomic():
        current = _unsettled(follow_up, reason)
        current.dropped_on, current.outcome = on, reason.strip()
        current.save(update_fields=["dropped_on", "outcome"])


def _unsettled(follow_up: FollowUp, words: str) -> FollowUp:
    current = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    if current.is_settled:
        raise ValidationError(
            _("Janji ini sudah ditutup, mungkin oleh rekan Anda."), code="settled"
        )
    if not words.strip():
        raise ValidationError(_("Tulis apa yang terjadi."), code="outcome_missing")
    return current


# The record of a visit


def keep_goals(visit: Event, words: dict[str, tuple[str, str]]) -> None:
    """Keeps what was discussed and what came of each goal; an empty goal is none of the visit's."""
    with transaction.atomic():
        for goal, (discussed, result) in words.items():
            if discussed or result:
                VisitGoal.objects.update_or_create(
                    event=visit, goal=goal, defaults={"discussed": discussed, "result": result}
                )
            else:
                VisitGoal.objects.filter(event=visit, goal=goal).delete()


def add_photo(event: Event, words: VisitPhoto, *, raw: bytes, name: str, by: User) -> VisitPhoto:
    """Cleans, stores and adds a photograph with the `words` of an unsaved one.

    Raises ValidationError: images.ImageRefused, photo_store.StorageRefused, «too_many», or that
    it is there already.
    """
    stored = images.store(images.clean(raw, name))
    with transaction.atomic():
        Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
        if event.visit_photos.count() >= MOST_PHOTOS:
            raise ValidationError(
                _("Satu acara memuat paling banyak %(most)d foto. Hapus salah satu dulu."),
                code="too_many",
                params={"most": MOST_PHOTOS},
            )
        words.event, words.sha256, words.colour = event, stored.sha256, stored.colour
        words.width, words.height = stored.width, stored.height
        words.added_by, words.added_at = by, clock.now()
        words.validate_constraints()
        words.save()
    return words


def remove_photo(photo: VisitPhoto) -> None:
    """Takes a photograph away; its files go after the commit where nothing else shows them."""
    with transaction.atomic():
        photo.delete()
        photo_store.forget([photo.sha256])


def record_of(event: Event) -> dict[str, Any]:
    """What everybody may read of who came, what was talked about and what came of it."""
    return {
        "parties": event.parties.all(),
        "goals": event.goals.exclude(discussed="", result=""),
        "photos": event.visit_photos.all(),
        "follow_ups": event.follow_ups.filter(is_public=True),
        "agreements": event.agreements.public().select_related("partner"),  # type: ignore[attr-defined]
    }


def visits_with_outcome(today: date) -> list[dict[str, Any]]:
    """Every visit that the public may see, the newest first, with what came of it; five queries."""
    visits = (
        Event.objects.published()
        .filter(kind=Event.Kind.VISIT)
        .order_by("-starts_at")
        .select_related("partner")
        .prefetch_related(
            "goals",
            "visit_photos",
            Prefetch("follow_ups", FollowUp.objects.public()),
            Prefetch("agreements", Agreement.objects.public().select_related("partner")),
        )
    )
    return [{"visit": visit, "kept": counted(visit.follow_ups.all(), on=today)} for visit in visits]


# Reminders, for the daily job


def remind(today: date) -> int:
    """Writes the reminders that are due, each once however often it runs; how many are new."""
    return _remind_of_agreements(today) + _remind_of_promises(today)


def _remind_of_agreements(today: date) -> int:
    secretariat = list(holders_of(Role.SECRETARIAT))
    written = 0
    for one in ending(today):
        days_left = (one.expires_on - today).days  # type: ignore[operator]  # they end
        step = step_of(days_left)
        for person in secretariat:
            written += _write(
                f"agreement:{one.pk}:{one.expires_on:%Y%m%d}:{step}:{person.pk}",
                person,
                "agreement_ending",
                {"agreement": one, "days_left": days_left},
                one.get_absolute_url(),
            )
    return written


def _remind_of_promises(today: date) -> int:
    """The keeper of a promise, else the secretariat: 14 and 3 days ahead, and once when late."""
    secretariat = list(holders_of(Role.SECRETARIAT))
    soon = FollowUp.objects.unsettled().filter(due_on__lte=today + timedelta(days=14))
    written = 0
    for one in soon.select_related("owner", "event", "agreement"):
        days_left = (one.due_on - today).days  # type: ignore[operator]  # they have a day
        step = (
            "late"
            if days_left < 0
            else str(next(step for step in PROMISE_STEPS if days_left <= step))
        )
        keepers = [one.owner] if one.owner and one.owner.is_active else secretariat
        for person in keepers:
            written += _write(
                f"promise:{one.pk}:{one.due_on:%Y%m%d}:{step}:{person.pk}",
                person,
                "promise_due",
                {"promise": one, "is_late": days_left < 0},
                reverse("events:follow_up_detail", args=[one.pk]),
            )
    return written


def _write(key: str, person: User, template: str, context: dict[str, Any], link: str) -> int:
    """1 where the message is new, else 0."""
    if Notice.objects.filter(key=key).exists():
        return 0
    with transaction.atomic():
        outbox.queue(key=key, recipient=person, template=template, context=context, link=link)
    return 1
