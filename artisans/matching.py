"""Which entries of the registry may be one, found by the import's own comparison.

A search proposes; people decide, and their «not the same» holds for ever, also for whatever an
entry is merged into. Nothing is joined here.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from artisans.imports.aliases import survivors
from artisans.imports.duplicates import MAX_BLOCK, block_keys
from artisans.imports.evidence import SAME_PERSON, Traits, Verdict, compare, traits_of
from artisans.imports.records import Record
from artisans.imports.staging import known_records
from artisans.models import Artisan, Business, DuplicatePair, EntryKind
from dekranasda.accounts.models import User

# One search at a time.
LOCK_KEY = 352_200_02
# Two businesses are proposed as one person's on the same evidence as in an import.
SURE_PERSON = SAME_PERSON + 1
Reasons = list[tuple[str, float]]
# What of a record and its traits each reason rests on.
PARTS: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "national_id": ({}, {"national_id": "", "national_id_key": b""}),
    "nib": ({"nib": ""}, {}),
    "phone": ({}, {"phones": frozenset()}),
    "birth": ({"born_on": None}, {}),
    "gender": ({"gender": ""}, {}),
    "address": ({"address": ""}, {"hamlet": "", "rt": "", "rw": ""}),
    "village": ({"village_code": "", "district_code": ""}, {"place": ""}),
    "business": ({}, {"business": ""}),
    "activity": (
        {"craft_code": "", "kbli": ""},
        {"products": frozenset(), "activity": frozenset()},
    ),
}
ABOUT_PEOPLE = ("name", "national_id", "phone", "birth", "gender", "address", "village")


@dataclass(frozen=True)
class Likely:
    """Two entries that may be one: keys in order, how much speaks for it, and what."""

    kind: EntryKind
    first: int
    second: int
    score: float
    reasons: Reasons


def search(*, at: datetime) -> dict[str, int]:
    """Compares the whole registry and keeps the likely pairs; returns counts by what was done.

    Pairs that somebody decided or named are left alone; open ones that are not likely any more
    go. A second search beside a running one waits for it.
    """
    records = known_records()
    owner_of = {record.key: record.owner_key for record in records}
    found = {(pair.kind, pair.first, pair.second): pair for pair in likely_pairs(records)}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        businesses, people = _decided(EntryKind.BUSINESS), _decided(EntryKind.PERSON)
        for ends, pair in list(found.items()):
            owners = pair.first, pair.second
            if pair.kind == EntryKind.BUSINESS:
                owners = owner_of[pair.first], owner_of[pair.second]
            is_business = pair.kind == EntryKind.BUSINESS and ends[1:] in businesses
            if is_business or (min(owners), max(owners)) in people:
                del found[ends]
        return _keep(found, at=at)


def _decided(kind: EntryKind) -> set[tuple[int, int]]:
    """The pairs of standing entries that are not the same, by somebody's word."""
    stands = survivors(Business if kind == EntryKind.BUSINESS else Artisan)
    end = "business" if kind == EntryKind.BUSINESS else "artisan"
    said = DuplicatePair.objects.filter(kind=kind, state=DuplicatePair.State.DIFFERENT)
    return {
        (min(ends), max(ends))
        for pair in said.values_list(f"first_{end}", f"second_{end}")
        if (ends := {stands.get(key, key) for key in pair})
    }


def _keep(found: dict[tuple[EntryKind, int, int], Likely], *, at: datetime) -> dict[str, int]:
    known = {_ends(pair): pair for pair in DuplicatePair.objects.all()}
    merged = {
        EntryKind.BUSINESS: set(survivors(Business)),
        EntryKind.PERSON: set(survivors(Artisan)),
    }
    new = [
        _unsaved(pair, at=at)
        for ends, pair in found.items()
        if ends not in known and not {pair.first, pair.second} & merged[pair.kind]
    ]
    changed, gone = [], []
    for ends, pair in known.items():
        if pair.state != DuplicatePair.State.OPEN:
            continue
        if ends in found:
            reasons = [list(reason) for reason in found[ends].reasons]
            if (pair.score, pair.reasons) != (found[ends].score, reasons):
                pair.score, pair.reasons = found[ends].score, reasons
                changed.append(pair)
        elif not pair.is_named:
            gone.append(pair.pk)
    DuplicatePair.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    DuplicatePair.objects.bulk_update(changed, ["score", "reasons"], batch_size=1000)
    DuplicatePair.objects.open().filter(pk__in=gone).delete()
    return {"new": len(new), "changed": len(changed), "gone": len(gone)}


