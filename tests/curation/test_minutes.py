"""Minutes: two sign, then nothing changes; a copy is proved by its hash."""

import copy
import io

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from curation import decisions, meetings, minutes, minutes_pdf
from curation.conflicts import declare, waive
from curation.models import Meeting, Minutes
from dekranasda.accounts.models import User
from tests.curation.cases import Council, decide, deliberate, owner_of, propose
from tests.scanning import scanned

texts = st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(texts, values, max_size=5))
def test_fingerprint_depends_on_the_content_and_not_on_its_order(content):
    reversed_order = dict(reversed(content.items()))

    assert minutes.fingerprint(reversed_order) == minutes.fingerprint(content)
    assert minutes.fingerprint({**content, "": "lain"}) != minutes.fingerprint(content) or (
        content.get("") == "lain"
    )


def code_of(act) -> str:
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.error_list[0].code or ""


def closed(council: Council) -> Meeting:
    """A meeting that decided one work as computed and one otherwise, and noted a third."""
    meeting = Meeting.objects.get(round=council.round)
    third = deliberate(council)
    gone = council.curators[4]
    declare(third, curator=gone, reason="Paman saya.", by=gone)
    decide(council)
    decide(council, "coaching", justification="Foto menipu.")
    meetings.write_note(
        meeting, third, text="Ditunda sampai contoh datang.", seen=0, by=council.chair
    )
    meetings.close_meeting(meeting, by=council.secretariat)
    return meeting


def test_waivers_and_the_deputy_stand_in_the_minutes_without_the_maker(council):
    meeting = Meeting.objects.get(round=council.round)
    work = deliberate(council)
    friend, maker = council.curators[3], work.product.business.owner.name
    declare(work, curator=friend, reason="Teman.", by=friend, relation="acquainted")
    waive(
        work,
        curator=friend,
        rule="acquainted",
        reason=f"Hanya pernah bertemu {maker} sekali",
        by=council.secretariat,
    )
    meetings.name_deputy(meeting, deputy=friend, by=council.chair)
    meetings.write_note(meeting, work, text="Dibahas.", seen=0, by=council.chair)
    meetings.close_meeting(meeting, by=council.secretariat)

    content = minutes.draft(meeting, by=council.secretariat).content
    words = str(minutes_pdf.words_of(content))

    assert content["deputy"] == friend.full_name
    assert (
        f"{friend.full_name} (mengenali pembuatnya): Hanya pernah bertemu ▇▇▇ sekali. "
        "Diputuskan oleh Dewi Sekretariat."
    ) in words
    assert maker not in words


def issue(council: Council, meeting: Meeting) -> Minutes:
    found = minutes.draft(meeting, by=council.secretariat)
    minutes.sign(found, by=council.chair)
    return minutes.sign(found, by=council.curators[0])


@pytest.mark.django_db
def test_minutes_say_who_was_there_what_was_decided_why_and_how_was_voted(council):
    found = issue(council, closed(council))

    content = found.content
    departing = next(
        one for work in content["works"] for one in work["decisions"] if one["departs"]
    )
    assert found.number == f"BA-{found.issued_at:%Y}-0001"
    assert [one["state"] for one in content["attendance"]] == ["Hadir"] * 6
    assert len(content["works"]) == 3
    assert departing["reason"] == "Foto menipu."
    assert departing["votes"] == {"for": 3, "against": 0, "abstain": 0}
    assert (departing["computed_grade"], departing["mean"]) == ("A", "83.75")
    assert [one["capacity"] for one in content["signatures"]] == ["Ketua panel", "Anggota panel"]
    words = str(content)
    assert "Ditunda sampai contoh datang." in words
    for work in council.round.submissions.all():
        assert owner_of(work).full_name not in words
        assert work.product.business.name not in words


