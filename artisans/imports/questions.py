"""What people decide of a batch, differences and possible twins; it outlives a new check."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from artisans.imports.checking import Checked, CheckedRow, Guidance
from artisans.imports.copying import copy_rows
from artisans.imports.differences import Member, find_conflicts
from artisans.imports.records import Record
from artisans.models import Business, ImportBatch, ImportConflict, ImportMatch, ImportRow

# Of a row that resembles many businesses, the likeliest few are worth a question.
MATCHES_A_ROW = 3
RecordOf = Callable[[ImportRow], Record]
Place = tuple[str, int]


def guidance_of(batch: ImportBatch) -> dict[str, Guidance]:
    """What people said of the batch's sheets."""
    found = {}
    for name, said in batch.guidance.items():
        columns = said.get("columns")
        found[name] = Guidance(
            is_used=said.get("is_used"),
            header_row=said.get("header_row"),
            columns={int(index): to for index, to in columns.items()} if columns else None,
        )
    return found


def days_of(batch: ImportBatch) -> dict[str, date]:
    """The day that each sheet describes, where it names one."""
    return {
        sheet["name"][:80]: date.fromisoformat(sheet["as_of"])
        for sheet in batch.mapping.get("sheets", ())
        if sheet["as_of"]
    }


@dataclass
class EarlierDecisions:
    """What people decided and mended before the file is checked once more."""

    records: dict[Place, Record] = field(default_factory=dict)
    mended: dict[Place, ImportRow] = field(default_factory=dict)
    conflicts: dict[tuple[Any, ...], ImportConflict] = field(default_factory=dict)
    matches: dict[tuple[Any, ...], ImportMatch] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: ImportBatch, record_of: RecordOf) -> "EarlierDecisions":
        """Everything decided so far; three queries."""
        mended = {(row.sheet, row.row): row for row in batch.rows.filter(mended_at__isnull=False)}
        return cls(
            records={place: record_of(row) for place, row in mended.items()},
            mended=mended,
            conflicts={
                _conflict_key(conflict): conflict
                for conflict in batch.conflicts.exclude(choice="").select_related("row")
            },
            matches={
                _match_key(match): match
                for match in batch.matches.exclude(choice="").select_related("row", "first_row")
            },
        )

    def mark_mended(self, rows: Iterable[ImportRow]) -> None:
        """Puts on new rows who mended them, and what that person typed."""
        for row in rows if self.mended else ():
            if was := self.mended.get((row.sheet, row.row)):
                row.mended_at, row.mended_by_id = was.mended_at, was.mended_by_id
                row.cells = was.cells

    def repeat(self, questions: Sequence[ImportConflict] | Sequence[ImportMatch]) -> None:
        """Sets the choices made before on the same questions."""
        for question in questions:
            was = (
                self.conflicts.get(_conflict_key(question))
                if isinstance(question, ImportConflict)
                else self.matches.get(_match_key(question))
            )
            if was and not (isinstance(question, ImportConflict) and question.lock):
                question.choice, question.decided_at = was.choice, was.decided_at
                question.decided_by_id = was.decided_by_id
                if isinstance(question, ImportConflict) and isinstance(was, ImportConflict):
                    question.own = was.own


def _place(row: ImportRow | None) -> Place:
    return (row.sheet, row.row) if row else ("", 0)


def _conflict_key(conflict: ImportConflict) -> tuple[Any, ...]:
    return (*_place(conflict.row), conflict.field, conflict.old, conflict.new)


def _match_key(match: ImportMatch) -> tuple[Any, ...]:
    return (*_place(match.row), match.business_id, *_place(match.first_row))


def stage_questions(
    batch: ImportBatch,
    rows: Sequence[ImportRow],
    checked: Checked,
    earlier: EarlierDecisions,
    *,
    today: date,
) -> None:
    """Writes the batch's conflicts and possible twins, with what was decided of them before."""
    matches = _matches(batch, rows, checked)
    earlier.repeat(matches)
    copy_rows(matches)
    for match in matches:
        if match.choice == ImportMatch.Choice.SAME:
            join(match.row, match)
    members = [
        Member(row, line.record)
        for row, line in zip(rows, checked.rows, strict=True)
        if line.record and row.group
    ]
    _stage_conflicts(batch, members, earlier, today)


