"""Where the screening of a work leaves its traces: who took part never scores it.

Source: `peers` 6.5, «screening or redacting staff never scores the same item».
"""

from typing import Any

from django.db.models import Model, QuerySet

from curation.models import (
    CompletionItem,
    GateCheck,
    Inspection,
    PhotoCover,
    PhotoMark,
)

#: Where the screening leaves its traces, and the field that says whose.
RECORDS: tuple[tuple[type[Model], str], ...] = (
    (GateCheck, "checked_by"),
    (CompletionItem, "asked_by"),
    (PhotoMark, "made_by"),
    (PhotoCover, "made_by"),
    (Inspection, "made_by"),
)


def traces(model: type[Model]) -> QuerySet[Any]:
    """The rows of a model that the screening left."""
    rows: QuerySet[Any] = model._default_manager.all()
    # A mark with a criterion was placed in session, by the chair, not in the screening.
    return rows.filter(criterion=None) if model is PhotoMark else rows
