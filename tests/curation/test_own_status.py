"""After sending, as the maker reads it: whose turn, by when, what to mend and where, what changed.

And a new version takes the place of the one on show only once it passed.
"""

from datetime import timedelta
from html import escape

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from curation import (
    assignments,
    certificates,
    clock,
    decisions,
    expiry,
    release,
    screening,
    weaknesses,
)
from curation.deadlines import working_days_after
from curation.models import Certificate, PhotoMark, Round, Submission
from curation.status import status_of
from curation.transitions import State
from dekranasda.templatetags.portal import tanggal
from events.models import Event
from products.models import Photo, Product
from tests.curation.cases import (
    GOOD,
    WEAK,
    ask_completion,
    deliberate,
    finish,
    in_state,
    make_council,
    make_ready,
    owner_of,
    pass_gates,
    propose,
    score,
    submit,
)
from tests.factories import give_consent, make_photo

pytestmark = pytest.mark.django_db


def status_page(work):
    return f"/saya/karya/{work.product.code}/"


# Whose turn, by when


def test_a_promise_of_the_late_stands_until_it_is_broken_too(council):
    work = submit(council)
    due = working_days_after(timezone.localdate(), council.round.screening_days)
    first = working_days_after(due, council.round.screening_days)
    second = working_days_after(first, council.round.screening_days)

    def line_on(day):
        noon = timezone.now() + (day - timezone.localdate())
        return status_of(work, at=noon)

    assert line_on(due).facts[-1] == ("Paling lambat", tanggal(due))
    for day, promise in ((due + timedelta(days=1), first), (first, first)):
        late = line_on(day)
        assert late.line.endswith(f"Kami kabari lagi paling lambat {tanggal(promise)}.")
        assert late.facts[-1] == ("Seharusnya", tanggal(due))
        assert late.kind == "late"
    assert tanggal(second) in line_on(first + timedelta(days=1)).line


def test_who_did_not_pass_reads_from_when_to_send_again(council):
    work = in_state(council, State.REJECTED)
    at = timezone.now()
    Round.objects.filter(pk=council.round.pk).update(closes_at=at - timedelta(days=1))
    assert "pada periode berikutnya" in status_of(work, at=at).line

    later = make_council(number=9, slug="nanti").round

    Round.objects.filter(pk=later.pk).update(opens_at=at + timedelta(days=4))
    day = tanggal(timezone.localdate(at + timedelta(days=4)))
    assert f"mengirim lagi mulai {day}" in status_of(work, at=at).line
    Round.objects.filter(pk=later.pk).update(opens_at=at - timedelta(days=4))
    assert "mengirim lagi sekarang" in status_of(work, at=at).line


def test_a_missed_deadline_of_the_maker_says_what_to_do(council):
    work = in_state(council, State.REVISION_REQUESTED)

    after = status_of(work, at=timezone.now() + timedelta(days=60))

    assert "Tenggatnya sudah lewat. Hubungi sekretariat" in after.line


# What to complete, what changed


def test_a_request_is_a_checklist_and_old_and_new_words_stay_readable(council, as_user):
    work = submit(council)
    maker, desk = as_user(owner_of(work)), as_user(council.secretariat)
    ask_completion(council, work, part="price")
    assert "Sudah Anda ubah" not in maker.get(status_page(work)).text
    maker.post(status_page(work) + "perbaiki/")
    step = status_page(work) + "langkah/4/"
    typed = {"price_idr": "260rb", "production_time": "week", "capacity_per_month": "9"}

    maker.post(step, typed)
    checklist = maker.get(status_page(work)).text
    draft = work.product.draft()
    draft.declares_own_work = True
    draft.save()
    maker.post(status_page(work) + "kirim/")

    assert "Sudah Anda ubah" in checklist
    work.refresh_from_db()
    assert work.state == State.SUBMITTED
    for text in (maker.get(status_page(work)).text, desk.get(work.get_absolute_url()).text):
        assert "<del" in text
        assert "Rp175.000" in text[text.index("<del") :]
        assert "Rp260.000" in text[text.index("<ins") :]


# Where on the photograph, which training


def training_about(code):
    starts = timezone.now() + timedelta(days=20)
    return Event.objects.create(
        kind=Event.Kind.TRAINING, slug="kemasan", title="Kemasan yang Aman", starts_at=starts,
        ends_at=starts + timedelta(hours=3), place="Balai", quota=5, topic=code,
        registration_closes_at=starts, state=Event.State.PUBLISHED,
    )  # fmt: skip


def test_the_chair_shows_where_and_the_maker_reads_it_with_the_verdict_alone(council, as_user):
    work = deliberate(council, WEAK)
    training_about("KMS")
    photo = work.version.photos.first()
    room = f"/kerja/kurasi/{council.round.slug}/sidang/{work.code}/"
    page = f"{room}foto/{photo.pk}/"
    criterion = work.rubric.criteria.get(code="KMS")
    chair, maker = as_user(council.chair), as_user(owner_of(work))
    mark = {"criterion": criterion.pk, "sentence": "Kotaknya penyok di sini.", "field": "8"}

    assert page in chair.get(room).text
    assert chair.post(page, mark | {"sentence": "  "}).status_code == 422
    chair.post(page, mark)
    chair.post(page, mark | {"sentence": "Salah tempat."})
    wrong = PhotoMark.objects.get(sentence="Salah tempat.")
    chair.post(f"{page}{wrong.pk}/hapus/")

    assert as_user(council.curators[1]).post(page, mark).status_code == 404
    assert as_user(council.outsider).get(page).status_code == 404
    assert "Kotaknya penyok" in chair.get(page).text
    propose(council, work, "revision_requested")
    decisions.sign(work, by=council.curators[0])
    assert "Kotaknya penyok" not in maker.get(status_page(work)).text
    with pytest.raises(ValidationError, match="tidak sedang dibahas"):
        weaknesses.unmark(PhotoMark.objects.get(), by=council.chair)
    release.release(work, by=council.second)

    text = maker.get(status_page(work)).text
    note = text[text.index(escape(criterion.name)) :]
    assert "Kotaknya penyok di sini." in note
    assert "Salah tempat." not in text
    assert "Kemasan yang Aman" in note
    assert council.chair.full_name not in text
    # Once judged, a mark of the screening stays apart from one of the session.
    assert not work.photo_marks.filter(criterion=None).exists()


