"""Erasure: nothing of the person is left in the database, and a restore does not bring it back."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from artisans.data_requests import ask
from artisans.imports.records import Record
from artisans.imports.staging import known_registry
from artisans.models import (
    Artisan,
    Business,
    DataRequest,
    ImportConflict,
    ImportRow,
    Merge,
    RegistryEntry,
    RegistryExport,
    Tombstone,
)
from dekranasda.accounts.models import Consent, PersonalDataAccess
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice
from dekranasda.personal_data.belongings import belongings_of
from dekranasda.personal_data.erasure import erase, erase_on_request
from dekranasda.personal_data.tombstones import restore_from_file
from events.models import Registration
from products.models import Photo, Product
from tests.factories import make_artisan, make_business, make_published_product
from tests.personal_data.people import MARK, NIK, PHONE, make_marked_maker

NOW = timezone.now()
NOBODY: dict[Any, dict[str, None]] = {Artisan: {"user_id": None}}


@pytest.fixture
def maker(db, dewi, private_files) -> Artisan:
    """A maker in whom everything bears a mark."""
    return make_marked_maker(by=dewi)


def whole_database() -> str:
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        texts = []
        for table in tables:
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')  # noqa: S608
            texts.append(cursor.fetchone()[0] or "")
    return "\n".join(texts)


def traces() -> list[str]:
    """What is left of the maker in the database."""
    words = whole_database()
    marks = (MARK, MARK.lower(), NIK, PHONE, PHONE[3:], "1234567890123", "1975-03-10", "cdcdcdcd")
    return [mark for mark in marks if mark in words]


def test_everything_bears_the_mark_before(maker):
    assert traces() == [
        MARK, MARK.lower(), PHONE, PHONE[3:], "1234567890123", "1975-03-10", "cdcdcdcd",
    ]  # fmt: skip


def test_nothing_of_the_person_is_left(
    maker, admin, private_files, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        erase(maker, by=admin, at=NOW)

    assert traces() == []
    assert not [path for path in private_files.rglob("imports/*/*") if path.is_file()]


def test_documents_of_permits_and_every_export_go(
    maker, admin, dewi, private_files, django_capture_on_commit_callbacks
):
    storage = storages["private"]
    replaced, current, export = (
        storage.save(name, ContentFile(b"KNRY"))
        for name in ("licences/aa/replaced.pdf", "licences/aa/current.pdf", "exports/e.xlsx")
    )
    licence = maker.businesses.get().licences.get()
    for document in (replaced, current):
        licence.document = document
        licence.save()
    day = timedelta(days=1)
    for state, name in (("ready", export), ("working", "")):
        RegistryExport.objects.create(
            by=dewi, state=state, stored_name=name, requested_at=NOW, expires_at=NOW + day
        )

    with django_capture_on_commit_callbacks(execute=True):
        erase(maker, by=admin, at=NOW)

    assert [path.name for path in private_files.rglob("*") if path.is_file()] == [
        "tombstones.jsonl"
    ]
    being_written = RegistryExport.objects.get()
    assert (being_written.state, being_written.expires_at) == ("working", NOW)


def test_numbers_and_decisions_stay_without_a_name(maker, admin):
    business = maker.businesses.get()
    code = business.products.get().code

    erase(maker, by=admin, at=NOW)

    business.refresh_from_db()
    maker.refresh_from_db()
    assert (maker.name, maker.user, maker.national_id_cipher) == ("[dihapus]", None, None)
    assert (business.state, business.is_public) == ("erased", False)
    assert not RegistryEntry.objects.filter(business=business).exists()
    assert business.years.get().turnover_idr == 48_000_000
    assert business.assessments.get().level == 4
    assert business.visits.count() == 1
    work = Product.objects.get(code=code)
    assert (work.state, work.grade, work.certificate_number[:4]) == ("withdrawn", "A", "DKB-")
    assert not Photo.objects.exists()
    assert Consent.objects.filter(subject=maker.uid).count() == 1
    assert PersonalDataAccess.objects.get(subject=maker.uid).reason == "untuk [dihapus]"
    assert Registration.objects.get().state == "cancelled"
    assert Notice.objects.filter(recipient__full_name="[dihapus]", state="queued").count() == 0


def test_the_account_is_closed_for_good(maker, admin, client):
    user = maker.user
    client.force_login(user)
    assert Session.objects.count() == 1

    erase(maker, by=admin, at=NOW)

    user.refresh_from_db()
    assert (user.full_name, user.phone, user.is_active) == ("[dihapus]", None, False)
    assert not user.has_usable_password()
    assert not Session.objects.exists()
    assert client.get(reverse("own_data")).status_code == 302


def test_other_people_lose_nothing(maker, admin, bima):
    twin = make_business(owner=make_artisan(name="KNRYnama Sulastri", slug="kembaran"))
    other = make_published_product(bima.artisan.businesses.get())
    before = {
        model: list(model.objects.exclude(pk__in=gone).order_by("pk").values())
        for model, gone in belongings_of(maker).items()
    }

    erase(maker, by=admin, at=NOW)

    after = {
        model: list(
            model.objects.filter(pk__in=[row[model._meta.pk.attname] for row in rows])
            .order_by("pk")
            .values()
        )
        for model, rows in before.items()
    }
    assert before == after
    assert twin.owner.name == "KNRYnama Sulastri"
    assert Photo.objects.filter(version__product=other).count() == 1


def test_a_helper_s_telephone_loses_no_message_of_others(maker, admin):
    neighbour = make_artisan(name="Wagiman", phone=PHONE)
    told = [
        outbox.queue(
            key=f"uji-{name}", recipient=None, recipient_name=name, address=PHONE,
            template="many_numbers_seen", context={"person": "X", "count": 1},
        )
        for name in (neighbour.name, maker.name)
    ]  # fmt: skip

    erase(maker, by=admin, at=NOW)

    kept, gone = (Notice.objects.get(pk=notice.pk) for notice in told)
    assert (kept.state, kept.address, kept.body) == ("queued", PHONE, told[0].body)
    assert (gone.state, gone.address, gone.body) == ("cancelled", "", "")


def test_a_staged_row_of_the_person_is_never_stored(maker, admin):
    erase(maker, by=admin, at=NOW)

    rows = ImportRow.objects.filter(batch__file_name="daftar.xlsx").order_by("row")
    assert [(row.outcome, row.values, row.problems) for row in rows] == [
        ("problem", {}, ["erased_person"])
    ] * 3


def test_what_an_import_compared_goes_with_the_person(maker, admin):
    row = ImportRow.objects.filter(batch__file_name="daftar.xlsx").first()
    ImportConflict.objects.create(
        batch=row.batch, row=row, field="phone", old=PHONE, new="+6281234567899"
    )

    erase(maker, by=admin, at=NOW)

    assert not ImportConflict.objects.exists()


def test_a_later_list_meets_a_tombstone_without_a_name(maker, admin):
    index = bytes(maker.national_id_index or b"")

    erase(maker, by=admin, at=NOW)

    tombstone = Tombstone.objects.get()
    assert (tombstone.subject, bytes(tombstone.national_id_index or b"")) == (maker.uid, index)
    assert index in known_registry().forgotten
    newcomer = make_business()
    newcomer.owner.keep_national_id(NIK)
    newcomer.owner.save()
    assert index not in known_registry().forgotten


def test_a_restored_backup_forgets_again(
    maker, admin, private_files, django_capture_on_commit_callbacks
):
    yesterday = {
        model: list(model.objects.filter(pk__in=pks).values())
        for model, pks in belongings_of(maker).items()
        if model in (Artisan, Business)
    }
    with django_capture_on_commit_callbacks(execute=True):
        erase(maker, by=admin, at=NOW)
    assert traces() == []
    Tombstone.objects.all().delete()
    for model, rows in yesterday.items():
        for row in rows:
            model.objects.filter(pk=row["id"]).update(**{**row, **NOBODY.get(model, {})})
    assert MARK in traces()

    with django_capture_on_commit_callbacks(execute=True):
        call_command("apply_tombstones")

    assert traces() == []
    assert Tombstone.objects.count() == 1
    call_command("apply_tombstones")


def test_a_torn_line_of_the_file_harms_nothing(maker, admin, settings):
    with open(settings.TOMBSTONES_FILE, "w") as file:
        file.write('{"subject": "half')

    call_command("apply_tombstones")

    assert maker.name in Artisan.objects.values_list("name", flat=True)


def test_people_who_work_for_the_council_are_not_erased(admin, dewi, private_files):
    artisan = make_artisan(user=dewi)

    with pytest.raises(ValidationError) as refusal:
        erase(artisan, by=admin, at=NOW)

    assert refusal.value.code == "is_council"


def test_an_erasure_takes_two_people(maker, dewi, admin):
    erasure, spoken = DataRequest.Kind.ERASURE, DataRequest.Channel.SPOKEN
    asked = ask(maker, erasure, text="", channel=spoken, by=dewi, at=NOW)

    with pytest.raises(ValidationError) as refusal:
        erase_on_request(asked, by=dewi, at=NOW)
    assert refusal.value.code == "same_person"
    maker.refresh_from_db()
    assert maker.erased_at is None

    erase_on_request(asked, by=admin, at=NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.closed_by) == ("done", admin)


def test_staff_erase_after_a_page_that_says_what_goes(
    maker, just_signed_in, dewi, mailoutbox, django_capture_on_commit_callbacks
):
    portal = DataRequest.Channel.PORTAL
    asked = ask(maker, DataRequest.Kind.ERASURE, text="", channel=portal, by=maker.user, at=NOW)
    client = just_signed_in(dewi)
    page = reverse("erase_person", args=[asked.pk])

    assert "Yang tetap, tanpa nama" in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page, follow=True)

    assert "Datanya sudah dihapus" in answer.content.decode()
    assert traces() == []
    assert [(word.to, word.subject) for word in mailoutbox] == [
        (["knry@contoh.id"], "Data Anda sudah dihapus")
    ]
    assert client.post(page).status_code == 404


def test_entries_merged_with_the_person_are_erased_too(maker, admin, dewi):
    twin = make_artisan(name="KNRYkembar", slug="knrykembar", phone="+6281299955509")
    Merge.objects.create(
        kind="person", survivor_artisan=maker, loser_artisan=twin, merged_by=dewi, merged_at=NOW
    )

    erase(maker, by=admin, at=NOW)

    assert traces() == []
    assert set(Tombstone.objects.values_list("subject", flat=True)) == {maker.uid, twin.uid}


@pytest.mark.parametrize(
    ("said", "is_known"),
    [
        ({"owner_name": "X", "nib": "1234567890123"}, True),
        ({"owner_name": "Hj. Knrynama Soelastri", "phones": ("+6281299955502",)}, True),
        ({"owner_name": "KNRYnama Sulastri", "born_on": date(1975, 3, 10)}, True),
        ({"owner_name": "KNRYnama Sulastri", "born_on": date(1975, 3, 11)}, False),
        ({"owner_name": "Wagiman", "phones": (PHONE,), "born_on": date(1975, 3, 10)}, False),
    ],
)
def test_an_erased_person_is_known_again_by_more_than_the_nik(maker, admin, said, is_known):
    village = maker.businesses.get().village_id

    erase(maker, by=admin, at=NOW)

    registry = known_registry()
    digests = registry.digests_of(Record(village_code=village, **said))
    assert bool(digests & registry.forgotten) is is_known


def test_the_tombstone_in_the_file_is_the_one_of_the_database(
    maker, admin, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        erase(maker, by=admin, at=NOW)
    written = Tombstone.objects.get()
    line = Path(settings.TOMBSTONES_FILE).read_text()
    assert not [mark for mark in (MARK, PHONE, "1234567890123", "1975-03-10") if mark in line]

    Tombstone.objects.all().delete()
    restore_from_file()

    again = Tombstone.objects.get()
    assert (again.subject, again.digests) == (written.subject, written.digests)
    assert bytes(again.national_id_index or b"?") == bytes(written.national_id_index or b"")
