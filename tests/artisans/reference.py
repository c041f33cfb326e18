"""The council's places and crafts for tests that need no database."""

import csv
from functools import cache

from django.conf import settings

from artisans.imports.activities import CraftFinder
from artisans.imports.places import Gazetteer


def _rows(name):
    with (settings.COUNCIL_DATA_DIR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def gazetteer() -> Gazetteer:
    """The places of the council's own table."""
    places = [(row["code"], row["name"], row["parent"]) for row in _rows("villages.csv")]
    return Gazetteer.of(places, [(row["code"], row["name"]) for row in _rows("place_names.csv")])


@cache
def craft_finder() -> CraftFinder:
    """The crafts of the council's own table."""
    others = [word for row in _rows("other_activities.csv") for word in row["words"].split("|")]
    return CraftFinder.of(_rows("crafts.csv"), others)