def _matches(batch: ImportBatch, rows: Sequence[ImportRow], checked: Checked) -> list[ImportMatch]:
    if not checked.unsure:
        return []
    row_of = {(line.sheet, line.row): row for row, line in zip(rows, checked.rows, strict=True)}
    asked: dict[int, int] = defaultdict(int)
    found = []
    for pair in sorted(
        checked.unsure, key=lambda pair: -(pair.person_weight + pair.business_weight)
    ):
        row = row_of[pair.line.sheet, pair.line.row]
        asked[row.pk] += 1
        if asked[row.pk] <= MATCHES_A_ROW:
            first = row_of[pair.first.sheet, pair.first.row] if pair.first else None
            found.append(
                ImportMatch(
                    batch=batch,
                    row=row,
                    business_id=pair.known_key or None,
                    first_row=first,
                    person_weight=pair.person_weight,
                    business_weight=pair.business_weight,
                )
            )
    return sorted(found, key=lambda match: match.row.pk)


def _stage_conflicts(
    batch: ImportBatch, members: Iterable[Member], earlier: EarlierDecisions, today: date
) -> None:
    groups: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        groups[member.row.group].append(member)
    conflicts = find_conflicts(batch, groups.values(), days=days_of(batch), today=today)
    earlier.repeat(conflicts)
    copy_rows(conflicts)


def restage_group(batch: ImportBatch, row: ImportRow, record_of: RecordOf, *, today: date) -> None:
    """Finds the conflicts of the row's group anew, and keeps the choices that still fit."""
    group = list(batch.rows.filter(group=row.group).order_by("pk")) if row.group else []
    earlier = EarlierDecisions()
    touched = batch.conflicts.filter(row__in=[row, *group])
    earlier.conflicts = {
        _conflict_key(conflict): conflict
        for conflict in touched.exclude(choice="").select_related("row")
    }
    touched.delete()
    _stage_conflicts(batch, [Member(other, record_of(other)) for other in group], earlier, today)


# Rows that a person joined


def join(row: ImportRow, match: ImportMatch) -> None:
    """Puts the row beside the business, or the earlier row, that a person said it is."""
    target = match.first_row
    row.business_id = match.business_id or (target.business_id if target else None)
    row.group = target.group if target else str(match.business_id)
    is_first = target is None and not (
        ImportRow.objects.filter(batch_id=row.batch_id, group=row.group).exclude(pk=row.pk).exists()
    )
    row.outcome = ImportRow.Outcome.SAME if is_first else ImportRow.Outcome.DUPLICATE
    row.save(update_fields=["business", "group", "outcome"])


def part(row: ImportRow) -> None:
    """Makes the row a business of its own again."""
    row.business, row.group = None, f"baru-baris-{row.pk}"
    row.outcome = ImportRow.Outcome.CREATE
    row.save(update_fields=["business", "group", "outcome"])


def join_lines(batch: ImportBatch, rows: Sequence[ImportRow], lines: Sequence[CheckedRow]) -> None:
    """Joins lines, grouped anew, as people said; for the commit."""
    matches = list(batch.matches.filter(choice=ImportMatch.Choice.SAME))
    if not matches:
        return
    line_of = {row.pk: line for row, line in zip(rows, lines, strict=True)}
    owners = dict(
        Business.objects.filter(pk__in=[m.business_id for m in matches if m.business_id])
        .exclude(state=Business.State.MERGED)
        .values_list("pk", "owner_id")
    )
    for match in matches:
        line = line_of[match.row_id]
        if match.first_row_id:
            _move(lines, line, line_of[match.first_row_id])
        elif match.business_id in owners:
            _move(lines, line, _known_line(lines, match.business_id, owners[match.business_id]))


def _known_line(lines: Sequence[CheckedRow], key: int, owner_key: int) -> CheckedRow:
    """A line of that business; where the list has none, one with numbers that no other has."""
    for line in lines:
        if line.known_key == key:
            return line
    same_owner = (line.owner for line in lines if line.known_owner_key == owner_key)
    return CheckedRow(
        "",
        0,
        "data",
        group=-2 - key,
        owner=next(same_owner, -2 - owner_key),
        known_key=key,
        known_owner_key=owner_key,
    )


def _move(lines: Sequence[CheckedRow], line: CheckedRow, target: CheckedRow) -> None:
    """Moves the whole group of the line to the target's, unless both are known already."""
    if line.known_key and target.known_key or line.group < 0 and not line.known_key:
        return
    if line.known_key:
        line, target = target, line
    for other in lines:
        if other.group == line.group and other.record:
            other.group, other.owner = target.group, target.owner
            other.known_key, other.known_owner_key = target.known_key, target.known_owner_key
