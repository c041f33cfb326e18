"""The six steps on paper: one sheet, large letters, a code that leads to its own draft."""

import io
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from products.models import ProductVersion
from tests.factories import let_help, make_artisan, make_business, make_product
from tests.scanning import scanned

pytestmark = pytest.mark.django_db
A4_POINTS = (595, 842)


def read(content: bytes) -> tuple[str, list[float], list[tuple[int, int]]]:
    """The words, the sizes of letters in points, and the sizes of the pages."""
    reader, sizes = PdfReader(io.BytesIO(content)), []

    def note(text, _current, matrix, _font, size):
        if text.strip():
            sizes.append(round(abs(size * matrix[3]) or size, 1))

    words = " ".join(page.extract_text(visitor_text=note) for page in reader.pages)
    boxes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages]
    return words, sizes, boxes


def test_the_form_is_one_sheet_in_large_letters_without_a_number(as_user, maya):
    owner = make_artisan(name="Siti " + "Aminah " * 20, phone="+6281234567001")
    business = make_business(owner=owner, name="Anyaman " * 19, phone="+6281234567002")
    let_help(business, maya)
    client = as_user(maya)

    made = client.post(reverse("assisted_paper", args=[business.pk]))
    with translation.override("en"):
        answer = client.get(made.url)

    version = ProductVersion.objects.get()
    assert made.url == reverse("products:paper_form", args=[version.product.code])
    assert answer["Content-Type"] == "application/pdf"
    content = b"".join(answer.streaming_content)
    words, sizes, pages = read(content)
    assert pages == [A4_POINTS, A4_POINTS]
    assert min(sizes) >= 14
    for said in (version.product.code, "Anyaman bambu", "Gerabah", "Tanda tangan pembuat"):
        assert said in words
    assert "Maya Anggraini boleh mengetik dan mengirim isian ini atas nama saya." in words
    assert "345670" not in words.replace(" ", "")


def test_each_form_has_a_draft_of_its_own_to_which_its_code_leads(as_user, maya, bima):
    business = make_business()
    let_help(business, maya)
    client, addresses = as_user(maya), []

    for _form in range(2):
        printed = client.post(reverse("assisted_paper", args=[business.pk]))
        sheet = b"".join(client.get(printed.url).streaming_content)
        addresses += scanned(sheet)

    codes = set(business.products.values_list("code", flat=True))
    paths = [urlsplit(address).path for address in addresses]
    assert {path.split("/")[-3] for path in paths} == codes
    assert len(codes) == 2
    assert as_user(bima).get(paths[0]).status_code == 404
    for code in codes:
        opened = client.get(reverse("products:draft_resume", args=[code]))
        assert opened.url == reverse("products:draft_step", args=[code, 2])


def test_only_who_may_change_the_work_gets_its_form(as_user, sari, bima, sari_business, client):
    work = make_product(sari_business)
    url = reverse("products:paper_form", args=[work.code])

    own = as_user(sari).get(url)
    words, _sizes, _pages = read(b"".join(own.streaming_content))

    assert "Vas Bubut Jati" in words
    assert "atas nama saya" not in words
    assert as_user(bima).get(url).status_code == 404
    assert client.get(url).url.startswith("/masuk/")
