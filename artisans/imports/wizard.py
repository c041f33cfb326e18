"""The steps of an import as people take them: hand over, guide, decide, mend, confirm, undo.

Each step locks its batch and looks at its state, so that two people can work on one import: the
second sees what the first chose, and nothing is decided of what is being stored.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from artisans import tasks
from artisans.imports import mending
from artisans.imports.at_work import State, is_abandoned
from artisans.imports.bad_rows import ReadBack, read_bad_rows
from artisans.imports.messages import REFUSALS
from artisans.imports.questions import join, part, restage_group
from artisans.imports.rehearsing import rehearse_owners, settle_outcomes
from artisans.imports.reporting import count_batch
from artisans.imports.staging import create_batch, discard_batch, hide_long_numbers, record_of
from artisans.imports.undoing import check_undoable
from artisans.models import ImportBatch, ImportConflict, ImportMatch, ImportProfile, ImportRow
from dekranasda.accounts.models import User


def hand_over(content: bytes, name: str, *, by: User, at: datetime) -> ImportBatch:
    """A new batch with its check enqueued in the same transaction."""
    with transaction.atomic():
        batch = create_batch(content, name, by=by, at=at)
        tasks.begin(batch, State.CHECKING, by=by.pk, at=at)
    return batch


def try_again(batch: ImportBatch, *, by: User, at: datetime) -> None:
    """Does failed or abandoned work anew. Raises ValidationError («not_failed») for work at hand.

    A commit or an undo that lost its worker changed nothing, and goes on as it was confirmed.
    """
    with transaction.atomic():
        batch = _locked(batch)
        if batch.state != State.FAILED and not is_abandoned(batch, at=at):
            raise ValidationError(_("Berkas ini sedang dikerjakan."), code="not_failed")
        if batch.state in {State.COMMITTING, State.UNDOING}:
            tasks.begin(batch, State(batch.state), by=by.pk, at=at)
        else:
            _check_again(batch, by=by, at=at)


def _check_again(batch: ImportBatch, *, by: User | None, at: datetime) -> None:
    """Begins the check. Raises ValidationError («file_gone») where the file was removed."""
    if not batch.stored_name:
        raise ValidationError(str(REFUSALS["file_gone"]), code="file_gone")
    batch.progress, batch.sample_seen_at, batch.sample_seen_by = 0, None, None
    batch.save(update_fields=["progress", "sample_seen_at", "sample_seen_by"])
    tasks.begin(batch, State.CHECKING, by=by.pk if by else None, at=at)


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def _open(batch: ImportBatch, *states: State) -> ImportBatch:
    """The locked batch. Raises ValidationError («not_checked») unless it waits for people."""
    batch = _locked(batch)
    if batch.state not in {State.CHECKED, *states}:
        raise ValidationError(
            _("Impor ini sedang dikerjakan atau sudah disimpan. Muat ulang halamannya."),
            code="not_checked",
        )
    return batch


# Reading


def guide(
    batch: ImportBatch, change: Callable[[dict[str, Any]], dict[str, Any]], *, at: datetime
) -> bool:
    """Changes what is said of the sheets; the file is checked anew if that differs, and so said."""
    with transaction.atomic():
        batch = _open(batch, State.REFUSED)
        guidance = change({name: dict(said) for name, said in batch.guidance.items()})
        if guidance == batch.guidance:
            return False
        batch.guidance = guidance
        batch.save(update_fields=["guidance"])
        _check_again(batch, by=None, at=at)
    return True


def save_profile(name: str, columns: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Keeps what the columns mean under this name, in place of what stood there."""
    ImportProfile.objects.update_or_create(
        name=name, defaults={"columns": dict(columns), "saved_by": by, "saved_at": at}
    )


# Deciding


def decide_rule(batch: ImportBatch, field: str, choice: str, *, by: User, at: datetime) -> int:
    """Chooses for every conflict of a field that is not locked; returns how many.

    What somebody wrote stays. An empty choice opens them all again, to be looked at one by one.
    """
    with transaction.atomic():
        batch = _open(batch)
        conflicts = batch.conflicts.filter(field=field, lock="", own="")
        count = conflicts.update(
            choice=choice, decided_by=by if choice else None, decided_at=at if choice else None
        )
        _recount(batch)
    return count


