"""The figures of a year's trainings as sheets of a workbook."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from dekranasda.lib.workbook import Cell, Sheet
from dekranasda.templatetags.portal import translated
from events.comparison import Comparison, Measure
from events.models import Event
from events.outcome import LEAST_ANSWERS, Afterwards


def outcome_sheets(
    trainings: Iterable[Event],
    afterwards: Iterable[Afterwards],
    comparison: Comparison,
    *,
    year: int,
) -> list[Sheet]:
    """Trainings, as `with_figures` gives them, news months later, and the comparison."""
    return [
        Sheet(
            _("Pelatihan"),
            [
                _("Pelatihan"), _("Mulai"), _("Selesai"), _("Tempat"), _("Jumlah tempat"),
                _("Mendapat tempat"), _("Hadir"), _("Perempuan"), _("Laki-laki"),
                _("Ikut kedua tes"), _("Nilai awal, rata-rata"), _("Nilai akhir, rata-rata"),
                _("Pendapat"), _("Kepuasan, 1–5"), _("Sertifikat"), _("Biaya"),
                _("Biaya per peserta hadir"), _("Kode subkegiatan"),
            ],
            (_training(event) for event in trainings),
        ),
        Sheet(
            _("Kabar sesudah pelatihan"),
            [_("Sesudah"), _("Waktunya ditanya"), _("Menjawab"), _("Ada karya baru"),
             _("Orang bekerja, rata-rata")],
            ([one.label, one.due, one.answered, one.new_products, one.workers]
             for one in afterwards),
        ),
        Sheet(
            _("Perbandingan"),
            [_("Kerajinan"), _("Ukuran"), _("Dilatih: usaha"), _("Dilatih: nilai"),
             _("Tidak dilatih: usaha"), _("Tidak dilatih: nilai")],
            [
                *([_("Semua"), *_measure(one, year)] for one in comparison.measures),
                *(
                    [translated(craft, "name"), *_measure(one, year)]
                    for craft, measures in comparison.by_craft for one in measures
                ),
                [_limits(), None, None, None, None, None],
            ],
        ),
    ]  # fmt: skip


def _training(event: Event) -> list[Cell]:
    figures: dict[str, Cell] = vars(event)
    came = event.came_count  # type: ignore[attr-defined]  # of with_figures
    opinions = event.opinion_count  # type: ignore[attr-defined]
    cost = None if event.cost_idr is None or not came else round(event.cost_idr / came)
    return [
        translated(event, "title"),
        timezone.localtime(event.starts_at),
        timezone.localtime(event.ends_at),
        event.place,
        event.quota,
        figures["seated_count"],
        came,
        figures["women_count"],
        figures["men_count"],
        figures["tested_count"],
        figures["mean_before"],
        figures["mean_after"],
        opinions,
        figures["mean_satisfaction"] if opinions >= LEAST_ANSWERS else None,
        figures["certificate_count"],
        event.cost_idr,
        cost,
        event.activity_code,
    ]


def measure_words(key: str, year: int) -> str:
    """What a measure of the comparison is."""
    words = {
        "turnover": _("Perubahan omzet %(before)s ke %(year)s, nilai tengah (%%)"),
        "workers": _("Perubahan jumlah pekerja %(before)s ke %(year)s, nilai tengah (orang)"),
        "grade": _("Usaha yang karyanya lolos kurasi kelas A atau B pada %(year)s (%%)"),
    }
    return words[key] % {"before": year - 1, "year": year}


def _measure(one: Measure, year: int) -> list[Cell]:
    return [
        measure_words(one.key, year),
        one.trained.count,
        one.trained.value if one.is_shown else None,
        one.others.count,
        one.others.value if one.is_shown else None,
    ]


def _limits() -> str:
    return _(
        "Perbedaan ini tidak membuktikan bahwa pelatihan menjadi sebabnya: siapa yang ikut memilih "
        "sendiri. Kelompok di bawah 5 usaha tidak ditampilkan."
    )
