"""Requests of delegations: filed without an account, answered, made a visit on the calendar."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dekranasda.accounts.models import Role, User
from dekranasda.accounts.querysets import holders_of
from dekranasda.lib import clock
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice
from events.models import Event, Partner, VisitGoal, VisitParty, VisitRequest
from events.models.delegations import CONTACT_KEPT, CONTACT_KEPT_AT_MOST

State = VisitRequest.State
# Requests that wait at once; more are a program's, not people's.
MOST_OPEN = 200


def file_request(token: UUID, **answers: Any) -> VisitRequest:
    """Keeps a request and tells both sides; the same form sent twice is the first request.

    Raises ValidationError («too_many») while very many wait to be read.
    """
    if VisitRequest.objects.open().count() >= MOST_OPEN:
        raise ValidationError(
            _("Permohonan sedang sangat banyak. Hubungi sekretariat lewat surel atau telepon."),
            code="too_many",
        )
    now = clock.now()
    asked = VisitRequest(
        form_token=token,
        made_at=now,
        erase_on=timezone.localdate(now) + CONTACT_KEPT_AT_MOST,
        **answers,
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
            _tell_delegation(asked, "visit_request_received")
            _tell_secretariat(asked, "new")
    except IntegrityError:
        return VisitRequest.objects.get(form_token=token)
    return asked


def propose(asked: VisitRequest, *, at: datetime, answer: str, by: User) -> None:
    """Offers another day, which the delegation accepts on its page.

    Raises ValidationError: «closed», «past».
    """
    with transaction.atomic():
        current = _locked(asked)
        _not_past(at)
        _answer(current, State.PROPOSED, answer, by)
        current.proposed_at = at
        current.save()
        _tell_delegation(current, "visit_request_proposed")


def decline(asked: VisitRequest, *, answer: str, by: User) -> None:
    """Says no, with the reason that the delegation reads. Raises ValidationError («closed»)."""
    with transaction.atomic():
        current = _locked(asked)
        _answer(current, State.DECLINED, answer, by)
        current.erase_on = min(
            current.erase_on, timezone.localdate(current.answered_at) + CONTACT_KEPT
        )
        current.save()
        _tell_delegation(current, "visit_request_declined")


def accept(
    asked: VisitRequest,
    *,
    starts_at: datetime,
    hours: int,
    place: str,
    answer: str = "",
    is_published: bool = True,
    by: User,
) -> Event:
    """Puts the visit on the calendar with its partner, parties and goals; returns it.

    Raises ValidationError: «closed», «past».
    """
    with transaction.atomic():
        current = _locked(asked)
        _not_past(starts_at)
        _answer(current, State.ACCEPTED, answer, by)
        state = Event.State.PUBLISHED if is_published else Event.State.DRAFT
        visit = _make_visit(current, starts_at, hours=hours, place=place, state=state)
        _settle(current, visit)
        _tell_delegation(current, "visit_request_accepted")
    return visit


def accept_proposal(asked: VisitRequest) -> Event:
    """The delegation agrees with the day that was offered; returns the visit, published.

    Raises ValidationError: «closed», «not_proposed», «past».
    """
    with transaction.atomic():
        current = _locked(asked)
        if current.state != State.PROPOSED or current.proposed_at is None:
            raise ValidationError(_("Belum ada tanggal yang diusulkan."), code="not_proposed")
        _not_past(current.proposed_at)
        visit = _make_visit(
            current, current.proposed_at, hours=3, place=gallery(), state=Event.State.PUBLISHED
        )
        current.state = State.ACCEPTED
        _settle(current, visit)
        _tell_delegation(current, "visit_request_accepted")
        _tell_secretariat(current, "accepted")
    return visit


def withdraw(asked: VisitRequest) -> None:
    """The delegation takes its request back. Raises ValidationError («closed»)."""
    with transaction.atomic():
        current = _locked(asked)
        current.state = State.WITHDRAWN
        current.erase_on = timezone.localdate(clock.now())
        current.save(update_fields=["state", "erase_on"])
        _stop_telling(current)
        _tell_secretariat(current, "withdrawn")


def forget_contacts(today: date) -> int:
    """Empties names and numbers whose time is over, in messages too; how many. Daily."""
    with transaction.atomic():
        over = VisitRequest.objects.select_for_update().filter(erase_on__lte=today)
        named = list(over.exclude(contact_name="", contact_phone="", contact_email=""))
        for asked in named:
            told = Notice.objects.filter(key__startswith=f"visit-request:{asked.pk}:delegation:")
            outbox.cancel(told)
            told.update(recipient_name="", address="", body="", subject="")
        return over.filter(pk__in=[asked.pk for asked in named]).update(
            contact_name="", contact_phone="", contact_email="", purpose=""
        )


def also_on(days: list[date]) -> dict[date, QuerySet[Event]]:
    """What else is on the calendar on each day, so that nothing is promised twice."""
    return {
        day: Event.objects.published()
        .exclude(state=Event.State.CANCELLED)
        .filter(starts_at__date__lte=day, ends_at__date__gte=day)
        for day in days
    }


def message_to(asked: VisitRequest) -> Notice | None:
    """The last message to the delegation, to be sent by hand or copied into a letter."""
    told = Notice.objects.filter(key__startswith=f"visit-request:{asked.pk}:delegation:")
    return told.exclude(body="").order_by("-created_at", "-pk").first()


def _locked(asked: VisitRequest) -> VisitRequest:
    current = VisitRequest.objects.select_for_update().get(pk=asked.pk)
    if not current.is_open:
        raise ValidationError(
            _("Permohonan ini sudah selesai: %(state)s.")
            % {"state": current.get_state_display().lower()},
            code="closed",
        )
    return current


def _not_past(at: datetime) -> None:
    if at <= clock.now():
        raise ValidationError(_("Waktu itu sudah lewat. Pilih waktu lain."), code="past")


def _answer(asked: VisitRequest, state: State, answer: str, by: User) -> None:
    asked.state, asked.answer = state, answer.strip()
    asked.answered_at, asked.answered_by = clock.now(), by


def gallery() -> str:
    return f"Galeri Dekranasda, {settings.COUNCIL['place']}"


def _make_visit(
    asked: VisitRequest, starts_at: datetime, *, hours: int, place: str, state: Event.State
) -> Event:
    partner, _is_new = Partner.objects.get_or_create(
        name=asked.institution, defaults={"kind": asked.kind}
    )
    slug = f"kunjungan-{slugify(asked.institution)[:50]}-{timezone.localdate(starts_at):%Y}"
    if Event.objects.filter(slug=slug).exists():
        slug = f"{slug}-{asked.code[:6].lower()}"
    visit = Event.objects.create(
        kind=Event.Kind.VISIT,
        slug=slug,
        title=f"Kunjungan {asked.institution}",
        title_en=f"Visit of {asked.institution}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        place=place,
        organiser=settings.COUNCIL["name"],
        partner=partner,
        budget_year=timezone.localdate(starts_at).year,
        state=state,
    )
    VisitParty.objects.create(event=visit, side=VisitParty.Side.HOST, name=settings.COUNCIL["name"])
    VisitParty.objects.create(
        event=visit, side=VisitParty.Side.GUEST, name=asked.institution, people=asked.people
    )
    VisitGoal.objects.bulk_create(VisitGoal(event=visit, goal=goal) for goal in asked.goals)
    return visit


def _settle(asked: VisitRequest, visit: Event) -> None:
    asked.event = visit
    asked.erase_on = min(asked.erase_on, timezone.localdate(visit.ends_at) + CONTACT_KEPT)
    asked.save()


def _stop_telling(asked: VisitRequest) -> None:
    """Stops what the delegation was not told yet and holds no longer."""
    told = Notice.objects.filter(key__startswith=f"visit-request:{asked.pk}:delegation:")
    outbox.cancel(told)


def _tell_delegation(asked: VisitRequest, template: str) -> None:
    _stop_telling(asked)
    outbox.queue(
        key=f"visit-request:{asked.pk}:delegation:{template}:{clock.now():%Y%m%d%H%M%S%f}",
        recipient=None,
        recipient_name=asked.contact_name,
        address=asked.contact_email or asked.contact_phone,
        template=template,
        context={"asked": asked},
        link=asked.status_url,
    )


def _tell_secretariat(asked: VisitRequest, what: str) -> None:
    for person in holders_of(Role.SECRETARIAT):
        outbox.queue(
            key=f"visit-request:{asked.pk}:{what}:{person.pk}",
            recipient=person,
            template="visit_request_news",
            context={"asked": asked},
            link=asked.get_absolute_url(),
        )
