"""One work goes the whole way: photographed, sent, screened, scored, decided, released, shown.

Everybody uses the real pages with real clicks; nothing is done behind their back.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from django.utils import timezone

from curation import panels
from curation.models import Invitation, Round
from dekranasda.accounts.models import User
from products.models import Photo, Product
from tests.browser import DESKTOP, PHONE
from tests.journeys import photographs
from tests.journeys.conftest import Council
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.long]

NAME = "Vas Bubut Jati Kecil"
PHOTOGRAPHS = {
    "front": photographs.from_phone,
    "detail": photographs.detail,
    "scale": photographs.beside_a_hand,
}
# What would give the maker away, and must not: her story and the wood's origin name her.
MAKER = ("Sari", "Wulandari", "Griya")
STORY = "Sari Wulandari belajar membubut dari ayahnya, Pak Wulandari, sejak umur dua belas."
# One line per curator: MTU, DSN, HRG, IDN, KMS, PSR, LST, LGL. The first one's 2 needs words.
SCORES = ("44342333", "43333333", "44344333")
WEAK = "Kotaknya mudah penyok. Pakai karton yang lebih tebal."


@pytest.mark.parametrize("staff_size", [DESKTOP, PHONE], ids=["staff at desks", "staff on phones"])
def test_a_work_goes_from_the_first_photograph_to_its_certificate(
    somebody: Callable[..., Person],
    artisan: User,
    council: Council,
    staff_size: dict[str, int],
    settings,
):
    maker = somebody(PHONE)

    @cache
    def at_work(login: str) -> Person:
        """Somebody of the council, signed in once and for all."""
        person = somebody(staff_size)
        person.signs_in(f"{login}@contoh.id")
        return person

    round = open_a_round(at_work("dewi"), council)

    send_a_work(maker)
    code = screen_and_assign(at_work("dewi"), round, council)
    score_independently(at_work, round)
    decide(at_work, round, council, code)
    release(at_work, round, code)

    buyer = somebody(PHONE)
    see_the_good_news(maker)
    ask_the_council(buyer)
    let_buyers_write(maker)
    buy(buyer)
    assert photographs.remains(Path(settings.MEDIA_ROOT)) == {}
    front = Photo.objects.get(kind=Photo.Kind.FRONT)
    assert front.height > front.width  # shown upright, though the phone lay on its side


def test_a_work_is_sent_from_a_phone_without_javascript(
    somebody: Callable[..., Person], artisan: User, council: Council
):
    dewi = somebody(DESKTOP)
    dewi.signs_in("dewi@contoh.id")
    open_a_round(dewi, council)

    send_a_work(somebody(PHONE, javascript=False), has_script=False)

    dewi.opens("/kerja/")
    dewi.reads(NAME)


# The secretariat prepares a round


def open_a_round(dewi: Person, council: Council) -> Round:
    """Makes a round that is open now and may be released today, with its panel; announces it."""
    dewi.opens("/kerja/kurasi/")
    dewi.follows("Buat periode")
    today = timezone.localdate()
    dewi.types("Judul", "Kurasi akhir tahun")
    for label, days in {
        "Dibuka mulai": 0,
        "Ditutup setelah": 1,
        "Kurator menilai sampai": 1,
        "Tanggal sidang": 0,
        "Tanggal pengumuman": 0,
    }.items():
        dewi.types(label, written(today + timedelta(days=days)))
    dewi.field("Rubrik").select_option(label="Rubrik kerajinan v1")
    dewi.looks("01-periode-baru")
    dewi.presses("Simpan")
    for user in (council.chair, *council.curators):
        dewi.field("Kurator").select_option(label=user.full_name)
        if user == council.chair:
            dewi.chooses("Ketua")
        dewi.presses("Undang")
        dewi.reads(user.full_name)
    dewi.looks("02-panel")
    dewi.follows("Kembali ke periode")
    for invitation in Invitation.objects.all():
        panels.accept(invitation, agreed=True, by=invitation.user)
    dewi.follows("Umumkan periode")
    dewi.presses("Umumkan")
    dewi.reads("Menerima karya")
    return Round.objects.get()


def written(day: date) -> str:
    """A day as a date field of the browser takes it."""
    return day.isoformat()


# The artisan sends a work


def send_a_work(maker: Person, *, has_script: bool = True) -> None:
    """Six steps, a look at all answers, and the receipt with its code."""
    maker.signs_in("0812-3000-0001")
    maker.reads("Selamat datang, Sari")
    maker.looks("10-saya")
    maker.follows("Mulai dengan satu karya")
    maker.looks("11-tambah-karya")
    maker.presses("Mulai")
    add_photographs(maker, has_script=has_script)
    maker.types("Nama karya", NAME)
    maker.chooses("Souvenir dan bubut kayu")
    maker.looks("13-nama")
    maker.presses("Simpan dan lanjut")
    maker.chooses("Kayu jati", "Bubut")
    maker.types("Asal bahan", "Sisa mebel milik Sari Wulandari")
    maker.types("Tinggi", "21,5")
    maker.looks("14-bahan")
    maker.presses("Simpan dan lanjut")
    maker.types("Harga jual di tempat Anda", "Rp 175.000,-")
    maker.types("Berapa yang dapat Anda buat", "20")
    maker.types("Berapa yang siap dikirim", "3")
    maker.page.get_by_role("radio").first.check()
    maker.looks("15-harga")
    maker.presses("Simpan dan lanjut")
    maker.types("Cerita singkat", STORY)
    maker.types("Kemasan", "Kotak karton berlabel.")
    maker.looks("16-cerita")
    maker.presses("Simpan dan lanjut")
    maker.reads("Rp175.000")
    maker.reads(NAME)
    maker.chooses("Karya ini buatan saya", "Saya setuju data karya ini", "Bila lolos, karya ini")
    maker.looks("17-periksa")
    maker.presses("Kirim untuk dikurasi")
    maker.reads("Karya Anda sudah kami terima")
    maker.reads(re.compile(r"KUR-\d{4}-0001"))
    maker.reads("Sedikitnya tiga kurator menilai")
    maker.looks("18-terkirim")


def add_photographs(maker: Person, *, has_script: bool) -> None:
    """Three photographs: each sent at once by the page's script, or all with the form."""
    maker.reads("Cukup tiga foto")
    for kind, take in PHOTOGRAPHS.items():
        place = maker.page.locator(f"#id_photo_{kind}")
        maker.gives(place, f"IMG_{kind}.jpg", "image/jpeg", take())
        if has_script:
            maker.page.locator(f"#slot-{kind}[data-state=done]").wait_for()
    maker.looks("12-foto" if has_script else "12-foto-tanpa-skrip")
    maker.presses("Simpan dan lanjut")


