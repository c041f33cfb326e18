"""What the demo's trainings brought: scores, opinions, news, a revoked certificate; and a door."""

from datetime import UTC, date, datetime, time, timedelta

from artisans.models import Business, TurnoverBand
from dekranasda.accounts.models import User
from dekranasda.lib import clock
from events import outcome
from events.attendance import mark_attended
from events.certificates import issue_certificates, revoke
from events.models import Certificate, Evaluation, Event, OutcomeReport, Registration, Session
from events.registration import register

COMMENTS = (
    "Contoh-contohnya membantu. Mohon ada lanjutan.",
    "",
    "Waktunya kurang panjang untuk praktik.",
    "",
    "Senang bisa mencoba sendiri.",
)
BANDS = (TurnoverBand.FROM_1, TurnoverBand.FROM_5, TurnoverBand.FROM_1, TurnoverBand.FROM_10)


def seed_outcomes(users: dict[str, User], makers: dict[str, Business], today: date) -> None:
    """Adds two trainings, one long ago and one of today, and what came of every past one, once."""
    if Evaluation.objects.exists():
        return
    people = list(makers.values())
    _long_ago(users, people[:9], today)
    _door_of_today(users, people[4:14], today)
    past = Event.objects.filter(kind=Event.Kind.TRAINING, ends_at__lt=clock.now())
    for event in past.order_by("starts_at", "pk"):
        _judged(event)
        _told(event, users["pendamping"])
    _revoked(users["sekretariat"])


def _training(
    users: dict[str, User], day: date, *, slug: str, title: str, title_en: str, sessions: list[str]
) -> Event:
    starts_at = datetime.combine(day, time(1), tzinfo=UTC)
    event = Event.objects.create(
        kind=Event.Kind.TRAINING,
        slug=slug,
        title=title,
        title_en=title_en,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=8),
        place="Galeri Dekranasda, Bojonegoro",
        organiser="Dekranasda Kabupaten Bojonegoro",
        quota=12,
        budget_year=day.year,
        cost_idr=4_800_000,
        state=Event.State.PUBLISHED,
        is_demo=True,
    )
    event.mentors.add(users["pendamping"])
    for number, name in enumerate(sessions):
        begin = starts_at + number * timedelta(hours=3)
        Session.objects.create(
            event=event, title=name, starts_at=begin, ends_at=begin + timedelta(hours=2)
        )
    return event


def _seats(event: Event, people: list[Business], staff: User) -> list[Registration]:
    with clock.fixed_at(event.starts_at - timedelta(days=9)):
        return [register(event, business, by=staff) for business in people]


def _long_ago(users: dict[str, User], people: list[Business], today: date) -> None:
    """A training of two sessions in the summer of the year before, with certificates."""
    event = _training(
        users,
        today - timedelta(days=500),
        slug="label-dan-kemasan-oleh-oleh",
        title="Label dan kemasan oleh-oleh",
        title_en="Labels and packaging for souvenirs",
        sessions=["Label", "Kemasan"],
    )
    staff = users["sekretariat"]
    seats = _seats(event, people, staff)
    for session in event.sessions.all():
        for number, seat in enumerate(seats[:8]):
            if number == 0 and session.title == "Kemasan":
                continue  # the first leaves at noon and misses the share that a certificate needs
            moment = session.starts_at + timedelta(minutes=number)
            mark_attended(seat, session=session, by=staff, at=moment)
    issue_certificates(event, by=staff, on=event.ends_at.date())


def _door_of_today(users: dict[str, User], people: list[Business], today: date) -> None:
    """A training of today, so that there is a door to try."""
    event = _training(
        users,
        today,
        slug="klinik-karya-hari-ini",
        title="Klinik karya hari ini",
        title_en="Today’s craft clinic",
        sessions=["Pagi: bahan", "Siang: label", "Sore: foto"],
    )
    staff = users["sekretariat"]
    first = event.sessions.all()[0]
    for number, seat in enumerate(_seats(event, people, staff)[:4]):
        moment = first.starts_at + timedelta(minutes=3 * number)
        mark_attended(seat, session=first, by=staff, at=moment)


def _judged(event: Event) -> None:
    """Scores of both tests, and the opinions of most."""
    came = event.registrations.filter(state=Registration.State.ATTENDED).order_by("pk")
    scores = {}
    for number, seat in enumerate(came):
        scores[seat.pk] = {"before": 35 + number * 7 % 30, "after": 66 + number * 5 % 30}
        if number % 6 != 5:  # noqa: PLR2004 every sixth says nothing
            Evaluation.objects.create(
                registration=seat,
                satisfaction=5 - number % 3 // 2,
                clarity=4 + number % 2,
                usefulness=5 - number % 2,
                comment=COMMENTS[number % len(COMMENTS)],
                answered_at=event.ends_at + timedelta(hours=number),
            )
    outcome.save_scores(event, scores)


def _told(event: Event, mentor: User) -> None:
    """The news of earlier months; who is to be asked now still waits."""
    came = event.registrations.filter(state=Registration.State.ATTENDED).order_by("pk")
    for month in OutcomeReport.Month.values:
        due_at = event.ends_at + timedelta(days=month * 31)
        is_asked_now = outcome.asked(came, at=clock.now()).filter(month=month).exists()
        if due_at > clock.now() or is_asked_now:
            continue
        for number, seat in enumerate(came):
            outcome.answer(
                seat,
                month=month,
                by=mentor,
                at=due_at + timedelta(days=number),
                turnover_band=BANDS[(number + month) % len(BANDS)],
                has_new_product=number % 3 != 1,
                workers=2 + (number + month) % 3,
            )


def _revoked(staff: User) -> None:
    """One certificate that was a mistake."""
    last = Certificate.objects.order_by("-issued_on", "-number").first()
    if last is not None:
        revoke(
            last.registration,
            reason="Nama pada daftar hadir ternyata keliru.",
            by=staff,
            on=last.issued_on + timedelta(days=2),
        )
