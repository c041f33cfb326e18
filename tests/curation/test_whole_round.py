"""A whole round, from the call to the public page: many works, nine curators, what goes wrong.

`CROWD=full` plays 200 works; without it fewer go the same way. Everything goes through the
functions that the pages call; only what the makers prepared before the call, and the answers to
the gates, are written as rows.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from artisans.models import MentoringVisit
from curation import (
    appeals,
    assignments,
    certificates,
    clock,
    conflicts,
    decisions,
    meetings,
    minutes,
    plans,
    ranking,
    release,
    reviews,
    screening,
    stepping_back,
    submissions,
    suspensions,
    trust,
)
from curation.certificates import Standing
from curation.messages import decision_key
from curation.models import (
    Appeal,
    Assignment,
    Certificate,
    Decision,
    GateCheck,
    Meeting,
    Minutes,
    Review,
    Submission,
    Suspension,
)
from curation.transitions import State
from dekranasda.accounts.models import Role, User
from dekranasda.notices.models import Notice
from products.models import Product
from tests.curation.cases import (
    GOOD,
    POOR,
    WEAK,
    Council,
    Values,
    join_panel,
    make_council,
    make_ready,
    marks,
    name_board,
    owner_of,
    propose_ineligible,
    rule,
)
from tests.factories import (
    give_consent,
    make_artisan,
    make_business,
    make_craft,
    make_district,
    make_product,
    make_user,
    make_village,
)

WORKS, PANEL = 200 if os.environ.get("CROWD") == "full" else 60, 9
THRESHOLD: Values = {**GOOD, "KMS": 2, "LGL": 2}  # 80.00, where the best grade begins
PLAIN: Values = dict.fromkeys(GOOD, 3)  # 75.00, the second grade
#: Works by their place in the call.
MENTORED, OWN, CHAIRS, RECUSED = range(5), 5, 6, 13
DECLINED = (10, 11, 12)
AT_THRESHOLD, DEPARTS, REOPENED, OBJECTED = 20, 27, 30, 48
INELIGIBLE, WITHDRAWN = range(WORKS - 10, WORKS - 5), (WORKS - 5, WORKS - 4)


@dataclass
class Season:
    """The round under way."""

    council: Council
    works: list[Submission] = field(default_factory=list)
    barred: set[tuple[int, int]] = field(default_factory=set)

    @property
    def judged(self) -> list[int]:
        """The places of the works that reach the panel."""
        return [place for place in range(WORKS) if place not in (*INELIGIBLE, *WITHDRAWN)]

    def may(self, work: Submission, user: User) -> bool:
        """Whether the person has no tie to the work."""
        return (work.pk, user.pk) not in self.barred

    def free(self, work: Submission) -> Iterator[User]:
        """Members of the panel without a tie to the work, the chair in front."""
        return (user for user in self.council.panel if self.may(work, user))


def values_of(place: int, curator: int) -> Values:
    """What the panel's `curator` of a work gives it: six grades of works, small differences."""
    kind = place % 10
    if place == AT_THRESHOLD:
        return THRESHOLD
    if kind < 5:
        return {**GOOD, "PSR": 3 + (place + curator) % 2}
    if kind < 7:
        return PLAIN
    return POOR if kind == 8 else WEAK


