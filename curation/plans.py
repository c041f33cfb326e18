"""A plan of who scores what in a round: proposed, looked at, changed, confirmed.

A proposal is kept as assignments in the state «proposed»: nobody but those who plan sees them.
Once confirmed, curators change by named replacement only (`assignments.replace`).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import balance, clock
from curation.conflicts import AllTies, all_ties
from curation.deadlines import scoring_due_at
from curation.models import Assignment, PanelMember, Round, Submission
from curation.tie_queries import whereabouts_of_people
from curation.tie_rules import Rule, Tie
from curation.transitions import State
from dekranasda.accounts.models import User

STATE = Assignment.State
BACK = {STATE.RECUSED, STATE.VOIDED, STATE.REPLACED}  # who may not come back; see `stood_back`
BURDEN = {Rule.NEIGHBOUR: 40}  # what a soft tie costs; those that need a decision cost more
UNDECIDED = 200


@dataclass
class Table:
    """Everything that a plan of a round rests on; read in a fixed number of queries."""

    round: Round
    works: list[Submission]
    members: list[PanelMember]
    ties: AllTies
    active: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    proposed: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    barred: set[tuple[int, int]] = field(default_factory=set)
    loads: Counter[int] = field(default_factory=Counter)
    together: Counter[frozenset[int]] = field(default_factory=Counter)
    districts: dict[int, frozenset[str]] = field(default_factory=dict)

    def ties_of(self, work: Submission, user: int) -> list[Tie]:
        """The ties of a person to a work."""
        return self.ties.get((work.pk, user), [])

    def is_outside(self, work: Submission, user: int) -> bool:
        """Whether the person is from outside the district of the work's maker."""
        district = district_of(work)
        return district is None or district not in self.districts.get(user, ())


def table_of(round: Round, works: QuerySet[Submission] | None = None) -> Table:
    """The works (the queued ones), the panel in force, ties, and who has what already.

    A fixed number of queries, whatever the number of works.
    """
    if works is None:
        works = Submission.objects.filter(round=round, state=State.QUEUED)
    return _read(round, list(_blindable(works).order_by("pk")))


def _blindable(works: QuerySet[Submission]) -> QuerySet[Submission]:
    """With what is needed to name each work without its maker."""
    return works.select_related(
        "round",
        "product__business__village",
        "version__craft",
        "version__motif",
        "version__product__business__owner",
    ).prefetch_related("version__materials", "version__techniques")


def _read(round: Round, works: list[Submission]) -> Table:
    members = list(round.panel.in_force().select_related("user").prefetch_related("crafts"))
    users = [member.user for member in members]
    table = Table(round, works, members, all_ties(works, users, on=timezone.localdate(clock.now())))
    places = whereabouts_of_people([user.pk for user in users])
    table.districts = {key: frozenset(place.districts) for key, place in places.items()}
    queued = {work.pk: work.version_id for work in works}
    elsewhere: dict[int, list[int]] = defaultdict(list)
    rows = Assignment.objects.filter(submission__round=round).order_by("pk")
    for work, version, user, state, may in rows.values_list(
        "submission", "version", "curator", "state", "may_ask_later"
    ):
        if state == STATE.ACTIVE:
            table.loads[user] += 1
        if work not in queued:
            if state == STATE.ACTIVE:
                elsewhere[work].append(user)
        elif state in BACK or (state == STATE.DECLINED and not may):
            table.barred.add((work, user))
        elif version == queued[work] and state == STATE.ACTIVE:
            table.active[work].append(user)
        elif version == queued[work] and state == STATE.PROPOSED:
            table.proposed[work].append(user)
    for people in elsewhere.values():
        table.together.update(frozenset(pair) for pair in combinations(people, 2))
    return table


def compute(table: Table, *, wanted: int | None = None) -> balance.Plan:
    """The balanced plan for all works of the table; nothing is saved.

    `wanted` is the number of curators a work, where it is not the round's.
    """
    people = [_person(member, table) for member in table.members]
    barred, burdens = set(table.barred), {}
    for pair, found in table.ties.items():
        if any(tie.is_hard for tie in found) or any(
            tie.rule == Rule.SHARED_CONTACT and tie.is_open for tie in found
        ):
            barred.add(pair)
        elif found:
            burdens[pair] = sum(
                UNDECIDED if tie.is_open else BURDEN.get(tie.rule, 0) for tie in found
            )
    works = [
        balance.Work(
            key=work.pk,
            craft=work.version.craft_id,
            district=district_of(work),
            wanted=wanted or table.round.curators_wanted,
            minimum=table.round.curators_minimum,
            given=tuple(table.active[work.pk]),
        )
        for work in table.works
    ]
    return balance.balance(works, people, barred=barred, burdens=burdens, together=table.together)


