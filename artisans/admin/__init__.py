"""The admin of the registry: for rare repairs."""

from artisans.admin import (
    businesses,
    figures,
    growth,
    imports,
    mentoring,
    merging,
    people,
    places,
    registry,
)

__all__ = [
    "businesses",
    "figures",
    "growth",
    "imports",
    "mentoring",
    "merging",
    "people",
    "places",
    "registry",
]
