"""The columns of export sheets: which fields a work can fill in, and how a template names them.

A template is text, one column a line:

    Nama produk* = nama_karya
    Satuan = "buah"

A heading with * must not stay empty. No field tells a number of a person: no NIK, no NPWP, no
telephone is here, so none can be asked for.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dekranasda.lib import photo_store
from dekranasda.lib.workbook import Cell

MOST_COLUMNS = 60
LONGEST_HEADING = 80


@dataclass(frozen=True)
class Column:
    """One column: its heading, whether it must be filled, and a field's name or a fixed text."""

    heading: str
    is_required: bool
    field: str = ""
    text: str = ""

    def value(self, work: Any) -> Cell:
        """What stands in the column for the work (as `market_export.works` reads it)."""
        found: Any = FIELDS[self.field].value(work) if self.field else self.text
        return None if found == "" else found


@dataclass(frozen=True)
class MarketField:
    """A field that a template may name: its words, and how it is read from a work."""

    label: Any
    value: Callable[[Any], Any]


def _names(things: Any) -> str:
    return ", ".join(thing.name for thing in things.all())


def _yes(holds: bool) -> str:
    return "ya" if holds else "tidak"


def _photo(work: Any, size: int = 1600) -> str:
    if not work.cover_sha256:
        return ""
    url: str = photo_store.url(work.cover_sha256, size)
    return url if url.startswith("http") else f"{settings.SITE_URL}{url}"


def _year(work: Any, name: str) -> Any:
    """A figure of the newest year that the business told it of; None without one."""
    years = work.business.years.all()
    told = [(one.year, getattr(one, name)) for one in years if getattr(one, name) is not None]
    return max(told)[1] if told else None


def _place(work: Any, name: str) -> str:
    village = work.business.village
    if village is None:
        return ""
    return str(village.name if name == "village" else village.district.name)


def _of_version(name: str) -> Callable[[Any], Any]:
    return lambda work: getattr(work.published_version, name)