def _ends(pair: DuplicatePair) -> tuple[EntryKind, int, int]:
    kind = EntryKind(pair.kind)
    if kind == EntryKind.BUSINESS:
        return kind, pair.first_business_id or 0, pair.second_business_id or 0
    return kind, pair.first_artisan_id or 0, pair.second_artisan_id or 0


def _unsaved(pair: Likely, *, at: datetime) -> DuplicatePair:
    end = "business" if pair.kind == EntryKind.BUSINESS else "artisan"
    return DuplicatePair(
        kind=pair.kind,
        score=pair.score,
        reasons=pair.reasons,
        found_at=at,
        **{f"first_{end}_id": pair.first, f"second_{end}_id": pair.second},
    )


# Finding


def likely_pairs(records: Sequence[Record]) -> list[Likely]:
    """Pairs of businesses that are one, and of people whose businesses differ."""
    traits = [traits_of(record) for record in records]
    found: list[Likely] = []
    people: dict[tuple[int, int], tuple[float, int, int]] = {}
    joined: set[tuple[int, int]] = set()
    for first, second in _candidates(records, traits):
        a, b = records[first], records[second]
        verdict = compare(a, b, traits[first], traits[second])
        owners = (min(a.owner_key, b.owner_key), max(a.owner_key, b.owner_key))
        if verdict.is_same:
            found.append(_likely(EntryKind.BUSINESS, a.key, b.key, a, b, verdict))
            joined.add(owners)
        elif (
            owners[0] != owners[1]
            and (a.owner_name and b.owner_name)
            and verdict.person >= max(SURE_PERSON, people.get(owners, (0.0, 0, 0))[0])
        ):
            people[owners] = verdict.person, first, second
    for owners, (_weight, first, second) in people.items():
        if owners not in joined:
            a, b = records[first], records[second]
            verdict = compare(a, b, traits[first], traits[second])
            found.append(_likely(EntryKind.PERSON, *owners, a, b, verdict))
    return found


