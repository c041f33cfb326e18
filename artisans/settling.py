"""What one entry keeps of two: field by field, its numbers, its origins, its owner's word."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from artisans.facts import Fact, note_sources, sources_of, usual_source
from artisans.models import Artisan, Business, BusinessYear, FactSource
from artisans.models.numbers import masked, read_number
from artisans.relations import Rows
from dekranasda.accounts.models import Consent, User

Entry = Business | Artisan
# What a person chooses, in the order of the page; «numbers» are ciphers bound to their row.
BUSINESS_FIELDS = (
    "name", "craft", "products_text", "business_id", "tax_id", "kbli", "address",
    "village", "phone", "founded_in", "size_class", "description", "taking_orders",
)  # fmt: skip
PERSON_FIELDS = (
    "name", "national_id", "tax_id", "gender", "born_on", "phone", "other_phones", "village",
    "working_since", "learned_from", "story", "story_en", "visit_policy",
)  # fmt: skip
NUMBERS = frozenset({"national_id", "tax_id"})
# Fields that mean nothing without another.
TOGETHER = {"kbli": ("kbli_edition",), "taking_orders": ("paused_until",)}


def fields_of(entry: Entry) -> list[str]:
    """The fields that are chosen one by one when two such entries are joined."""
    names = BUSINESS_FIELDS if isinstance(entry, Business) else PERSON_FIELDS
    there = {field.name for field in entry._meta.concrete_fields}
    return [name for name in names if name in there or f"{name}_cipher" in there]


def value_of(entry: Entry, name: str) -> Any:
    """The value to compare: of a number its masked form, of a place or craft its key."""
    if name in NUMBERS:
        return masked(entry, name)
    return entry.serializable_value(name)


def origin_of(entry: Entry, name: str, sources: dict[str, Fact]) -> Fact:
    """Where a field comes from: its own origin, or that of the whole entry."""
    if name in sources:
        return sources[name]
    if isinstance(entry, Business):
        return usual_source(entry)
    return Fact(FactSource.Kind.IMPORT, "", None)


def takes_second(
    first: Entry, second: Entry, name: str, origins: tuple[Fact, Fact], *, on: date
) -> bool:
    """Whether the second entry's value is the better one: filled, the maker's own, surer."""
    values = value_of(first, name), value_of(second, name)
    if not values[1] or values[0] == values[1]:
        return False
    if not values[0]:
        return True
    own = [origin.kind == FactSource.Kind.MAKER for origin in origins]
    if own[0] != own[1]:
        return own[1]
    return origins[1].trust(on=on) > origins[0].trust(on=on)


def choose_fields(
    survivor: Entry, loser: Entry, taken: set[str], *, at: datetime
) -> dict[str, Any]:
    """Writes the loser's values of the taken fields, with their origins; returns what it wrote."""
    origins = sources_of(loser)
    names = [name for name in fields_of(survivor) if name in taken and name not in NUMBERS]
    before = {name: _origin_json(survivor.uid, name) for name in names}
    written = []
    for name in names:
        for part in (name, *TOGETHER.get(name, ())):
            field = survivor._meta.get_field(part)
            setattr(survivor, field.attname, getattr(loser, field.attname))  # type: ignore[union-attr]  # a column
            written.append(field.attname)  # type: ignore[union-attr]  # a column
    written += _gather_phones(survivor, loser)
    if written:
        survivor.save(update_fields=written)
    for name in names:
        _note_origin(survivor, name, origin_of(loser, name, origins), loser, at=at)
    return {"fields": written, "origins": before}


