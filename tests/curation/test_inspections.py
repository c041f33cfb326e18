"""The look at a sample: filled on a phone without a script, read by curators without names."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from PIL import Image

from artisans.models import Craft
from curation import assignments, inspections
from curation.models import Checklist, Inspection
from tests.curation.cases import queue, ready_product, submit
from tests.curation.test_pages import is_sound
from tests.curation.test_samples import _private_place  # noqa: F401 a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(council):
    """A work of pottery, whose checklist has four questions."""
    product = ready_product(council)
    draft = product.draft()
    draft.craft = Craft.objects.get(code="GRB")
    draft.save()
    return submit(council, product)


def picture():
    raw = io.BytesIO()
    Image.new("RGB", (60, 40), "brown").save(raw, "PNG")
    return SimpleUploadedFile("Wulan-Pembuat.png", raw.getvalue(), "image/png")


def test_inspection_is_filled_question_by_question_and_finished_once(council, work, as_user):
    client = as_user(council.secretariat)
    page = f"/kerja/kurasi/{work.round.slug}/karya/{work.code}/periksa-fisik/"
    assert is_sound(client.get(page))
    client.post(page)
    assert is_sound(client.get(page))
    inspection = Inspection.objects.get()
    ring, cracks, glaze, drop = inspection.checklist.items.all()

    answer = client.post(f"{page}?butir={ring.pk}", {f"result_{ring.pk}": "yes"})
    assert answer.url.endswith(f"#butir-{ring.pk}")
    early = client.post(page + "selesai/", {f"result_{ring.pk}": "yes"})
    assert early.status_code == 422
    assert "Pilih jawabannya." in early.content.decode()
    broken = SimpleUploadedFile("x.png", b"bukan foto", "image/png")
    everything = {
        f"result_{ring.pk}": "yes",
        f"result_{cracks.pk}": "no",
        f"note_{cracks.pk}": f"Retak halus, kata {work.product.business.owner.name}",
        f"result_{glaze.pk}": "na",
        f"result_{drop.pk}": "yes",
    }
    refused = client.post(page, everything | {f"photo_{cracks.pk}": broken})
    assert refused.status_code == 422
    assert "Berkas ini bukan foto" in refused.content.decode()
    assert inspection.answers.get(item=cracks).result == "no"  # kept all the same
    photos = {f"photo_{cracks.pk}": picture(), f"photo_{drop.pk}": picture()}
    assert client.post(page + "selesai/", everything | photos).url == work.get_absolute_url()

    seen = client.get(f"{page}foto/{cracks.pk}/")
    assert seen["Content-Type"] == "image/jpeg"
    late = client.post(page, everything | {f"result_{cracks.pk}": "yes"})
    assert "tidak berubah lagi" in late.content.decode()
    with pytest.raises(InternalError, match="inspection is finished"), transaction.atomic():
        inspection.answers.update(result="yes")
    work.refresh_from_db()
    assert as_user(council.curators[0]).get(page).status_code == 403


def test_curators_read_the_findings_without_names(council, work, as_user):
    inspection = inspections.begin(work, by=council.second)
    items = list(inspection.checklist.items.all())
    note = f"Ditunjukkan {work.product.business.owner.name}"
    answers = {item: inspections.Answer("yes", note, "curation/ab/x.jpg") for item in items}
    inspections.save_answers(inspection, answers)
    from curation import screening  # noqa: PLC0415 only here
    from tests.curation.cases import pass_gates  # noqa: PLC0415

    pass_gates(council, work)
    screening.queue(work, redaction_confirmed=True, by=council.secretariat)
    assignments.assign(work, curators=council.curators[:3], by=council.secretariat)
    assignments.start_review(work, by=council.secretariat)
    desk = f"/kerja/kurasi/{work.round.slug}/nilai/"
    curator = as_user(council.curators[0])
    assert items[0].text not in curator.get(desk, follow=True).content.decode()
    inspections.finish(inspection)

    text = curator.get(desk, follow=True).content.decode()

    assert items[0].text in text
    for leak in (work.product.business.owner.name, council.second.full_name, "curation/ab"):
        assert leak not in text


def test_checklist_is_frozen_at_first_use_and_copied(council, work):
    inspection = inspections.begin(work, by=council.secretariat)
    checklist = Checklist.objects.get(pk=inspection.checklist_id)
    assert checklist.frozen_at is not None
    with pytest.raises(InternalError, match="checklist is frozen"), transaction.atomic():
        checklist.items.update(text="Lain")

    copy = inspections.copy_of(checklist)

    assert (copy.version, copy.items.count()) == (2, checklist.items.count())
    assert inspections.checklist_for(work.version) == copy
    with pytest.raises(ValidationError) as refused:
        inspections.copy_of(checklist)
    assert refused.value.code == "in_preparation"
    assert inspections.begin(work, by=council.secretariat).checklist == checklist


def test_work_of_a_craft_without_checklist_says_so(council):
    with pytest.raises(ValidationError) as refused:
        inspections.begin(queue(council), by=council.secretariat)

    assert refused.value.code == "no_checklist"