def _candidates(records: Sequence[Record], traits: Sequence[Traits]) -> Iterator[tuple[int, int]]:
    """Each pair that shares something telling, once."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        for key in block_keys(record, traits[index]):
            blocks[key].append(index)
    seen: set[int] = set()
    for members in blocks.values():
        if len(members) > MAX_BLOCK:
            continue
        for position, first in enumerate(members):
            for second in members[position + 1 :]:
                code = first * len(records) + second
                if code not in seen:
                    seen.add(code)
                    yield first, second


def _likely(
    kind: EntryKind, one: int, other: int, a: Record, b: Record, verdict: Verdict
) -> Likely:
    return Likely(
        kind,
        min(one, other),
        max(one, other),
        round(_total(kind, verdict), 1),
        reasons_of(a, b, kind),
    )


def reasons_of(a: Record, b: Record, kind: EntryKind) -> Reasons:
    """What the comparison adds up, by name, the weightiest first; against is below zero.

    The weight of a part is what the verdict loses without it. What is left is the name's.
    """
    ta, tb = traits_of(a), traits_of(b)
    whole = _total(kind, compare(a, b, ta, tb))
    found: Reasons = []
    for code, (of_record, of_traits) in PARTS.items():
        if kind == EntryKind.PERSON and code not in ABOUT_PEOPLE:
            continue
        without = compare(
            replace(a, **of_record),  # type: ignore[arg-type]  # a field and its empty value
            replace(b, **of_record),  # type: ignore[arg-type]
            replace(ta, **of_traits),  # type: ignore[arg-type]
            replace(tb, **of_traits),  # type: ignore[arg-type]
        )
        found.append((code, round(whole - _total(kind, without), 1)))
    if a.owner_key and a.owner_key == b.owner_key:
        # One person's two entries: nothing about the person is evidence.
        found = [reason for reason in found if reason[0] not in ABOUT_PEOPLE]
        found.append(("owner", round(whole - sum(weight for _code, weight in found), 1)))
    elif ta.name and tb.name:
        found.append(("name", round(whole - sum(weight for _code, weight in found), 1)))
    same = {"name": ta.name == tb.name, "business": ta.business == tb.business}
    found = [
        (f"{code}_alike" if weight > 0 and not same.get(code, True) else code, weight)
        for code, weight in found
        if abs(weight) >= 0.4
    ]
    return sorted(found, key=lambda reason: -abs(reason[1]))


def _total(kind: EntryKind, verdict: Verdict) -> float:
    return verdict.person + (verdict.business if kind == EntryKind.BUSINESS else 0.0)


# Deciding


def said_different_by(
    kind: str, one: int, other: int, *, but: int | None = None
) -> DuplicatePair | None:
    """The decision that the two, or what was merged into them, are not the same; None without."""
    model = Business if kind == EntryKind.BUSINESS else Artisan
    end = "business" if kind == EntryKind.BUSINESS else "artisan"
    mine, theirs = _with_merged(model, one), _with_merged(model, other)
    said = DuplicatePair.objects.filter(kind=kind, state=DuplicatePair.State.DIFFERENT)
    either = models.Q(**{f"first_{end}__in": mine, f"second_{end}__in": theirs})
    either |= models.Q(**{f"first_{end}__in": theirs, f"second_{end}__in": mine})
    said = said.exclude(pk=but) if but else said
    return said.filter(either).select_related("decided_by").first()


def said_different(kind: str, one: int, other: int) -> bool:
    """Whether somebody decided that the two are not the same."""
    return said_different_by(kind, one, other) is not None


def _with_merged(model: type[Business] | type[Artisan], key: int) -> set[int]:
    """The entry and everything that was merged into it, however many merges ago."""
    known, newest = {key}, {key}
    while newest:
        newest = set(model.objects.filter(merged_into__in=newest).values_list("pk", flat=True))
        newest -= known
        known |= newest
    return known


def decide_different(pair: DuplicatePair, *, by: User, at: datetime, note: str = "") -> None:
    """Keeps that the two are not the same. Raises ValidationError («decided») the second time."""
    changed = DuplicatePair.objects.open().filter(pk=pair.pk)
    if not changed.update(
        state=DuplicatePair.State.DIFFERENT, decided_by=by, decided_at=at, note=note[:200]
    ):
        pair.refresh_from_db()
        raise ValidationError(
            _("Pasangan ini sudah diputuskan oleh %(name)s."),
            code="decided",
            params={"name": pair.decided_by},
        )


def reopen(pair: DuplicatePair) -> None:
    """Takes «not the same» back, so that it can be decided anew; nothing for other pairs."""
    DuplicatePair.objects.filter(pk=pair.pk, state=DuplicatePair.State.DIFFERENT).update(
        state=DuplicatePair.State.OPEN, decided_by=None, decided_at=None, is_named=True
    )


def name_pair(first: Business, second: Business, *, at: datetime) -> DuplicatePair:
    """The pair of two businesses that somebody thinks are one, however little alike they look."""
    ends = sorted([first.pk, second.pk])
    score, reasons = 0.0, []
    records = {record.key: record for record in known_records() if record.key in ends}
    if len(records) == 2:
        a, b = records[ends[0]], records[ends[1]]
        verdict = compare(a, b, traits_of(a), traits_of(b))
        score = round(_total(EntryKind.BUSINESS, verdict), 1)
        reasons = reasons_of(a, b, EntryKind.BUSINESS)
    pair, _new = DuplicatePair.objects.get_or_create(
        kind=EntryKind.BUSINESS,
        first_business_id=ends[0],
        second_business_id=ends[1],
        defaults={"score": score, "reasons": reasons, "found_at": at, "is_named": True},
    )
    return pair
