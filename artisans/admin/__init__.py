"""The admin of the registry: for rare repairs."""

from artisans.admin import (
    businesses,
    centres,
    facts,
    figures,
    growth,
    heritage,
    imports,
    mentoring,
    merging,
    people,
    personal_data,
    places,
    registry,
)

__all__ = [
    "businesses",
    "centres",
    "facts",
    "figures",
    "growth",
    "heritage",
    "imports",
    "mentoring",
    "merging",
    "people",
    "personal_data",
    "places",
    "registry",
]
