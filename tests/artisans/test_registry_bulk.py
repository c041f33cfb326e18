"""Many businesses changed at once, and workbooks of the list."""

import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from artisans import bulk, exporting
from artisans.facts import sources_of
from artisans.history import history_of
from artisans.models import BulkChange, Business, MentoringPlan, RegistryExport
from dekranasda.notices.models import Notice
from tests.factories import make_artisan, make_business, make_centre

CONFIRM, APPLY = reverse("artisans:bulk_confirm"), reverse("artisans:bulk_apply")
EXPORT = reverse("artisans:export_list")


@pytest.fixture(autouse=True)
def _reference(db, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
    }


@pytest.fixture
def three(db) -> list[Business]:
    """Three active batik businesses, the last without an NIB."""
    return [
        make_business(
            name=f"Batik {number}",
            craft_id="BTK",
            village_id="35.22.21.2009",
            business_id=f"912000000000{number}" if number < 3 else "",
        )
        for number in (1, 2, 3)
    ]


def confirmed(client, sent, **values):
    """Looks at the confirmation of what was chosen, fills it in, and sends it on."""
    page = client.post(CONFIRM, sent)
    shown = {
        "digest": page.context["digest"],
        "jumlah": page.context["count"],
        "reason": "Pendataan ulang",
    }
    return lambda: client.post(APPLY, {**sent, **shown, **values})


def states(businesses):
    return [Business.objects.get(pk=business.pk).state for business in businesses]


def test_all_that_was_found_is_changed_with_one_reason_and_taken_back(as_user, dewi, three):
    client = as_user(dewi)

    response = confirmed(client, {"kept": "nib=ya", "semua": "1"}, kind="state", state="dormant")()

    change = BulkChange.objects.get()
    assert response["Location"] == reverse("artisans:bulk_detail", args=[change.pk])
    assert states(three) == ["dormant", "dormant", "active"]
    with override("en"):
        assert str(change) == "Change the state: Not active"
    newest = history_of(three[0])[0]
    assert (newest.by, newest.reason) == ("Dewi Kartika", "Pendataan ulang")
    Business.objects.filter(pk=three[1].pk).update(state="active")
    undo = reverse("artisans:bulk_undo", args=[change.pk])
    assert "1 usaha dikembalikan" in client.post(undo, follow=True).content.decode()
    assert states(three) == ["active", "active", "active"]
    assert "tidak dapat dibatalkan" in client.post(undo, follow=True).content.decode()


def test_only_the_ticked_ones_are_changed(as_user, dewi, three):
    confirmed(
        as_user(dewi), {"kept": "", "pilih": [three[0].pk, "x", "9" * 30]}, kind="state",
        state="dormant",
    )()  # fmt: skip

    assert states(three) == ["dormant", "active", "active"]


def test_other_rows_than_the_confirmed_ones_are_asked_about_again(as_user, dewi, three):
    client = as_user(dewi)
    send = confirmed(client, {"kept": "nib=ya", "semua": "1"}, kind="state", state="dormant")
    Business.objects.filter(pk=three[2].pk).update(business_id="9120000000003")

    told = send()

    assert told.status_code == 409
    assert "tadi 2 usaha, sekarang 3" in told.content.decode()
    assert states(three) == ["active", "active", "active"]


def test_centre_mentor_and_check_are_set(as_user, dewi, maya, three):
    client = as_user(dewi)
    centre = make_centre()
    sent = {"kept": "nib=ya", "semua": "1"}

    confirmed(client, sent, kind="centre", centre=centre.pk)()
    member = Business.objects.get(pk=three[0].pk).memberships.get()
    assert (member.centre, member.left_on) == (centre, None)
    confirmed(client, sent, kind="mentor", mentor=maya.pk)()
    confirmed(client, sent, kind="mentor", mentor=maya.pk)()
    confirmed(client, sent, kind="verified", seen="site")()

    business = Business.objects.get(pk=three[0].pk)
    assert (business.centre, Business.objects.get(pk=three[2].pk).centre) == (centre, None)
    assert MentoringPlan.objects.filter(mentor=maya).count() == 2
    notice = Notice.objects.get(recipient=maya)
    assert notice.subject == "Anda menjadi pendamping 2 usaha"
    assert "Pendataan ulang" in notice.body
    assert notice.link == reverse("artisans:mentoring_list")
    assert business.verified_at is not None
    assert sources_of(business)["village"].kind == "site"
    plans = BulkChange.objects.filter(kind="mentor").last()
    client.post(reverse("artisans:bulk_undo", args=[plans.pk]))
    assert not MentoringPlan.objects.exists()
    notice.refresh_from_db()
    assert notice.state == Notice.State.CANCELLED


@pytest.mark.parametrize(
    "values",
    [{"kind": "state"}, {"kind": "x"}, {"kind": "centre", "centre": "0"}, {"reason": ""}],
    ids=str,
)
def test_a_change_without_value_or_reason_is_refused(as_user, dewi, three, values):
    sent = {"kind": "state", "state": "dormant", **values}
    if values == {"kind": "state"}:
        sent["state"] = ""

    response = confirmed(as_user(dewi), {"kept": "", "semua": "1"}, **sent)()

    assert response.status_code == 422
    assert states(three) == ["active", "active", "active"]


