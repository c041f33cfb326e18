"""The registry as staff search it: what was asked for, the businesses that fit, by whatever number.

The numbers stay flat as the registry grows: one of up to `EXACT_OVER` businesses is counted to the
last, a larger one over a sample, which gives every count as «at least so many». There, words that
were searched for show the newest first, since an order by name would have to look at every match
(`manage.py bench_registry`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from artisans.imports.phones import to_e164
from artisans.list_facets import FACETS, Counts, Group, count, narrowed
from artisans.models import Artisan, Business, RegistryEntry
from artisans.querysets import BusinessQuerySet, RegistryEntryQuerySet
from dekranasda.accounts.models import User
from dekranasda.lib import encryption
from dekranasda.lib.estimates import estimated_count, estimated_rows

PAGE_SIZE = 50
EXACT_OVER = 15_000
SAMPLE = 1_000
# Of so few matches all are sorted; of more the first stand near the beginning of the order's index.
# The rows lie in the order they were recorded in, so that walking them costs less.
FEW, FEW_AS_RECORDED = 7_000, 3_000
MOST_CHOICES = 40
# Digits in a row that make a text a personal number, which must not stand in an address.
PERSONAL_DIGITS = 7
LONGEST_TEXT = 100

# Name of an order → the columns; both directions of each have an index.
_BY_NUMBER = F("business_id")
ORDERS: dict[str, tuple[OrderBy, ...]] = {
    "nama": (F("sort_name").asc(), _BY_NUMBER.asc()),
    "-nama": (F("sort_name").desc(), _BY_NUMBER.desc()),
    "pemilik": (F("sort_owner").asc(), _BY_NUMBER.asc()),
    "-pemilik": (F("sort_owner").desc(), _BY_NUMBER.desc()),
    "kesiapan": (F("level").asc(), _BY_NUMBER.asc()),
    "-kesiapan": (F("level").desc(), _BY_NUMBER.desc()),
    "data": (F("as_of").asc(nulls_first=True), _BY_NUMBER.asc()),
    "-data": (F("as_of").desc(nulls_last=True), _BY_NUMBER.desc()),
    "dicatat": (_BY_NUMBER.asc(),),
    "-dicatat": (_BY_NUMBER.desc(),),
}
USUAL_ORDER = "nama"
_SORTED_BY = {"nama": "sort_name", "pemilik": "sort_owner", "kesiapan": "level", "data": "as_of"}


def _in_sql(order: str) -> str:
    """One of the orders as SQL over a row of the list."""
    way, nulls = ("DESC", "LAST") if order.startswith("-") else ("ASC", "FIRST")
    column = _SORTED_BY.get(order.removeprefix("-"))
    before = f"{column} {way} NULLS {nulls}, " if column else ""
    return f"{before}business_id {way}"


def is_personal(text: str) -> bool:
    """Whether a text is a number of a person; an NIB, 13 digits and no telephone, is none."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < PERSONAL_DIGITS:
        return False
    return not (len(digits) == 13 and text.strip().isdigit() and not to_e164(text))


@dataclass(frozen=True)
class RegistryFilter:
    """What the list is narrowed to; nonsense is dropped, never refused."""

    text: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = USUAL_ORDER
    page: int = 1
    was_personal: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> "RegistryFilter":
        """From the address. A personal number in it is not searched for, nor kept."""
        text = query.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT]
        was_personal = is_personal(text)
        chosen = {}
        for facet in FACETS:
            words = [word for word in query.getlist(facet.name) if word and "\x00" not in word]
            kept = dict.fromkeys(word for word in words if facet.knows(word))
            if kept:
                chosen[facet.name] = tuple(kept)[:MOST_CHOICES]
        sort, page = query.get("urut", ""), query.get("hal", "")
        return cls(
            text="" if was_personal else text,
            choices=chosen,
            sort=sort if sort in ORDERS else USUAL_ORDER,
            page=int(page) if re.fullmatch(r"[1-9]\d{0,5}", page) else 1,
            was_personal=was_personal,
        )

    @classmethod
    def of_text(cls, query: str) -> "RegistryFilter":
        """From a kept address, as `as_query` writes it."""
        return cls.of(QueryDict(query))

    def as_query(self) -> str:
        """The filter and its order as the part of an address after «?»."""
        query = QueryDict(mutable=True)
        if self.text:
            query["q"] = self.text
        for name, words in self.choices.items():
            query.setlist(name, list(words))
        if self.sort != USUAL_ORDER:
            query["urut"] = self.sort
        return query.urlencode()

    def without(self, name: str, word: str = "") -> "RegistryFilter":
        """The same without the text («q»), or without one word of a group."""
        if name == "q":
            return replace(self, text="", page=1)
        left = tuple(other for other in self.choices.get(name, ()) if other != word)
        others = {key: words for key, words in self.choices.items() if key != name}
        return replace(self, choices={**others, **({name: left} if left else {})}, page=1)

    def with_text(self, text: str) -> "RegistryFilter":
        """The same for other words, from its first page."""
        return replace(self, text=text[:LONGEST_TEXT], page=1)

    def sorted_by(self, order: str) -> "RegistryFilter":
        """The same in another order, from its first page."""
        return replace(self, sort=order, page=1)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.text or self.choices)