def decide_conflict(
    conflict: ImportConflict, choice: str, *, by: User, at: datetime, own: str = ""
) -> None:
    """Keeps the old value, takes the new one, or what the person wrote.

    Raises ValidationError («locked»).
    """
    with transaction.atomic():
        batch = _open(conflict.batch)
        conflict = ImportConflict.objects.select_for_update().get(pk=conflict.pk)
        if conflict.lock:
            raise ValidationError(_("Isian ini terkunci dan tidak dapat diganti."), code="locked")
        conflict.choice, conflict.decided_by, conflict.decided_at = choice, by, at
        conflict.own = hide_long_numbers(own) if choice == ImportConflict.Choice.OWN else ""
        conflict.save(update_fields=["choice", "own", "decided_by", "decided_at"])
        _recount(batch)


def decide_match(match: ImportMatch, choice: str, *, by: User, at: datetime, today: date) -> None:
    """Says whether a row is that business; its differences are found anew."""
    with transaction.atomic():
        batch = _open(match.batch)
        match = ImportMatch.objects.select_for_update(of=("self",)).get(pk=match.pk)
        owners = _owners_of(match.row)
        was_same = match.choice == ImportMatch.Choice.SAME
        match.choice, match.decided_by, match.decided_at = choice, by, at
        match.save(update_fields=["choice", "decided_by", "decided_at"])
        if choice == ImportMatch.Choice.SAME:
            batch.matches.filter(row=match.row, choice=choice).exclude(pk=match.pk).update(
                choice=ImportMatch.Choice.OTHER, decided_by=by, decided_at=at
            )
            join(match.row, match)
        elif was_same:
            part(match.row)
        restage_group(batch, match.row, record_of, today=today)
        rehearse_owners(batch, owners | _owners_of(match.row), today=today)
        _recount(batch)


# Mending


def mend(
    row: ImportRow, texts: Mapping[str, str], *, by: User, at: datetime, today: date
) -> ImportRow:
    """Reads the typed texts in place of the row's cells, and returns it with its problems."""
    with transaction.atomic():
        batch = _open(row.batch)
        row = ImportRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
        owners = _owners_of(row)
        record = mending.read_texts(batch, row, texts, today)
        mending.mend_row(row, record, texts, by=by, at=at, today=today)
        rehearse_owners(batch, owners | _owners_of(row), today=today)
        _recount(batch)
    return row


def mend_from_workbook(
    batch: ImportBatch, content: bytes, name: str, *, by: User, at: datetime, today: date
) -> ReadBack:
    """Replaces rows by those of a corrected workbook; the same workbook again changes nothing."""
    with transaction.atomic():
        batch = _open(batch)
        result = read_bad_rows(batch, content, name, by=by, at=at, today=today)
        mended = batch.rows.filter(mended_at=at, business__isnull=False)
        owners = set(mended.values_list("business__owner", flat=True))
        rehearse_owners(batch, owners, today=today)
        _recount(batch)
    return result


def _owners_of(row: ImportRow) -> set[int]:
    return {row.business.owner_id} if row.business else set()


def _recount(batch: ImportBatch) -> None:
    settle_outcomes(batch)
    batch.counts = count_batch(batch)
    batch.save(update_fields=["counts"])


# Storing, and taking back


def approve_sample(batch: ImportBatch, *, by: User, at: datetime) -> None:
    """Remembers that somebody looked at the sample of rows."""
    with transaction.atomic():
        batch = _open(batch)
        batch.sample_seen_at, batch.sample_seen_by = at, by
        batch.save(update_fields=["sample_seen_at", "sample_seen_by"])


def confirm(batch: ImportBatch, *, by: User, at: datetime) -> None:
    """Lets the worker store the batch. Raises ValidationError («not_checked», «sample_unseen»)."""
    with transaction.atomic():
        batch = _open(batch)
        if batch.sample_seen_at is None:
            raise ValidationError(_("Periksa contoh acak terlebih dahulu."), code="sample_unseen")
        tasks.begin(batch, State.COMMITTING, by=by.pk, at=at)


def start_undo(batch: ImportBatch, *, by: User, at: datetime) -> None:
    """Lets the worker take a stored batch back. Raises ValidationError («not_stored», …)."""
    with transaction.atomic():
        batch = _locked(batch)
        check_undoable(batch, at=at)
        if batch.state == State.COMMITTED:
            tasks.begin(batch, State.UNDOING, by=by.pk, at=at)


def discard(batch: ImportBatch) -> None:
    """Removes a batch that nothing was stored of. Raises ValidationError («not_discardable»)."""
    with transaction.atomic():
        batch = _locked(batch)
        if batch.state in {State.COMMITTED, State.COMMITTING, State.UNDOING, State.UNDONE}:
            raise ValidationError(
                _("Impor yang sudah disimpan tidak dapat dihapus."), code="not_discardable"
            )
        discard_batch(batch)
