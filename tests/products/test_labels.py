"""Labels: where they stand on the sheet, how wide their code is, what it says, whose they are."""

import io
import re
from datetime import date

import pytest
import segno
import zxingcpp
from django.urls import reverse
from pypdf import PdfReader
from pypdf.generic import ContentStream

from products.labels import SHEETS, Label, labels_pdf, printer_check_pdf
from tests.factories import make_published_product
from tests.scanning import drawn, scanned

MM = 72 / 25.4
WORK = Label("7H3QX", "Vas Bubut Jati", "Sari Wulandari", "Rp185.000", "7H3QX")


def pages_of(pdf):
    return PdfReader(pdf).pages


def codes_on(pdf):
    """The QR codes of the first page, row by row: (left, top, edge) in mm, and what they say."""
    dots = 300
    found = zxingcpp.read_barcodes(drawn(pdf, dots=dots))
    corners = [(one.position.top_left, one.position.top_right, one.text) for one in found]
    in_mm = 25.4 / dots
    return sorted(
        ((left.x * in_mm, left.y * in_mm, (right.x - left.x) * in_mm, text)
         for left, right, text in corners),
        key=lambda code: (round(code[1]), code[0]),
    )  # fmt: skip


@pytest.mark.parametrize(("name", "edge"), [("8", 25), ("24", 22), ("60x40", 25), ("10", 25)])
def test_every_label_lies_on_its_place_with_a_code_wide_enough(settings, name, edge):
    settings.SITE_URL = "https://dekranasda.bojonegorokab.go.id"
    sheet = SHEETS[name]

    address = "HTTPS://DEKRANASDA.BOJONEGOROKAB.GO.ID/K/7H3QX"

    pdf = labels_pdf([WORK] * (sheet.labels + 1), sheet=name)

    pages = pages_of(pdf)
    assert len(pages) == 2
    size = (float(pages[0].mediabox.width), float(pages[0].mediabox.height))
    assert size == pytest.approx((sheet.page_width * MM, sheet.page_height * MM), abs=0.1)
    assert scanned(pdf.getvalue()) == [address] * sheet.labels
    assert scanned(pdf.getvalue(), page=1) == [address]
    codes = codes_on(pdf.getvalue())
    assert len(codes) == sheet.labels
    modules = segno.make(address, error="q", micro=False).symbol_size(border=0)[0]
    for n, (left, top, wide, _text) in enumerate(codes):
        column, row = n % sheet.columns, n // sheet.columns
        x, y = sheet.left + column * (sheet.width + sheet.gap), sheet.top + row * sheet.height
        assert wide >= edge
        assert wide / modules >= 0.6
        assert left == pytest.approx(x + sheet.inset, abs=0.2)
        quiet = min(left - x, top - y, y + sheet.height - top - wide)
        assert quiet >= 4 * wide / modules - 0.1


def test_the_ruler_of_the_trial_page_is_as_long_as_it_says():
    for name, length in (("8", 100), ("24", 100), ("60x40", 50)):
        page = pages_of(printer_check_pdf(name))[0]

        assert f"{length} mm" in " ".join(page.extract_text().split())
        operations = ContentStream(page.get_contents(), page.pdf).operations
        across = [float(to[0][0]) for to in operations if to[1] == b"l" and not float(to[0][1])]
        assert any(one == pytest.approx(length * MM, abs=0.05) for one in across)


def text_of(answer):
    pages = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    return len(pages), re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def test_makers_print_only_their_own_works_on_show(sari, bima, as_user):
    work = make_published_product(sari.artisan.businesses.get(), name="Vas Jati")
    hidden = make_published_product(
        sari.artisan.businesses.get(), name="Kotak Lama", valid_until=date(2026, 1, 1),
        curated_on=date(2025, 1, 1),
    )  # fmt: skip
    other = make_published_product(bima.artisan.businesses.get(), name="Selendang")
    client = as_user(sari)
    page, pdf = reverse("products:own_labels"), reverse("products:own_labels_pdf")
    wanted = {"karya": work.code, "ukuran": "24", "jumlah": "20", "mulai": "6", "harga": "on"}

    text = client.get(page).text
    count, words = text_of(client.get(pdf, wanted))

    assert work.code in text
    assert hidden.code not in text
    assert other.code not in text
    assert (count, words.count("VasJati")) == (2, 20)  # five places of the first sheet are used
    assert "Rp" in words
    assert work.code not in words  # the code was not wanted
    for code in (hidden.code, other.code):
        answer = client.get(pdf, wanted | {"karya": code})
        assert answer.status_code == 422
        assert "tidak sedang tampil" in answer.text
    odd = client.get(pdf, wanted | {"jumlah": "banyak", "ukuran": "8", "mulai": "9"})
    assert odd.status_code == 422
    assert 'value="banyak"' in odd.text
    assert "hanya memuat 8 label" in odd.text
    assert text_of(client.get(pdf, {"uji": "1", "ukuran": "60x40"}))[0] == 1


def test_the_desk_finds_any_work_on_show_and_takes_typed_codes(sari, bima, dewi, as_user):
    vase = make_published_product(sari.artisan.businesses.get(), name="Vas Jati")
    scarf = make_published_product(bima.artisan.businesses.get(), name="Selendang")
    client = as_user(dewi)
    page, pdf = reverse("products:label_desk"), reverse("products:label_desk_pdf")
    wanted = {"ukuran": "8", "jumlah": "1", "mulai": "1", "kode": "on"}

    found = client.get(page, {"q": "sari"}).text
    _count, words = text_of(
        client.get(pdf, wanted | {"karya": vase.code, "kode_karya": scarf.code.lower()})
    )
    unknown = client.get(pdf, wanted | {"kode_karya": "ZZZZZ"})

    assert vase.code in found
    assert scarf.code not in found
    assert all(work.code in words for work in (vase, scarf))
    assert unknown.status_code == 422
    assert "ZZZZZ" in unknown.text
    assert as_user(sari).get(page).status_code in (403, 404)
