"""Under which other names the registry knew what has been merged since.

A list that still has the old name, number or address of a business, or of its owner, means the one
that stayed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q

from artisans.models import Artisan, Business

OWNER = "owner__"


def survivors(model: type[Business] | type[Artisan]) -> dict[int, int]:
    """For every merged entry the one that stands for it now, however many merges later."""
    merged = model.objects.filter(merged_into__isnull=False)
    into = {key: target for key, target in merged.values_list("pk", "merged_into") if target}
    return {key: _last(key, into) for key in into}


def _last(key: int, into: Mapping[int, int]) -> int:
    while key in into:
        key = into[key]
    return key


def standing_key(model: type[Business] | type[Artisan], key: int) -> int:
    """The key itself, or that of the entry which it was merged into; one query where it stands."""
    into = model.objects.filter(pk=key).values_list("merged_into", flat=True).first()
    return standing_key(model, into) if into else key


def alias_rows(columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The columns of businesses as they were before merges, under the survivors' keys.

    `columns` begins with `pk` and `owner_id`; four queries, two where nothing was merged.
    """
    businesses, people = survivors(Business), survivors(Artisan)
    if not businesses and not people:
        return
    named: dict[int, list[dict[str, Any]]] = defaultdict(list)
    owner_columns = [name for name in columns if name.startswith(OWNER)]
    for key, *values in Artisan.objects.filter(pk__in=people).values_list(
        "pk", *(name.removeprefix(OWNER) for name in owner_columns)
    ):
        named[people[key]].append(dict(zip(owner_columns, values, strict=True)))
    concerned = Q(pk__in={*businesses, *businesses.values()}) | Q(owner__in=set(people.values()))
    rows = Business.objects.filter(concerned, owner__erased_at__isnull=True).order_by("pk")
    known = list(rows.values(*columns))
    owner_of = {row["pk"]: row["owner_id"] for row in known}
    for row in known:
        key = businesses.get(row["pk"], row["pk"])
        if key not in owner_of:
            continue
        for owner in ({}, *named[people.get(row["owner_id"], row["owner_id"])]):
            if owner or key != row["pk"]:
                changed = {**row, **owner, "pk": key, "owner_id": owner_of[key]}
                yield tuple(changed[name] for name in columns)
