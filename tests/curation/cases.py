"""Rounds with their people, and works taken to any state by the real functions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from curation import (
    appeals,
    assignments,
    clock,
    decisions,
    meetings,
    models,
    release,
    reviews,
    rounds,
    screening,
    submissions,
)
from curation.defaults import load_default_rubric
from curation.models import (
    Appeal,
    CompletionItem,
    Decision,
    GateCheck,
    Meeting,
    PanelMember,
    Round,
    RoundRubric,
    Rubric,
    Submission,
)
from curation.reviews import Mark
from curation.transitions import State
from dekranasda.accounts.models import Consent, Role, User
from products.models import Photo, Product
from tests.factories import (
    give_consent,
    make_artisan,
    make_business,
    make_photo,
    make_product,
    make_user,
)

Values = Mapping[str, int | None]
GOOD: Values = {
    "MTU": 4,
    "DSN": 3,
    "HRG": 3,
    "IDN": 4,
    "KMS": 3,
    "PSR": 3,
    "LST": 3,
    "LGL": 3,
}  # 83.75
WEAK: Values = {"MTU": 2, "DSN": 2, "HRG": 3, "IDN": 2, "KMS": 1, "PSR": 2, "LST": 3, "LGL": 2}  # C
POOR: Values = {"MTU": 1, "DSN": 1, "HRG": 2, "IDN": 1, "KMS": 1, "PSR": 2, "LST": 2, "LGL": 1}  # D


def load_rubric() -> Rubric:
    """The default rubric, loaded again where a test emptied the tables."""
    rubric: Rubric = load_default_rubric(models)
    return rubric


@dataclass
class Council:
    """A round under way and everybody around it."""

    round: Round
    secretariat: User
    second: User
    chair: User
    curators: list[User]
    leader: User
    outsider: User
    makers: list[User] = field(default_factory=list)

    @property
    def panel(self) -> list[User]:
        """The chair and the curators."""
        return [self.chair, *self.curators]

    def maker(self) -> User:
        """A new maker with a business of their own."""
        user = make_user(full_name=f"Wulan Pembuat {len(self.makers)}", phone=None)
        artisan = make_artisan(user=user, name=user.full_name, phone="+6281234500123")
        make_business(owner=artisan, name=f"Griya Rahasia {len(self.makers)}")
        self.makers.append(user)
        return user


def join_panel(round: Round, user: User, **fields: object) -> PanelMember:
    """A panel member who accepted the invitation with the statement."""
    fields.setdefault("accepted_at", timezone.now())
    fields.setdefault("statement", "Saya menilai sendiri.")
    return PanelMember.objects.create(round=round, user=user, **fields)


def make_council(*class_rubrics: Rubric, **fields: object) -> Council:
    """An announced round that takes works, with a chair and five curators.

    `class_rubrics` judge the works of their own classes.
    """
    now = timezone.now()
    today = timezone.localdate()
    fields.setdefault("number", 1 + Round.objects.count())
    fields.setdefault("slug", f"periode-{fields['number']}")
    fields.setdefault("title", f"Periode {fields['number']}")
    fields.setdefault("rubric", load_rubric())
    round = Round.objects.create(
        opens_at=now - timedelta(days=20),
        closes_at=now + timedelta(days=10),
        review_due_at=now + timedelta(days=20),
        meets_on=today,
        releases_on=today,
        **fields,
    )
    for rubric in class_rubrics:
        RoundRubric.objects.create(round=round, product_class=rubric.product_class, rubric=rubric)
    secretariat = make_user(Role.SECRETARIAT, full_name="Dewi Sekretariat")
    chair = make_user(Role.CHAIR, Role.CURATOR, full_name="Ketut Ketua")
    curators = [make_user(Role.CURATOR, full_name=f"Kurator {name}") for name in "ABCDE"]
    join_panel(round, chair, is_chair=True)
    for curator in curators:
        join_panel(round, curator)
    rounds.announce(round, by=secretariat)
    meetings.open_meeting(round, place="Pendopo", present=[chair, *curators], by=chair)
    return Council(
        round=round,
        secretariat=secretariat,
        second=make_user(Role.SECRETARIAT, full_name="Sari Kedua"),
        chair=chair,
        curators=curators,
        leader=make_user(Role.LEADER, full_name="Hartono Pimpinan"),
        outsider=make_user(Role.CURATOR, full_name="Luar Panel"),
    )


def attend(council: Council, *present: User) -> Meeting:
    """Leaves exactly these members of the panel in the meeting that is open."""
    meeting = meetings.open_meeting_of(council.round)
    assert meeting is not None
    states = {one: "present" if one in present else "left" for one in council.panel}
    meetings.record_attendance(meeting, states=states, by=council.secretariat)
    return meeting


def make_ready(product: Product) -> Product:
    """Completes the work's draft as the six steps would."""
    version = product.draft()
    assert version is not None
    version.length_cm = 12
    version.production_time = "week"
    version.capacity_per_month = 20
    version.declares_own_work = True
    version.save()
    have = set(version.photos.values_list("kind", flat=True))
    for kind in (Photo.Kind.FRONT, Photo.Kind.DETAIL, Photo.Kind.SCALE):
        if kind not in have:
            make_photo(version, kind=kind)
    owner = product.business.owner
    if not Consent.is_current(owner.uid, Consent.Purpose.CURATION):
        give_consent(owner, Consent.Purpose.CURATION)
    return product


def ready_product(council: Council, maker: User | None = None) -> Product:
    """A complete draft of a new maker's work."""
    maker = maker or council.maker()
    return make_ready(make_product(maker.artisan.businesses.get(), name="Vas Bubut Jati"))