def test_a_photograph_that_the_panel_does_not_see_is_never_marked(council):
    product = make_ready_with_portrait(council)
    work = deliberate(council, WEAK, product=product)
    portrait = work.version.photos.get(kind=Photo.Kind.MAKER)

    with pytest.raises(ValidationError, match="tidak dilihat panel"):
        weaknesses.mark(
            work, portrait, criterion=work.rubric.criteria.all()[0], x=5, y=5, sentence="Di sini.",
            by=council.chair,
        )  # fmt: skip


def make_ready_with_portrait(council):
    from tests.curation.cases import ready_product  # noqa: PLC0415 only here

    product = ready_product(council)
    make_photo(product.versions.get(), kind=Photo.Kind.MAKER)
    return product


# A new version beside the public one


@pytest.fixture
def shown(council):
    """A work that passed and is on show."""
    work = finish(council)
    give_consent(work.product.business.owner)
    certificates.show_later(Certificate.objects.get(product=work.product))
    return Product.objects.get(pk=work.product_id)


def stages_of(council, work):
    """Judges a submission step by step; yields the state after each."""
    pass_gates(council, work)
    screening.queue(work, redaction_confirmed=True, by=council.secretariat)
    yield State.QUEUED
    assignments.assign(work, curators=council.curators[:3], by=council.secretariat)
    assignments.start_review(work, by=council.secretariat)
    yield State.IN_REVIEW
    for curator in council.curators[:3]:
        score(work, curator, GOOD)
    work.refresh_from_db()
    yield State.DELIBERATION
    propose(council, work)
    decisions.sign(work, by=council.curators[0])
    yield State.DECIDED


def test_an_edited_work_stays_as_it_was_in_public_until_it_passed(council, shown, as_user, client):
    user = shown.business.owner.user
    maker, mine = as_user(user), f"/saya/karya/{shown.code}/"
    second = make_council(number=9, slug="nanti")
    public = shown.get_absolute_url()

    def is_old():
        page, search = client.get(public).text, client.get("/cari/?q=Cendana").text
        return "Rp175.000" in page and "Rp299.000" not in page and shown.code not in search

    maker.post(mine + "perbaiki/")
    craft = shown.craft_id
    maker.post(mine + "langkah/2/", {"name": "Vas Cendana", "craft": craft})
    typed = {"price_idr": "299rb", "production_time": "week", "capacity_per_month": "9"}
    maker.post(mine + "langkah/4/", typed)
    assert shown.draft().name == "Vas Cendana"
    assert is_old()
    make_ready(shown)
    maker.post(mine + "kirim/")
    work = Submission.objects.get(product=shown, round=second.round)
    assert is_old()
    assert "tetap tampil di katalog" in maker.get(mine).text

    for _state in stages_of(second, work):
        assert is_old()
    release.release(work, by=second.second)

    shown.refresh_from_db()
    page = client.get(shown.get_absolute_url()).text
    assert "Rp299.000" in page
    assert "Vas Cendana" in page
    assert shown.code in client.get("/cari/?q=Cendana").text
    assert client.get(public).status_code == 301  # the label's and everybody's links lead on
    assert Certificate.objects.filter(product=shown).count() == 2
    assert shown.published_version == work.version


def test_a_renewal_runs_from_the_reminder_to_a_longer_validity(council, shown, as_user, client):
    user = shown.business.owner.user
    second = make_council(number=9, slug="nanti")
    soon = timezone.localdate() + timedelta(days=20)
    Product.objects.filter(pk=shown.pk).update(valid_until=soon)
    Certificate.objects.filter(product=shown).update(valid_until=soon)
    number = shown.certificate_number
    maker, mine = as_user(user), f"/saya/karya/{shown.code}/"
    assert expiry.remind(timezone.localdate()) == 1
    assert "Perpanjang kurasi" in maker.get(mine).text

    maker.post(mine + "perpanjang/", {"is_unchanged": "on", "declares_own_work": "on"})
    work = Submission.objects.get(product=shown, round=second.round)
    for _state in stages_of(second, work):
        assert f"/verifikasi/{number}" in client.get(shown.get_absolute_url()).text
    release.release(work, by=second.second)

    shown.refresh_from_db()
    assert shown.valid_until > soon + timedelta(days=300)
    assert shown.certificate_number != number
    page = client.get(shown.get_absolute_url()).text
    assert f"/verifikasi/{shown.certificate_number}" in page
    assert f"/verifikasi/{number}" not in page
    assert expiry.remind(timezone.localdate()) == 0
    with clock.fixed_at(timezone.now() + timedelta(days=21)):
        assert expiry.expire_overdue(timezone.localdate(clock.now())) == 0
