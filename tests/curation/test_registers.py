"""Registers, letters and the delivery of what was made known."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from curation import clock
from curation.models import Certificate, Decision
from curation.transitions import State
from dekranasda.notices.models import Notice
from tests.curation.cases import POOR, decide, finish, in_state, owner_of, rule

pytestmark = pytest.mark.django_db

DECISIONS = "/kerja/kurasi/register/"
CERTIFICATES = "/kerja/kurasi/sertifikat/"


def test_register_holds_what_was_made_known_and_nothing_before(council, as_user):
    known, hidden = finish(council), decide(council, "rejected", POOR)
    refused = in_state(council, State.APPEALED)
    rule(council, refused)
    client = as_user(council.secretariat)

    text = client.get(DECISIONS).content.decode()

    assert known.code in text
    assert "diganti setelah keberatan" in text
    assert hidden.code not in text
    assert Certificate.objects.get().number in text
    narrowed = client.get(f"{DECISIONS}?hasil=rejected").content.decode()
    assert (refused.code in narrowed, known.code in narrowed) == (True, False)
    assert known.code in client.get(f"{DECISIONS}?q=wulan vas&hasil=apa").content.decode()
    assert "Belum ada keputusan" in client.get(f"{DECISIONS}?q=tidakada").content.decode()


def test_workbook_has_typed_cells_and_its_own_permission(council, as_user):
    finish(council)
    decision = Decision.objects.get()

    answer = as_user(council.secretariat).get(f"{DECISIONS}xlsx/")

    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    row = dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[2]], strict=True))
    assert row["Nomor surat"] == decision.letter_number
    assert row["Nilai panel"] == 83.75
    assert row["Berlaku sampai"].date() == decision.valid_until
    assert as_user(council.leader).get(DECISIONS).status_code == 200
    assert as_user(council.leader).get(f"{DECISIONS}xlsx/").status_code == 403
    assert as_user(council.leader).get(f"{CERTIFICATES}xlsx/").status_code == 403
    assert as_user(council.chair).get(DECISIONS).status_code == 403


def test_register_of_certificates_by_standing(council, as_user):
    finish(council)
    number = Certificate.objects.get().number
    client = as_user(council.secretariat)

    assert number in client.get(f"{CERTIFICATES}?keadaan=valid").content.decode()
    assert number not in client.get(f"{CERTIFICATES}?keadaan=revoked").content.decode()
    with clock.fixed_at(timezone.now() + timedelta(days=3000)):
        assert number in client.get(f"{CERTIFICATES}?keadaan=expired").content.decode()
    answer = client.get(f"{CERTIFICATES}xlsx/")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][0] == number


def test_letters_are_numbered_at_release_and_delivery_is_shown(council, as_user):
    finish(council)
    work = finish(council, "rejected", POOR)
    year = timezone.localdate().year
    numbers = list(Decision.objects.order_by("pk").values_list("letter_number", flat=True))
    desk = f"/kerja/kurasi/{council.round.slug}/"
    client = as_user(council.secretariat)
    Notice.objects.filter(key=f"curation:decision:{work.decisions.get().pk}").update(state="failed")

    page = client.get(f"{desk}umumkan/").content.decode()
    letters = client.get(f"{desk}surat/")
    one = client.get(f"{desk}surat/?surat={work.decisions.get().pk}")

    assert numbers == [f"SK-{year}-0001", f"SK-{year}-0002"]
    assert all(number in page for number in numbers)
    assert "Gagal" in page
    assert letters["Content-Type"] == "application/pdf"
    assert letters.content.startswith(b"%PDF")
    assert len(letters.content) > len(one.content)
    assert client.get(f"{desk}surat/?surat=0").status_code == 404
    assert as_user(owner_of(work)).get(f"{desk}surat/").status_code == 403
