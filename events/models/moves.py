"""What is kept of an event that was moved: when it stood where before."""

import copy
from typing import Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext as _

PLANNED = ("starts_at", "ends_at", "place")


class Movable(models.Model):
    """Time and place before the last change of either, kept by a trigger once it was published."""

    moved_at = models.DateTimeField(null=True, editable=False)
    was_starts_at = models.DateTimeField(null=True, editable=False)
    was_ends_at = models.DateTimeField(null=True, editable=False)
    was_place = models.CharField(max_length=160, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def before_move(self) -> Self | None:
        """The event with the time and place before the last move; None where it never moved."""
        if self.moved_at is None:
            return None
        before = copy.copy(self)
        for name in PLANNED:
            setattr(before, name, getattr(self, f"was_{name}"))
        return before

    @property
    def move_words(self) -> str:
        """What changed at the last move, in two or three words."""
        before = self.before_move
        if before is None:
            return ""
        is_elsewhere, is_other_time = (
            any(getattr(before, name) != getattr(self, name) for name in names)
            for names in (PLANNED[2:], PLANNED[:2])
        )
        if is_elsewhere and is_other_time:
            return _("Waktu dan tempat berubah")
        return _("Tempat berubah") if is_elsewhere else _("Waktu berubah")


NOTES_MOVE = pgtrigger.Trigger(
    name="notes_move",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf(*PLANNED),  # type: ignore[no-untyped-call]
    condition=pgtrigger.AnyChange(*PLANNED),
    func="""
        IF OLD.state <> 'published' THEN
            RETURN NEW;
        END IF;
        NEW.moved_at = clock_timestamp();
        NEW.was_starts_at = OLD.starts_at;
        NEW.was_ends_at = OLD.ends_at;
        NEW.was_place = OLD.place;
        RETURN NEW;
    """,
)
