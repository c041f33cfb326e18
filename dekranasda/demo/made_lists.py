"""Lists as offices hand them over, made up, with the true answer for every row.

For measuring the import on lists larger and dirtier than any that may lie in a repository. The
answers are named as in the `truth.csv` of a sample list. The same seed gives the same list.
"""

import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import openpyxl

from dekranasda.demo.made_cells import Cell, Entry, Writer
from dekranasda.demo.made_people import WORDS, Spot, World

FIELDS = (
    "number", "owner_name", "nik", "gender", "birth", "business_name", "nib", "address", "village",
    "district", "phone", "activity", "kbli", "product", "founded", "capital", "turnover",
    "workers_male", "workers_female", "status", "source", "note",
)  # fmt: skip


@dataclass
class MadeList:
    """The sheets of a list by name, the answers for each row, and cells to be merged."""

    sheets: dict[str, list[list[Cell]]] = field(default_factory=dict)
    answers: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)
    merged: dict[str, list[str]] = field(default_factory=dict)

    def add(self, sheet: str, cells: Sequence[Cell], kind: str, **answer: str) -> None:
        """One more row of the sheet, with its kind and, for data, its answers."""
        rows = self.sheets.setdefault(sheet, [])
        rows.append(list(cells))
        self.answers[sheet, len(rows)] = {"kind": kind, **answer}

    def workbook(self) -> bytes:
        """The list as an XLSX file."""
        book = openpyxl.Workbook(write_only=True)
        for name, rows in self.sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
            for area in self.merged.get(name, ()):
                sheet.merged_cells.ranges.add(area)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()


def make_list(
    spots: Sequence[Spot], *, seed: int, businesses: int, dirt: float = 0.5, twice: float = 0.1
) -> MadeList:
    """A workbook of three lists and a sheet of notes; `twice` of the businesses come again."""
    dice = random.Random(seed)  # noqa: S311 invented data
    shops = list(World(spots, dice).shops(businesses))
    again = dice.sample(shops, int(len(shops) * twice))
    writer = Writer(dice, spots, dirt)
    made = MadeList()
    entries = [writer.entry(shop) for shop in shops]
    seconds = [writer.entry(shop, is_again=True) for shop in again]
    dice.shuffle(entries)
    first, second = int(len(entries) * 0.6), int(len(entries) * 0.8)
    some, rest = seconds[: len(seconds) // 3], seconds[len(seconds) // 3 :]
    _by_district(made, "Data UMKM", entries[:first] + some, dice)
    _in_sections(made, "Binaan", entries[first:second], dice)
    last = entries[second:] + rest
    dice.shuffle(last)
    _plain(made, "Susulan", last, dice)
    for text in (
        "Catatan:",
        "1. Data dari kecamatan, belum semua diperiksa.",
        "2. Isi NIK 16 angka.",
    ):
        made.add("Catatan", [text], "note")
    return made


# Sheets


def _headings(dice: random.Random, fields: Sequence[str]) -> list[Cell]:
    return [dice.choice(WORDS["headings"][name]) for name in fields]


def _cells(entry: Entry, fields: Sequence[str], number: int) -> list[Cell]:
    return [number if name == "number" else entry.cells.get(name) for name in fields]


def _by_district(made: MadeList, name: str, entries: list[Entry], dice: random.Random) -> None:
    """Titles, a heading of two rows, each district with its total; the heading comes again."""
    fields = list(FIELDS)
    labels = _headings(dice, fields)
    groups: list[Cell] = [None] * len(fields)
    for first, last, text in (
        (1, 4, "IDENTITAS PEMILIK"),
        (5, 6, "USAHA"),
        (15, 16, "KEUANGAN (Rp)"),
    ):
        groups[first] = text
        made.merged.setdefault(name, []).append(f"{_letter(first)}4:{_letter(last)}4")
    for alone in (0, 10, 19):
        groups[alone], labels[alone] = labels[alone], None
    titles = ("PEMERINTAH KABUPATEN CONTOH", "REKAPITULASI DATA UMKM", "Keadaan per 30 Juni 2025")
    for title in titles:
        made.add(name, [title], "title")
    made.add(name, groups, "header")
    made.add(name, labels, "header")
    made.add(name, [f"({n})" for n in range(1, len(fields) + 1)], "header")
    entries.sort(key=lambda entry: entry.shop.owner.spot.district)
    district, count = "", 0
    for number, entry in enumerate(entries, 1):
        spot = entry.shop.owner.spot
        if district not in ("", spot.district_name):
            _total(made, name, district, count)
            count = 0
        if number % 97 == 0:
            made.add(name, groups, "header")
            made.add(name, labels, "header")
        district, count = spot.district_name, count + 1
        made.add(name, _cells(entry, fields, number), "data", **entry.answer)
    _total(made, name, district, count)
    made.add(name, ["TOTAL", None, None, None, None, None, None, len(entries)], "subtotal")
    made.add(name, [], "blank")
    for text in (
        "Bojonegoro, 30 Juni 2025",
        "Kepala Bidang Perindustrian",
        "NIP. 19700101 199501 1 001",
    ):
        made.add(name, [None] * 15 + [text], "signature")


def _total(made: MadeList, name: str, district: str, count: int) -> None:
    made.add(name, [f"JUMLAH {district.upper()}", *[None] * 9, count], "subtotal")
    made.add(name, [], "blank")


def _in_sections(made: MadeList, name: str, entries: list[Entry], dice: random.Random) -> None:
    """A row with the district's name stands above its makers, who have no column for it."""
    fields = [field for field in FIELDS if field not in ("district", "source", "note")]
    dice.shuffle(fields)
    fields.insert(0, fields.pop(fields.index("number")))
    made.add(name, ["DAFTAR UMKM BINAAN TAHUN 2025"], "title")
    made.add(name, [], "blank")
    made.add(name, _headings(dice, fields), "header")
    entries.sort(key=lambda entry: entry.shop.owner.spot.district)
    district = ""
    for number, entry in enumerate(entries, 1):
        spot = entry.shop.owner.spot
        if spot.district_name != district:
            district = spot.district_name
            made.add(name, [f"KECAMATAN {district.upper()}"], "title")
        answer = dict(entry.answer)
        if answer["village_hint"] == "needs_district":
            answer["village_code"] = spot.code
            answer["expected_problem"] = answer["expected_problem"].replace("village_ambiguous", "")
        made.add(name, _cells(entry, fields, number), "data", **answer)


def _plain(made: MadeList, name: str, entries: Sequence[Entry], dice: random.Random) -> None:
    """One heading row below a title, the columns in another order."""
    fields = list(FIELDS)
    dice.shuffle(fields)
    made.add(name, ["DATA SUSULAN DARI KECAMATAN, OKTOBER 2025"], "title")
    made.add(name, _headings(dice, fields), "header")
    for number, entry in enumerate(entries, 1):
        made.add(name, _cells(entry, fields, number), "data", **entry.answer)


def _letter(index: int) -> str:
    return chr(65 + index)


def spots_of(rows: Iterable[dict[str, str]]) -> list[Spot]:
    """The villages of the council's table with their districts."""
    places = list(rows)
    names = {row["code"]: row["name"] for row in places}
    return [
        Spot(row["code"], row["name"], row["parent"], names[row["parent"]])
        for row in places
        if row["code"].count(".") == 3
    ]