def test_a_large_change_is_left_to_the_worker_and_goes_on_where_it_stood(
    as_user, dewi, three, monkeypatch
):
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    monkeypatch.setattr(bulk, "PART", 2)
    client = as_user(dewi)
    confirmed(client, {"kept": "", "semua": "1"}, kind="state", state="dormant")()
    change = BulkChange.objects.get()
    page = reverse("artisans:bulk_detail", args=[change.pk])

    waiting = client.get(page)
    bulk._do_part(change.pk)

    assert waiting["Refresh"] == "3"
    assert states(three) == ["dormant", "dormant", "active"]
    assert "2 dari 3 usaha" in client.get(page).content.decode()
    BulkChange.objects.update(moved_at=timezone.now() - timedelta(minutes=3))
    assert "Lanjutkan" in client.get(page).content.decode()
    bulk.go_on.func(change.pk)
    bulk.go_on.func(change.pk)
    change.refresh_from_db()
    assert (change.state, change.done_count, len(change.before)) == ("done", 3, 3)
    told = client.get(page).content.decode()
    assert "3 usaha berubah" in told
    assert all(reverse("artisans:business_detail", args=[row.pk]) in told for row in three)


@pytest.mark.parametrize("person", ["agus", "hartono", "maya"])
def test_only_the_secretariat_changes_many(request, as_user, three, person):
    client = as_user(request.getfixturevalue(person))

    assert client.post(CONFIRM, {"semua": "1"}).status_code == 403
    assert client.post(APPLY, {"semua": "1"}).status_code == 403


# Workbooks


def sheet(content):
    return [
        [cell.value for cell in row]
        for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()
    ]


def hostile_business():
    owner = make_artisan(name="+62 =1+1", slug="jahat", phone="+6281299900777")
    owner.keep_national_id("3522215003759001")
    owner.save()
    business = make_business(
        owner=owner,
        name='=HYPERLINK("http://contoh.id")',
        source_as_of=date(2024, 1, 31),
        source="@SUM(A1)",
        products_text="<script>🌸",
    )
    business.years.create(year=2025, turnover_idr=12_000_000, workers_female=3)
    return business


def test_a_workbook_holds_exactly_what_is_narrowed_in_the_chosen_columns(as_user, dewi, three):
    hostile_business()
    client = as_user(dewi)
    columns = ["pemilik", "telepon", "produk", "omzet", "pekerja", "sumber", "data"]
    client.post(reverse("artisans:choose_columns"), {"columns": columns})

    response = client.post(EXPORT, {"kept": "umur=lama&umur=sedang"})

    content = b"".join(response.streaming_content)
    rows = sheet(content)
    assert [row[0] for row in rows] == ["Usaha", '=HYPERLINK("http://contoh.id")']
    assert rows[1][1:4] == ["+62 =1+1", "+6281299900777", "<script>🌸"]
    assert rows[1][4:6] == [12_000_000, 3]
    assert rows[1][6:] == ["@SUM(A1)", datetime(2024, 1, 31)]  # noqa: DTZ001 cells have no zone
    with zipfile.ZipFile(BytesIO(content)) as parts:
        texts = "".join(parts.read(name).decode() for name in parts.namelist())
    assert re.findall(r"<f[ >]", texts) == []
    assert "3522215003759001" not in texts


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_finds_no_formula_in_an_export(as_user, dewi, tmp_path):
    hostile_business()
    response = as_user(dewi).post(EXPORT, {"kept": ""})
    file = tmp_path / "uji.xlsx"
    file.write_bytes(b"".join(response.streaming_content))

    subprocess.run(
        ["soffice", "--headless", "--convert-to", "fods", "--outdir", tmp_path, file],
        check=True,
        capture_output=True,
        timeout=120,
    )

    assert "table:formula" not in (tmp_path / "uji.fods").read_text()


def test_what_is_too_much_to_count_is_built_by_the_worker(as_user, dewi, three, monkeypatch):
    monkeypatch.setattr("artisans.lists.EXACT_OVER", -2)
    monkeypatch.setattr("artisans.lists.SAMPLE", 1)

    response = as_user(dewi).post(EXPORT, {"kept": ""})

    export = RegistryExport.objects.get()
    assert response["Location"] == reverse("artisans:export_detail", args=[export.token])


def test_a_large_workbook_is_built_by_the_worker_for_its_owner_alone_and_for_a_day(
    as_user, dewi, agus, admin, three, sari, monkeypatch
):
    monkeypatch.setattr("artisans.views.exports.AT_ONCE", 0)
    client = as_user(agus)
    response = client.post(EXPORT, {"kept": ""})
    export = RegistryExport.objects.get()
    page = reverse("artisans:export_detail", args=[export.token])
    file = reverse("artisans:export_file", args=[export.token])
    assert response["Location"] == page
    assert client.get(page)["Refresh"] == "3"
    assert client.get(file).status_code == 404

    exporting.build_export.func(export.pk, "id")

    rows = sheet(b"".join(client.get(file).streaming_content))
    assert [row[0] for row in rows] == ["Usaha", "Sari Jati"]
    for other in (dewi, admin):
        assert as_user(other).get(file).status_code == 404
        assert as_user(other).get(page).status_code == 404
    RegistryExport.objects.update(expires_at=timezone.now())
    assert client.get(file).status_code == 404
    assert exporting.remove_expired(at=timezone.now()) == 1
    assert not RegistryExport.objects.exists()