def _person(member: PanelMember, table: Table) -> balance.Person:
    return balance.Person(
        key=member.user_id,
        crafts=frozenset(craft.pk for craft in member.crafts.all()),
        districts=table.districts.get(member.user_id, frozenset()),
        load=table.loads[member.user_id],
        target=member.target_load,
        cap=member.max_load,
    )


def district_of(work: Submission) -> str | None:
    """The district of the work's maker, by its code."""
    village = work.product.business.village
    return village.district_id if village else None


def _lock_for_planning(round: Round, by: User) -> Round:
    """The round, locked: two plans at once would count the same loads."""
    locked = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if not by.is_secretariat:
        raise ValidationError(
            _("Hanya sekretariat yang membagi karya satu periode."), code="not_allowed"
        )
    return locked


def replacement_for(submission: Submission) -> PanelMember | None:
    """Whom to ask in the place of a curator who left, or as one more; None where nobody is free."""
    table = table_of(submission.round, Submission.objects.filter(pk=submission.pk))
    present = len(table.active[submission.pk])
    added = compute(table, wanted=present + 1).added[submission.pk]
    return next((one for one in table.members if one.user_id in added), None)


@transaction.atomic
def draw_up(round: Round, *, by: User) -> balance.Plan:
    """Makes the proposal for every queued work anew; what was assigned stays as it is.

    Raises ValidationError: «not_allowed», «empty_panel».
    """
    locked = _lock_for_planning(round, by)
    discard(locked, by=by)
    table = table_of(locked)
    if not table.members:
        raise ValidationError(
            _("Belum ada kurator yang bersedia. Tunggu jawaban undangan panel."),
            code="empty_panel",
        )
    plan = compute(table)
    at = clock.now()
    due_at = scoring_due_at(locked, at=at)
    by_key = {work.pk: work for work in table.works}
    Assignment.objects.bulk_create(
        Assignment(
            submission_id=key,
            version_id=by_key[key].version_id,
            curator_id=user,
            state=STATE.PROPOSED,
            assigned_by=by,
            assigned_at=at,
            due_at=due_at,
        )
        for key, added in plan.added.items()
        for user in added
    )
    return plan


@transaction.atomic
def discard(round: Round, *, by: User) -> int:
    """Drops what was proposed and not confirmed; how many assignments."""
    _lock_for_planning(round, by)
    found = Assignment.objects.filter(submission__round=round, state=STATE.PROPOSED)
    count, _models = found.delete()
    return count


@transaction.atomic
def confirm(round: Round, *, by: User) -> int:
    """Makes the proposal binding, all of it or nothing; how many works got curators by it.

    Raises ValidationError: «not_allowed», «nothing_proposed», «conflict» and «tie_undecided» for
    ties known since, one message each.
    """
    locked = _lock_for_planning(round, by)
    rows = list(
        Assignment.objects.select_for_update(of=("self",))
        .filter(submission__round=locked, submission__state=State.QUEUED, state=STATE.PROPOSED)
        .select_related(
            "curator", "submission__product", "submission__round", "submission__version"
        )
        .order_by("submission", "pk")
    )
    if not rows:
        raise ValidationError(_("Belum ada usulan untuk disahkan."), code="nothing_proposed")
    at = clock.now()
    works = {row.submission_id: row.submission for row in rows}
    people = {row.curator_id: row.curator for row in rows}
    found = all_ties(works.values(), people.values(), on=timezone.localdate(at))
    problems = [
        problem
        for row in rows
        if (problem := _problem(row, found.get((row.submission_id, row.curator_id), [])))
    ]
    if problems:
        raise ValidationError(problems)
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=STATE.ACTIVE, assigned_by=by, assigned_at=at
    )
    return len(works)


def _problem(row: Assignment, found: list[Tie]) -> ValidationError | None:
    for tie in found:
        if tie.is_hard or tie.is_open:
            code = "conflict" if tie.is_hard else "tie_undecided"
            return ValidationError(
                _("%(code)s, %(name)s: %(reason)s. Pilih kurator lain atau putuskan hubungannya."),
                code=code,
                params={
                    "code": row.submission.code,
                    "name": row.curator.full_name,
                    "reason": tie.words,
                },
            )
    return None
