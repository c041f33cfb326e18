"""Who took part in the screening of a work, and so never scores it.

Source: `peers` 6.5, «screening or redacting staff never scores the same item».
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from curation.models import (
    CompletionItem,
    GateCheck,
    Inspection,
    PhotoCover,
    PhotoMark,
    Submission,
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


def screeners_of(submissions: Collection[Submission]) -> Mapping[int, set[int]]:
    """The screening people's keys by submission. Five queries for any number."""
    found: dict[int, set[int]] = defaultdict(set)
    for work in submissions:
        people = (work.redaction_confirmed_by_id, work.ineligible_proposed_by_id)
        found[work.pk] |= {key for key in people if key is not None}
    keys = [work.pk for work in submissions]
    for model, user in RECORDS:
        rows = traces(model).filter(submission__in=keys)
        for work_id, user_id in rows.values_list("submission", user):
            found[work_id].add(user_id)
    return found


def screened_by(submission: Submission) -> set[int]:
    """The keys of the people who checked, marked, covered or confirmed this submission."""
    return screeners_of([submission])[submission.pk]
