"""What of the calendar somebody asked for, and what else can be asked for: never nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from artisans.models import Craft, District
from dekranasda.templatetags.portal import translated
from events.calendar import parse_month, previous_month
from events.models import Event
from events.querysets import EventQuerySet, next_month

KINDS = {path: kind for kind, path in Event.PATHS.items()}


@dataclass(frozen=True)
class AgendaFilter:
    """A month, and of it one kind of event, one district, one craft; empty for all."""

    month: date
    kind: str = ""
    district: str = ""
    craft: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, today: date) -> "AgendaFilter":
        """The filter of an address; whatever is unknown counts as not asked for."""
        kind, craft = query.get("jenis", ""), query.get("kerajinan", "")
        district = query.get("kecamatan", "")
        return cls(
            parse_month(query.get("bulan"), today=today),
            kind if kind in KINDS else "",
            district if _is_known(District, pk=district) else "",
            craft if _is_known(Craft, slug=craft) else "",
        )

    @property
    def is_narrow(self) -> bool:
        """Whether the calendar is asked for a place or a craft."""
        return bool(self.district or self.craft)

    @property
    def previous(self) -> date:
        """The month before."""
        return previous_month(self.month)

    @property
    def next(self) -> date:
        """The month after."""
        return next_month(self.month)

    def events(self) -> EventQuerySet:
        """The public events of every month that are asked for."""
        events = Event.objects.published()
        if self.kind:
            events = events.filter(kind=KINDS[self.kind])
        if self.district:
            events = events.filter(district=self.district)
        if self.craft:
            meant = Event.crafts.through.objects.values("event")
            own = meant.filter(craft__slug=self.craft)
            events = events.filter(Q(pk__in=own) | ~Q(pk__in=meant))  # or for all crafts
        return events

    def address(self, **changes: Any) -> str:
        """The query of the same calendar with something changed."""
        wanted = replace(self, **changes)
        parts = {
            "bulan": f"{wanted.month:%Y-%m}",
            "jenis": wanted.kind,
            "kecamatan": wanted.district,
            "kerajinan": wanted.craft,
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    @property
    def previous_address(self) -> str:
        """The query of the month before."""
        return self.address(month=self.previous)

    @property
    def next_address(self) -> str:
        """The query of the month after."""
        return self.address(month=self.next)

    @property
    def any_kind_address(self) -> str:
        """The query of all kinds."""
        return self.address(kind="")

    @property
    def wide_address(self) -> str:
        """The query of all districts and crafts."""
        return self.address(district="", craft="")

    def kinds(self) -> list[dict[str, Any]]:
        """All kinds with their addresses; the chosen one is `on`."""
        return [
            {
                "label": label,
                "url": self.address(kind=Event.PATHS[value]),
                "on": Event.PATHS[value] == self.kind,
            }
            for value, label in Event.Kind.choices
        ]

    def districts(self) -> list[dict[str, Any]]:
        """The districts that ever had an event, for a list to choose from. One query."""
        held = Event.objects.published().filter(district__isnull=False).values("district")
        return [
            {"value": one.pk, "label": one.name, "on": one.pk == self.district}
            for one in District.objects.filter(pk__in=held).order_by("name")
        ]

    def crafts(self) -> list[dict[str, Any]]:
        """The crafts that events were for, for a list to choose from. One query."""
        events = Event.objects.published()
        meant = Event.crafts.through.objects.filter(event__in=events).values("craft")
        return [
            {"value": one.slug, "label": translated(one, "name"), "on": one.slug == self.craft}
            for one in Craft.objects.filter(pk__in=meant).order_by("name")
        ]


def _is_known(model: Any, **key: str) -> bool:
    """Whether there is such a row; asks nothing for an empty or a strange word."""
    (word,) = key.values()
    is_word = word.isascii() and word.replace(".", "").replace("-", "").isalnum()
    return is_word and model.objects.filter(**key).exists()
