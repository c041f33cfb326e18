"""A list walks through the whole wizard, from upload to undo, without JavaScript."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from artisans.facts import note_sources
from artisans.imports.batch_check import check_batch
from artisans.imports.staging import create_batch
from artisans.imports.storing import store_batch
from artisans.models import Artisan, Business, FactSource, ImportBatch
from dekranasda.accounts.models import Role, User
from tests.artisans.samples import workbook
from tests.browser import DESKTOP, PHONE
from tests.factories import make_user
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.long]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADING = ["Nama Pemilik", "Nama Usaha", "Bidang", "Alamat", "Desa", "Kecamatan", "No HP"]
PLACES = [("Batokan", "Kasiman"), ("Jono", "Temayang"), ("Rendeng", "Malo")]
HOSTILE = "+HYPERLINK('http://contoh.id')<script>alert(1)</script>"


@dataclass(frozen=True)
class Shape:
    """How many rows of each kind a list has, and their sum as people write it."""

    known: int
    new: int
    twins: int
    broken: int
    total: str


LONG = Shape(known=300, new=820, twins=40, broken=40, total="1.200")
SHORT = Shape(known=30, new=60, twins=5, broken=5, total="100")


def row(number: int, *, phone: int = 0) -> list[str]:
    """One business of the made-up list; its number makes its name."""
    name = "".join("bcdfghjklm"[int(digit)] + "aiueo"[int(digit) % 5] for digit in f"{number:04}")
    village, district = PLACES[number % len(PLACES)]
    call = f"0813{phone:08}" if phone else f"0812{number:08}"
    return [
        f"{name.title()} Wira{name}", f"Griya {name.title()}", "Batik", f"RT {number % 9 + 1} RW 1",
        village, district, call,
    ]  # fmt: skip


@cache
def made_up_list(shape: Shape) -> bytes:
    """Known businesses with other numbers, new ones, twins, and rows with problems."""
    last = shape.known + shape.new
    rows = [row(n, phone=n) for n in range(1, shape.known + 1)]
    rows += [row(n) for n in range(shape.known + 1, last + 1)]
    again = (row(n) for n in range(last - shape.twins + 1, last + 1))
    rows += [[one[0], f"UD. {one[1]}", *one[2:]] for one in again]
    for n in range(2001, 2001 + shape.broken):
        broken = row(n)
        broken[4:] = ["Atlantis", broken[5], "08x"] if n % 2 else ["Jono", "Temayang", "08x"]
        rows.append(broken)
    rows[-1][:2] = ["", ""]
    rows[-2][1] = HOSTILE
    return workbook({"Data": [HEADING, *rows]})


@pytest.fixture
def secretariat(transactional_db: None, shape: Shape) -> User:
    """Dewi, and a registry that knows the first businesses; one wrote her number in person."""
    dewi = make_user(Role.SECRETARIAT, full_name="Dewi Kartika", email="dewi@contoh.id")
    content = workbook({"Data": [HEADING, *(row(n) for n in range(1, shape.known + 1))]})
    now, today = timezone.now(), timezone.localdate()
    batch = create_batch(content, "Awal.xlsx", by=None, at=now)
    check_batch(batch, content, today=today)
    store_batch(batch, by=None, at=now, today=today)
    maker = FactSource.Kind.MAKER
    note_sources(first_artisan(), ["phone"], kind=maker, as_of=today, by=None, at=now)
    return dewi


def first_artisan() -> Artisan:
    return Artisan.objects.get(phone="+6281200000001")


def work_off_the_queue(person: Person) -> None:
    """The worker as in production, until nothing is left; then the page looks again."""
    call_command("db_worker", queue_name="*", batch=True, startup_delay=False, verbosity=0)
    person.looks_again()


@pytest.mark.parametrize(
    ("size", "shape"),
    [(DESKTOP, LONG), (PHONE, SHORT)],
    ids=["twelve hundred rows at a desk", "a hundred on a phone"],
)
def test_a_list_goes_from_the_upload_to_the_undo(
    somebody: Callable[..., Person], secretariat: User, size: dict[str, int], shape: Shape
):
    dewi = somebody(size, javascript=False)
    dewi.signs_in("dewi@contoh.id")
    before = list(Business.objects.order_by("pk").values())

    read_the_list(dewi, shape)
    decide(dewi, shape)
    mend(dewi, shape)
    store(dewi, shape)
    assert Business.objects.count() == shape.known + shape.new + shape.broken
    assert first_artisan().other_phones == "+6281300000001"
    assert Artisan.objects.filter(phone="+6281300000002").exists()
    take_back(dewi)
    assert list(Business.objects.order_by("pk").values()) == before


def read_the_list(dewi: Person, shape: Shape) -> None:
    """Upload, sheet, columns with a profile; one column's meaning had to be told."""
    dewi.opens("/kerja/registri/impor/")
    dewi.gives(dewi.field("Berkas daftar usaha"), "Data 2026.xlsx", XLSX, made_up_list(shape))
    dewi.presses("Periksa berkas")
    dewi.reads("Berkas sedang diperiksa")
    dewi.looks("80-menunggu")
    work_off_the_queue(dewi)
    dewi.looks("81-lembar")
    dewi.presses("Simpan dan lanjut")
    dewi.field("Bidang").select_option(label="Nama pemilik")
    dewi.presses("Simpan dan lanjut")
    dewi.reads("sudah dipilih untuk kolom")
    dewi.looks("82-kolom-galat")
    dewi.field("Bidang").select_option(label="Jenis usaha")
    dewi.types("Simpan sebagai profil bernama", "Data Disperinaker 2026")
    dewi.presses("Simpan dan lanjut")
    work_off_the_queue(dewi)
    dewi.reads("Kembar/konflik")
    dewi.looks("83-ringkasan")


