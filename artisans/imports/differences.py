"""Where a list and the registry, or two rows of one business, say different things of a field.

Nothing here overwrites by itself: each difference becomes an `ImportConflict`, and only what people
chose is written at the commit. What a maker wrote in person is locked.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artisans.facts import maker_fields
from artisans.imports.activities import fold_business, product_words
from artisans.imports.people import fold_name, without_title
from artisans.imports.records import Record
from artisans.models import Artisan, Business, BusinessYear, ImportBatch, ImportConflict, ImportRow
from artisans.reference import kbli_editions
from artisans.size_class import MONTHS_A_YEAR
from dekranasda.lib import encryption

Thing = Artisan | Business | BusinessYear
LONGEST = 300
# Businesses that are compared with their rows at once.
AT_ONCE = 1000


def _same(value: Any) -> Any:
    return value


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


@dataclass(frozen=True)
class Field:
    """A field that a list may change: on which thing, what a row says, and when two ways of
    writing it agree."""

    label: str | Promise
    model: type[Thing]
    attribute: str
    said: Callable[[Record], Any]
    fold: Callable[[Any], Any] = field(default=_same)


def _birth(record: Record) -> date | None:
    return None if "birth_implausible" in record.problems else record.born_on


def _turnover(record: Record) -> int | None:
    if record.turnover_idr is None:
        return None
    return record.turnover_idr * (MONTHS_A_YEAR if record.turnover_is_monthly else 1)


FIELDS: dict[str, Field] = {
    "owner_name": Field(
        _("nama pemilik"), Artisan, "name", lambda r: without_title(r.owner_name)[:150], fold_name
    ),
    "gender": Field(_("jenis kelamin"), Artisan, "gender", lambda r: r.gender),
    "born_on": Field(_("tanggal lahir"), Artisan, "born_on", _birth),
    "phone": Field(_("nomor telepon"), Artisan, "phone", lambda r: next(iter(r.phones), "")),
    "nik": Field("NIK", Artisan, "national_id_index", lambda r: r.national_id_key),
    "business_name": Field(
        _("nama usaha"), Business, "name", lambda r: r.business_name[:160], fold_business
    ),
    "nib": Field("NIB", Business, "business_id", lambda r: r.nib),
    "kbli": Field("KBLI", Business, "kbli", lambda r: r.kbli),
    "craft": Field(_("bidang kerajinan"), Business, "craft_id", lambda r: r.craft_code),
    "village": Field(_("desa"), Business, "village_id", lambda r: r.village_code),
    "address": Field(_("alamat"), Business, "address", lambda r: r.address[:255], _letters),
    "products": Field(
        _("produk"),
        Business,
        "products_text",
        lambda r: (r.product or r.activity)[:300],
        product_words,
    ),
    "founded_in": Field(_("tahun berdiri"), Business, "founded_in", lambda r: r.founded_in),
    "turnover": Field(_("omzet setahun"), BusinessYear, "turnover_idr", _turnover),
    "capital": Field(_("modal usaha"), BusinessYear, "capital_idr", lambda r: r.capital_idr),
    "workers_male": Field(
        _("pekerja laki-laki"), BusinessYear, "workers_male", lambda r: r.workers_male
    ),
    "workers_female": Field(
        _("pekerja perempuan"), BusinessYear, "workers_female", lambda r: r.workers_female
    ),
}


# What may be written anew where neither text is right, and how long it may be.
WRITABLE = {"owner_name": 150, "business_name": 160, "address": 255, "products": LONGEST}


def field_name(attribute: str) -> str:
    """The column's name as forms and `note_sources` know it."""
    return attribute.removesuffix("_id") if attribute != "business_id" else attribute


@dataclass(frozen=True)
class Member:
    """A staged row with what it says."""

    row: ImportRow
    record: Record


def find_conflicts(
    batch: ImportBatch, groups: Iterable[Sequence[Member]], *, days: Mapping[str, date], today: date
) -> list[ImportConflict]:
    """The unsaved conflicts of groups of rows; each group is one business, its first row counts.

    Four queries for every thousand businesses, which are in memory at once. `days` holds the day
    that each sheet describes.
    """
    wanted = [group for group in groups if len(group) > 1 or group[0].row.business_id]
    found: list[ImportConflict] = []
    for start in range(0, len(wanted), AT_ONCE):
        found += _of_groups(batch, wanted[start : start + AT_ONCE], days, today)
    return found


def _of_groups(
    batch: ImportBatch, groups: Sequence[Sequence[Member]], days: Mapping[str, date], today: date
) -> list[ImportConflict]:
    known = Business.objects.select_related("owner").in_bulk(
        {group[0].row.business_id for group in groups if group[0].row.business_id}
    )
    years = {
        (year.business_id, year.year): year
        for year in BusinessYear.objects.filter(business__in=known)
    }
    found: list[tuple[ImportConflict, Business | None]] = []
    for group in groups:
        business = known.get(group[0].row.business_id or 0)
        year = (days.get(group[0].row.sheet) or today).year
        things: dict[type[Thing], Thing | None] = {
            Business: business,
            Artisan: business.owner if business else None,
            BusinessYear: years.get((business.pk, year)) if business else None,
        }
        found += [(conflict, business) for conflict in _of_group(batch, group, things)]
    _lock(found)
    return [conflict for conflict, _business in found]