def owner_of(work: Submission) -> User:
    user = work.product.business.owner.user
    assert user is not None
    return user


def submit(council: Council, product: Product | None = None) -> Submission:
    """A new submission, waiting for the screening."""
    product = product or ready_product(council)
    maker = product.business.owner.user
    assert maker is not None
    return submissions.submit(product, by=maker)


def pass_gates(council: Council, work: Submission, **results: str) -> None:
    """Answers every gate with yes, or as `results` say by the gate's code."""
    answers = {
        gate: (results.get(gate.code, GateCheck.Result.PASSED), "")
        for gate in work.rubric.gates.all()
    }
    screening.save_checks(work, results=answers, by=council.secretariat)


def queue(council: Council, product: Product | None = None, **results: str) -> Submission:
    work = submit(council, product)
    pass_gates(council, work, **results)
    screening.queue(work, redaction_confirmed=True, by=council.secretariat)
    return work


def start(
    council: Council, curators: int = 3, product: Product | None = None, **results: str
) -> Submission:
    """A submission under review by the first curators."""
    work = queue(council, product, **results)
    assignments.assign(work, curators=council.curators[:curators], by=council.secretariat)
    assignments.start_review(work, by=council.secretariat)
    return work


def marks(values: Values) -> dict[str, Mark]:
    """Scores with a comment where one is needed."""
    return {
        code: Mark(value, f"Perbaiki {code}." if value is not None and value < 3 else "")
        for code, value in values.items()
    }


def score(work: Submission, curator: User, values: Values = GOOD) -> None:
    """A curator's complete and sent review."""
    assignment = work.assignments.get(curator=curator, version=work.version_id)
    reviews.save_review(assignment, by=curator, marks=marks(values), complete=True)
    reviews.finalise(assignment, by=curator)


def deliberate(council: Council, values: Values = GOOD, **results) -> Submission:
    """A submission whose scores are all in."""
    work = start(council, **results)
    for curator in council.curators[:3]:
        score(work, curator, values)
    work.refresh_from_db()
    return work


def propose(council: Council, work: Submission, outcome: str = "accepted", **words) -> Decision:
    words.setdefault("feedback", "Perbaiki kemasannya, lalu kirim lagi.")
    words.setdefault("justification", "Panel sepakat demikian.")
    proposal = decisions.Proposal(outcome=outcome, **words)
    decision = decisions.propose(work, proposal=proposal, by=council.chair)
    if decision.departs:
        for member in council.curators[:3]:
            decisions.vote(work, choice="for", by=member)
    return decision


def decide(council: Council, outcome: str = "accepted", values=GOOD, **words) -> Submission:
    """A signed decision that nobody was told of yet."""
    work = deliberate(council, values)
    propose(council, work, outcome, **words)
    decisions.sign(work, by=council.curators[0])
    return work


def finish(council: Council, outcome: str = "accepted", values=GOOD, **words) -> Submission:
    """A released decision."""
    work = decide(council, outcome, values, **words)
    release.release(work, by=council.second)
    return work


def ask_completion(council: Council, work: Submission, part="photos") -> None:
    screening.return_for_completion(
        work,
        requests=[screening.Request(CompletionItem.Part(part), "Foto terlalu gelap.")],
        due_at=timezone.now() + timedelta(days=14),
        by=council.secretariat,
    )


def propose_ineligible(council: Council, work: Submission) -> None:
    screening.propose_ineligible(
        work,
        gate=work.rubric.gates.get(code="TANGAN"),
        reason="Barang beli jadi.",
        by=council.secretariat,
    )


def name_board(council: Council, work: Submission) -> None:
    """The leader and a curator of no panel hear the objection."""
    members = [council.leader, council.outsider]
    appeals.name_board(work, members=members, by=council.secretariat)


def rule(council: Council, work: Submission, act=appeals.uphold, reason="Terbukti.") -> None:
    """Both of the board hold the same of the objection."""
    for member in (council.leader, council.outsider):
        act(work, reason=reason, by=member)


def in_state(council: Council, state: State) -> Submission:
    """A submission in the state, taken there step by step."""
    match state:
        case State.SUBMITTED:
            return submit(council)
        case State.NEEDS_COMPLETION:
            work = submit(council)
            ask_completion(council, work)
            return work
        case State.QUEUED:
            return queue(council)
        case State.IN_REVIEW:
            return start(council)
        case State.DELIBERATION:
            return deliberate(council)
        case State.DECIDED:
            return decide(council)
        case State.ACCEPTED:
            return finish(council)
        case State.COACHING:
            return finish(council, "coaching", WEAK)
        case State.REVISION_REQUESTED:
            return finish(council, "revision_requested", WEAK)
        case State.REJECTED:
            return finish(council, "rejected", POOR)
        case State.INELIGIBLE:
            work = submit(council)
            propose_ineligible(council, work)
            screening.confirm_ineligible(work, by=council.second)
            return work
        case State.LAPSED:
            work = in_state(council, State.NEEDS_COMPLETION)
            with clock.fixed_at(timezone.now() + timedelta(days=30)):
                submissions.lapse(work)
            return work
        case State.WITHDRAWN:
            work = submit(council)
            submissions.withdraw(work, by=owner_of(work))
            return work
        case State.APPEALED:
            work = in_state(council, State.REJECTED)
            appeals.appeal(
                work, ground=Appeal.Ground.FACT, statement="Bahannya keliru.", by=owner_of(work)
            )
            name_board(council, work)
            return work
    raise AssertionError(state)
