"""A mentor on a phone fills in a work for an artisan who has no account."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from artisans.models import MentoringPlan
from products.models import ProductVersion
from tests.factories import make_artisan, make_business, make_craft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_mentor_fills_in_for_somebody_without_an_account(page, live_server, as_user, maya):
    craft = make_craft()
    owner = make_artisan(name="Siti Aminah", phone="+6281234567001")
    business = make_business(owner=owner, name="Anyaman Aminah", craft=craft)
    MentoringPlan.objects.create(
        business=business, mentor=maya, title="Rencana", opened_on=timezone.localdate()
    )
    session = as_user(maya).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    def click(role: str, name: str, then: str) -> None:
        page.get_by_role(role, name=name).click()
        expect(page.get_by_text(then)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.goto(live_server.url + "/kerja/pendampingan/")
    click("link", "Isi atas nama Siti Aminah", "Saya, Siti Aminah, mengizinkan Maya Anggraini")
    click("button", "Catat dan mulai mengisi", "Ada yang perlu diperbaiki")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Lisan, bertemu langsung").check()
    page.get_by_label("Kalimat di atas sudah saya bacakan").check()
    click("button", "Catat dan mulai mengisi", "Tercatat. Anda boleh mengisi")
    click("button", "Tambah karya", "Anda mengisi atas nama Siti Aminah.")
    page.wait_for_url("**/langkah/1/")
    page.goto(page.url.replace("langkah/1", "langkah/2"))
    page.get_by_label("Nama karya").fill("Tas pandan")
    click("button", "Simpan dan lanjut", "Langkah 3 dari 6")
    click("link", "Kembali ke karyanya", "Tas pandan")

    version = ProductVersion.objects.get()
    assert (version.name, version.filled_by, version.product.business.owner) == (
        "Tas pandan",
        maya,
        owner,
    )
