"""The columns of the registry's list: what each prints, and what it is in a workbook."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.models import BusinessYear, ReadinessAssessment
from dekranasda.lib.workbook import Cell
from dekranasda.templatetags.portal import angka, tanggal, translated

LEVELS = dict(ReadinessAssessment.Level.choices)


@dataclass(frozen=True)
class Column:
    """One column: its heading, its typed value of a business, the order it gives, its kind."""

    heading: Any
    value: Callable[[Any], Cell]
    sort: str = ""
    is_number: bool = False
    is_code: bool = False
    needs_year: bool = False


def _yes(value: object) -> str:
    return _("ya") if value else _("tidak")


def _year(name: str) -> Callable[[Any], Cell]:
    return lambda business: getattr(business.latest_year, name) if business.latest_year else None


def _workers(business: Any) -> Cell:
    year = business.latest_year
    known = [n for n in (year.workers_male, year.workers_female) if n is not None] if year else []
    return sum(known) if known else None


FIRST = "usaha"
COLUMNS: dict[str, Column] = {
    FIRST: Column(gettext_lazy("Usaha"), lambda b: b.name, "nama"),
    "pemilik": Column(gettext_lazy("Pemilik"), lambda b: b.owner.name, "pemilik"),
    "jk": Column(gettext_lazy("Jenis kelamin"), lambda b: b.owner.get_gender_display()),
    "telepon": Column(
        gettext_lazy("Telepon"), lambda b: b.owner.phone or b.phone, is_code=True
    ),
    "kerajinan": Column(
        gettext_lazy("Kerajinan"), lambda b: translated(b.craft, "name") if b.craft else ""
    ),
    "produk": Column(gettext_lazy("Produk"), lambda b: b.products_text),
    "alamat": Column(gettext_lazy("Alamat"), lambda b: b.address),
    "desa": Column(gettext_lazy("Desa"), lambda b: b.village.name if b.village else ""),
    "kecamatan": Column(
        gettext_lazy("Kecamatan"), lambda b: b.village.district.name if b.village else ""
    ),
    "sentra": Column(gettext_lazy("Sentra"), lambda b: b.centre.name if b.centre else ""),
    "nib": Column("NIB", lambda b: b.business_id, is_code=True),
    "kbli": Column("KBLI", lambda b: b.kbli, is_code=True),
    "berdiri": Column(gettext_lazy("Berdiri tahun"), lambda b: b.founded_in, is_code=True),
    "kelas": Column(gettext_lazy("Kelas usaha"), lambda b: b.get_size_class_display()),
    "kesiapan": Column(
        gettext_lazy("Kesiapan"), lambda b: str(LEVELS.get(b.entry.level, "")), "kesiapan"
    ),
    "tahun": Column(
        gettext_lazy("Tahun angka"), _year("year"), is_code=True, needs_year=True
    ),
    "omzet": Column(
        gettext_lazy("Omzet setahun (Rp)"), _year("turnover_idr"), is_number=True, needs_year=True
    ),
    "pekerja": Column(gettext_lazy("Pekerja"), _workers, is_number=True, needs_year=True),
    "keadaan": Column(gettext_lazy("Keadaan"), lambda b: b.get_state_display()),
    "tampil": Column(gettext_lazy("Tampil untuk umum"), lambda b: _yes(b.is_public)),
    "akun": Column(gettext_lazy("Punya akun"), lambda b: _yes(b.owner.user_id)),
    "sumber": Column(gettext_lazy("Sumber"), lambda b: b.source),
    "data": Column(gettext_lazy("Data per"), lambda b: b.source_as_of, "data"),
    "diperiksa": Column(gettext_lazy("Diperiksa pada"), lambda b: b.verified_at),
}  # fmt: skip
USUAL = (FIRST, "pemilik", "kerajinan", "desa", "kecamatan", "kesiapan", "sumber")


def known_columns(names: Iterable[str]) -> tuple[str, ...]:
    """The names that are columns, the business first, in the order of the table of columns."""
    wanted = {FIRST, *names}
    return tuple(name for name in COLUMNS if name in wanted)


def add_years(businesses: list[Any], columns: Iterable[str]) -> None:
    """Gives each business its `latest_year` where a column needs it; one query then."""
    if not any(COLUMNS[name].needs_year for name in columns):
        return
    years: QuerySet[BusinessYear] = BusinessYear.objects.filter(business__in=businesses)
    newest = {
        year.business_id: year
        for year in years.order_by("business_id", "-year").distinct("business_id")
    }
    for business in businesses:
        business.latest_year = newest.get(business.pk)


def words_of(column: Column, value: Cell) -> str:
    """A value as the page prints it."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return tanggal(value, "pendek")
    if column.is_number and not isinstance(value, str):
        return angka(value)
    return str(value)
