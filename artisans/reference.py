"""The council's reference data: its districts, villages and crafts, from the CSV files it keeps.

Another council replaces the files in `COUNCIL_DATA_DIR`, not code.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models

from artisans.imports.activities import CraftFinder
from artisans.imports.places import Gazetteer
from artisans.models import Craft, District, Village

GENERIC_CRAFT = "LNY"


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the council's CSV files."""
    path = settings.COUNCIL_DATA_DIR / name
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_reference_data(
    district: type[models.Model] = District,
    village: type[models.Model] = Village,
    craft: type[models.Model] = Craft,
) -> dict[str, int]:
    """Writes districts, villages and crafts as the files say, and returns how many of each.

    May run again at any time: rows are matched by code, texts that people wrote about a craft
    stay, and nothing is deleted. A migration passes its own historical models.
    """
    places = list(read_table("villages.csv"))
    districts = [_place(district, row) for row in places if row["code"].count(".") == 2]
    villages = [
        _place(village, row, district_id=row["parent"], postcode=row["postcode"])
        for row in places
        if row["code"].count(".") == 3
    ]
    crafts = [
        craft(
            code=row["code"],
            slug=row["slug"],
            name=row["name"],
            name_en=row["name_en"],
            material_class=row["material_class"],
            kbli_2020=row["kbli_2020"],
            kbli_2025=row["kbli_2025"],
            position=position,
        )
        for position, row in enumerate(read_table("crafts.csv"), 1)
    ]
    _upsert(district, districts, ["name", "latitude", "longitude"])
    _upsert(village, villages, ["name", "district", "postcode", "latitude", "longitude"])
    names = ["slug", "name", "name_en", "material_class", "kbli_2020", "kbli_2025", "position"]
    _upsert(craft, crafts, names)
    return {"districts": len(districts), "villages": len(villages), "crafts": len(crafts)}


def _place(model: type[models.Model], row: dict[str, str], **more: str) -> models.Model:
    position: dict[str, Any] = {
        name: Decimal(row[name]) if row[name] else None for name in ("latitude", "longitude")
    }
    return model(code=row["code"], name=row["name"], **position, **more)


def _upsert(model: type[models.Model], rows: list[Any], fields: list[str]) -> None:
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )


def gazetteer() -> Gazetteer:
    """The places of the registry, searchable by any spelling; two queries."""
    places = [
        (settings.COUNCIL["region_code"], settings.COUNCIL["region"], ""),
        *((code, name, "") for code, name in District.objects.values_list("code", "name")),
        *Village.objects.values_list("code", "name", "district_id"),
    ]
    return Gazetteer.of(
        places, [(row["code"], row["name"]) for row in read_table("place_names.csv")]
    )


@lru_cache(maxsize=1)
def craft_finder() -> CraftFinder:
    """Recognises the council's crafts in the words of a list."""
    others = [
        word for row in read_table("other_activities.csv") for word in row["words"].split("|")
    ]
    return CraftFinder.of(read_table("crafts.csv"), others, generic=GENERIC_CRAFT)


@lru_cache(maxsize=1)
def craft_words() -> dict[str, str]:
    """What people call each craft and what is made in it, by the craft's code."""
    return {row["code"]: row["words"].replace("|", " ") for row in read_table("crafts.csv")}


@lru_cache(maxsize=1)
def kbli_editions() -> dict[str, int]:
    """The edition of a craft's KBLI code, 2020 or 2025, for codes that only one of them has."""
    editions: dict[str, set[int]] = {}
    for row in read_table("crafts.csv"):
        editions.setdefault(row["kbli_2020"], set()).add(2020)
        editions.setdefault(row["kbli_2025"], set()).add(2025)
    return {code: found.pop() for code, found in editions.items() if len(found) == 1 and code}
