"""The whole check of a file, in memory: what its rows mean, and which are the same business."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from artisans.imports.activities import CraftFinder
from artisans.imports.columns import Column, map_columns
from artisans.imports.duplicates import Unsure, find_groups, find_owners
from artisans.imports.evidence import traits_of
from artisans.imports.layout import Table, as_of_date, find_table
from artisans.imports.people import fold_name, name_likeness
from artisans.imports.places import Gazetteer
from artisans.imports.reading import RefusedFile, Sheet, read_file, text_of
from artisans.imports.records import MENDABLE, Record, RowReader


@dataclass(frozen=True)
class Guidance:
    """What a person said of one sheet: to leave it out, its heading's row, its columns.

    `columns` maps a column's position to its field, empty where the column is not used.
    """

    is_used: bool | None = None
    header_row: int | None = None
    columns: Mapping[int, str] | None = None


@dataclass
class CheckedSheet:
    """One sheet: its columns, or the reason why it is no list.

    `preview` holds its first rows as texts, `header_row` the number of the heading's last row.
    """

    name: str
    columns: list[Column] = field(default_factory=list)
    as_of: date | None = None
    skipped: str = ""
    header_row: int = 0
    first_row: int = 1
    preview: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class CheckedRow:
    """One row of the file: its kind and, for data, its record and the numbers of its groups.

    `values` is what the row says, as it is kept; it is there where a registry was compared with.
    """

    sheet: str
    row: int
    kind: str
    record: Record | None = None
    group: int = -1
    owner: int = -1
    known_key: int = 0
    known_owner_key: int = 0
    fingerprint: bytes = b""
    text: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Checked:
    """A file understood: its sheets and every row of it, in the file's order.

    `registry_size` is the size of the registry that it was compared with; `unsure` are pairs that
    may be one business, of which people decide.
    """

    sheets: list[CheckedSheet]
    rows: list[CheckedRow]
    registry_size: tuple[int, ...] = ()
    unsure: list["UnsurePair"] = field(default_factory=list)

    @property
    def data(self) -> list[CheckedRow]:
        """The rows that hold data."""
        return [row for row in self.rows if row.record]

    def kinds(self) -> Counter[str]:
        """How many rows are of each kind."""
        return Counter(row.kind for row in self.rows)


def check_file(
    content: bytes,
    name: str,
    *,
    gazetteer: Gazetteer,
    crafts: CraftFinder,
    today: date,
    registry: "Registry | None" = None,
    report: Callable[[int], None] = lambda percent: None,
    guidance: Mapping[str, Guidance] = MappingProxyType({}),
    mended: Mapping[tuple[str, int], Record] = MappingProxyType({}),
) -> Checked:
    """The file understood. Raises RefusedFile where it is no list of businesses.

    `registry` is what is already known. `report` hears the progress in percent. `guidance` is what
    people said of sheets, by their names; `mended` holds records of rows that they put right.
    """
    sheets = read_file(content, name)
    report(10)
    checked = Checked([], [], registry.size if registry else ())
    usual_day = as_of_date(sheets, today)
    for sheet in sheets:
        said = guidance.get(sheet.name, Guidance())
        _check_sheet(sheet, checked, gazetteer, crafts, today, said)
        checked.sheets[-1].as_of = as_of_date([sheet], today) or usual_day
        sheet.rows.clear()  # what was read of them stands in the records
    if not checked.data:
        refusal = RefusedFile(next((s.skipped for s in checked.sheets if s.skipped), "no_rows"))
        refusal.sheets = checked.sheets
        raise refusal
    for line in checked.data if mended else ():
        line.record = mended.get((line.sheet, line.row), line.record)
    report(50)
    checked.unsure = group_rows(checked.data, registry)
    report(90)
    return checked


PREVIEW_ROWS, PREVIEW_COLUMNS = 15, 8


def _check_sheet(
    sheet: Sheet,
    checked: Checked,
    gazetteer: Gazetteer,
    crafts: CraftFinder,
    today: date,
    said: Guidance,
) -> None:
    is_left_out = not said.is_used if said.is_used is not None else sheet.is_hidden
    table = None if is_left_out else find_table(sheet, said.header_row)
    result = CheckedSheet(sheet.name, first_row=sheet.first_row)
    result.preview = [
        [text_of(cell)[:40] for cell in row[:PREVIEW_COLUMNS]] for row in sheet.rows[:PREVIEW_ROWS]
    ]
    checked.sheets.append(result)
    if table is not None:
        rows = [sheet.rows[position] for position in table.data_rows]
        result.header_row = table.header_rows[1] + sheet.first_row
        result.columns = _guided(
            map_columns(table.labels, table.groups, rows, gazetteer, today), said
        )
    result.skipped = _refusal(table, result.columns)
    if is_left_out:
        result.skipped = "sheet_left_out" if said.is_used is False else "sheet_hidden"
    elif said.is_used and result.skipped in {"price_list", "not_a_registry"}:
        result.skipped = ""
    if result.skipped or table is None:
        for position, row in enumerate(sheet.rows):
            text = " ".join(filter(None, map(text_of, row)))[:200]
            checked.rows.append(
                CheckedRow(
                    sheet.name, sheet.first_row + position, "note" if text else "blank", text=text
                )
            )
        return
    reader = RowReader(result.columns, gazetteer, crafts, today, context=sheet.name)
    for position, row in enumerate(sheet.rows):
        number = sheet.first_row + position
        if number < 1:
            continue
        line = CheckedRow(sheet.name, number, table.kinds[position])
        if line.kind == "data":
            line.record = reader.read(row, table.contexts[position])
            line.record.sheet, line.record.row = sheet.name, number
            if not MENDABLE.isdisjoint(line.record.problems):
                line.cells = reader.texts(row)
        else:
            line.text = " ".join(filter(None, map(text_of, row)))[:200]
        checked.rows.append(line)


def _guided(columns: list[Column], said: Guidance) -> list[Column]:
    """The columns with the fields that a person gave them."""
    if said.columns is None:
        return columns
    return [
        column
        if (name := said.columns.get(column.index, column.field)) == column.field
        else replace(column, field=name, evidence="person" if name else "")
        for column in columns
    ]


PERSON_FIELDS = {"owner_name", "nik", "phone", "birth", "gender"}
SITE_FIELDS = {"address", "village", "district", "latitude"}


def _refusal(table: Table | None, columns: Sequence[Column]) -> str:
    """Why a sheet is no list of businesses; empty where it is one."""
    if table is None:
        return "no_header"
    if not table.data_rows:
        return "no_rows"
    fields = {column.field for column in columns if column.field}
    if not fields & {"owner_name", "business_name"}:
        return "no_name_column"
    telling = fields & {"nik", "phone", "birth", "gender", "nib", *SITE_FIELDS}
    if fields & {"price", "stock", "code"} and not telling:
        return "price_list"
    # Without owner, place or number nobody can be found again or told from a namesake.
    if not telling and not {"owner_name", "business_name"} <= fields:
        return "not_a_registry"
    return ""


@dataclass
class Registry:
    """What is already known: businesses as records, and the rows that brought them.

    `size` tells whether it has grown since. `index_of` makes the blind index by which national
    numbers are compared with the registry's; `kept_of` what is kept of a row and the digest under
    which `rows` remembers the business of a row seen before. `forgotten` holds the digests of
    people whose data was erased, to be compared with those that `digests_of` makes of a row.
    """

    records: Sequence[Record]
    size: tuple[int, ...]
    rows: Mapping[bytes, int]
    index_of: Callable[[str], bytes]
    kept_of: Callable[[Record], tuple[dict[str, Any], bytes]]
    forgotten: frozenset[bytes] = frozenset()
    digests_of: Callable[[Record], set[bytes]] = lambda record: set()


@dataclass(frozen=True)
class UnsurePair:
    """A row that may be a known business (`known_key`) or the business of an earlier row."""

    line: CheckedRow
    known_key: int
    first: CheckedRow | None
    person_weight: float
    business_weight: float


def group_rows(lines: Sequence[CheckedRow], registry: Registry | None = None) -> list[UnsurePair]:
    """Sets the group and owner of each data row, and the known business it is, if any.

    Rows that the registry has met before keep their business without being compared again.
    Returns the pairs left apart of which only a person can tell whether they are one business.
    """
    if registry and registry.forgotten:
        _mark_forgotten(lines, registry)
    lines = [line for line in lines if line.record and not line.record.is_blocked]
    known = registry.records if registry else ()
    # Of several records of one business (its names before merges) the first stands for it.
    position_of = {record.key: position for position, record in reversed([*enumerate(known)])}
    new: list[CheckedRow] = []
    for line in lines:
        if registry and line.record:
            line.values, line.fingerprint = registry.kept_of(line.record)
            if line.record.national_id and not line.record.national_id_key:
                line.record.national_id_key = registry.index_of(line.record.national_id)
        position = position_of.get(registry.rows.get(line.fingerprint, 0)) if registry else None
        if position is None:
            new.append(line)
        else:
            line.group = line.owner = position
    everything = [*known, *(line.record for line in new if line.record)]
    # Where every row was met before, there is nothing to compare.
    traits = [traits_of(record) for record in everything] if new else []
    unsure: list[Unsure] = []
    groups = find_groups(everything, traits, unsure) if new else list(range(len(known)))
    owners = find_owners(everything, traits, groups) if new else groups
    for position, line in enumerate(new, len(known)):
        line.group, line.owner = groups[position], owners[position]
    # Known records come first, so that a group with one of them bears its position as number.
    for line in lines:
        if line.group < len(known):
            line.known_key = known[line.group].key
        line.owner = owners[line.group]
        if line.owner < len(known):
            line.known_owner_key = known[line.owner].owner_key
    _mark_shared_numbers(lines)
    _mark_shared_phones(lines)
    return [pair for found in unsure for pair in _unsure_pair(found, known, new)]


def _unsure_pair(
    found: Unsure, known: Sequence[Record], new: Sequence[CheckedRow]
) -> Collection[UnsurePair]:
    """The pair in words of rows; none where both are known already."""
    one, other = sorted((found.first, found.second))
    if other < len(known):
        return ()
    line = new[other - len(known)]
    weights = found.verdict.person, found.verdict.business
    if one < len(known):
        return (UnsurePair(line, known[one].key, None, *weights),)
    return (UnsurePair(line, 0, new[one - len(known)], *weights),)


def _mark_forgotten(lines: Sequence[CheckedRow], registry: Registry) -> None:
    """Adds `erased_person` where a row would bring somebody back whose data was erased."""
    if not registry.forgotten:
        return
    for line in lines:
        if line.record and registry.digests_of(line.record) & registry.forgotten:
            line.record.problems.append("erased_person")


# Problems that follow from comparing rows, and are found anew each time rows are grouped.
SHARING_PROBLEMS = frozenset({"nik_shared", "phone_shared", "erased_person"})
# A helper's number serves a few makers; one that more people share is asked about.
SHARED_PHONE_OWNERS = 5


def _mark_shared_phones(lines: Sequence[CheckedRow]) -> None:
    """Adds `phone_shared` where one number stands beside five or more different owners."""
    owners: dict[str, set[int]] = {}
    for line in lines:
        for phone in line.record.phones if line.record else ():
            owners.setdefault(phone, set()).add(line.owner)
    for line in lines:
        if line.record and any(
            len(owners[phone]) >= SHARED_PHONE_OWNERS for phone in line.record.phones
        ):
            line.record.problems.append("phone_shared")


def _mark_shared_numbers(lines: Sequence[CheckedRow]) -> None:
    """Adds `nik_shared` where one NIK stands beside the names of different people."""
    by_number: dict[str, list[CheckedRow]] = {}
    for line in lines:
        if line.record and line.record.national_id:
            by_number.setdefault(line.record.national_id, []).append(line)
    for sharing in by_number.values():
        if len({line.owner for line in sharing}) > 1:
            names = [fold_name(line.record.owner_name) for line in sharing if line.record]
            if any(name_likeness(names[0], other) < 0.65 for other in names[1:]):
                for line in sharing:
                    if line.record:
                        line.record.problems.append("nik_shared")