# The secretariat screens and assigns


def screen_and_assign(dewi: Person, round: Round, council: Council) -> str:
    """Answers every gate with yes, queues the work, picks the curators, hands it over."""
    dewi.opens(f"/kerja/kurasi/{round.slug}/")
    dewi.reads(NAME)
    dewi.looks("20-periode")
    code = dewi.page.get_by_role("link", name=re.compile(r"KUR-\d{4}-0001")).inner_text()
    dewi.follows(code)
    for group in dewi.page.locator("form[action$='/periksa/'] fieldset").all():
        group.get_by_role("radio").first.check()
    dewi.looks("21-pemeriksaan")
    dewi.presses("Simpan pemeriksaan")
    dewi.reads("Pemeriksaan tersimpan")
    dewi.chooses("Foto dan cerita tidak memperlihatkan")
    dewi.presses("Berkas lengkap, masukkan antrean")
    dewi.reads("menunggu kurator")
    dewi.follows(code)
    dewi.follows("Pilih kurator")
    for user in council.curators:
        dewi.chooses(user.full_name)
    dewi.looks("22-kurator")
    dewi.presses("Simpan")
    dewi.presses("Serahkan kepada kurator")
    dewi.reads("Karya diserahkan kepada kuratornya")
    dewi.looks("23-diserahkan")
    return code


# Three curators score, each alone


