"""Which rows of a list, and which of the registry, are the same business.

Candidates come from blocks of records that share something telling; each pair is weighed by its
evidence, and pairs are joined from the surest on.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from artisans.imports.evidence import Traits, Verdict, compare, is_same_owner
from artisans.imports.records import Record

# Largest block compared pair by pair; a phone of hundreds of members tells nothing alone.
MAX_BLOCK = 80


@dataclass(frozen=True, slots=True)
class Unsure:
    """Two records, by position, that are left apart though much speaks for one business."""

    verdict: Verdict
    first: int
    second: int


def block_keys(record: Record, traits: Traits) -> Iterable[tuple[str, ...]]:
    """What a record shares with the records it may be the same as."""
    name, business, place = traits.name, traits.business, traits.place or record.district_code
    if traits.national_id:
        yield "nik", traits.national_id
        # Halves, so that a slip in one half still meets in the other.
        yield "nik-a", traits.national_id[:10], name[:3]
        yield "nik-b", traits.national_id[6:], name[:3]
    if traits.national_id_key:
        yield "nik-key", traits.national_id_key.hex()
    if record.nib:
        yield "nib", record.nib
    first = name.split()[0] if name else ""
    for phone in traits.phones:
        yield "phone", phone
        yield "phone-name", phone, first[:3]
    if name:
        yield "name-place", place, name
        yield "first-place", place, first
        yield "skeleton", place, _skeleton(name)
        if record.born_on:
            yield "birth", record.born_on.isoformat(), first[:2]
            yield "birthday", record.born_on.isoformat()
        if " " in name:
            yield "name", name
    if traits.rt and traits.place:
        yield "address", place, traits.hamlet, traits.rt, traits.rw
    if business:
        yield "business", business, place or record.location or record.address.casefold()


def _skeleton(name: str) -> str:
    """The consonants of a name: what a misheard or mistyped vowel leaves as it is."""
    return "".join(letter for letter in name if letter not in "aeiou ")


def find_groups(
    records: Sequence[Record], traits: Sequence[Traits], unsure: list[Unsure] | None = None
) -> list[int]:
    """For each record the number of its group; records of one group are one business.

    `unsure` receives the pairs of which a person should decide.

    Records that come from the database are joined only where they have one `key`: a business under
    its names before and after a merge. Pairs are joined from the surest on, and a group takes
    nobody whom one of its members contradicts.
    """
    doubtful: list[Unsure] = []
    pairs = _same_pairs(records, traits, doubtful)
    groups: dict[int, list[int]] = {index: [index] for index in range(len(records))}
    group_of = list(range(len(records)))
    for one, other in _known_twice(records):
        group_of[other] = one
        groups[one] += groups.pop(other)
    for _, first, second in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        one, other = group_of[first], group_of[second]
        if one == other or not _may_join(groups[one], groups[other], records, traits):
            continue
        keep, drop = min(one, other), max(one, other)
        for index in groups[drop]:
            group_of[index] = keep
        groups[keep] += groups.pop(drop)
    if unsure is not None:
        unsure += [pair for pair in doubtful if group_of[pair.first] != group_of[pair.second]]
    return group_of


def _known_twice(records: Sequence[Record]) -> Iterable[tuple[int, int]]:
    """Each further record of a known business, after the first one of it."""
    first_of: dict[int, int] = {}
    for index, record in enumerate(records):
        if record.key and (first := first_of.setdefault(record.key, index)) != index:
            yield first, index


def _same_pairs(
    records: Sequence[Record], traits: Sequence[Traits], doubtful: list[Unsure]
) -> list[tuple[float, int, int]]:
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        for key in block_keys(record, traits[index]):
            blocks[key].append(index)
    seen: set[int] = set()
    pairs = []
    count = len(records)
    for members in blocks.values():
        if len(members) < 2 or len(members) > MAX_BLOCK:
            continue
        for position, first in enumerate(members):
            for second in members[position + 1 :]:
                code = first * count + second
                if code in seen:
                    continue
                seen.add(code)
                if records[first].key and records[second].key:
                    continue
                verdict = compare(records[first], records[second], traits[first], traits[second])
                if verdict.is_same:
                    pairs.append((verdict.person + verdict.business, first, second))
                elif verdict.is_unsure:
                    doubtful.append(Unsure(verdict, first, second))
    return pairs


def _may_join(
    one: Sequence[int], other: Sequence[int], records: Sequence[Record], traits: Sequence[Traits]
) -> bool:
    """Whether nobody of the one group contradicts anybody of the other.

    A known business agrees where one of its names does: what it was called before a merge
    contradicts what it is called now.
    """
    agreed: set[tuple[int, int]] = set()
    contradicted: set[tuple[int, int]] = set()
    for first in one:
        for second in other:
            a, b = records[first], records[second]
            if a.key and b.key:
                return False
            verdict = compare(a, b, traits[first], traits[second])
            ends = (a.key or -first, b.key or -second)
            if verdict.is_same:
                agreed.add(ends)
            elif verdict.is_contradiction:
                contradicted.add(ends)
    return contradicted <= agreed


def find_owners(
    records: Sequence[Record], traits: Sequence[Traits], group_of: Sequence[int]
) -> list[int]:
    """For each record the number of its owner: one person may run several groups (businesses).

    Joined are records of one business, and those with the same NIK or with the evidence of
    `SAME_PERSON` and nothing that contradicts it.
    """
    owner_of = list(group_of)
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        own = traits[index]
        if not own.name:
            continue
        for number in (own.national_id, own.national_id_key.hex()):
            if number:
                blocks["nik", number].append(index)
        for phone in own.phones:
            blocks["phone", phone, own.name[:3]].append(index)
        blocks["name", own.place, own.name].append(index)
        blocks["address", own.place or record.district_code, own.hamlet, own.rt, own.rw].append(
            index
        )
        if record.born_on:
            blocks["birth", record.born_on.isoformat()].append(index)
        if record.owner_key:
            blocks["owner", str(record.owner_key)].append(index)
    parents: dict[int, int] = {}

    def root(number: int) -> int:
        while parents.get(number, number) != number:
            number = parents[number]
        return number

    for key, members in blocks.items():
        if len(members) > MAX_BLOCK and key[0] != "owner":
            continue
        for position, first in enumerate(members):
            for second in members[position + 1 :]:
                one, other = root(group_of[first]), root(group_of[second])
                if one == other:
                    continue
                a, b = records[first], records[second]
                if a.owner_key and b.owner_key:
                    is_same = a.owner_key == b.owner_key
                else:
                    is_same = is_same_owner(a, b, traits[first], traits[second])
                if is_same:
                    parents[max(one, other)] = min(one, other)
    for index, group in enumerate(group_of):
        owner_of[index] = root(group)
    return owner_of
