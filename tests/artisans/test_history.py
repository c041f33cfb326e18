"""The audit trail in words: who, when, what and why, of a record and all that belongs to it."""

from datetime import date

import pghistory
import pytest
from django.urls import reverse

from artisans.history import PAGE_SIZE, history_around, history_of, history_of_record
from artisans.membership import join_centre
from artisans.models import Business, BusinessYear, ImportBatch, Licence, ReadinessAssessment
from dekranasda.accounts.models import User
from tests.factories import make_artisan, make_business, make_centre, make_craft


@pytest.fixture
def business(db) -> Business:
    return make_business(owner=make_artisan(name="Bu Kasmi"), name="Keranjang Kasmi")


def told(page):
    return [
        (step.thing, [f"{change.field}: {change.old} → {change.new}" for change in step.changes])
        for step in page.entries
    ]


def test_a_record_is_told_with_its_owner_years_licences_and_memberships(business, dewi):
    centre = make_centre(name="Sentra Temu")
    with pghistory.context(user=dewi.pk, reason="kunjungan"):
        year = BusinessYear.objects.create(business=business, year=2025)
        year.workers_female = 3
        year.save()
        Licence.objects.create(business=business, kind="sni", number="8302")
        join_centre(business, centre, joined_on=None, today=date(2026, 1, 1))
        business.owner.phone = "+6281230000555"
        business.owner.save()

    steps = told(history_of_record(business))
    assert ("Angka tahunan: 2025", ["pekerja perempuan: kosong → 3"]) in steps
    assert ("Izin: SNI 8302", []) in steps
    assert ("Anggota sentra: Sentra Temu", []) in steps
    assert ("Usaha: Keranjang Kasmi", ["sentra: kosong → Sentra Temu"]) in steps
    assert ("Perajin: Bu Kasmi", ["nomor telepon: kosong → +6281230000555"]) in steps
    by = {(step.by, step.reason) for step in history_of_record(business).entries}
    assert by == {("Dewi Kartika", "kunjungan"), ("di luar portal", "")}


def test_judgements_of_readiness_are_told_also_after_they_moved(business, dewi):
    other = make_business(owner=make_artisan(name="Pak Wagiman"))
    with pghistory.context(user=dewi.pk, reason="penilaian"):
        judged = ReadinessAssessment.objects.create(
            business=business, assessed_on=date(2026, 2, 10), level=4, assessed_by=dewi
        )
    ReadinessAssessment.objects.filter(pk=judged.pk).update(business=other)

    assert ("Penilaian kesiapan: 10-02-2026", []) in told(history_of_record(business))
    assert "Penilaian kesiapan: 10-02-2026" in dict(told(history_of_record(other)))


def test_things_are_named_and_not_numbered(business):
    business.craft, business.village = make_craft("batik"), None
    business.save()

    changes = {change.field: change.new for change in history_of(business)[0].changes}
    assert changes == {"kerajinan": "Batik", "desa": "kosong"}


def test_what_was_removed_stays_in_the_trail(business):
    member = join_centre(business, make_centre(name="Sentra A"), joined_on=None, today=date.today())  # noqa: DTZ011
    member.delete()

    removed = [step.thing for step in history_of_record(business).entries if step.is_last]
    assert removed == ["Anggota sentra: Sentra A"]


def test_reasons_say_where_more_stands(as_user, business, dewi):
    batch = ImportBatch.objects.create(file_name="daftar.xlsx")
    with pghistory.context(user=dewi.pk, reason=f"impor {batch.pk}"):
        Business.objects.filter(pk=business.pk).update(address="Jl. Satu")
    with pghistory.context(user=dewi.pk, url="/admin/artisans/business/1/change/"):
        Business.objects.filter(pk=business.pk).update(address="Jl. Dua")
    gone = User.objects.create_user(email="lama@contoh.id", full_name="Lama")
    with pghistory.context(user=gone.pk):
        Business.objects.filter(pk=business.pk).update(address="Jl. Tiga")
    gone.delete()

    steps = history_of(business)
    assert [(step.by, step.reason) for step in steps] == [
        ("akun yang sudah dihapus", ""),
        ("Dewi Kartika", "lewat admin"),
        ("Dewi Kartika", f"impor {batch.pk}"),
        ("di luar portal", ""),
    ]
    link = reverse("artisans:import_detail", args=[batch.pk])
    page = as_user(dewi).get(reverse("artisans:business_history", args=[business.pk])).text
    assert f'href="{link}"' in page


def test_a_long_trail_is_read_by_pages_in_two_queries(business, django_assert_num_queries):
    for number in range(PAGE_SIZE + 10):
        Business.objects.filter(pk=business.pk).update(address=f"Jl. {number}")

    with django_assert_num_queries(2):
        first = history_around(business)
    with django_assert_num_queries(2):
        second = history_around(business, page=2)

    assert (len(first.entries), first.has_more) == (PAGE_SIZE, True)
    assert (len(second.entries), second.has_more) == (11, False)
    assert second.entries[0].changes[0].old == "Jl. 8"
    assert second.entries[-1].is_first
