"""The council's figures for everybody: each with its source, and open data to check them."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from artisans.counting import LiveCount, live_counts
from artisans.models import Craft, District, Figure
from artisans.readiness import definition_on, ready_on
from curation.models import Round, Submission
from curation.trust import RoundFigures, figures_of_rounds
from dekranasda.templatetags.portal import angka, translated
from events.models import Event, Registration
from products.models import Product
from products.querysets import shown_works

# Fewer people than this are not counted apart: they could be told by name (ux.md 1.1).
SMALLEST_CELL = 5
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


# Name in the file, meaning, and where it comes from. Names of columns are part of what we publish:
# they stay as they are.
CATALOGUE_COLUMNS = (
    ("kode", _("Kode karya pada label"), "code"),
    ("nama", _("Nama karya"), "name"),
    ("kerajinan", _("Bidang kerajinan"), "craft__name"),
    ("pembuat", _("Nama perajin, dengan persetujuannya"), "maker_name"),
    ("kecamatan", _("Kecamatan tempat membuat"), "district__name"),
    ("sentra", _("Sentra kerajinan, bila ada"), "centre__name"),
    ("harga_rp", _("Harga dalam rupiah; kosong bila sesuai pesanan"), "price_idr"),
    ("harga_sampai_rp", _("Harga tertinggi, bila berupa rentang"), "price_max_idr"),
    ("kelas", _("Kelas kurasi"), "grade"),
    ("dikurasi", _("Tanggal lolos kurasi"), "curated_on"),
    ("berlaku_sampai", _("Akhir masa berlaku"), "valid_until"),
)


ROUND_COLUMNS = {
    "diterima": "received",
    "lolos": "accepted",
    "belum_lolos": "failed",
    "ditarik": "withdrawn",
    "persen_lolos": "pass_percent",
    "hari_nilai_tengah": "median_days",
    "hari_sembilan_dari_sepuluh": "most_days",
    "kurator_mundur": "recusals",
    "hubungan_dinyatakan": "declared",
    "pengecualian": "waivers",
    "keberatan": "appeals",
    "keberatan_diterima": "appeals_upheld",
}


@dataclass(frozen=True)
class Row:
    """One line of a public table: a bar of 0–100 wide; None stands where nothing is counted."""

    name: object
    works: int | None
    makers: int | None
    share: int


@login_not_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Figures that can be checked: from the registry to the catalogue, by district, by craft."""
    context = {
        "figures": _figures_side_by_side(),
        "now": timezone.now(),
        "funnel": _funnel(),
        "programmes": _programmes(),
        "definition": definition_on(timezone.localdate()),
        "ready": ready_on(timezone.localdate()),
        "districts": district_rows(),
        "crafts": craft_rows(),
        "today": timezone.localdate(),
        "smallest": SMALLEST_CELL,
        "breadcrumb": [(_("Beranda"), reverse("home")), (_("Angka"), "")],
    }
    return render(request, "pages/statistics.html", context)


def _figures_side_by_side() -> list[tuple[list[Figure], LiveCount | None]]:
    """Published counts of alike things, and the registry's own beside them; two queries."""
    live = {count.key: count for count in live_counts() if count.value}
    by_key: dict[str, list[Figure]] = {}
    for figure in Figure.objects.all():
        by_key.setdefault(figure.key, []).append(figure)
    published = [(figures, live.pop(key, None)) for key, figures in by_key.items()]
    return [*published, *(([], count) for count in live.values())]


def _funnel() -> list[Row]:
    """From businesses on record to works on show, each step with its number."""
    steps: list[tuple[object, int]] = []
    for key in ("terdata", "siap"):
        figure = Figure.objects.filter(key=key).first()
        if figure:
            steps.append((translated(figure, "label"), figure.value))
    sent = Submission.objects.values("product").distinct().count()
    steps.append((_("Karya pernah dikirim untuk dikurasi"), sent))
    shown = Product.objects.published()
    ever = Product.objects.filter(published_at__isnull=False).count()
    steps.append((_("Karya pernah lolos kurasi"), ever))
    steps.append((_("Karya tampil hari ini"), shown.count()))
    largest = max((number for _label, number in steps), default=0)
    return [Row(label, number, None, _share(number, largest)) for label, number in steps]


def _programmes() -> list[dict[str, Any]]:
    """What was held so far and how many came. Two queries."""
    held = dict(
        Event.objects.published()
        .exclude(state=Event.State.CANCELLED)
        .past(at=timezone.now())
        .order_by()
        .values_list("kind")
        .annotate(number=Count("pk"))
    )
    if not held:
        return []
    came = Registration.objects.filter(state=Registration.State.ATTENDED).count()
    source = _("Portal ini, sampai hari ini")
    rows = [
        (_("Pelatihan selesai"), held.get(Event.Kind.TRAINING, 0)),
        (_("Peserta yang hadir"), came),
        (_("Pameran selesai"), held.get(Event.Kind.EXHIBITION, 0)),
        (_("Kunjungan antardaerah"), held.get(Event.Kind.VISIT, 0)),
    ]
    return [{"label": label, "value": angka(value), "source": source} for label, value in rows]


