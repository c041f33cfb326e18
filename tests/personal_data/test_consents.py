"""Consent: each purpose for itself, append-only, and followed by what the public sees."""

import hashlib

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import InternalError
from django.template.loader import get_template
from django.urls import reverse

from artisans.imports.batch_check import check_batch
from artisans.imports.staging import create_batch
from artisans.imports.storing import store_batch
from artisans.models import Artisan, Business
from dekranasda.accounts.models import Consent
from dekranasda.accounts.privacy_notice import NOTICES, template_of
from tests.artisans.samples import TODAY, registry_book
from tests.artisans.test_storing import NOW
from tests.factories import make_business, make_published_product

Purpose = Consent.Purpose


def record(client, business, purpose, word, channel="paper"):
    said = {
        "purpose": purpose.value,
        "is_given": word,
        "channel": channel,
        "notice_version": list(NOTICES)[-1],
    }
    return client.post(reverse("record_consent", args=[business.pk]), said)


def test_staff_write_down_what_was_said_and_the_history_keeps_it(as_user, dewi, sari_business):
    client = as_user(dewi)

    record(client, sari_business, Purpose.PUBLIC_PHONE, "yes")
    record(client, sari_business, Purpose.PUBLIC_PHONE, "no", channel="spoken")

    words = Consent.objects.filter(subject=sari_business.owner.uid).order_by("pk")
    assert [(word.is_given, word.channel, word.recorded_by) for word in words] == [
        (True, "paper", dewi),
        (False, "spoken", dewi),
    ]
    page = client.get(reverse("personal_data", args=[sari_business.pk])).content.decode()
    assert page.count("Nomor WhatsApp tampil untuk pembeli") == 3
    assert "Dewi Kartika" in page


def test_consent_taken_back_at_the_office_hides_at_once(as_user, client, dewi, sari_business):
    work = make_published_product(sari_business)
    assert client.get(work.get_absolute_url()).status_code == 200

    record(as_user(dewi), sari_business, Purpose.PUBLIC_PROFILE, "no")

    assert client.get(work.get_absolute_url()).status_code == 410
    record(as_user(dewi), sari_business, Purpose.PUBLIC_PROFILE, "yes")
    assert client.get(work.get_absolute_url()).status_code == 200


def test_only_the_secretariat_writes_consents_down(as_user, agus, sari_business):
    page = reverse("record_consent", args=[sari_business.pk])

    assert as_user(agus).get(page).status_code == 403
    assert record(as_user(agus), sari_business, Purpose.PUBLIC_PHONE, "yes").status_code == 403
    assert not Consent.objects.exists()


def test_a_consent_is_never_changed_or_removed(sari_business, dewi, as_user):
    record(as_user(dewi), sari_business, Purpose.PUBLIC_PHONE, "yes")

    with pytest.raises(InternalError, match="append_only"):
        Consent.objects.update(is_given=False)


def test_a_business_is_not_shown_without_consent(sari_business):
    sari_business.is_public = True

    with pytest.raises(ValidationError) as refusal:
        sari_business.full_clean(exclude=["craft", "centre"])

    assert "is_public" in refusal.value.message_dict


def test_nothing_of_imported_people_is_public(client, db):
    content = registry_book()
    batch = create_batch(content, "daftar.xlsx", by=None, at=NOW)
    check_batch(batch, content, today=TODAY)
    store_batch(batch, by=None, at=NOW, today=TODAY)
    make_published_product(make_business(name="Terlihat"), name="Vas Terlihat")
    secrets = {
        word
        for artisan in Artisan.objects.exclude(name__startswith="Siti Aminah")
        for word in (artisan.name, artisan.slug, artisan.phone, artisan.phone[3:])
        if word
    } | set(Business.objects.exclude(name="Terlihat").values_list("name", flat=True))
    slugs = Artisan.objects.exclude(businesses__is_public=True).values_list("slug", flat=True)
    pages = [
        *["/", "/katalog/", "/perajin/", "/sentra/", "/peta/", "/agenda/", "/agenda.ics"],
        *["/statistik/", "/data/", "/data/katalog.csv", "/data/kecamatan.csv", "/kerja-sama/"],
        *["/data/kerajinan.csv", "/data/angka.csv", "/kurasi/", "/peta-situs/", "/sitemap.xml"],
        *["/sitemap-karya.xml", "/sitemap-perajin.xml", "/sitemap-halaman.xml", "/en/"],
        *["/cari/?q=sulastri", "/cari/?q=jati", "/cari/?q=anyaman", "/en/perajin/"],
    ]  # fmt: skip

    seen = {}
    for page in pages:
        answer = client.get(page)
        if answer.status_code != 404:
            seen[page] = b"".join(answer).decode() if answer.streaming else answer.content.decode()

    assert len(seen) > 20
    assert any("Vas Terlihat" in text for text in seen.values())
    assert {
        (page, word) for page, text in seen.items() for word in secrets if word in text
    } == set()
    assert {client.get(f"/perajin/{slug}/").status_code for slug in slugs} == {404}


# The text of a notice that people agreed to never changes; a new wording gets a new version.
TEXTS = {"2026-11": "46e3fafd74eb9b17"}


def test_a_version_of_the_notice_never_changes():
    digests = {
        version: hashlib.sha256(
            (settings.BASE_DIR / "templates" / template_of(version)).read_bytes()
        ).hexdigest()[:16]
        for version in NOTICES
    }

    assert digests == TEXTS


@pytest.mark.parametrize("version", list(NOTICES))
def test_every_version_of_the_notice_is_shown(client, db, version):
    assert get_template(template_of(version))
    page = client.get(reverse("privacy_version", args=[version])).content.decode()

    assert version in page
    assert "Undang-Undang Nomor 27 Tahun 2022" in page
    assert version in client.get("/privasi/").content.decode()
    assert client.get("/privasi/1999-01/").status_code == 404
