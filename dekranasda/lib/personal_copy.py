"""What the copy of a person's data is made of: sections of rows, each a list of words by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Picture:
    """A photograph of the person's: its digest in the photo store, and what it shows."""

    sha256: str
    caption: str


@dataclass(frozen=True)
class Document:
    """A file of the person's: its name in private storage, its name in the copy, what it is."""

    stored_name: str
    name: str
    caption: str

    @property
    def path(self) -> str:
        """Where it lies in the copy."""
        return f"berkas/{self.name}"


@dataclass(frozen=True)
class Section:
    """One kind of data: `key` names it for machines, `title` for people."""

    key: str
    title: str
    rows: Sequence[dict[str, str]]
    pictures: Sequence[Picture] = field(default_factory=tuple)
    documents: Sequence[Document] = field(default_factory=tuple)


def in_words(row: models.Model, *names: str) -> dict[str, str]:
    """The named fields of a row by their words; empty ones are left out."""
    words = {}
    for name in names:
        described = row._meta.get_field(name)
        value = getattr(row, name)
        if value in (None, "", [], {}):
            continue
        words[str(getattr(described, "verbose_name", name))] = _word(row, described, value)
    return words


def rows_in_words(rows: Iterable[models.Model], *names: str) -> list[dict[str, str]]:
    """`in_words` for each row."""
    return [in_words(row, *names) for row in rows]


def _word(row: models.Model, described: Any, value: Any) -> str:
    if getattr(described, "choices", None):
        return str(getattr(row, f"get_{described.name}_display")())
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