FIELDS: dict[str, MarketField] = {
    "kode_karya": MarketField(_("kode karya"), lambda work: work.code),
    "nama_karya": MarketField(_("nama karya"), lambda work: work.name),
    "nama_inggris": MarketField(_("nama Inggris"), lambda work: work.name_en),
    "uraian": MarketField(_("cerita karya"), _of_version("story")),
    "kerajinan": MarketField(
        _("bidang kerajinan"), lambda work: work.craft.name if work.craft else ""
    ),
    "kbli_2020": MarketField("KBLI 2020", lambda work: work.craft.kbli_2020 if work.craft else ""),
    "kbli_2025": MarketField("KBLI 2025", lambda work: work.craft.kbli_2025 if work.craft else ""),
    "bahan": MarketField(_("bahan"), lambda work: _names(work.published_version.materials)),
    "teknik": MarketField(_("teknik"), lambda work: _names(work.published_version.techniques)),
    "motif": MarketField(_("motif"), lambda work: work.motif.name if work.motif else ""),
    "panjang_cm": MarketField(_("panjang (cm)"), _of_version("length_cm")),
    "lebar_cm": MarketField(_("lebar (cm)"), _of_version("width_cm")),
    "tinggi_cm": MarketField(_("tinggi (cm)"), _of_version("height_cm")),
    "berat_gram": MarketField(_("berat (gram)"), _of_version("weight_g")),
    "harga": MarketField(_("harga"), lambda work: work.price_idr),
    "harga_tertinggi": MarketField(_("harga tertinggi"), lambda work: work.price_max_idr),
    # A work that names no unit is sold by the piece.
    "satuan": MarketField(_("satuan"), lambda work: work.published_version.unit or "buah"),
    "stok": MarketField(_("stok"), _of_version("stock")),
    "kemampuan_per_bulan": MarketField(
        _("kemampuan membuat per bulan"), _of_version("capacity_per_month")
    ),
    "lama_membuat": MarketField(
        _("lama membuat"), lambda work: work.published_version.get_production_time_display()
    ),
    "menerima_pesanan": MarketField(
        _("menerima pesanan khusus"), lambda work: _yes(work.is_made_to_order)
    ),
    "kemasan": MarketField(_("kemasan"), _of_version("packaging")),
    "perawatan": MarketField(_("perawatan"), _of_version("care")),
    "kelas_kurasi": MarketField(_("kelas kurasi"), lambda work: work.grade),
    "lolos_kurasi": MarketField(_("lolos kurasi pada"), lambda work: work.curated_on),
    "berlaku_sampai": MarketField(_("kurasi berlaku sampai"), lambda work: work.valid_until),
    "nomor_sertifikat": MarketField(_("nomor sertifikat"), lambda work: work.certificate_number),
    "alamat_halaman": MarketField(
        _("alamat halaman karya"), lambda work: f"{settings.SITE_URL}{work.get_absolute_url()}"
    ),
    "alamat_foto": MarketField(_("alamat foto"), _photo),
    "nama_usaha": MarketField(_("nama usaha"), lambda work: work.business.name),
    "nib": MarketField("NIB", lambda work: work.business.business_id),
    "kelas_usaha": MarketField(
        _("kelas usaha"), lambda work: work.business.get_size_class_display() or ""
    ),
    "desa": MarketField(_("desa"), lambda work: _place(work, "village")),
    "kecamatan": MarketField(_("kecamatan"), lambda work: _place(work, "district")),
    "daerah": MarketField(_("kabupaten atau kota"), lambda _work: settings.COUNCIL["place"]),
    "pekerja_laki_laki": MarketField(
        _("pekerja laki-laki"), lambda work: _year(work, "workers_male")
    ),
    "pekerja_perempuan": MarketField(
        _("pekerja perempuan"), lambda work: _year(work, "workers_female")
    ),
    "modal": MarketField(_("modal usaha"), lambda work: _year(work, "capital_idr")),
}


def read_columns(text: str) -> list[Column]:
    """The columns that a template's text names, in its order.

    Raises ValidationError with one message for each line that cannot be read, and for none, too
    many, or the same heading twice.
    """
    columns: list[Column] = []
    problems: list[Any] = []
    lines = [line.strip() for line in text.splitlines()]
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            columns.append(_column(line))
        except ValueError as error:
            problem = _("Baris %(number)s: %(problem)s")
            problems.append(problem % {"number": number, "problem": error.args[0]})
    seen = Counter(column.heading.casefold() for column in columns)
    if twice := sorted(heading for heading, count in seen.items() if count > 1):
        problems.append(_("Judul ini ada dua kali: %(names)s.") % {"names": ", ".join(twice)})
    if not columns and not problems:
        problems.append(_("Tulis paling sedikit satu kolom."))
    if len(columns) > MOST_COLUMNS:
        problems.append(_("Paling banyak %(count)s kolom.") % {"count": MOST_COLUMNS})
    if problems:
        raise ValidationError(problems, code="columns")
    return columns


def check_columns(text: str) -> None:
    """Raises ValidationError where `read_columns` does."""
    read_columns(text)


def _column(line: str) -> Column:
    heading, equals, source = (part.strip() for part in line.partition("="))
    is_required = heading.endswith("*")
    heading = heading.rstrip("* ")
    if not equals or not heading or not source:
        raise ValueError(_("tulis «judul = nama isian»."))
    if len(heading) > LONGEST_HEADING:
        raise ValueError(_("judulnya terlalu panjang."))
    if source[0] == source[-1] == '"' and len(source) > 1:
        return Column(heading, is_required, text=source[1:-1])
    if source not in FIELDS:
        raise ValueError(
            _("isian «%(name)s» tidak dikenal. Yang ada: %(known)s.")
            % {"name": source, "known": ", ".join(FIELDS)}
        )
    return Column(heading, is_required, field=source)
