"""From a visitor's request on a phone to an agreement whose promise was kept, read by everybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from dekranasda.accounts.models import Role
from events.models import Event, FollowUp, VisitRequest
from tests.browser import DESKTOP, PHONE
from tests.factories import make_user
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]


def ask(visitor: Person) -> None:
    """A delegation fills in the public form, forgetting the contact at first."""
    day = timezone.localdate() + timedelta(days=20)
    visitor.opens("/kerja-sama/")
    visitor.follows("Ajukan kunjungan")
    visitor.types("Daerah atau lembaga Anda", "Dekranasda Kabupaten Tuban")
    visitor.types("Berapa orang", "12")
    visitor.types("Pilihan tanggal pertama", day.isoformat())
    visitor.types("Pilihan tanggal kedua", (day + timedelta(days=1)).isoformat())
    visitor.chooses("SDM", "Pemasaran")
    visitor.types("Nama narahubung", "Bu Ratih")
    visitor.presses("Kirim permohonan")
    visitor.reads("Isi nomor WhatsApp atau surel")
    visitor.types("Nomor WhatsApp", "0812 3000 0077")
    visitor.looks("ajukan-kunjungan")
    visitor.presses("Kirim permohonan")
    visitor.reads("Menunggu jawaban")
    visitor.looks("permohonan-kunjungan")


def accept(secretary: Person) -> Event:
    """The secretariat sees what waits, and puts the visit on the calendar."""
    secretary.opens("/kerja/")
    secretary.reads("Dekranasda Kabupaten Tuban")
    secretary.opens("/kerja/kerja-sama/")
    secretary.looks("meja-kerja-sama")
    secretary.follows("Dekranasda Kabupaten Tuban")
    secretary.reads("kalender kosong")
    secretary.looks("permohonan-di-meja")
    secretary.follows("Terima")
    secretary.types("Pesan untuk rombongan", "Kami siapkan kopi Bojonegoro.")
    secretary.presses("Terima")
    secretary.reads("Jawaban tercatat")
    return VisitRequest.objects.get().event  # type: ignore[return-value]  # accepted above


def record(secretary: Person, visit: Event) -> None:
    """Afterwards: what was talked about, the agreement, and who promised what until when."""
    secretary.opens(f"/kerja/acara/{visit.pk}/kunjungan/")
    secretary.follows("Catat pembicaraan dan hasil")
    secretary.types("Pemasaran: hasil", "Satu stan bersama disepakati.")
    secretary.presses("Simpan")
    secretary.follows("Tambah dokumen")
    secretary.page.get_by_label("Jenis").select_option(label="Kesepakatan Bersama")
    secretary.types("Judul", "Kesepakatan Bersama Tuban")
    secretary.types("Nomor", "119/8/2026")
    secretary.types("Ditandatangani pada", timezone.localdate().isoformat())
    secretary.types("Penanda tangan dari kami", "Ketua Dekranasda Bojonegoro")
    secretary.types("Penanda tangan dari mitra", "Ketua Dekranasda Tuban")
    secretary.presses("Simpan")
    secretary.reads("Berlaku")
    secretary.looks("kesepakatan")
    secretary.follows("Catat janji")
    secretary.page.get_by_label("Bidang").select_option(label="Pemasaran")
    secretary.types("Yang dijanjikan", "Stan bersama di Tuban")
    secretary.types("Penanggung jawab", "Sekretariat kedua daerah")
    secretary.types("Tenggat", (timezone.localdate() + timedelta(days=60)).isoformat())
    secretary.presses("Simpan")
    secretary.opens(f"/kerja/acara/{visit.pk}/kunjungan/")
    secretary.looks("catatan-kunjungan")


def keep(secretary: Person) -> None:
    """The promise is kept."""
    secretary.follows("Stan bersama di Tuban")
    secretary.follows("Sudah selesai")
    secretary.types("Apa hasilnya?", "Stan dibuka; 31 karya terjual.")
    secretary.presses("Simpan")
    secretary.reads("31 karya terjual")
    secretary.looks("janji-selesai")


def test_a_visit_from_request_to_followed_up_agreement(
    transactional_db: None, somebody: Callable[..., Person]
) -> None:
    make_user(Role.SECRETARIAT, full_name="Dewi Kartika", email="dewi@contoh.id")
    visitor = somebody(PHONE, javascript=False)
    secretary = somebody(DESKTOP)
    secretary.signs_in("dewi@contoh.id")

    ask(visitor)
    visit = accept(secretary)
    visitor.looks_again()
    visitor.reads("Kami siapkan kopi Bojonegoro.")
    record(secretary, visit)
    keep(secretary)

    assert FollowUp.objects.get().outcome == "Stan dibuka; 31 karya terjual."
    visitor.opens("/kerja-sama/")
    visitor.reads("1 selesai, 0 lewat tenggat")
    visitor.reads("Stan dibuka; 31 karya terjual.")
    visitor.reads("119/8/2026")
    visitor.looks("kerja-sama")