def score_independently(at_work: Callable[[str], Person], round: Round) -> None:
    """One after the other; the last without a mouse. Nobody sees the maker or another's scores."""
    ratna, bagus, yuni = (at_work(login) for login in ("ratna", "bagus", "yuni"))
    open_desk(ratna)
    score(ratna, SCORES[0], comment=WEAK)
    send_scores(ratna)

    open_desk(bagus)
    sees_no_scores(bagus, round)
    score(bagus, SCORES[1])
    send_scores(bagus)

    open_desk(yuni)
    sees_no_scores(yuni, round)
    score_by_keyboard(yuni, SCORES[2])
    yuni.reads("Penilaian Anda sudah dikirim")


def open_desk(curator: Person) -> None:
    """From the list of what waits to the work, which tells nothing of its maker."""
    curator.looks("30-menunggu")
    with curator.page.expect_navigation():
        curator.page.locator("main table a").first.click()
    curator.reads("Catatan untuk pembuat")
    curator.reads(NAME)
    hidden = curator.page.content()
    assert [word for word in MAKER if word in hidden] == []
    assert "▇▇▇" in hidden  # the story is there, its names are not
    curator.looks("31-meja")


def sees_no_scores(curator: Person, round: Round) -> None:
    """The scores and words that were sent already are nowhere yet, not even their number."""
    assert WEAK not in curator.page.content()
    code = round.submissions.get().code
    assert curator.asks(f"/kerja/kurasi/{round.slug}/sidang/{code}/")[0] == 404
    assert curator.asks(f"/kerja/kurasi/{round.slug}/karya/{code}/")[0] == 403
    for path in ("", "sidang/", "nilai/periksa/"):
        answer = curator.page.request.get(f"{curator.url}/kerja/kurasi/{round.slug}/{path}")
        assert answer.ok
        assert WEAK not in answer.text()
        assert "Terkirim" not in answer.text().replace("Sudah terkirim", "")


def score(curator: Person, scores: str, comment: str = "") -> None:
    """Clicks a level for each criterion and writes words where one is weak."""
    for row, value in zip(curator.page.locator("[data-criterion]").all(), scores, strict=True):
        row.locator(f"label:has(input[value='{value}'])").click()
        if int(value) < 3:
            row.locator("textarea").fill(comment)
    curator.looks("32-dinilai")
    curator.presses("Simpan, berikutnya")


def score_by_keyboard(curator: Person, scores: str) -> None:
    """Figures, Enter and Tab: nothing is clicked."""
    curator.strikes(*scores)
    with curator.page.expect_navigation():
        curator.strikes("Enter")
    curator.reads("Lengkap, belum dikirim")
    curator.tabs_to("Kirim 1 penilaian")
    with curator.page.expect_navigation():
        curator.strikes("Enter")


def send_scores(curator: Person) -> None:
    """Looks at the own scores and sends them."""
    curator.reads("Lengkap, belum dikirim")
    curator.looks("33-periksa-nilai")
    curator.presses("Kirim 1 penilaian")
    curator.reads("Penilaian Anda sudah dikirim")


# The panel decides, somebody else makes it known


def decide(at_work: Callable[[str], Person], round: Round, council: Council, code: str) -> None:
    """The chair opens the meeting and proposes what the scores say; a curator signs."""
    ketut, ratna = at_work("ketut"), at_work("ratna")
    ketut.opens(f"/kerja/kurasi/{round.slug}/sidang/")
    ketut.follows("Buka sidang")
    ketut.types("Tempat", "Ruang rapat Dekranasda")
    ketut.chooses(*(user.full_name for user in (council.chair, *council.curators)))
    ketut.looks("39-buka-sidang")
    ketut.presses("Buka sidang")
    ketut.reads("Sidang dibuka")
    ketut.looks("40-sidang")
    ketut.follows(code)
    ketut.reads("hitungan menghasilkan kelas A")
    ketut.reads("beda 2 atau lebih pada Kemasan & label")
    ketut.reads(WEAK)
    assert [word for word in MAKER if word in ketut.page.locator("main").inner_text()] == []
    ketut.looks("41-karya-dalam-sidang")
    ketut.presses("Usulkan")
    ketut.reads("Usulan tersimpan")

    ratna.opens(f"/kerja/kurasi/{round.slug}/sidang/{code}/")
    ratna.reads("Menunggu tanda tangan anggota lain")
    ratna.presses("Tanda tangani")
    ratna.reads("Keputusan ditandatangani")
    ratna.looks("42-ditandatangani")


