"""Which rows belong to a person: found through the foreign keys that lead to the artisan.

A model that is added later and points at a person, a business or a work is found by itself, so that
an erasure forgets nothing that nobody thought of.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models

from artisans.models import Artisan, Merge
from dekranasda.personal_data.blanking import tracked

Belongings = dict[type[models.Model], set[Any]]

# What people have in common. A person's name in such a row is taken out, the row stays whole.
SHARED = frozenset(
    {
        "artisans.CraftCentre",
        "artisans.ImportBatch",
        "artisans.ImportRow",  # has its own way, `import_traces.py`
        "artisans.RegistryEntry",  # follows by itself: triggers keep it
        "events.Event",
        "products.Motif",
        "products.Material",
        "products.Technique",
    }
)


def belongings_of(artisan: Artisan) -> Belongings:
    """The primary keys of every row that belongs to the person, by model, the artisan included.

    Entries that were merged with the person's are the person's: the old entry of a business, too,
    whoever owned that one. Of rows that are gone the trail is still theirs.
    """
    found: Belongings = defaultdict(set)
    found[Artisan] |= _merged_with(artisan)
    waiting: list[type[models.Model]] = [Artisan]
    while waiting:
        model = waiting.pop()
        for related, name in _pointing_at(model):
            pks = set(_rows(related, name).filter(**{f"{name}__in": found[model]}))
            if pks - found[related]:
                found[related] |= pks
                waiting.append(related)
    return {model: pks for model, pks in found.items() if pks}


def reachable_from(model: type[models.Model]) -> set[type[models.Model]]:
    """Every model whose rows may belong to a row of this one, itself included."""
    found = {model}
    waiting = [model]
    while waiting:
        pointing = {related for related, _name in _pointing_at(waiting.pop())} - found
        found |= pointing
        waiting += pointing
    return found


def _merged_with(artisan: Artisan) -> set[int]:
    """The artisan and every entry of the registry that was found to be the same person."""
    pairs = Merge.objects.filter(undone_at__isnull=True, loser_artisan__isnull=False).values_list(
        "survivor_artisan", "loser_artisan"
    )
    same = {artisan.pk}
    while more := {end for pair in pairs if same & set(pair) for end in pair} - same:
        same |= more
    return same


def _rows(model: Any, name: str) -> "models.QuerySet[Any, Any]":
    """The keys of a model's rows; of a trail, by another key than the row's own, those left over.

    A row that still stands says itself whose it is, and its trail follows it.
    """
    rows: models.QuerySet[Any, Any] = model._base_manager.values_list("pk", flat=True)
    if tracked(model) is not model and name != "pgh_obj":
        rows = rows.exclude(pgh_obj__in=tracked(model)._base_manager.values("pk"))
    return rows


def _pointing_at(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Each model with a foreign key to this one, and the key's name."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation and not relation.concrete):
            continue
        if relation.many_to_many or not relation.related_model:
            continue
        related: Any = relation.related_model
        name = relation.field.name  # type: ignore[union-attr]  # a reverse relation has one
        if tracked(related)._meta.label in SHARED:
            continue
        yield related, name