def _of_group(
    batch: ImportBatch, group: Sequence[Member], things: Mapping[type[Thing], Thing | None]
) -> list[ImportConflict]:
    found = []
    for name, spec in FIELDS.items():
        thing = things[spec.model]
        old = getattr(thing, spec.attribute) if thing else None
        first: Member | None = None
        seen: set[Any] = set()
        for member in group:
            new = spec.said(member.record)
            # A list that comes again says the same of nearly everything.
            if not new or new == old:
                continue
            if not old:
                old, first = new, member
                continue
            seen.add(_key(spec, old))
            key = _key(spec, new)
            if not _agrees(name, key, seen, thing, member.record):
                seen.add(key)
                found.append(_conflict(batch, name, member, first, old, new, thing))
    return found


def _key(spec: Field, value: Any) -> Any:
    return spec.fold(bytes(value) if isinstance(value, memoryview) else value)


def _agrees(name: str, key: Any, seen: set[Any], thing: Thing | None, record: Record) -> bool:
    if key in seen or not key:
        return True
    if name == "phone":
        known = {thing.phone, *thing.other_phones.split(";")} if isinstance(thing, Artisan) else {}
        return not {*known, *seen}.isdisjoint(record.phones)
    if name == "products":
        return any(key & other for other in seen)
    return False


def _conflict(
    batch: ImportBatch,
    name: str,
    member: Member,
    first: Member | None,
    old: Any,
    new: Any,
    thing: Thing | None,
) -> ImportConflict:
    lock = ""
    if name == "nik":
        lock = ImportConflict.Lock.NUMBER
        new = encryption.mask(member.record.national_id)
        number = first.record.national_id if first else ""
        old = encryption.mask(number) if number else _masked_number(thing)
    return ImportConflict(
        batch=batch,
        row=member.row,
        first_row=first.row if first else None,
        field=name,
        old=in_letters(old),
        new=in_letters(new),
        lock=lock,
    )


def _masked_number(thing: Thing | None) -> str:
    return thing.masked_national_id if isinstance(thing, Artisan) else ""


def in_letters(value: Any) -> str:
    """A value of a field as a conflict keeps it."""
    return "" if value is None else str(value)[:LONGEST]


def _lock(found: Sequence[tuple[ImportConflict, Business | None]]) -> None:
    """Locks the fields that the maker wrote in person; one query."""
    subjects = {uid for _c, business in found if business for uid in _uids(business)}
    makers = maker_fields(subjects) if subjects else set()
    for conflict, business in found:
        if business and not conflict.lock and is_makers(business, conflict.field, makers):
            conflict.lock = ImportConflict.Lock.MAKER


def _uids(business: Business) -> tuple[Any, Any]:
    return business.uid, business.owner.uid


def is_makers(business: Business, name: str, makers: set[tuple[Any, str]]) -> bool:
    """Whether the maker wrote the field in person; figures of a year belong to the business."""
    spec = FIELDS[name]
    subject = business.owner.uid if spec.model is Artisan else business.uid
    return (subject, field_name(spec.attribute)) in makers


# At the commit


def chosen_conflicts(batch: ImportBatch) -> dict[int, list[ImportConflict]]:
    """The conflicts of which people chose the new value, or wrote one, by row."""
    chosen: dict[int, list[ImportConflict]] = defaultdict(list)
    conflicts = batch.conflicts.filter(choice__in=ImportConflict.OVERWRITING, lock="")
    found = [(c, c.row.business) for c in conflicts.select_related("row__business__owner")]
    subjects = {uid for _c, business in found if business for uid in _uids(business)}
    makers = maker_fields(subjects) if subjects else set()
    for conflict, business in found:
        # Since the check the maker may have written the field in person.
        if business is None or not is_makers(business, conflict.field, makers):
            chosen[conflict.row_id].append(conflict)
    return chosen


def overwrite(
    thing: Thing, members: Iterable[Member], chosen: Mapping[int, Sequence[ImportConflict]]
) -> None:
    """Writes the chosen new values of one thing, the first row's first.

    A value that somebody changed since the check stays, and the conflict stays unstored.
    """
    done: set[str] = set()
    for member in members:
        for conflict in chosen.get(member.row.pk, ()):
            spec = FIELDS[conflict.field]
            if not isinstance(thing, spec.model) or conflict.field in done:
                continue
            if in_letters(getattr(thing, spec.attribute)) != conflict.old:
                continue
            _write(thing, spec, conflict.own or spec.said(member.record))
            conflict.is_stored = True
            done.add(conflict.field)


def _write(thing: Thing, spec: Field, value: Any) -> None:
    if spec.attribute == "phone" and isinstance(thing, Artisan):
        others = [thing.phone, *thing.other_phones.split(";")]
        kept = dict.fromkeys(number for number in others if number and number != value)
        thing.other_phones = ""
        for number in kept:
            if len(thing.other_phones) + len(number) < 120:
                thing.other_phones = ";".join(filter(None, [thing.other_phones, number]))
    if spec.attribute == "kbli" and isinstance(thing, Business):
        thing.kbli_edition = kbli_editions().get(value)
    setattr(thing, spec.attribute, value)
