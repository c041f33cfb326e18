"""What waits for a maker, what runs out first in front; and the way from the account to a work."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from artisans.licence_reminders import to_remind
from artisans.models import Artisan, Business, OwnPhoto
from curation import expiry
from curation.deadlines import last_day
from curation.models import Suspension
from curation.status import PUBLIC_STATES
from curation.transitions import State
from dekranasda.accounts.models import Consent, User
from dekranasda.notices.models import Notice
from dekranasda.pages.own_works import Row, works_of
from dekranasda.templatetags.portal import jam, tanggal, translated
from events.models import Event, Registration

MOST_TASKS = 3
ENDS_SOON = timedelta(days=60)
COMES_SOON = timedelta(days=7)
Purpose = Consent.Purpose


def urgent_tasks(user: User, now: datetime) -> list[Row]:
    """The few things that wait for the artisan: what has a deadline first, then what ends soon,
    what is coming, what is unread, what was begun. Asks no further once there are enough.
    """
    kinds = (with_deadline, ending_curations, ending_licences, coming_trainings, unread, drafts)
    return list(islice(chain.from_iterable(kind(user, now) for kind in kinds), MOST_TASKS))


def with_deadline(user: User, now: datetime) -> Iterator[Row]:
    """What has to be answered by a day: completions, revisions, questions, seats; nearest first."""
    found = [*_to_mend(user), *_to_answer(user, now), *_offers(user, now)]
    yield from (row for _due, row in sorted(found, key=lambda one: one[0]))


Dated = tuple[datetime, Row]
NEVER = datetime.max.replace(tzinfo=timezone.get_default_timezone()) - timedelta(days=2)


def _to_mend(user: User) -> list[Dated]:
    states = (State.NEEDS_COMPLETION, State.REVISION_REQUESTED)
    works = works_of(user).filter(submission_state__in=states)
    first = works.order_by(F("submission_due_at").asc(nulls_last=True), "pk")[:MOST_TASKS]
    return [
        (
            work.submission_due_at or NEVER,
            Row(
                _("Lengkapi «%(name)s»") % {"name": work.newest_name},
                reverse("curation:product_status", args=[work.code]),
                PUBLIC_STATES[work.submission_state][1],
                "fix",
                _by(last_day(work.submission_due_at)) if work.submission_due_at else "",
            ),
        )
        for work in first
    ]


def _to_answer(user: User, now: datetime) -> list[Dated]:
    """Questions about works on show that the maker has not answered yet."""
    asked = Suspension.objects.open().filter(
        certificate__product__business__owner__user=user,
        answered_at__isnull=True,
        answer_due_at__gt=now,
    )
    first = asked.select_related("certificate__product").order_by("answer_due_at")[:MOST_TASKS]
    return [
        (
            one.answer_due_at,
            Row(
                _("Jawab pertanyaan tentang «%(name)s»") % {"name": one.certificate.work_name},
                reverse("curation:product_status", args=[one.certificate.product.code]),
                _("Perlu jawaban"),
                "fix",
                _by(last_day(one.answer_due_at)),
            ),
        )
        for one in first
    ]


def _offers(user: User, now: datetime) -> list[Dated]:
    offers = Registration.objects.of_user(user).offered(at=now).select_related("event")
    found: list[Dated] = []
    for offer in offers[:MOST_TASKS]:
        until = offer.offer_expires_at or NEVER
        row = Row(
            _("Jawab: ada tempat di %(title)s") % {"title": translated(offer.event, "title")},
            reverse("events:own_registration", args=[offer.code]),
            offer.get_state_display(),
            "fix",
            _("Paling lambat %(date)s.") % {"date": f"{tanggal(until, 'hari')}, {jam(until)}"},
        )
        found.append((until, row))
    return found


def _by(day: date | None) -> str:
    return _("Paling lambat %(date)s.") % {"date": tanggal(day)} if day else ""


def ending_curations(user: User, now: datetime) -> Iterator[Row]:
    """Works whose curation ends within 60 days, or did not long ago, to be sent again."""
    today = timezone.localdate(now)
    due = expiry.to_renew(today).filter(product__business__owner__user=user)
    for certificate in due.filter(valid_until__gte=today - ENDS_SOON)[:MOST_TASKS]:
        is_over = certificate.valid_until < today
        yield Row(
            _("Perpanjang kurasi «%(name)s»") % {"name": certificate.work_name},
            reverse("curation:renew", args=[certificate.product.code]),
            _("Kedaluwarsa") if is_over else _("Segera berakhir"),
            "late",
            _("Berlaku sampai %(date)s.") % {"date": tanggal(certificate.valid_until)},
        )


def ending_licences(user: User, now: datetime) -> Iterator[Row]:
    """Permits that end within 60 days and have no newer one."""
    today = timezone.localdate(now)
    own = to_remind(today).filter(business__owner__user=user, expires_on__lte=today + ENDS_SOON)
    for licence in own[:MOST_TASKS]:
        yield Row(
            _("Perbarui izin %(kind)s") % {"kind": licence.get_kind_display()},
            reverse("artisans:own_licences", args=[licence.business_id]),
            _("Segera berakhir"),
            "late",
            _("Berlaku sampai %(date)s.") % {"date": tanggal(licence.expires_on)},
        )


def coming_trainings(user: User, now: datetime) -> Iterator[Row]:
    """Trainings and exhibitions of the next days for which the person has a seat."""
    seats = (
        Registration.objects.of_user(user)
        .filter(
            state=Registration.State.CONFIRMED,
            event__state=Event.State.PUBLISHED,
            event__starts_at__range=(now, now + COMES_SOON),
        )
        .select_related("event")
        .order_by("event__starts_at", "pk")
    )
    for seat in seats[:MOST_TASKS]:
        start = seat.event.starts_at
        yield Row(
            _("Datang ke %(title)s") % {"title": translated(seat.event, "title")},
            reverse("events:own_registration", args=[seat.code]),
            _("Minggu ini"),
            "waiting",
            f"{tanggal(start, 'hari')}, {jam(start)} · {seat.event.place}",
        )


def unread(user: User, now: datetime) -> Iterator[Row]:
    """The messages that were not looked at yet, in one line."""
    count = Notice.objects.for_recipient(user).filter(read_at__isnull=True).count()
    if count:
        yield Row(
            _("Baca pesan dari Dekranasda"),
            reverse("notices:own_notice_list"),
            _("%(count)d baru") % {"count": count},
            "sent",
        )


def drafts(user: User, now: datetime) -> Iterator[Row]:
    """Works that were begun and not sent, the last touched first."""
    begun = works_of(user).filter(has_draft=True, submission_state__isnull=True)
    for work in begun[:MOST_TASKS]:
        yield Row(
            _("Lanjutkan «%(name)s»") % {"name": work.newest_name or _("karya tanpa nama")},
            reverse("products:draft_resume", args=[work.code]),
            _("Draf"),
            "draft",
        )


# From the account to the first work


def first_steps(artisan: Artisan, business: Business | None, works: list[Any]) -> list[Row]:
    """The five steps to be found by buyers, each with how far it is. Two queries."""
    words = dict(Consent.standing(artisan.uid))
    may_show = {purpose for purpose, word in words.items() if word and word.is_given}
    kinds = set(OwnPhoto.objects.filter(artisan=artisan).values_list("kind", flat=True))
    craft = bool(business and business.craft_id)
    village = bool(business and business.village_id)
    told = bool(business and business.description)
    return [
        _step(
            _("Data diri"),
            reverse("own_profile"),
            [bool(artisan.story), bool(artisan.village_id)],
            _("Pembeli ingin tahu siapa pembuatnya."),
        ),
        _step(
            _("Profil usaha"),
            reverse("own_profile") + "#usaha",
            [craft, village, told],
            _("Apa yang Anda buat, dan di mana."),
        ),
        _step(
            _("Foto Anda dan tempat kerja"),
            reverse("own_photos"),
            [kind in kinds for kind in OwnPhoto.Kind.values],
            _("Wajah pembuatnya membuat pembeli percaya."),
        ),
        _step(
            _("Karya pertama"),
            reverse("artisan_works") if works else reverse("products:draft_create"),
            [bool(works), any(work.submission_state for work in works)],
            _("Mulailah dengan satu karya terbaik Anda."),
        ),
        _step(
            _("Kontak yang ditampilkan"),
            reverse("own_settings"),
            [Purpose.PUBLIC_PROFILE in may_show],
            _("Anda yang memutuskan apa yang tampil."),
        ),
    ]


def _step(label: str, url: str, parts: list[bool], hint: str) -> Row:
    if all(parts):
        return Row(label, url, _("Selesai"), "passed")
    if any(parts):
        return Row(label, url, _("Sebagian"), "draft", hint)
    return Row(label, url, _("Belum diisi"), "", hint)
