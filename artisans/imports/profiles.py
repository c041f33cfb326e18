"""What columns mean, kept by their headings, so that the next list of an office is read alike."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from artisans.imports.columns import fold_heading
from artisans.models import ImportBatch, ImportProfile

FEWEST_HEADINGS = 3
# Reasons why a sheet is left out that its columns have nothing to do with.
UNREAD = frozenset({"sheet_left_out", "sheet_hidden", "no_header", "no_rows"})


def heading_keys(columns: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Column position → its heading, folded; a heading that comes again bears its number."""
    seen: Counter[str] = Counter()
    keys = {}
    for column in columns:
        folded = fold_heading(column["label"])
        seen[folded] += 1
        if folded:
            keys[column["index"]] = folded if seen[folded] == 1 else f"{folded} #{seen[folded]}"
    return keys


def heading_sets(batch: ImportBatch) -> list[tuple[list[str], list[dict[str, Any]]]]:
    """Sheets with the same headings, by their names, with their columns."""
    sets: dict[tuple[str, ...], tuple[list[str], list[dict[str, Any]]]] = {}
    for sheet in batch.mapping.get("sheets", ()):
        if sheet["columns"] and sheet["skipped"] not in UNREAD:
            key = tuple(column["label"] for column in sheet["columns"])
            sets.setdefault(key, ([], sheet["columns"]))[0].append(sheet["name"])
    return list(sets.values())


def profile_of(sets: Sequence[tuple[Sequence[str], Sequence[dict[str, Any]]]]) -> dict[str, str]:
    """Heading → field over all sheets; what a profile keeps."""
    found: dict[str, str] = {}
    for _names, columns in sets:
        keys = heading_keys(columns)
        for column in columns:
            if column["index"] in keys:
                found.setdefault(keys[column["index"]], column["field"])
    return found


def fitting_profiles(batch: ImportBatch) -> list[tuple[ImportProfile, bool]]:
    """Profiles that know every heading of the list, and whether the list is read so already."""
    here = profile_of(heading_sets(batch))
    if len(here) < FEWEST_HEADINGS:
        return []
    return [
        (profile, all(profile.columns[key] == name for key, name in here.items()))
        for profile in ImportProfile.objects.all()
        if here.keys() <= profile.columns.keys()
    ]


def columns_by(profile: ImportProfile, batch: ImportBatch) -> dict[str, dict[str, str]]:
    """Sheet → column position → field, as the profile has it."""
    return {
        name: {
            str(index): profile.columns.get(key, "") for index, key in heading_keys(columns).items()
        }
        for names, columns in heading_sets(batch)
        for name in names
    }
