"""Samples: steps in their order, labels that say nothing, nothing forgotten in our hands."""

import base64
import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from curation import clock, sample_pdf, samples
from curation.models import Sample, SampleMovement
from curation.queue import awaiting
from curation.transitions import State
from tests.curation.cases import in_state, owner_of, queue, submit
from tests.curation.test_pages import is_sound
from tests.scanning import scanned

pytestmark = pytest.mark.django_db
Kind = SampleMovement.Kind
WORDS = {
    Kind.RECEIVED: {"condition": "Utuh"},
    Kind.STORED: {"place": "Lemari 2"},
    Kind.SHOWN: {"shown_to": "Sidang 12 Mei"},
    Kind.DAMAGED: {"condition": "Bibir retak", "agreed": "Diganti Rp50.000"},
    Kind.LOST: {"agreed": "Diganti Rp175.000"},
    Kind.RETURNED: {"signed_name": "Wulan"},
}


@pytest.fixture(autouse=True)
def _private_place(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    private = settings.STORAGES["private"]
    options = {**private.get("OPTIONS", {}), "location": str(tmp_path / "private")}
    settings.STORAGES = {**settings.STORAGES, "private": {**private, "OPTIONS": options}}


@pytest.fixture
def sample(council) -> Sample:
    return samples.register(
        submit(council),
        what="1 vas",
        return_by=timezone.localdate() + timedelta(days=5),
        by=council.secretariat,
    )


def move(council, sample, *kinds) -> None:
    for kind in kinds:
        samples.move(sample, samples.Movement(kind, WORDS[kind]), by=council.secretariat)


def picture() -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (400, 160), "white").save(raw, "PNG")
    return raw.getvalue()


@pytest.mark.parametrize(
    ("before", "refused"),
    [
        ([], set(Kind) - {Kind.RECEIVED}),
        ([Kind.RECEIVED], {Kind.RECEIVED}),
        ([Kind.RECEIVED, Kind.SHOWN, Kind.DAMAGED], {Kind.RECEIVED}),
        ([Kind.RECEIVED, Kind.RETURNED], set(Kind)),
        ([Kind.RECEIVED, Kind.STORED, Kind.LOST], set(Kind)),
    ],
)
def test_steps_out_of_order_are_refused(council, sample, before, refused):
    move(council, sample, *before)

    found = set()
    for kind in Kind:
        try:
            with transaction.atomic():
                move(council, sample, kind)
                transaction.set_rollback(True)
        except ValidationError as error:
            if error.code != "wrong_order":
                raise
            found.add(kind)

    assert found == refused


def test_step_says_what_it_must_and_stays_as_it_was_written(council, sample):
    for kind in (Kind.RECEIVED, Kind.STORED, Kind.SHOWN, Kind.DAMAGED, Kind.LOST, Kind.RETURNED):
        with pytest.raises(ValidationError) as refused:
            samples.move(sample, samples.Movement(kind), by=council.secretariat)
        if kind == Kind.RECEIVED:
            move(council, sample, Kind.RECEIVED)
        assert set(refused.value.message_dict) == set(WORDS[kind])
    with pytest.raises(InternalError, match="pgtrigger"), transaction.atomic():
        sample.movements.update(condition="Tidak pernah utuh")
    with pytest.raises(ValidationError, match="Hanya sekretariat"):
        samples.move(sample, samples.Movement(Kind.STORED), by=council.chair)


def test_label_tells_nothing_but_the_code(sample, monkeypatch):
    written = {}
    real = sample_pdf._compile

    def noted(template, data, **inputs):
        written.update(data)
        return real(template, data, **inputs)

    monkeypatch.setattr(sample_pdf, "_compile", noted)
    for size in sample_pdf.SIZES:
        label = sample_pdf.label_pdf(sample, size).getvalue()
        assert scanned(label) == [settings.SITE_URL + sample.get_absolute_url()]

    assert set(written) == {"code", "width", "height"}
    assert sample.code.startswith("CTH-")
    assert sample.submission.code not in sample.code


def test_sample_is_received_and_given_back_at_the_desk(council, sample, as_user):
    client = as_user(council.secretariat)
    page = sample.get_absolute_url()
    assert is_sound(client.get(page))

    missing = client.post(page, {"kind": "received", "place": "Meja depan"})
    assert missing.status_code == 422
    assert "Tulis keadaan barang saat diterima." in missing.content.decode()
    assert "Meja depan" in missing.content.decode()
    photo = SimpleUploadedFile("vas.png", picture(), "image/png")
    sent = {"kind": "received", "condition": "Utuh", "picture": photo}
    assert client.post(page, sent).status_code == 302
    seen = client.get(f"{page}foto/{sample.movements.get().pk}/")
    assert seen["Content-Type"] == "image/jpeg"
    pen = Image.new("RGB", (300, 120), "white")
    ImageDraw.Draw(pen).line([(10, 100), (150, 20), (280, 90)], fill="black", width=4)
    raw = io.BytesIO()
    pen.save(raw, "PNG")
    drawing = "data:image/png;base64," + base64.b64encode(raw.getvalue()).decode()
    broken = client.post(page, {"kind": "returned", "signed_name": "Wulan", "drawing": "x"})
    assert broken.status_code == 422
    back = {"kind": "returned", "signed_name": "Wulan", "drawing": drawing}
    assert client.post(page, back).status_code == 302

    assert samples.standing_of(sample) == Kind.RETURNED
    assert sample_pdf.receipt_pdf(sample).getvalue().startswith(b"%PDF-")
    assert is_sound(client.get(page))
    assert sample.code not in client.get("/kerja/contoh/").content.decode()
    assert sample.code in client.get("/kerja/contoh/?semua=1").content.decode()
    for person in (council.curators[0], owner_of(sample.submission)):
        assert as_user(person).get(page).status_code == 403


def test_sample_that_should_be_back_waits_for_the_secretariat(council, sample):
    def waiting(day: int) -> list[str]:
        moment = timezone.now() + timedelta(days=day)
        with clock.fixed_at(moment):
            return [
                item.detail
                for item in awaiting(council.secretariat, at=moment)
                if sample.code in item.title
            ]

    assert waiting(9) == []
    move(council, sample, Kind.RECEIVED)
    assert waiting(0) == []
    assert waiting(3) == ["contoh segera dikembalikan"]
    assert waiting(6) == ["contoh lewat tenggat kembali"]
    move(council, sample, Kind.RETURNED)
    assert waiting(9) == []


def test_register_from_the_submission_while_it_is_open(council, as_user):
    work = queue(council)
    client = as_user(council.secretariat)
    page = f"/kerja/kurasi/{work.round.slug}/karya/{work.code}/contoh/"
    past = timezone.localdate() - timedelta(days=1)

    assert client.post(page, {"what": "1 vas", "return_by": past}).status_code == 200
    answer = client.post(page, {"what": "1 vas", "return_by": timezone.localdate()})
    assert answer.url == Sample.objects.get().get_absolute_url()
    closed = in_state(council, State.WITHDRAWN)
    with pytest.raises(ValidationError) as refused:
        samples.register(closed, what="Vas", return_by=timezone.localdate(), by=council.secretariat)
    assert refused.value.code == "wrong_state"