@pytest.mark.django_db
def test_hash_verifies_and_a_changed_byte_does_not(council):
    found = issue(council, closed(council))
    stored = Minutes.objects.get(pk=found.pk)
    pdf = bytes(stored.pdf or b"")
    changed = bytearray(pdf)
    changed[len(changed) // 2] ^= 1
    content = copy.deepcopy(stored.content)
    decided = next(one for one in content["works"] if one["decisions"])
    decided["decisions"][0]["mean"] = "83.76"

    assert pdf.startswith(b"%PDF")
    assert minutes.is_intact(stored)
    assert minutes.matches(stored, file=pdf)
    assert not minutes.matches(stored, file=bytes(changed))
    assert minutes.matches(stored, typed=f" {stored.sha256[:32]} {stored.sha256[32:].upper()}\n")
    assert not minutes.matches(stored, typed=minutes.fingerprint(content))
    stored.content = content
    assert not minutes.is_intact(stored)


@pytest.mark.django_db
def test_issued_minutes_change_only_by_a_new_version(council):
    meeting = closed(council)
    first = issue(council, meeting)

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Minutes.objects.filter(pk=first.pk).update(correction="x")
    with pytest.raises(DatabaseError, match="Cannot delete|are issued"), transaction.atomic():
        Minutes.objects.filter(pk=first.pk).delete()
    with pytest.raises(DatabaseError, match="are issued"), transaction.atomic():
        first.signatures.all().delete()
    assert code_of(lambda: minutes.draft(meeting, by=council.chair)) == "already_issued"
    second = minutes.correct(first, reason="Nama notulis tertukar.", by=council.chair)
    minutes.sign(second, by=council.curators[1])
    assert code_of(lambda: minutes.correct(first, reason="Lagi.", by=council.chair)) == "signed"
    minutes.sign(second, by=council.curators[2])

    assert second.number == f"{first.number}-V2"
    assert second.content["replaces"] == first.number
    lagi = lambda: minutes.correct(first, reason="Lagi.", by=council.chair)  # noqa: E731
    assert code_of(lagi) == "already_corrected"


@pytest.mark.django_db
def test_two_people_of_the_room_sign_and_the_database_counts_them(council):
    meeting = Meeting.objects.get(round=council.round)
    assert code_of(lambda: minutes.draft(meeting, by=council.chair)) == "meeting_open"
    meetings.close_meeting(meeting, by=council.chair)
    assert code_of(lambda: minutes.draft(meeting, by=council.curators[0])) == "not_allowed"
    found = minutes.draft(meeting, by=council.chair)
    minutes.sign(found, by=council.chair)

    assert code_of(lambda: minutes.sign(found, by=council.chair)) == "already_signed"
    assert code_of(lambda: minutes.sign(found, by=council.second)) == "not_in_room"
    assert code_of(lambda: minutes.draft(meeting, by=council.chair)) == "signed"
    with pytest.raises(DatabaseError, match="signed by two"), transaction.atomic():
        Minutes.objects.filter(pk=found.pk).update(
            issued_at=found.drafted_at, number="BA-1", pdf=b"x", sha256="x", pdf_sha256="x"
        )
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        found.signatures.update(signer=council.second)


@pytest.mark.django_db
def test_anybody_compares_a_copy_and_nothing_of_it_is_kept(council, client, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    found = issue(council, closed(council))
    pdf = bytes(found.pdf or b"")
    page = f"/verifikasi/{found.number}/"

    def send(**fields):
        return client.post(f"{page}cocokkan/", fields)

    def upload(content: bytes):
        return send(berkas=SimpleUploadedFile("salinan.pdf", content), sidik="")

    text = client.get(page).content.decode()
    assert "Sesuai dengan arsip" in text
    assert found.sha256 in text
    assert council.round.title in text
    for secret in ("83,75", "Foto menipu", council.chair.full_name):
        assert secret not in text
    assert "sama persis" in upload(pdf).content.decode()
    assert "Tidak sesuai dengan arsip" in upload(pdf[:-1] + b"!").content.decode()
    assert "sama persis" in send(sidik=found.sha256).content.decode()
    big = upload(pdf + b" " * (5 * 1024 * 1024))
    assert (big.status_code, "lebih besar dari 5 MB" in big.content.decode()) == (422, True)
    assert send(sidik="").status_code == 422
    assert list(tmp_path.iterdir()) == []
    assert client.post("/verifikasi/BA-2026-9999/cocokkan/", {"sidik": "x"}).status_code == 404


@pytest.mark.django_db
def test_minutes_are_read_by_those_of_the_room_and_never_by_makers(council, as_user):
    """Who has a tie to a work in them waits until its outcome is known."""
    meeting = closed(council)
    found = minutes.draft(meeting, by=council.secretariat)
    desk = f"/kerja/kurasi/{council.round.slug}/berita-acara/"
    page = f"{desk}{found.pk}/"

    def status(user: User) -> int:
        return as_user(user).get(page).status_code

    assert status(council.chair) == 200
    assert status(council.leader) == 200
    assert status(council.curators[4]) == 404
    assert code_of(lambda: minutes.sign(found, by=council.curators[4])) == "not_released"
    assert status(council.outsider) == 404
    assert status(council.makers[0]) == 403
    as_user(council.chair).post(f"{page}tandatangan/")
    as_user(council.curators[0]).post(f"{page}tandatangan/")
    answer = as_user(council.secretariat).get(f"{page}berkas/")
    assert answer["Content-Type"] == "application/pdf"
    found.refresh_from_db()
    pages = range(len(PdfReader(io.BytesIO(answer.content)).pages))
    addresses = [address for n in pages for address in scanned(answer.content, page=n)]
    assert addresses == [settings.SITE_URL + found.get_absolute_url()]
    assert "BA-" in as_user(council.secretariat).get(desk).content.decode()


@pytest.mark.django_db
def test_page_of_a_draft_reads_like_the_file(council):
    found = minutes.draft(closed(council), by=council.secretariat)

    words = minutes_pdf.words_of(found.content)

    assert [line for work in words["works"] for line in work["lines"] if "Suara" in line] == [
        ["Suara", "setuju 3, tidak setuju 0, abstain 0"]
    ]


@pytest.mark.django_db
def test_decision_that_was_reopened_stays_in_the_minutes_with_the_reason(council):
    meeting = Meeting.objects.get(round=council.round)
    work = decide(council)
    decisions.reopen(work, reason="Salah membaca ukuran.", by=council.chair)
    propose(council, work)
    decisions.sign(work, by=council.curators[0])

    first, second = minutes.content_of(meeting)["works"][0]["decisions"]  # type: ignore[index]

    assert first["superseded_because"] == "Salah membaca ukuran."
    assert second["superseded_because"] == ""
