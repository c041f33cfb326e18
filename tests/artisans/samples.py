"""Small made-up lists in the forms in which offices hand them over. Nobody in them exists."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

TODAY = date(2026, 3, 1)
SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

GROUPS = ["No", "PEMILIK", "", "", "", "USAHA", "", "ALAMAT", "", "", "No. HP/WA", "KEUANGAN (Rp)"]
HEADINGS = [
    "", "Nama Pemilik", "NIK", "L/P", "Tempat/Tgl Lahir", "Nama Usaha", "Jenis Usaha", "Alamat",
    "Desa/Kelurahan", "Kecamatan", "", "Modal", "Omzet per Tahun", "Status",
]  # fmt: skip
SULASTRI = [
    1, "Bu Sulastri Ningsih", "3522205003759001", "P", "Bojonegoro, 10-03-1975", "Jati Lestari",
    "Souvenir Kayu", "Dsn. Krajan RT 01/RW 02", "Batokan", "Kasiman", "0812-9990-0101",
    "Rp 5.000.000,-", "48 jt", "SIAP",
]  # fmt: skip
SULASTRI_AGAIN = [
    2, "HJ. SULASTRI NINGSIH", "", "P", "10 Maret 1975", "UD. JATI LESTARI",
    "Bubut Kayu", "Krajan RT 1 RW 2", "Ds. Batokan", "Kec. Kasiman", "+62 812 9990 0101",
    "-", "", "",
]  # fmt: skip
SULASTRI_SHOP = [
    3, "Sulastri Ningsih", "3522205003759001", "P", "10/03/1975", "Toko Barokah",
    "Toko Kelontong", "Krajan RT 1 RW 2", "Batokan", "Kasiman", "081299900101",
    3_000_000, "12 juta", "BELUM",
]  # fmt: skip
SON = [
    4, "Hendra Sulastri", "3522201507999002", "L", "15/07/1999", "Jati Muda",
    "Souvenir Kayu", "Dsn. Krajan RT 01/RW 02", "Batokan", "Kasiman", "081299900102",
    2_000_000, "10 juta", "BELUM",
]  # fmt: skip
NOWHERE = [
    5, "Kartono", "'3522200101609003", "L", "-", "Anyaman Pak Kartono", "Anyaman Bambu",
    "RT 3 RW 1", "Sukorejo", "", "-", "1,5 jt", "500rb/bulan", "",
]  # fmt: skip


def registry_rows(*rows: Sequence[Any]) -> list[list[Any]]:
    """A list with titles, a two-row heading, a subtotal, a note and a signature block."""
    return [
        ["PEMERINTAH KABUPATEN CONTOH"],
        ["DATA UMKM KEADAAN PER 31 DESEMBER 2025"],
        [],
        GROUPS,
        HEADINGS,
        *[list(row) for row in rows],
        ["JUMLAH KASIMAN", "", "", "", "", "", "", "", "", "", len(rows)],
        [],
        ["", "", "", "", "", "", "", "", "", "", "", "Bojonegoro, 31 Desember 2025"],
        ["", "", "", "", "", "", "", "", "", "", "", "Kepala Bidang"],
    ]


ALL_ROWS = (SULASTRI, SULASTRI_AGAIN, SULASTRI_SHOP, SON, NOWHERE)


def workbook(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    """An XLSX file with these sheets."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def registry_book(*rows: Sequence[Any]) -> bytes:
    """A workbook with one list of these rows and a sheet of notes."""
    return workbook(
        {
            "Data": registry_rows(*(rows or ALL_ROWS)),
            "Catatan": [["Catatan:"], ["1. Data belum semua diperiksa."]],
        }
    )
