"""Somebody of the secretariat merges two entries and parts them again, with the keyboard alone."""

import pytest
from django.utils import timezone

from artisans.matching import search
from artisans.models import Business, Merge
from dekranasda.accounts.models import Role
from tests.browser import DESKTOP, PHONE
from tests.factories import make_artisan, make_business, make_product, make_user
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def twins(transactional_db: None) -> tuple[Business, Business]:
    """One business on record twice, a work with each."""
    first, second = (
        make_business(
            owner=make_artisan(name=owner, phone="+6281299900101"), name=name, address=address
        )
        for owner, name, address in (
            ("Sulastri Ningsih", "Jati Lestari", ""),
            ("Hj. Sulastri Ningsih", "UD Jati Lestari", "Krajan RT 1 RW 2"),
        )
    )
    make_product(second)
    search(at=timezone.now())
    return first, second


def tabs_to(person: Person, name: str, most: int = 90) -> None:
    """Presses Tab until the link, button or field with the name has the focus."""
    for _press in range(most):
        person.page.keyboard.press("Tab")
        words = person.page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).innerText"
        )
        if name in (words or ""):
            return
    raise AssertionError(f"Tab never reaches «{name}»")


def enters(person: Person, name: str) -> None:
    """Goes to a link or button with Tab and presses Enter."""
    tabs_to(person, name)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("size", "javascript"), [(PHONE, False), (DESKTOP, True)], ids=["phone", "desk"]
)
def test_two_entries_become_one_and_two_again(somebody, twins, size, javascript):
    make_user(Role.SECRETARIAT, full_name="Dewi Kartika", email="dewi@contoh.id")
    dewi = somebody(size, javascript=javascript)
    dewi.signs_in("dewi@contoh.id")

    dewi.opens("/kerja/")
    dewi.reads("1 pasang catatan mungkin sama")
    dewi.opens("/kerja/registri/kembar/")
    dewi.looks("kembar-antrean")
    enters(dewi, "Periksa")
    dewi.reads("Apakah ini usaha yang sama?")
    dewi.looks("kembar-berdampingan")
    tabs_to(dewi, "UD Jati Lestari")
    dewi.page.keyboard.press("ArrowLeft")
    enters(dewi, "Lanjut: periksa penggabungan")
    dewi.reads("Yang akan terjadi")
    dewi.looks("kembar-akibat")
    tabs_to(dewi, "Catatan")
    dewi.page.keyboard.type("Sudah ditelepon")
    enters(dewi, "Gabungkan")
    dewi.reads("Kedua catatan sudah digabung.")
    dewi.reads("Sudah ditelepon")
    dewi.looks("kembar-digabung")
    assert Business.objects.filter(state="merged").count() == 1

    enters(dewi, "Batalkan penggabungan")
    enters(dewi, "Batalkan penggabungan")
    dewi.reads("Kedua catatan berdiri sendiri lagi")
    dewi.looks("kembar-dipisah")
    assert Business.objects.filter(state="merged").count() == 0
    assert Merge.objects.filter(undone_at__isnull=True).count() == 0
    assert twins[1].products.count() == 1