def _gather_phones(survivor: Entry, loser: Entry) -> list[str]:
    """Keeps a number of the loser that nobody chose beside the survivor's others."""
    if not isinstance(survivor, Artisan) or not isinstance(loser, Artisan):
        return []
    known = [survivor.phone, *survivor.other_phones.split(";")]
    new = [loser.phone, *loser.other_phones.split(";")]
    extra = [number for number in dict.fromkeys(new) if number and number not in known]
    others = [number for number in [*survivor.other_phones.split(";"), *extra] if number]
    while others and len(";".join(others)) > 120:
        others.pop()
    if ";".join(others) == survivor.other_phones:
        return []
    survivor.other_phones = ";".join(others)
    return ["other_phones"]


def _origin_json(subject: UUID, name: str) -> dict[str, Any] | None:
    known = FactSource.objects.filter(subject=subject, field=name).first()
    if known is None:
        return None
    return {
        "kind": known.kind,
        "source": known.source,
        "as_of": known.as_of.isoformat(),
        "recorded_by_id": known.recorded_by_id,
        "recorded_at": known.recorded_at.isoformat(),
    }


def _note_origin(survivor: Entry, name: str, fact: Fact, loser: Entry, *, at: datetime) -> None:
    note_sources(
        survivor,
        [name],
        kind=fact.kind,
        source=fact.source,
        as_of=fact.as_of or loser.created_at.date(),
        by=None,
        at=at,
    )


def restore_fields(survivor: Entry, details: dict[str, Any]) -> list[str]:
    """Writes the values from before the merge again; returns the fields changed in the meantime."""
    before_step, after_step = details["steps"]["survivor"]
    events = {
        event.pgh_id: event
        for event in survivor.events.filter(pgh_id__in=[before_step, after_step])  # type: ignore[union-attr]  # made by pghistory
    }
    before, after = events.get(before_step), events.get(after_step)
    names = details.get("fields", [])
    same = [
        name
        for name in dict.fromkeys(names)
        if before and after and getattr(survivor, name) == getattr(after, name)
    ]
    for name in same:
        setattr(survivor, name, getattr(before, name))
    if same:
        survivor.save(update_fields=same)
    for name, origin in details.get("origins", {}).items():
        if survivor._meta.get_field(name).attname in same:  # type: ignore[union-attr]  # a column
            _restore_origin(survivor.uid, name, origin)
    return [name for name in dict.fromkeys(names) if name not in same]


def _restore_origin(subject: UUID, name: str, origin: dict[str, Any] | None) -> None:
    if origin is None:
        FactSource.objects.filter(subject=subject, field=name).delete()
        return
    FactSource.objects.filter(subject=subject, field=name).update(
        **origin
        | {
            "as_of": date.fromisoformat(origin["as_of"]),
            "recorded_at": datetime.fromisoformat(origin["recorded_at"]),
        }
    )


# Where yearly figures come from


def hand_year_facts_over(survivor: Entry, loser: Entry, moved: Iterable[Rows]) -> list[int]:
    """The origins of the figures of a year go where the year went; returns their keys.

    Of a year that both have, the survivor's figures hold, with their own origins.
    """
    keys = [key for rows in moved if rows.of is BusinessYear for key in rows.keys]
    if not keys:
        return []
    years = set(BusinessYear.objects.filter(pk__in=keys).values_list("year", flat=True))
    gone = _facts_of_years(loser, years)
    taken = {fact.field for fact in _facts_of_years(survivor, years)}
    moved_keys = [fact.pk for fact in gone if fact.field not in taken]
    FactSource.objects.filter(pk__in=moved_keys).update(subject=survivor.uid)
    return moved_keys


def give_year_facts_back(survivor: Entry, loser: Entry, keys: Iterable[int]) -> None:
    """The same the other way, but for a year that stays with the survivor."""
    if not isinstance(loser, Business):
        return
    wanted, years = set(keys), set(loser.years.values_list("year", flat=True))
    there = [fact.pk for fact in _facts_of_years(survivor, years) if fact.pk in wanted]
    FactSource.objects.filter(pk__in=there).update(subject=loser.uid)


