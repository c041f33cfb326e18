"""A fair distribution of works over curators: greedy, then improved by exchanges. Pure arithmetic.

Deterministic: the same input gives the same plan. Nobody who is barred from a work gets it, nobody
more works than their cap. What cannot be had is reported, never forced.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

LOAD = 5  # times the square of the load: one work more or less between two curators counts 10
OVER = 40  # times the square of what lies above the own target
MISMATCH = 30  # not an expert of the craft: worth a difference of three works
NO_EXPERT = 400  # nobody on the work is an expert
DISTRICT = 6
NO_OUTSIDER = 200  # everybody on the work is of its maker's district
PAIR = 8  # times the square of how often a pair judges together beyond its share
APART = 25  # for each work that two curators share too few
OVERLAP = 2  # works that every two curators should share, so that their severity can be compared
PASSES = 6  # exchanges are looked for so often at most; they stop by themselves much earlier


@dataclass(frozen=True)
class Work:
    """A work that needs curators, with those it has already."""

    key: int
    craft: str | None
    district: str | None
    wanted: int
    minimum: int
    given: tuple[int, ...] = ()


@dataclass(frozen=True)
class Person:
    """A curator: `crafts` empty means all; `load` is what they carry in the round already."""

    key: int
    crafts: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    load: int = 0
    target: int | None = None
    cap: int | None = None

    def knows(self, craft: str | None) -> bool:
        """Whether the person is an expert of the craft."""
        return not self.crafts or craft in self.crafts

    def is_outside(self, district: str | None) -> bool:
        """Whether the person is of another district, or of none that is on record."""
        return district is None or district not in self.districts


@dataclass
class Plan:
    """Whom to add to each work, and what could not be had."""

    added: dict[int, list[int]] = field(default_factory=dict)
    short: dict[int, int] = field(default_factory=dict)  # work → how many are missing
    without_expert: list[int] = field(default_factory=list)
    without_outsider: list[int] = field(default_factory=list)
    apart: list[tuple[int, int]] = field(default_factory=list)  # pairs with too few works


def balance(
    works: Sequence[Work],
    people: Sequence[Person],
    *,
    barred: Collection[tuple[int, int]],
    burdens: Mapping[tuple[int, int], int],
    together: Mapping[frozenset[int], int] | None = None,
) -> Plan:
    """The plan for all works at once.

    `barred` are (work, person) that must not be; `burdens` the cost of soft ties; `together` how
    often two curators share a work already, apart from these works.
    """
    return _Table(works, people, set(barred), burdens, together or {}).plan()


class _Table:
    """The distribution under way."""

    def __init__(
        self,
        works: Sequence[Work],
        people: Sequence[Person],
        barred: set[tuple[int, int]],
        burdens: Mapping[tuple[int, int], int],
        together: Mapping[frozenset[int], int],
    ) -> None:
        self.works = {work.key: work for work in works}
        self.people = {one.key: one for one in sorted(people, key=lambda one: one.key)}
        self.burdens = burdens
        self.load = {one.key: one.load for one in people}
        self.on: dict[int, list[int]] = {work.key: list(work.given) for work in works}
        self.pairs: dict[tuple[int, int], int] = defaultdict(int)
        for pair, count in together.items():
            low, high = sorted(pair)
            self.pairs[low, high] += count
        for work in works:
            for low, high in combinations(sorted(work.given), 2):
                self.pairs[low, high] += 1
        self.may = {
            work.key: [
                key
                for key in self.people
                if (work.key, key) not in barred and key not in work.given
            ]
            for work in works
        }
        self.share = self._pair_share()

    def _pair_share(self) -> int:
        """How often two curators judge together where all pairs do alike, and one time more."""
        slots = sum(work.wanted * (work.wanted - 1) // 2 for work in self.works.values())
        slots += sum(self.pairs.values())
        number = max(1, len(self.people) * (len(self.people) - 1) // 2)
        return -(-slots // number) + 1

    def plan(self) -> Plan:
        """Fills place by place, so that a scarce cap gives every work its first curators first."""
        order = sorted(self.works, key=lambda key: (len(self.may[key]), key))
        for place in range(max((work.wanted for work in self.works.values()), default=0)):
            for key in order:
                if len(self.on[key]) <= place < self.works[key].wanted:
                    self._add_best(key)
        for _turn in range(PASSES):
            if not self._improve(order):
                break
        return self._report()

    def _add_best(self, work: int) -> None:
        free = [key for key in self.may[work] if key not in self.on[work] and self._has_room(key)]
        if free:
            best = min(free, key=lambda key: (self._cost(work, key, self.on[work]), key))
            self._put(work, best)

    def _has_room(self, person: int) -> bool:
        cap = self.people[person].cap
        return cap is None or self.load[person] < cap

    def _put(self, work: int, person: int, by: int = 1) -> None:
        if by > 0:
            self.on[work].append(person)
        else:
            self.on[work].remove(person)
        self.load[person] += by
        for other in self.on[work]:
            if other != person:
                self.pairs[min(other, person), max(other, person)] += by

    def _cost(self, work: int, person: int, others: Sequence[int]) -> int:
        """What it costs to put the person on the work beside the others."""
        one, what = self.people[person], self.works[work]
        load = self.load[person]
        cost = LOAD * (2 * load + 1) + self.burdens.get((work, person), 0)
        if one.target is not None and load >= one.target:
            cost += OVER * (2 * (load - one.target) + 1)
        if not one.knows(what.craft):
            cost += MISMATCH
            if not any(self._is_expert(other, what) for other in others):
                cost += NO_EXPERT
        if not one.is_outside(what.district):
            cost += DISTRICT
            if not any(self._is_outside(other, what) for other in others):
                cost += NO_OUTSIDER
        for other in others:
            count = self.pairs[min(other, person), max(other, person)]
            if count < OVERLAP:
                cost -= APART
            elif count >= self.share:
                cost += PAIR * (2 * (count - self.share) + 1)
        return cost

    def _is_expert(self, person: int, work: Work) -> bool:
        one = self.people.get(person)
        return one is not None and one.knows(work.craft)

    def _is_outside(self, person: int, work: Work) -> bool:
        one = self.people.get(person)
        return one is None or one.is_outside(work.district)

    def _improve(self, order: Sequence[int]) -> bool:
        """Replaces and exchanges wherever the whole gets cheaper; says whether anything did."""
        changed = False
        for work in order:
            for person in [one for one in self.on[work] if one not in self.works[work].given]:
                changed |= self._replace(work, person)
        for work in order:
            if not any(self._is_expert(one, self.works[work]) for one in self.on[work]):
                changed |= self._fetch_expert(work, order)
        return changed

    def _replace(self, work: int, person: int) -> bool:
        others = [one for one in self.on[work] if one != person]
        self._put(work, person, -1)
        free = [key for key in self.may[work] if key not in others and self._has_room(key)]
        best = min(free, key=lambda key: (self._cost(work, key, others), key != person, key))
        self._put(work, best)
        return best != person

    def _fetch_expert(self, work: int, order: Sequence[int]) -> bool:
        """Exchanges one of the work's curators for an expert whom another work can spare."""
        what = self.works[work]
        for expert in [key for key in self.may[work] if self._is_expert(key, what)]:
            for other in order:
                if expert not in self.on[other] or expert in self.works[other].given:
                    continue
                for person in [one for one in self.on[work] if one not in what.given]:
                    if self._may_exchange(other, expert, person):
                        self._put(work, person, -1)
                        self._put(other, expert, -1)
                        self._put(work, expert)
                        self._put(other, person)
                        return True
        return False

    def _may_exchange(self, work: int, expert: int, person: int) -> bool:
        rest = [one for one in self.on[work] if one != expert]
        return (
            person not in self.on[work]
            and person in self.may[work]
            and any(self._is_expert(one, self.works[work]) for one in [*rest, person])
        )

    def _report(self) -> Plan:
        plan = Plan()
        for key in sorted(self.works):
            work = self.works[key]
            plan.added[key] = self.on[key][len(work.given) :]
            if len(self.on[key]) < work.minimum:
                plan.short[key] = work.minimum - len(self.on[key])
            if not any(self._is_expert(one, work) for one in self.on[key]):
                plan.without_expert.append(key)
            if self.on[key] and not any(self._is_outside(one, work) for one in self.on[key]):
                plan.without_outsider.append(key)
        busy = [key for key in self.people if self.load[key]]
        plan.apart = [pair for pair in combinations(sorted(busy), 2) if self.pairs[pair] < OVERLAP]
        return plan
