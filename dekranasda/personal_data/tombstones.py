"""Tombstones beside the database, so that a restored backup forgets again whom it had forgotten."""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from artisans.models import Artisan, Business, Tombstone
from artisans.tombstones import tombstone_of


def bury(artisan: Artisan, businesses: Iterable[Business], *, at: datetime) -> None:
    """Sets a tombstone in this transaction, and writes it into the file with the commit."""
    tombstone = tombstone_of(artisan, businesses, at=at)
    Tombstone.objects.bulk_create([tombstone], ignore_conflicts=True)
    transaction.on_commit(write_file)


def write_file() -> None:
    """Adds to the file what only the database knows. Each line is on disk before this returns."""
    known = {tombstone.subject for tombstone in read_file()}
    missing = Tombstone.objects.exclude(subject__in=known).order_by("pk")
    if not missing:
        return
    path = Path(settings.TOMBSTONES_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(_line(tombstone) for tombstone in missing)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def read_file() -> Iterator[Tombstone]:
    """The tombstones of the file, unsaved; none where there is no file. A torn line is left out."""
    path = Path(settings.TOMBSTONES_FILE)
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        try:
            said = json.loads(line)
            yield Tombstone(
                subject=UUID(said["subject"]),
                national_id_index=_bytes(said["national_id_index"]),
                digests=_digests(said),
                erased_at=datetime.fromisoformat(said["erased_at"]),
            )
        except (ValueError, KeyError, TypeError):
            continue


def restore_from_file() -> int:
    """Puts back the tombstones that a restored database does not have; how many there were."""
    known = set(Tombstone.objects.values_list("subject", flat=True))
    missing = {stone.subject: stone for stone in read_file() if stone.subject not in known}
    Tombstone.objects.bulk_create(missing.values())
    return len(missing)


def _line(tombstone: Tombstone) -> str:
    return (
        json.dumps(
            {
                "subject": str(tombstone.subject),
                "national_id_index": _hex(tombstone.national_id_index),
                "digests": tombstone.digests,
                "erased_at": tombstone.erased_at.isoformat(),
            }
        )
        + "\n"
    )


def _digests(said: dict[str, Any]) -> list[str]:
    """Those of a line; the oldest lines have one, of the name with a telephone."""
    known = said["digests"] if "digests" in said else [said["contact_index"]]
    return [bytes.fromhex(digest).hex() for digest in known if digest]


def _hex(digest: bytes | memoryview | None) -> str:
    return bytes(digest).hex() if digest else ""


def _bytes(text: str) -> bytes | None:
    return bytes.fromhex(text) if text else None