class RegistryList:
    """The answer to a filter: the rows of one page, the total, the groups of choices."""

    def __init__(self, user: User, wanted: RegistryFilter, *, today: date) -> None:
        self.user = user
        self.wanted = wanted
        self.today = today

    @cached_property
    def _asked(self) -> RegistryEntryQuerySet:
        """What the person may see and the words fit; the choices are counted among these."""
        entries = RegistryEntry.objects.visible_to(self.user)
        return entries.with_words(self.wanted.text) if self.wanted.text else entries

    @cached_property
    def entries(self) -> RegistryEntryQuerySet:
        """Every row that meets the whole filter, in no order."""
        return narrowed(self._asked, self.wanted.choices, self.today)

    def ordered(self) -> RegistryEntryQuerySet:
        """The rows in the order that was asked for."""
        return self.entries.order_by(*ORDERS[self.order])

    @property
    def order(self) -> str:
        """The order that the rows are in."""
        if self._is_large and self.wanted.text and self.wanted.sort == USUAL_ORDER:
            return "-dicatat"
        return self.wanted.sort

    @cached_property
    def _is_large(self) -> bool:
        """Whether the whole registry is too large to be counted to the last."""
        return estimated_rows(RegistryEntry) > EXACT_OVER

    @property
    def _most(self) -> int:
        return SAMPLE if self._is_large else EXACT_OVER

    @cached_property
    def counts(self) -> Counts:
        """The total and the groups; one query for the numbers, one for the words."""
        return count(
            self._asked,
            self.wanted.choices,
            today=self.today,
            most=self._most,
            user=self.user,
            order=_in_sql(self.order) if self._is_large else "",
        )

    @property
    def total(self) -> int:
        """How many fit, counted up to the limit."""
        return min(self.counts.total, self._most)

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.counts.total > self._most

    @property
    def groups(self) -> list[Group]:
        """The groups of choices that lead somewhere."""
        return self.counts.groups

    @cached_property
    def page(self) -> Any:
        """The page asked for, or the last: its businesses with what the columns print."""
        paginator = _CountedPaginator(self._ordered_keys(), self.total)
        page = paginator.page(min(self.wanted.page, paginator.num_pages))
        page.object_list = businesses_of(list(page.object_list))
        return page

    def _ordered_keys(self) -> Any:
        """The keys in order.

        Of a large registry those that were counted are in order already, and a few more are all
        gathered first: an index of the order would be walked past all the others.
        """
        if self.counts.keys:
            return self.counts.keys
        order = ORDERS[self.order]
        few = FEW_AS_RECORDED if self.order.endswith("dicatat") else FEW
        if self._is_large and self.wanted.choices and estimated_count(self.entries) < few:
            order = tuple(map(_without_index, order))
        return self.entries.order_by(*order).values_list("pk", flat=True)


def _without_index(part: OrderBy) -> OrderBy:
    """The same order in words that no index has."""
    part = part.copy()
    part.expression = Coalesce(part.expression, part.expression)
    return part


class _CountedPaginator(Paginator):  # type: ignore[type-arg]  # generic in the stubs only
    """Pages over rows that were counted already."""

    def __init__(self, rows: Any, total: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.count = total


def businesses_of(keys: list[int]) -> list[Business]:
    """The businesses with these keys and all that columns print of them, in the keys' order."""
    found = Business.objects.select_related(
        "owner", "craft", "centre", "village__district", "entry"
    ).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def with_number(businesses: BusinessQuerySet, number: str) -> QuerySet[Business]:
    """The businesses of a NIK, NIB or phone number. Raises ValidationError («not_a_number»)."""
    digits = re.sub(r"\D", "", number)
    owners, own = Artisan.objects.none(), {}
    if phone := to_e164(number):
        owners, own["phone"] = Artisan.objects.with_phone(phone), phone
    elif len(digits) == 16:
        index = encryption.blind_index(digits, purpose="national_id")
        owners = Artisan.objects.filter(national_id_index=index)
    if len(digits) == 13:
        own["business_id"] = digits
    if not (own or len(digits) == 16):
        raise ValidationError(
            _("Tulis 16 angka NIK, 13 angka NIB, atau nomor telepon seperti 0812 3456 7890."),
            code="not_a_number",
        )
    related = businesses.found_by(owners, **own).select_related(
        "owner", "craft", "centre", "village__district", "entry"
    )
    return related.order_by("name", "pk")