def call(season: Season) -> None:
    """The makers, their works, and what ties them to curators; then everybody sends."""
    council = season.council
    districts = [make_district(f"Kecamatan {n}", f"35.22.9{n}") for n in range(4)]
    villages = [make_village(f"Desa {one.name}", one) for one in districts]
    crafts = [make_craft(f"kriya-{n}") for n in range(4)]
    for place in range(WORKS):
        owner = council.curators[1] if place == OWN else make_user(full_name=f"Pembuat {place}")
        artisan = make_artisan(user=owner, name=owner.full_name)
        business = make_business(owner=artisan, village=villages[place // 4 % 4])
        product = make_ready(make_product(business, name=f"Karya {place}", craft=crafts[place % 4]))
        if place % 2 == 0:
            give_consent(artisan)
        season.works.append(submissions.submit(product, by=owner))
    mentor, own, chair = council.curators[0], council.curators[1], council.chair
    MentoringVisit.objects.bulk_create(
        MentoringVisit(
            business=season.works[place].product.business,
            mentor=mentor,
            visited_on=timezone.localdate(),
            findings="Baik.",
        )
        for place in MENTORED
    )
    conflicts.declare(season.works[CHAIRS], curator=chair, reason="Sepupu saya.", by=chair)
    season.barred = {(season.works[place].pk, mentor.pk) for place in MENTORED}
    season.barred |= {(season.works[OWN].pk, own.pk), (season.works[CHAIRS].pk, chair.pk)}


def screen(season: Season) -> None:
    """Two are withdrawn, five fail a gate by two persons, the others are complete."""
    council, staff = season.council, season.council.secretariat
    for place in WITHDRAWN:
        submissions.withdraw(season.works[place], by=owner_of(season.works[place]))
    for place in INELIGIBLE:
        propose_ineligible(council, season.works[place])
        screening.confirm_ineligible(season.works[place], by=council.second)
    gates, now = list(council.round.rubric.gates.all()), timezone.now()
    GateCheck.objects.bulk_create(
        GateCheck(
            submission=season.works[place],
            version=season.works[place].version,
            gate=gate,
            result=GateCheck.Result.PASSED,
            checked_by=staff,
            checked_at=now,
        )
        for place in season.judged
        for gate in gates
    )
    for place in season.judged:
        screening.queue(season.works[place], redaction_confirmed=True, by=staff)


def assign(season: Season) -> None:
    """The plan for all works, three who decline, one who steps back; each is replaced."""
    round, staff = season.council.round, season.council.secretariat
    plans.draw_up(round, by=staff)
    assert plans.confirm(round, by=staff) == len(season.judged)
    for place in season.judged:
        assignments.start_review(season.works[place], by=staff)
    for place in (*DECLINED, RECUSED):
        work = season.works[place]
        held = work.assignments.active().select_related("curator")[0]
        if place == RECUSED:
            reviews.recuse(held, reason="Keponakan saya.", by=held.curator)
            season.barred.add((work.pk, held.curator_id))
        else:
            stepping_back.decline(held, reason="Penuh.", may_ask_later=True, by=held.curator)
        instead = plans.replacement_for(work)
        assert instead is not None
        assignments.replace(held, curator=instead.user, reason="", by=staff)


def assert_assignment_is_fair(season: Season) -> None:
    active = Assignment.objects.active().filter(submission__round=season.council.round)
    pairs = list(active.values_list("submission_id", "curator_id"))
    loads = Counter(curator for _work, curator in pairs)
    assert len(pairs) == len(set(pairs)) == 3 * len(season.judged)
    assert not set(pairs) & season.barred
    assert len(loads) == PANEL
    assert max(loads.values()) - min(loads.values()) <= 2


def score(works: list[Submission], season: Season, values=None) -> None:
    """Every curator of the works sends the scores; the last opens the session."""
    held = Assignment.objects.active().filter(submission__in=works).select_related("curator")
    place_of = {work.pk: place for place, work in enumerate(season.works)}
    counts: Counter[int] = Counter()
    for one in held.select_related("submission").order_by("pk"):
        curator = counts[one.submission_id]
        counts[one.submission_id] += 1
        given = marks(values or values_of(place_of[one.submission_id], curator))
        reviews.save_review(one, by=one.curator, marks=given, complete=True)
        reviews.finalise(one, by=one.curator)


def decide(season: Season, work: Submission, **fields: str) -> Decision:
    """The first member without a tie proposes what the scores say, the next one signs."""
    proposer, signer, *others = season.free(work)
    result = decisions.result_of(work)
    assert result is not None
    given = {"outcome": result.grade.outcome, "feedback": "Perkuat kemasannya.", **fields}
    decision = decisions.propose(work, proposal=decisions.Proposal(**given), by=proposer)
    if decision.departs:
        vote_until_carried(work, [proposer, signer, *others], signer)
    return decisions.sign(work, by=signer)


def vote_until_carried(work: Submission, members: list[User], signer: User) -> None:
    """A tied vote carries nothing; after another talk two thirds do."""
    for number, member in enumerate(members[:8]):
        decisions.vote(work, choice="for" if number % 2 else "against", by=member)
    with pytest.raises(ValidationError) as refusal:
        decisions.sign(work, by=signer)
    assert refusal.value.code == "two_thirds"
    for member in members[:6]:
        decisions.vote(work, choice="for", by=member)


def sit(season: Season) -> Minutes:
    """The meeting over all works, and its minutes, signed by two."""
    council = season.council
    meeting = Meeting.objects.get(round=council.round)
    for place in season.judged:
        work = season.works[place]
        if place == DEPARTS:
            reason = "Panel melihat bendanya: fotonya yang buruk."
            decide(season, work, outcome="accepted", grade="B", justification=reason)
            continue
        decide(season, work)
        if place == REOPENED:
            decisions.reopen(work, reason="Salah baca.", by=council.chair)
            decide(season, work)
    meetings.close_meeting(meeting, by=council.secretariat)
    drafted = minutes.draft(meeting, by=council.secretariat)
    tied = {user for _work, user in season.barred}
    untied = [user for user in council.panel if user.pk not in tied]
    for signer in untied[:2]:
        minutes.sign(drafted, by=signer)
    return drafted


def release_all(season: Season) -> int:
    """Makes known everything that was signed; none of it was told before."""
    round = season.council.round
    seen = [one.pk for one in release.waiting(round)]
    keys = [decision_key(one) for one in release.waiting(round)]
    assert set(Notice.objects.filter(key__in=keys).values_list("state", flat=True)) == {"held"}
    return release.release_batch(round, seen=seen, by=season.council.second)


def object_and_judge_anew(season: Season) -> None:
    """A board of two upholds an objection; others score, propose and sign."""
    council, work = season.council, season.works[OBJECTED]
    old = set(work.assignments.values_list("curator_id", flat=True))
    part = old | set(work.decisions.values_list("proposed_by", flat=True))
    part |= set(work.decisions.values_list("signed_by", flat=True))
    appeals.appeal(work, ground="fact", statement="Fotonya tertukar.", by=owner_of(work))
    name_board(council, work)
    rule(council, work)
    season.barred |= {(work.pk, user) for user in part if user is not None}

    plans.draw_up(council.round, by=council.secretariat)
    plans.confirm(council.round, by=council.secretariat)
    fresh = set(work.assignments.active().values_list("curator_id", flat=True))
    assert len(fresh) == 3
    assert not fresh & part
    assignments.start_review(work, by=council.secretariat)
    score([work], season, GOOD)
    work.refresh_from_db()
    meetings.open_meeting(
        council.round, place="Pendopo", present=council.panel, by=council.secretariat
    )
    decide(season, work)
    meeting = meetings.open_meeting_of(council.round)
    assert meeting is not None
    meetings.close_meeting(meeting, by=council.secretariat)
    assert release_all(season) == 1
    work.refresh_from_db()
    assert work.state == State.ACCEPTED


def revoke(season: Season) -> Certificate:
    """A certificate in doubt: suspended, answered, revoked by two."""
    council = season.council
    certificate = Certificate.objects.select_related("product").get(
        decision__submission=season.works[0]
    )
    doubt = suspensions.suspend(certificate, reason="Laporan pembeli.", by=council.secretariat)
    suspensions.answer(doubt, text="Saya membuatnya sendiri.", by=owner_of(season.works[0]))
    suspensions.propose_revocation(doubt, reason="Barang beli jadi.", by=council.secretariat)
    with pytest.raises(ValidationError, match="orang lain"):
        suspensions.confirm_revocation(doubt, by=council.secretariat)
    suspensions.confirm_revocation(doubt, by=council.second)
    certificate.refresh_from_db()
    return certificate


def assert_minutes_verify(issued: Minutes, works: int) -> None:
    """The public page knows the hash and the file; one byte less, and it does not."""
    client, page = Client(), reverse("curation:verify", args=[issued.number])
    stored = Minutes.objects.get(pk=issued.pk)
    pdf = bytes(stored.pdf or b"")
    changed = bytearray(pdf)
    changed[len(pdf) // 2] ^= 1

    def answer(**given: object) -> str:
        return client.post(f"{page}cocokkan/", given).text

    def file(content: bytes) -> SimpleUploadedFile:
        return SimpleUploadedFile("berita-acara.pdf", content, "application/pdf")

    assert len(stored.content["works"]) == works
    assert minutes.is_intact(stored)
    assert minutes.fingerprint(stored.content) == stored.sha256
    assert stored.sha256 in client.get(page).text.replace(" ", "")
    same, other = "Salinan ini sama persis", "Salinan ini bukan yang kami terbitkan"
    assert same in answer(berkas=file(pdf))
    assert same in answer(sidik=stored.sha256)
    assert other in answer(berkas=file(bytes(changed)))
    assert other in answer(sidik=stored.sha256[::-1])


def assert_makers_were_told_once(season: Season) -> None:
    """One live message for each decision that stands; of one taken back, before its release or by
    an appeal, nothing goes out any more."""
    told = Counter(
        Notice.objects.live()
        .filter(key__startswith="curation:decision:")
        .values_list("key", flat=True)
    )
    released = Decision.objects.filter(
        submission__round=season.council.round, released_at__isnull=False
    ).select_related("submission__product__business__owner")
    assert told == Counter(decision_key(one) for one in released if one.superseded_at is None)
    assert released.count() == len(season.judged) + 1
    keys = {decision_key(one): one for one in released}
    for notice in Notice.objects.filter(key__in=keys):
        assert notice.recipient_id == keys[notice.key].submission.product.business.owner.user_id
    (taken_back,) = Decision.objects.filter(released_at__isnull=True)
    assert Notice.objects.get(key=decision_key(taken_back)).state == Notice.State.CANCELLED


def assert_certificates_hold(season: Season, revoked: Certificate) -> None:
    """Every accepted work has one, valid, shown where its maker agreed; the revoked one is gone."""
    today = timezone.localdate()
    accepted = [work for work in season.works if work.state == State.ACCEPTED]
    issued = Certificate.objects.filter(decision__submission__round=season.council.round)
    assert Counter(issued.values_list("decision__submission", flat=True)) == Counter(
        work.pk for work in accepted
    )
    standings = Counter(certificates.standing_of(one, on=today) for one in issued)
    assert standings == {Standing.VALID: len(accepted) - 1, Standing.REVOKED: 1}
    agreed = {work.product_id for place, work in enumerate(season.works) if place % 2 == 0}
    shown = set(Product.objects.published().values_list("pk", flat=True))
    assert shown == agreed & {work.product_id for work in accepted} - {revoked.product_id}

    client, other = Client(), issued.exclude(pk=revoked.pk).select_related("product").first()
    assert other is not None
    assert "masih berlaku" in client.get(f"/verifikasi/{other.number}/").text
    gone = client.get(f"/verifikasi/{revoked.number}/").text
    assert "dicabut" in gone
    assert "masih berlaku" not in gone
    assert client.get(revoked.product.get_absolute_url()).status_code == 410
    assert revoked.product.code not in client.get("/katalog/").text


def assert_public_figures_add_up(season: Season) -> None:
    """What the public page and the open data say is what the works are."""
    round = season.council.round
    states = Counter(work.state for work in season.works)
    figures = trust.figures_of(round)
    assert figures.received == WORKS
    assert figures.accepted == states[State.ACCEPTED] == sum(figures.by_grade.values())
    parts = (figures.coaching, figures.revision, figures.rejected, figures.ineligible)
    assert parts == tuple(
        states[state]
        for state in (
            State.COACHING,
            State.REVISION_REQUESTED,
            State.REJECTED,
            State.INELIGIBLE,
        )
    )
    assert figures.failed == sum(part or 0 for part in parts)
    assert figures.received == (
        figures.accepted + figures.failed + figures.withdrawn + figures.waiting
    )
    assert (figures.withdrawn, figures.waiting) == (len(WITHDRAWN), 0)
    for cells in filter(None, (figures.by_craft, figures.by_district)):
        assert sum(cell.decided for cell in cells) == figures.decided
        assert sum(cell.accepted for cell in cells) == figures.accepted
    assert (figures.recusals, figures.declared) == (1, 2)
    assert (figures.appeals, figures.appeals_upheld) == (1, 1)

    with clock.fixed_at(round.closes_at + timedelta(days=1)):
        page = Client().get(reverse("curation:round_public", args=[round.slug])).text
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="num">([^<]+)</td>', page))
    assert rows["Karya diterima"] == str(WORKS)
    assert rows["Belum lolos"] == str(figures.failed)
    assert rows["di antaranya tidak memenuhi syarat"] == str(len(INELIGIBLE))
    assert rows["Masih berjalan"] == "0"
    assert rows["Keberatan, di antaranya diterima"] == "1, 1"
    for user in season.council.panel:
        assert user.full_name in page
    for place in (7, 8, INELIGIBLE[0]):
        assert f"Karya {place}<" not in page


def assert_places_end_in_a_tie(season: Season) -> None:
    """Like works are tied at the limit of the stalls: nobody gets one by chance."""
    everybody = ranking.places_of(season.council.round, count=0)
    ranks = [one.rank for one in everybody]
    assert ranks == sorted(ranks)
    limit = next(place for place in range(1, len(ranks)) if ranks[place - 1] == ranks[place])
    places = ranking.places_of(season.council.round, count=limit)
    assert places[0].has_place
    assert [one.is_tied for one in places] == [rank == ranks[limit] for rank in ranks]


@pytest.mark.long
@pytest.mark.django_db
def test_a_whole_round_runs_from_the_call_to_the_public_page():
    council = make_council(curators_wanted=3)
    for name in "FGH":
        council.curators.append(make_user(Role.CURATOR, full_name=f"Kurator {name}"))
        join_panel(council.round, council.curators[-1])
    meeting = Meeting.objects.get(round=council.round)
    present = dict.fromkeys(council.panel, "present")
    meetings.record_attendance(meeting, states=present, by=council.secretariat)
    season = Season(council)
    assert len(council.panel) == PANEL

    call(season)
    screen(season)
    assign(season)
    assert_assignment_is_fair(season)
    score(season.works, season)
    for work in season.works:
        work.refresh_from_db()
    at_threshold = decisions.result_of(season.works[AT_THRESHOLD])
    assert (at_threshold.mean, at_threshold.grade.letter) == (80, "A")
    assert "threshold:A" in at_threshold.flags
    issued = sit(season)
    assert release_all(season) == len(season.judged)
    for work in season.works:
        work.refresh_from_db()
    object_and_judge_anew(season)
    revoked = revoke(season)

    assert Review.objects.count() == 3 * len(season.judged) + 3
    assert_minutes_verify(issued, len(season.judged))
    assert_makers_were_told_once(season)
    assert_certificates_hold(season, revoked)
    assert_public_figures_add_up(season)
    assert_places_end_in_a_tie(season)
    assert Appeal.objects.get().outcome == Appeal.Outcome.UPHELD
    assert Suspension.objects.get().outcome == Suspension.Outcome.REVOKED