def district_rows() -> list[Row]:
    """Works and makers on show by district; small groups of makers are merged. One query."""
    return _rows(District.objects.all())


def craft_rows() -> list[Row]:
    """Works and makers on show by craft; small groups of makers are merged. One query."""
    return _rows(Craft.objects.all())


def _rows(places: Any) -> list[Row]:
    condition = shown_works("product")
    counted = places.annotate(
        works=Count("product", filter=condition),
        makers=Count("product__business__owner", filter=condition, distinct=True),
    ).filter(works__gt=0)
    cells = [(translated(place, "name"), place.works, place.makers) for place in counted]
    return merged(cells)


def merged(cells: Iterable[tuple[str, int, int]]) -> list[Row]:
    """The cells, largest first; makers of cells with fewer than SMALLEST_CELL are counted together.

    Works are on show anyway, people are not to be told by a count: a last row holds the makers of
    all small cells. Where these together would still be too few, the next smallest joins them.
    """
    by_size = sorted(cells, key=lambda cell: (-cell[1], cell[0]))
    by_makers = sorted(by_size, key=lambda cell: cell[2])
    together = [cell for cell in by_makers if cell[2] < SMALLEST_CELL]
    others = by_makers[len(together) :]
    while together and others and sum(cell[2] for cell in together) < SMALLEST_CELL:
        together.append(others.pop(0))
    hidden = {cell[0] for cell in together}
    largest = max((works for _name, works, _makers in by_size), default=0)
    rows = [
        Row(name, works, None if name in hidden else makers, _share(works, largest))
        for name, works, makers in by_size
    ]
    if together:
        number = sum(cell[2] for cell in together)
        rows.append(Row(_("Perajin kelompok kecil, digabung"), None, number, 0))
    return rows


def _share(number: int, largest: int) -> int:
    return round(100 * number / largest) if largest else 0


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What may be downloaded, what its columns mean, under which terms."""
    context = {
        "today": timezone.localdate(),
        "columns": CATALOGUE_COLUMNS,
        "breadcrumb": [(_("Beranda"), reverse("home")), (_("Data terbuka"), "")],
    }
    return render(request, "pages/open_data.html", context)


class _Echo:
    """A file that hands back what is written to it, line by line."""

    def write(self, line: str) -> str:
        return line


def _lines(heading: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """CSV that spreadsheets open as text: with a byte order mark, no cell is a formula."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(heading)
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell


@login_not_required
@require_safe
def catalogue_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The public catalogue as a table, as it stands now."""
    rows = (
        Product.objects.published()
        .newest_first()
        .values_list(*(path for _name, _meaning, path in CATALOGUE_COLUMNS), "slug")
        .iterator(chunk_size=1000)
    )
    heading = [*(name for name, _meaning, _path in CATALOGUE_COLUMNS), "alamat"]
    lines = _lines(heading, ((*row[:-1], _address(row)) for row in rows))
    return _download(lines, "katalog")


def _address(row: tuple[Any, ...]) -> str:
    return settings.SITE_URL + reverse("products:product_detail", args=[row[-1], row[0]])


@login_not_required
@require_safe
def district_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Works and makers by district."""
    rows = ((row.name, row.works, row.makers) for row in district_rows())
    return _download(_lines(["kecamatan", "karya", "perajin"], rows), "kecamatan")


@login_not_required
@require_safe
def craft_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Works and makers by craft."""
    rows = ((row.name, row.works, row.makers) for row in craft_rows())
    return _download(_lines(["kerajinan", "karya", "perajin"], rows), "kerajinan")


@login_not_required
@require_safe
def figure_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The published figures with definition, source and date, and the registry's own of today."""
    fields = ("label", "value", "definition", "source", "as_of", "key", "label_en", "definition_en")
    heading = ["angka", "nilai", "definisi", "sumber", "per_tanggal", "kunci", "figure", "meaning"]
    today = timezone.localdate()
    here = _("Registri portal ini")
    own = [
        (count.label, count.value, count.definition, here, today, count.key, "", "")
        for count in live_counts()
        if count.value
    ]
    rows = [*Figure.objects.values_list(*fields), *([str(cell) for cell in row] for row in own)]
    return _download(_lines(heading, rows), "angka")


@login_not_required
@require_safe
def curation_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The figures of every round whose results were announced."""
    finished = list(Round.objects.public().filter(releases_on__lt=timezone.localdate()))
    figures = figures_of_rounds(finished)
    rows = ((one.title, one.releases_on, *_round_cells(figures[one.pk])) for one in finished)
    return _download(_lines(["periode", "diumumkan", *ROUND_COLUMNS], rows), "kurasi")


def _round_cells(figures: RoundFigures) -> Iterator[object]:
    return (getattr(figures, attribute) for attribute in ROUND_COLUMNS.values())


def _download(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    day = timezone.localdate().isoformat()
    headers = {"Content-Disposition": f'attachment; filename="{name}-{day}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
