"""The steps of an import as people take them: hand over, try again, confirm, discard."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from artisans import tasks
from artisans.imports.staging import create_batch, discard_batch
from artisans.models import ImportBatch
from dekranasda.accounts.models import User

# Longer than any check or commit takes: a batch at work since then has lost its worker.
STALLED_AFTER = timedelta(minutes=10)


def hand_over(content: bytes, name: str, *, by: User, at: datetime) -> ImportBatch:
    """A new batch with its check enqueued in the same transaction."""
    with transaction.atomic():
        batch = create_batch(content, name, by=by, at=at)
        tasks.check_import.enqueue(batch.pk)
    return batch


def is_stalled(batch: ImportBatch, *, at: datetime) -> bool:
    """Whether the batch waits for work that nobody does any more."""
    is_working = batch.state in {ImportBatch.State.CHECKING, ImportBatch.State.COMMITTING}
    return is_working and at - (batch.started_at or batch.uploaded_at) > STALLED_AFTER


def try_again(batch: ImportBatch, *, at: datetime) -> None:
    """Checks the file anew. Raises ValidationError («not_failed») while it is being worked on."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.FAILED and not is_stalled(batch, at=at):
            raise ValidationError(_("Berkas ini sedang dikerjakan."), code="not_failed")
        batch.state, batch.progress, batch.started_at = ImportBatch.State.CHECKING, 0, at
        batch.save(update_fields=["state", "progress", "started_at"])
        tasks.check_import.enqueue(batch.pk)


def confirm(batch: ImportBatch, *, by: User, at: datetime) -> None:
    """Lets the worker store the batch. Raises ValidationError («not_checked»)."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportBatch.State.CHECKED:
            raise ValidationError(_("Berkas ini belum selesai diperiksa."), code="not_checked")
        batch.state, batch.started_at = ImportBatch.State.COMMITTING, at
        batch.save(update_fields=["state", "started_at"])
        tasks.store_import.enqueue(batch.pk, by.pk)


def discard(batch: ImportBatch) -> None:
    """Removes a batch that nothing was stored of. Raises ValidationError («not_discardable»)."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state in {ImportBatch.State.COMMITTED, ImportBatch.State.COMMITTING}:
            raise ValidationError(
                _("Impor yang sudah disimpan tidak dapat dihapus."), code="not_discardable"
            )
        discard_batch(batch)
