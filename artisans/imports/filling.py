"""What the rows of one business say of it, of its owner and of a year; a blank takes the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from artisans.imports.copying import maker
from artisans.imports.differences import Member
from artisans.imports.people import without_title
from artisans.imports.records import Record
from artisans.imports.staging import index_of
from artisans.models import Artisan, Business, ImportRow
from artisans.models.numbers import tax_id_index
from artisans.personal_numbers import is_body_tax_number, is_personal_tax_number
from artisans.reference import kbli_editions
from artisans.size_class import MONTHS_A_YEAR, size_class

ARTISAN_FIELDS = [
    "name", "gender", "born_on", "national_id_cipher", "national_id_index", "tax_id_cipher",
    "tax_id_index", "phone", "other_phones", "village",
]  # fmt: skip
BUSINESS_FIELDS = [
    "name", "business_id", "tax_id_cipher", "tax_id_index", "kbli", "kbli_edition", "craft",
    "village", "address", "products_text", "founded_in", "size_class",
]  # fmt: skip
FIGURES = ["turnover_idr", "capital_idr", "workers_male", "workers_female"]


@dataclass
class Group:
    """The rows of one business, with the first filled value of each field."""

    rows: list[ImportRow]
    records: list[Record]
    known_key: int
    owner: int
    known_owner_key: int

    def first(self, name: str) -> Any:
        """The first filled value of a field, or None."""
        return next((value for r in self.records if (value := getattr(r, name))), None)

    def members(self) -> Iterable[Member]:
        """Each row with what it says."""
        return map(Member, self.rows, self.records)


def state_of(row: Artisan | Business) -> dict[str, Any]:
    """The columns that an import may write, as they are."""
    names = ARTISAN_FIELDS if isinstance(row, Artisan) else BUSINESS_FIELDS
    return {name: row.serializable_value(name) for name in names}


_make_artisan = maker(Artisan)


def new_artisan(records: Sequence[Record], group: Group) -> Artisan:
    """A person by the name that the list gives, or by the business's."""
    name = next((record.owner_name for record in records if record.owner_name), "")
    artisan = _make_artisan(name=(without_title(name) or group.first("business_name") or "?")[:150])
    artisan.slug = f"{slugify(artisan.name)[:60] or 'perajin'}-{artisan.uid.hex[:10]}"
    return artisan


def fill_artisan(artisan: Artisan, records: Iterable[Record], numbers: set[bytes]) -> None:
    """Fills what is blank and adds telephones; `numbers` are the indexes that are taken."""
    for record in records:
        artisan.gender = artisan.gender or record.gender
        if "birth_implausible" not in record.problems:
            artisan.born_on = artisan.born_on or record.born_on
        if not artisan.village_id and record.village_code:
            artisan.village_id = record.village_code
        if record.national_id and not artisan.national_id_index:
            index = record.national_id_key or index_of(record.national_id)
            if index not in numbers:
                numbers.add(index)
                artisan.keep_national_id(record.national_id)
        _keep_own_tax_number(artisan, record, numbers)
        kept = [artisan.phone, *artisan.other_phones.split(";")]
        for phone in record.phones:
            if not artisan.phone:
                artisan.phone = phone
            elif phone not in kept and len(artisan.other_phones) + len(phone) < 120:
                artisan.other_phones = ";".join(filter(None, [artisan.other_phones, phone]))
            kept.append(phone)


def _keep_own_tax_number(artisan: Artisan, record: Record, numbers: set[bytes]) -> None:
    """Keeps an NPWP that is a person's; two people never share one."""
    if artisan.tax_id_index or not is_personal_tax_number(record.tax_id):
        return
    index = tax_id_index(record.tax_id)
    if index not in numbers:
        numbers.add(index)
        artisan.keep_tax_id(record.tax_id)


def _turnover(records: Iterable[Record]) -> int | None:
    for record in records:
        if record.turnover_idr is not None:
            return record.turnover_idr * (MONTHS_A_YEAR if record.turnover_is_monthly else 1)
    return None


def _capital(records: Iterable[Record]) -> int | None:
    return next((r.capital_idr for r in records if r.capital_idr is not None), None)


def figures_of(records: Sequence[Record]) -> dict[str, int]:
    """The figures of the year that the rows name, in whole rupiah and in people."""
    figures = {
        "turnover_idr": _turnover(records),
        "capital_idr": _capital(records),
        "workers_male": next((r.workers_male for r in records if r.workers_male is not None), None),
        "workers_female": next(
            (r.workers_female for r in records if r.workers_female is not None), None
        ),
    }
    return {name: value for name, value in figures.items() if value is not None}


def fill_business(business: Business, group: Group, nibs: set[str]) -> None:
    """Fills what is blank; `nibs` are taken, and a row that names such a one says so."""
    if not business.business_id and (nib := group.first("nib")):
        if nib in nibs:
            for row in group.rows:
                row.problems = [*row.problems, "nib_shared"]
        else:
            nibs.add(nib)
            business.business_id = nib
    body_number = next((r.tax_id for r in group.records if is_body_tax_number(r.tax_id)), "")
    if body_number and not business.tax_id_index:
        business.keep_tax_id(body_number)
    if not business.kbli and (kbli := group.first("kbli")):
        business.kbli, business.kbli_edition = kbli, kbli_editions().get(kbli)
    if not business.craft_id:
        business.craft_id = group.first("craft_code")
    if not business.village_id:
        business.village_id = group.first("village_code")
    business.address = business.address or (group.first("address") or "")[:255]
    products = group.first("product") or group.first("activity") or ""
    business.products_text = business.products_text or products[:300]
    business.founded_in = business.founded_in or group.first("founded_in")
    if not business.size_class:
        business.size_class = size_class(_turnover(group.records), _capital(group.records))
