"""A list as an office hands it over becomes entries of the registry, once and only once."""

from collections.abc import Callable
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from artisans.models import Business, ImportBatch
from dekranasda.accounts.models import Role, User
from tests.browser import DESKTOP, PHONE
from tests.factories import make_user
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.long]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADING = (
    "No", "Nama Pemilik", "L/P", "Nama Usaha", "Jenis Usaha", "Alamat",
    "Desa/Kelurahan", "Kecamatan", "No. HP/WA", "Omzet per Tahun",
)  # fmt: skip
ROWS = (
    (1, "Bu Sulastri Ningsih", "P", "Jati Lestari", "Souvenir Kayu", "Krajan RT 01/RW 02",
     "Batokan", "Kasiman", "0812-9990-0101", "Rp 48.000.000,-"),
    (2, "HJ. SULASTRI NINGSIH", "P", "UD. JATI LESTARI", "Bubut Kayu", "Krajan RT 1 RW 2",
     "Ds. Batokan", "Kec. Kasiman", "+62 812 9990 0101", "48 jt"),
    (3, "Hendra <script>alert('x')</script>", "L", "Anyaman Hendra", "Anyaman Bambu", "RT 3 RW 1",
     "Batokan", "Kasiman", "081299900102", '=HYPERLINK("http://contoh.id","12 juta")'),
    (4, "Kartono", "L", "=1+1", "Gerabah", "RT 5 RW 1", "Rendeng", "Malo", "0812 9990 0103",
     "=SUM(J6:J8)"),
)  # fmt: skip


@cache  # a workbook notes when it was made, so that two are never the same file
def messy_list() -> bytes:
    """Titles, a heading over two rows with merged cells, subtotals, a twin, formulas, a script."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "DATA UMKM 2025"
    sheet.append(["PEMERINTAH KABUPATEN CONTOH"])
    sheet.append(["DATA UMKM KEADAAN PER 31 DESEMBER 2025"])
    sheet.append([])
    sheet.append(["NO", "PEMILIK", "", "USAHA", "", "ALAMAT", "", "", "KONTAK", "KEUANGAN"])
    for merged in ("A1:J1", "A2:J2", "B4:C4", "D4:E4", "F4:H4"):
        sheet.merge_cells(merged)
    sheet.append(HEADING)
    for row in ROWS[:3]:
        sheet.append(row)
    sheet.append(["JUMLAH KASIMAN", "", "", "", "", "", "", "", "", 3])
    sheet.append(ROWS[3])
    sheet.append(["JUMLAH SELURUHNYA", "", "", "", "", "", "", "", "", 4])
    sheet.append([])
    sheet.append(["", "", "", "", "", "", "", "", "Bojonegoro, 31 Desember 2025"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def secretariat(transactional_db: None) -> User:
    """Dewi, who keeps the registry."""
    return make_user(Role.SECRETARIAT, full_name="Dewi Kartika", email="dewi@contoh.id")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["at a desk", "on a phone"])
def test_a_messy_list_is_checked_confirmed_and_found_in_the_registry(
    somebody: Callable[..., Person], secretariat: User, size: dict[str, int]
):
    dewi = somebody(size)
    dewi.signs_in("dewi@contoh.id")

    hand_over(dewi)
    dewi.looks("70-impor-diperiksa")
    assert Business.objects.count() == 0  # nothing is stored before somebody says so
    confirm(dewi)
    find(dewi)
    hand_over_again(dewi)


def hand_over(dewi: Person) -> None:
    """Gives the file and sees, when the worker is through, what it holds."""
    dewi.opens("/kerja/registri/impor/")
    dewi.looks("70-impor")
    dewi.gives(dewi.field("Berkas daftar usaha"), "Data UMKM 2025.xlsx", XLSX, messy_list())
    dewi.presses("Periksa berkas")
    dewi.reads("Berkas sedang diperiksa")
    work_off_the_queue()
    dewi.looks_again()
    dewi.reads("Lembar dan baris judul")
    dewi.presses("Simpan dan lanjut")
    dewi.reads("Nama Pemilik")
    dewi.presses("Simpan dan lanjut")
    dewi.reads("Kembar/konflik")


def work_off_the_queue() -> None:
    """The worker as in production, until nothing is left to do."""
    call_command("db_worker", queue_name="*", batch=True, startup_delay=False, verbosity=0)


def confirm(dewi: Person) -> None:
    """Types the number of rows, a wrong one first; the worker stores them."""
    look_at_the_sample(dewi)
    dewi.types("Ketik jumlah baris", "40")
    dewi.presses("Simpan ke registri")
    dewi.reads("Jumlah ini tidak sama dengan jumlah baris")
    dewi.looks("71-impor-jumlah")
    dewi.types("Ketik jumlah baris", "4")
    dewi.presses("Simpan ke registri")
    dewi.reads("Data sedang disimpan")
    work_off_the_queue()
    dewi.looks_again()
    dewi.reads("4 baris tersimpan")
    dewi.looks("72-impor-tersimpan")


def look_at_the_sample(dewi: Person) -> None:
    """Past differences and problems to the sample, and on to the number of rows."""
    for step in ("Perbedaan dan kembar", "Baris bermasalah", "Contoh acak"):
        dewi.follows("Lanjut")
        dewi.reads(step)
    dewi.chooses("Sudah saya periksa")
    dewi.presses("Lanjut menyimpan")


def find(dewi: Person) -> None:
    """Searches by name; the script is a name like any other, the twin is no second business."""
    dewi.opens("/kerja/registri/")
    assert Business.objects.count() == 3
    dewi.types("Nama usaha atau pemilik", "jati lestari")
    dewi.presses("Cari")
    dewi.reads("1 usaha")
    dewi.looks("73-registri")
    dewi.follows("Jati Lestari")
    dewi.reads("Batokan")
    dewi.looks("74-usaha")
    dewi.opens("/kerja/registri/?q=hendra")
    dewi.follows("Anyaman Hendra")
    assert "<script>alert" not in dewi.page.content()


def hand_over_again(dewi: Person) -> None:
    """The same file a second time: it says so, and there is nothing new in it."""
    before = list(Business.objects.order_by("pk").values())

    hand_over(dewi)

    dewi.reads("Berkas ini sudah diimpor")
    counts = ImportBatch.objects.latest("pk").counts["outcomes"]
    assert counts.get("create", 0) == counts.get("update", 0) == 0
    dewi.looks("75-impor-lagi")
    look_at_the_sample(dewi)
    dewi.types("Ketik jumlah baris", "4")
    dewi.presses("Simpan ke registri")
    work_off_the_queue()
    dewi.looks_again()  # the page of waiting would load itself into the next one
    dewi.opens(reverse("artisans:business_list"))
    dewi.reads("3 usaha")
    assert list(Business.objects.order_by("pk").values()) == before