def _facts_of_years(entry: Entry, years: Iterable[int]) -> list[FactSource]:
    """The origins of figures of these years; their fields are called `2025.turnover_idr`."""
    begin = tuple(f"{year}." for year in years)
    facts = FactSource.objects.filter(subject=entry.uid, field__contains=".")
    return [fact for fact in facts if fact.field.startswith(begin)]


# Numbers


def _numbers_of(entry: Entry) -> list[str]:
    columns = {field.name for field in entry._meta.concrete_fields}
    return [name for name in sorted(NUMBERS) if f"{name}_cipher" in columns]


def hand_numbers_over(survivor: Entry, loser: Entry, taken: set[str]) -> dict[str, str]:
    """Moves a taken number to the survivor, bound anew to its row; two change places.

    A number that was not chosen stays with the entry that goes, so that none is ever lost.
    """
    done: dict[str, str] = {}
    for name in _numbers_of(survivor):
        theirs = read_number(loser, name)
        if name not in taken or not theirs:
            continue
        own = read_number(survivor, name)
        _exchange(survivor, loser, name, theirs, own)
        done[name] = "swapped" if own else "moved"
    return done


def give_numbers_back(survivor: Entry, loser: Entry, done: dict[str, str]) -> list[str]:
    """Moves each number back to where it was; returns those that are gone."""
    left = []
    for name, how in done.items():
        number = read_number(survivor, name)
        if not number:
            left.append(name)
            continue
        _exchange(loser, survivor, name, number, read_number(loser, name) if how != "moved" else "")
    return left


def _exchange(taker: Entry, giver: Entry, name: str, number: str, in_return: str) -> None:
    """The giver first, since no two rows may hold one number."""
    columns = [f"{name}_cipher", f"{name}_index"]
    for column in columns:
        setattr(giver, column, None)
    giver.save(update_fields=columns)
    getattr(taker, f"keep_{name}")(number)
    taker.save(update_fields=columns)
    if in_return:
        getattr(giver, f"keep_{name}")(in_return)
        giver.save(update_fields=columns)


# Consent


def with_consent(person: Artisan) -> bool:
    """Whether the person lets name and works be shown to the public."""
    return Consent.is_current(person.uid, Consent.Purpose.PUBLIC_PROFILE)


def _newest_words(person: Artisan) -> dict[str, Consent]:
    words = Consent.objects.filter(subject=person.uid).order_by("purpose", "recorded_at", "pk")
    return {word.purpose: word for word in words}


def consent_over(
    survivor: Artisan, loser: Artisan, *, by: User, at: datetime
) -> list[dict[str, Any]]:
    """Writes down for the survivor what the loser said later; returns what is new.

    The register only grows: the loser's own words stay under the loser.
    """
    own = _newest_words(survivor)
    new = []
    for purpose, word in _newest_words(loser).items():
        mine = own.get(purpose)
        if mine and (mine.recorded_at >= word.recorded_at or mine.is_given == word.is_given):
            continue
        written = _say(survivor, purpose, word, word.is_given, by=by, at=at)
        new.append({"purpose": purpose, "pk": written.pk, "was": mine.is_given if mine else False})
    return new


def take_consent_back(
    survivor: Artisan, words: list[dict[str, Any]], *, by: User, at: datetime
) -> None:
    """Says again what held before, unless the person has said something since."""
    newest = _newest_words(survivor)
    for entry in words:
        word = newest.get(entry["purpose"])
        if word and word.pk == entry["pk"] and word.is_given != entry["was"]:
            _say(survivor, entry["purpose"], word, entry["was"], by=by, at=at)


def _say(
    person: Artisan, purpose: str, word: Consent, is_given: bool, *, by: User, at: datetime
) -> Consent:
    return Consent.objects.create(
        subject=person.uid,
        purpose=purpose,
        is_given=is_given,
        notice_version=word.notice_version,
        channel=word.channel,
        recorded_by=by,
        recorded_at=max(at, word.recorded_at + timedelta(microseconds=1)),
    )
