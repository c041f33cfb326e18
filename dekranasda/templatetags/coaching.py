"""Trainings beside what a verdict asks to be mended."""

from collections.abc import Sequence
from typing import Any

from django import template

from dekranasda.pages.coaching import trainings_for

register = template.Library()


@register.simple_tag
def with_trainings(notes: Sequence[dict[str, Any]], craft: str | None) -> list[dict[str, Any]]:
    """The notes of a verdict, each weak one with the next training that teaches its criterion.

    `notes` have a `code` and `is_weak`. One query for all, none where nothing is weak.
    """
    codes = [note["code"] for note in notes if note.get("is_weak")]
    found = list(trainings_for(codes, craft=craft)) if codes else []
    by_topic = {event.topic: event for event in reversed(found)}
    return [
        note | {"training": by_topic.get(note["code"]) if note.get("is_weak") else None}
        for note in notes
    ]