def decide(dewi: Person, shape: Shape) -> None:
    """All numbers by rule but one, which is locked; one is looked at and kept."""
    dewi.follows("Lanjut")
    dewi.reads(f"{shape.known - 1} baris: nomor telepon berubah")
    dewi.reads("Terkunci: 1")
    dewi.looks("84-perbedaan")
    dewi.presses("Pakai data baru")
    dewi.reads(f"{shape.known - 1} perbedaan diputuskan")
    batch = ImportBatch.objects.latest("pk")
    conflict = batch.conflicts.filter(field="phone", lock="").latest("pk")
    dewi.opens(f"/kerja/registri/impor/{batch.pk}/perbedaan/{conflict.pk}/")
    dewi.looks("85-satu-perbedaan")
    dewi.presses("Pertahankan yang lama")
    dewi.reads(f"Data baru: {shape.known - 2}")
    dewi.follows("Lanjut")


def mend(dewi: Person, shape: Shape) -> None:
    """One row in its form, the rest of them in a workbook that comes back."""
    dewi.reads(f"{shape.broken} baris perlu diperiksa, 1")
    dewi.looks("86-masalah")
    assert "<script>alert(1)" not in dewi.page.content()
    dewi.follows("Perbaiki")
    dewi.looks("87-perbaiki")
    dewi.types("Nomor telepon", "0812 9999 0001")
    dewi.types("Desa/kelurahan", "Jono")
    dewi.types("Kecamatan", "Temayang")
    dewi.presses("Simpan dan periksa")
    dewi.reads("sudah benar")
    batch = ImportBatch.objects.latest("pk")
    address = f"{dewi.url}/kerja/registri/impor/{batch.pk}/masalah/unduh/"
    book = openpyxl.load_workbook(io.BytesIO(dewi.page.request.get(address).body()))
    sheet = book["Data"]
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert HOSTILE in {cell.value for cell in cells}
    for number, line in enumerate(sheet.iter_rows(min_row=2), 1):
        line[4].value, line[5].value, line[6].value = "Jono", "Temayang", f"0811{number:08}"
        if not line[0].value:
            line[0].value = "Wagini Sumarsih"
    file = io.BytesIO()
    book.save(file)
    dewi.gives(dewi.field("Berkas daftar usaha"), "baik.xlsx", XLSX, file.getvalue())
    dewi.presses("Unggah perbaikan")
    dewi.reads(f"{shape.broken - 1} baris diganti")
    dewi.reads("Tidak ada baris bermasalah")


def store(dewi: Person, shape: Shape) -> None:
    """The sample, the number of rows, the worker, the report."""
    dewi.follows("Lanjut")
    dewi.looks("88-contoh")
    dewi.presses("Lanjut menyimpan")
    dewi.reads("beri tanda centang")
    dewi.chooses("Sudah saya periksa")
    dewi.presses("Lanjut menyimpan")
    dewi.looks("89-simpan")
    dewi.types("Ketik jumlah baris", shape.total)
    dewi.presses("Simpan ke registri")
    work_off_the_queue(dewi)
    dewi.reads(f"{shape.total} baris tersimpan")
    dewi.looks("90-laporan")


def take_back(dewi: Person) -> None:
    """The undo, after a question."""
    dewi.follows("Batalkan impor ini")
    dewi.looks("91-batalkan")
    dewi.presses("Batalkan impor")
    work_off_the_queue(dewi)
    dewi.reads("Impor ini dibatalkan")
    dewi.looks("92-dibatalkan")
