"""Takes what tells of a person out of rows: their texts go, numbers and decisions stay."""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django.db import models

GONE = "[dihapus]"

# Texts that are no person's: codes on printed labels, numbers of certificates, versions, kinds.
KEPT: dict[str, frozenset[str]] = {
    "artisans.Business": frozenset({"kbli", "source"}),
    "artisans.ReadinessAssessment": frozenset({"version", "source"}),
    "artisans.BusinessYear": frozenset({"source"}),
    "artisans.MentoringTarget": frozenset({"code"}),
    "artisans.Merge": frozenset({"moved", "kept", "details", "left"}),
    "artisans.DuplicatePair": frozenset({"reasons"}),
    "products.Product": frozenset({"certificate_number", "curation_summary"}),
    "events.Registration": frozenset({"code"}),
    "events.StallApplication": frozenset({"points"}),
}
DIGESTS = re.compile(r"(^|_)sha256$")
PLACES = frozenset({"latitude", "longitude"})


def texts_of(model: type[models.Model]) -> list[Any]:
    """The fields of a model that hold free words, digests or ciphers."""
    kept = KEPT.get(tracked(model)._meta.label, frozenset())
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
        and not field.primary_key
        and not field.choices
        and (not field.unique or (field.null and isinstance(field, models.BinaryField)))
        and field.name not in kept
        and not field.name.startswith("pgh_")
    ]


def tracked(model: Any) -> type[models.Model]:
    """The model whose trail this one is; any other model itself."""
    followed: type[models.Model] = getattr(model, "pgh_tracked_model", model)
    return followed


def blank(model: type[models.Model], pks: Collection[Any]) -> set[str]:
    """Empties every text, cipher, file and position of the rows; returns digests of photographs.

    Choices, dates, numbers and keys stay, and so do the texts named in KEPT.
    """
    rows = model._base_manager.filter(pk__in=pks)
    texts = texts_of(model)
    photo_fields = [field.name for field in texts if DIGESTS.search(field.name)]
    digests = {digest for name in photo_fields for digest in rows.values_list(name, flat=True)}
    empty = {field.name: _nothing(field) for field in texts}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.FileField):
            _delete_files(rows, field)
            empty[field.name] = ""
        elif field.name in PLACES and field.null or type(field).__name__ == "SearchVectorField":
            empty[field.name] = None
    if empty:
        rows.update(**empty)
    return {digest for digest in digests if digest}


def _nothing(field: Any) -> Any:
    if isinstance(field, models.JSONField):
        return None if field.null else field.get_default() or ([] if field.default is list else {})
    if isinstance(field, models.BinaryField):
        return None if field.null else b""
    return None if field.null and not field.empty_strings_allowed else ""


def _delete_files(rows: Any, field: Any) -> None:
    for row in rows.exclude(**{field.name: ""}):
        getattr(row, field.name).storage.delete(getattr(row, field.name).name)


def redact(model: type[models.Model], pks: Collection[Any], words: Iterable[str]) -> None:
    """Replaces the person's own words in the texts of rows that stay as they are otherwise."""
    pattern = pattern_of(words)
    if pattern is None:
        return
    texts = [field.name for field in texts_of(model) if not isinstance(field, models.BinaryField)]
    for row in model._base_manager.filter(pk__in=pks).only(*texts):
        changed = {
            name: cleaned
            for name in texts
            if (cleaned := without(getattr(row, name), pattern)) != getattr(row, name)
        }
        if changed:
            model._base_manager.filter(pk=row.pk).update(**changed)


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of the words, the longest first; None where there is none long enough to tell."""
    telling = sorted({word.strip() for word in words if len(word.strip()) >= 4}, key=len)
    return re.compile("|".join(map(re.escape, reversed(telling))), re.I) if telling else None


def without(value: Any, pattern: re.Pattern[str]) -> Any:
    """The value with every find replaced, also inside lists and dictionaries."""
    if isinstance(value, str):
        return pattern.sub(GONE, value)
    if isinstance(value, list):
        return [without(item, pattern) for item in value]
    if isinstance(value, dict):
        return {key: without(item, pattern) for key, item in value.items()}
    return value


@contextmanager
def guards_lifted(found: Iterable[type[models.Model]]) -> Iterator[None]:
    """Lets these models' rows change although triggers keep them as they are.

    Only the triggers that refuse are ignored, and only here; the history and the epoch of the
    public pages go on. Nothing else in the project takes this way.
    """
    uris = [
        f"{model._meta.label}:{trigger.name}"
        for model in found
        for trigger in getattr(model._meta, "triggers", ())
        if trigger.name not in {"insert_insert", "update_update", "moves_public_epoch"}
    ]
    if not uris:
        yield
        return
    with pgtrigger.ignore(*uris):
        yield
