"""What makers say of themselves and of their business: each answer theirs, safe from any import."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pghistory
from django.db import transaction

from artisans.facts import note_sources
from artisans.models import Artisan, Business, FactSource
from dekranasda.accounts.models import User

SOURCE = "Halaman saya"


def save_answers(
    row: Artisan | Business, values: Mapping[str, Any], *, by: User, at: datetime
) -> list[str]:
    """Keeps the answers (field → value) of one page; returns the names of the fields that changed.

    Every field that was answered is the maker's own word from now on, also one that was confirmed
    as it stood: no import overwrites it. An answer left empty says nothing and gets no origin.
    """
    model: Any = type(row)
    with transaction.atomic(), pghistory.context(user=by.pk, reason=SOURCE):
        locked = model.objects.select_for_update(of=("self",)).get(pk=row.pk)
        changed = [name for name, value in values.items() if getattr(locked, name) != value]
        for name in changed:
            setattr(locked, name, values[name])
        if changed:
            locked.save(update_fields=changed)
        note_sources(
            locked,
            [name for name, value in values.items() if name in changed or value not in ("", None)],
            kind=FactSource.Kind.MAKER,
            source=SOURCE,
            as_of=at.date(),
            by=by,
            at=at,
        )
    return changed
