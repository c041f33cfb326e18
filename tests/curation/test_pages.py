"""Every page of curation answers, with a title and one heading, in a fixed number of queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curation import panels
from curation.models import Certificate, PanelMember, Submission
from curation.transitions import State
from tests.curation.cases import (
    decide,
    deliberate,
    finish,
    in_state,
    join_panel,
    make_council,
    owner_of,
    queue,
    start,
    submit,
)
from tests.scanning import scanned

pytestmark = pytest.mark.django_db


def is_sound(answer) -> bool:
    """A whole page: 200, one h1, a title, every id once."""
    text = answer.content.decode()
    ids = re.findall(r'\bid="([^"]+)"', text)
    return (
        answer.status_code == 200
        and len(re.findall(r"<h1[\s>]", text)) == 1
        and bool(re.search(r"<title>\s*\S", text))
        and len(ids) == len(set(ids))
    )


def test_pages_of_the_secretariat_are_sound(council, as_user):
    client = as_user(council.secretariat)
    work, queued = submit(council), queue(council)
    under_review = start(council)
    held = under_review.assignments.first()
    finished = finish(council)
    decide(council)
    desk = f"/kerja/kurasi/{council.round.slug}/"

    for page in (
        "/kerja/",
        "/kerja/kurasi/",
        "/kerja/kurasi/baru/",
        desk,
        desk + "ubah/",
        desk + "panel/",
        desk + "pembagian/",
        desk + "umumkan/",
        desk + f"karya/{work.code}/",
        desk + f"karya/{work.code}/kembalikan/",
        desk + f"karya/{work.code}/tidak-memenuhi/",
        desk + f"karya/{work.code}/tahan/",
        desk + f"karya/{queued.code}/kurator/",
        desk + f"karya/{under_review.code}/kurator/",
        desk + f"karya/{under_review.code}/kurator/{held.pk}/ganti/",
        desk + f"karya/{queued.code}/hubungan/",
        desk + f"karya/{queued.code}/hubungan/tetapkan/",
        f"/kerja/kurasi/sertifikat/{Certificate.objects.get().number}/tangguhkan/",
        desk + f"karya/{finished.code}/",
    ):
        assert is_sound(client.get(page)), page


def test_pages_of_curators_and_chair_are_sound(council, as_user):
    held = start(council).assignments.get(curator=council.curators[0])
    work = deliberate(council)
    desk = f"/kerja/kurasi/{council.round.slug}/"
    curator, chair = as_user(council.curators[0]), as_user(council.chair)

    join_panel(make_council().round, council.curators[0], accepted_at=None, statement="")
    invitation = panels.invite(
        PanelMember.objects.get(accepted_at=None), by=council.secretariat
    ).round
    asked = f"/kerja/kurasi/{invitation.slug}/"

    for page in (
        "/kerja/",
        "/kerja/kurasi/",
        desk,
        desk + "nilai/",
        desk + "nilai/periksa/",
        desk + f"nilai/{held.pk}/tolak/",
        asked,
        asked + "undangan/",
        asked + "undangan/tolak/",
    ):
        assert is_sound(curator.get(page, follow=True)), page
    for page in ("sidang/", f"sidang/{work.code}/", f"sidang/{work.code}/nilai-lagi/"):
        assert is_sound(chair.get(desk + page)), page


@pytest.mark.parametrize("state", State, ids=str)
def test_status_page_is_sound_in_every_state(council, as_user, state):
    work = in_state(council, state)

    assert is_sound(as_user(owner_of(work)).get(f"/saya/karya/{work.product.code}/"))


def test_public_pages_are_sound_and_touch_no_session(council, client):
    finish(council)
    number = Certificate.objects.get().number

    for page in (
        "/kurasi/",
        f"/kurasi/{council.round.slug}/",
        "/verifikasi/",
        f"/verifikasi/{number}/",
        f"/verifikasi/{number.lower()}/",
        "/status/",
        "/en/kurasi/",
    ):
        answer = client.get(page)
        assert is_sound(answer), page
        assert "sessionid" not in answer.cookies


def test_unknown_certificate_is_not_found_and_says_what_to_do(client, db):
    answer = client.get("/verifikasi/DKR-2026-AAAAAA/")

    assert answer.status_code == 404
    assert "Nomor ini tidak kami temukan" in answer.content.decode()


def test_round_in_preparation_is_not_public(council, client):
    from curation.models import Round  # noqa: PLC0415 only here

    draft = Round.objects.get(pk=council.round.pk)
    draft.pk, draft.number, draft.slug, draft.opened_at = None, 99, "rahasia", None
    draft.save(force_insert=True)

    assert client.get("/kurasi/rahasia/").status_code == 404
    assert "rahasia" not in client.get("/kurasi/").content.decode()


def test_status_without_account_needs_code_and_own_digits(council, client):
    work = submit(council)

    def ask(code, digits):
        return client.post("/status/", {"code": code, "digits": digits}).content.decode()

    assert "Sedang diperiksa kelengkapannya" in ask(work.code, "0123")
    wrong = ask(work.code, "9999")
    assert "tidak cocok" in wrong
    assert "tidak cocok" in ask("KUR-2026-9999", "0123")
    assert work.version.name not in ask(work.code, "0123")


def test_maker_sends_a_work_and_gets_a_receipt(council, as_user):
    from tests.curation.cases import ready_product  # noqa: PLC0415 only here

    product = ready_product(council)
    client = as_user(product.business.owner.user)

    answer = client.post(f"/saya/karya/{product.code}/kirim/", follow=True)

    code = Submission.objects.get(product=product).code
    assert code in answer.content.decode()
    again = client.post(f"/saya/karya/{product.code}/kirim/", follow=True)
    assert code in again.content.decode()
    assert Submission.objects.filter(product=product).count() == 1


def test_certificate_is_a_pdf_of_the_maker(council, as_user):
    work = finish(council)
    number = Certificate.objects.get().number

    answer = as_user(owner_of(work)).get(f"/saya/sertifikat/{number}.pdf")

    (address,) = scanned(b"".join(answer.streaming_content))
    assert address.endswith(f"/verifikasi/{number}/")
    assert number in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("who", "page", "make"),
    [
        ("secretariat", "/kerja/kurasi/{slug}/", start),
        ("secretariat", "/kerja/kurasi/{slug}/umumkan/", decide),
        ("secretariat", "/kerja/", submit),
        ("chair", "/kerja/kurasi/{slug}/sidang/", deliberate),
        ("curator", "/kerja/kurasi/{slug}/nilai/periksa/", start),
    ],
)
def test_lists_take_the_same_number_of_queries(council, as_user, who, page, make):
    person = {
        "secretariat": council.secretariat,
        "chair": council.chair,
        "curator": council.curators[0],
    }[who]
    client, address = as_user(person), page.format(slug=council.round.slug)
    counts = []
    for _more in range(2):
        make(council)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]


ADMIN = (
    "rubric round submission statechange gatecheck completionitem assignment conflict review "
    "score decision appeal certificate"
)


@pytest.mark.parametrize("model", ADMIN.split())
def test_admin_lists_cost_at_most_20_queries(council, admin, as_user, model):
    finish(council)
    finish(council)
    client = as_user(admin)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/admin/curation/{model}/")

    assert answer.status_code == 200
    assert len(queries) <= 20


def test_admin_changes_no_state(council, admin, as_user):
    work = submit(council)

    answer = as_user(admin).post(
        f"/admin/curation/submission/{work.pk}/change/", {"state": "accepted"}
    )

    assert answer.status_code == 403