def release(at_work: Callable[[str], Person], round: Round, code: str) -> None:
    """Who proposed is refused with the reason; another person reads the message and releases."""
    ketut, rina = at_work("ketut"), at_work("rina")
    ketut.opens(f"/kerja/kurasi/{round.slug}/umumkan/")
    ketut.reads("Orang lain di sekretariat harus mengumumkannya")
    ketut.chooses("Saya sudah membaca")
    ketut.presses("Umumkan 1 keputusan")
    ketut.reads("Anda yang mengusulkan keputusan ini; orang lain harus mengumumkannya")
    ketut.looks("43-ditolak")

    rina.opens(f"/kerja/kurasi/{round.slug}/")
    rina.follows("Umumkan keputusan")
    rina.reads(code)
    rina.reads("Sari Wulandari")
    rina.looks("44-umumkan")
    rina.presses("Umumkan 1 keputusan")
    rina.reads("Centang dulu")
    rina.chooses("Saya sudah membaca")
    rina.presses("Umumkan 1 keputusan")
    rina.reads("Keputusan diumumkan dan pesannya dikirim")


# Everybody else


def see_the_good_news(maker: Person) -> None:
    """The verdict in words, and the certificate as PDF."""
    maker.opens("/saya/")
    maker.follows(NAME)
    maker.reads("Selamat")
    maker.reads(WEAK)
    maker.looks("50-lolos")
    document = maker.page.get_by_role("link", name="Unduh sertifikat").get_attribute("href")
    answer = maker.page.request.get(f"{maker.url}{document}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def ask_the_council(buyer: Person) -> None:
    """As long as the maker has not shown her number, the council answers in her place."""
    product = Product.objects.get()
    buyer.opens(product.get_absolute_url())
    buyer.reads("Tanya lewat Dekranasda")
    assert "6281230000001" not in buyer.asks(f"/w/{product.code}/")[1]


def let_buyers_write(maker: Person) -> None:
    """The maker switches her WhatsApp number on; it holds at once, also for pages kept ready."""
    maker.opens("/saya/setelan/")
    maker.chooses("Nomor WhatsApp saya boleh dipakai pembeli")
    maker.looks("51-setelan")
    maker.presses("Simpan pilihan")
    maker.reads("Pilihan Anda sudah disimpan")


def buy(buyer: Person) -> None:
    """Finds the work, sees what was checked, and is handed over to the maker on WhatsApp."""
    product = Product.objects.get()
    buyer.opens("/katalog/?q=vas+jati")
    buyer.looks("60-katalog")
    buyer.follows(NAME)
    assert buyer.page.url.endswith(product.get_absolute_url())
    buyer.reads("Sari Wulandari")
    buyer.reads("Rp175.000")
    buyer.reads("Lolos kurasi")
    buyer.looks("61-karya")
    link = buyer.page.get_by_role("link", name="Tanya lewat WhatsApp").get_attribute("href") or ""
    assert link.rstrip("/") == f"/w/{product.code}"
    status, address = buyer.asks(f"/w/{product.code}/")
    assert buyer.asks(link) == (status, address)
    assert status == 302
    assert address.startswith("https://wa.me/6281230000001?text=")
    assert product.code in address

    buyer.opens(f"/k/{product.code.lower()}")
    assert product.get_absolute_url() in buyer.page.url
    buyer.reads("Anda memindai label karya ini")
    buyer.page.get_by_text("Apa yang diperiksa").click()
    buyer.reads("Mutu & keterampilan")
    buyer.follows(product.certificate_number)
    assert buyer.page.url.endswith(f"/verifikasi/{product.certificate_number}/")
    buyer.reads("Berlaku")
    buyer.reads("Sari Wulandari, Griya Sari")
    buyer.looks("62-verifikasi")
