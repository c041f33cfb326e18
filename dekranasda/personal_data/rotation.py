"""Writes every cipher again under the newest key, in batches that each are whole.

Interrupted at any moment, what was written is readable and what was not is, too, since old keys
stay for reading; the next run goes on with what is left.
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.db.models.functions import Substr

from artisans.imports.staging import row_context
from artisans.models import Artisan, Business, ImportRow
from artisans.models.numbers import context_of
from dekranasda import keys
from dekranasda.lib import encryption

BATCH = 500
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Place:
    """A column of ciphers, and what the cipher of a row is bound to."""

    model: type[models.Model]
    field: str
    context: Callable[[Any], str]

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field}"


PLACES = (
    Place(Artisan, "national_id_cipher", lambda row: context_of(row, "national_id")),
    Place(Artisan, "tax_id_cipher", lambda row: context_of(row, "tax_id")),
    Place(Business, "tax_id_cipher", lambda row: context_of(row, "tax_id")),
    Place(ImportRow, "national_id_cipher", row_context),
    Place(ImportRow, "tax_id_cipher", lambda row: row_context(row, field="tax_id")),
)


def rotate(*, batch: int = BATCH, report: Progress = lambda place, count: None) -> list[str]:
    """Brings all ciphers under the newest key; returns the rows that no key can read.

    Raises ImproperlyConfigured where a key is missing or wrong. `report` hears of each batch.
    Where nothing was unreadable, older keys may be taken out of the file afterwards.
    """
    keys.remember_newest()
    unreadable: list[str] = []
    for place in PLACES:
        for count in _batches(place, batch, unreadable):
            report(str(place), count)
    report("mfa.Authenticator.data", _rotate_second_factors(unreadable))
    if not unreadable:
        keys.forget_others()
    return unreadable


def old_ciphers(place: Place) -> models.QuerySet[Any]:
    """The rows whose cipher is not under the newest key."""
    prefix = encryption.newest_prefix()
    start = Substr(place.field, 1, len(prefix), output_field=models.BinaryField())
    rows: models.QuerySet[Any] = place.model._base_manager.exclude(
        **{f"{place.field}__isnull": True}
    )
    older: models.QuerySet[Any] = rows.annotate(cipher_start=start).exclude(cipher_start=prefix)
    return older.order_by("pk")


def _batches(place: Place, size: int, unreadable: list[str]) -> Iterator[int]:
    """Rewrites batch after batch, each one transaction; yields how many rows each had."""
    last = 0
    while True:
        with transaction.atomic():
            rows = list(old_ciphers(place).filter(pk__gt=last).select_for_update()[:size])
            changed = [row for row in rows if _rewrite(row, place, unreadable)]
            place.model._base_manager.bulk_update(changed, [place.field])
        if not rows:
            return
        last = rows[-1].pk
        yield len(changed)


def _rewrite(row: Any, place: Place, unreadable: list[str]) -> bool:
    context = place.context(row)
    try:
        text = encryption.decrypt(getattr(row, place.field), context=context)
    except encryption.DecryptionError:
        unreadable.append(f"{place} {row.pk}")
        return False
    setattr(row, place.field, encryption.encrypt(text, context=context))
    return True


def _rotate_second_factors(unreadable: list[str]) -> int:
    """The secrets of authenticator apps, which allauth keeps as text."""
    count = 0
    prefix = encryption.newest_prefix()
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update().order_by("pk"):
            for name in ("secret", "seed"):
                cipher = base64.b64decode(row.data.get(name, ""))
                if not cipher or cipher.startswith(prefix):
                    continue
                try:
                    text = encryption.decrypt(cipher, context="mfa.secret")
                except encryption.DecryptionError:
                    unreadable.append(f"mfa.Authenticator.data {row.pk}")
                    continue
                new = encryption.encrypt(text, context="mfa.secret")
                row.data[name] = base64.b64encode(new).decode()
                row.save(update_fields=["data"])
                count += 1
    return count
