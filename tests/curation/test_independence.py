"""Nobody sees what is not theirs to see: scores before the time, makers' names, curators' names."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from artisans.membership import join_association
from artisans.models import Association, CentreMembership, MentoringPlan, MentoringVisit
from curation import assignments, plans, reviews
from curation.blind import blind_work, redact
from curation.conflicts import declare, months_before, tie_of
from curation.models import Assignment, Certificate, Review, Submission
from curation.transitions import State
from dekranasda.accounts.models import Role, User
from dekranasda.notices.models import Notice
from tests.curation.cases import (
    GOOD,
    WEAK,
    Council,
    decide,
    deliberate,
    finish,
    marks,
    owner_of,
    queue,
    score,
    start,
)
from tests.factories import make_artisan, make_business, make_centre, make_user

pytestmark = pytest.mark.django_db

SECRET = "Rahasia sekali: goresan di kaki kiri"  # a comment that must not leak before its time
ODD = {**GOOD, "KMS": 1}  # totals 78.75


@pytest.fixture
def scored(council: Council):
    """One curator of three has sent scores with a telling comment."""
    work = start(council)
    first = council.curators[0]
    held = work.assignments.get(curator=first)
    given = marks(ODD)
    given["KMS"] = reviews.Mark(1, SECRET)
    reviews.save_review(held, by=first, marks=given, complete=True, panel_note=SECRET)
    reviews.finalise(held, by=first)
    return work


def pages_of(council: Council, work) -> list[str]:
    slug, code = council.round.slug, work.product.code
    own = [
        f"/kerja/kurasi/{slug}/nilai/{held.pk}/"
        for held in Assignment.objects.filter(submission=work)
    ]
    return [
        "/kerja/",
        "/kerja/kurasi/",
        f"/kerja/kurasi/{slug}/",
        f"/kerja/kurasi/{slug}/?keadaan=in_review",
        f"/kerja/kurasi/{slug}/nilai/periksa/",
        f"/kerja/kurasi/{slug}/sidang/",
        f"/kerja/kurasi/{slug}/sidang/{work.code}/",
        f"/kerja/kurasi/{slug}/sidang/{work.code}/layar/",
        f"/kerja/kurasi/{slug}/berita-acara/",
        f"/kerja/kurasi/{slug}/surat/",
        "/kerja/kurasi/register/",
        f"/kerja/kurasi/{slug}/karya/{work.code}/",
        f"/kerja/kurasi/{slug}/karya/{work.code}/kurator/",
        f"/kerja/kurasi/{slug}/karya/{work.code}/hubungan/",
        f"/kerja/kurasi/{slug}/pembagian/",
        f"/kerja/kurasi/{slug}/panel/",
        f"/kerja/kurasi/{slug}/umumkan/",
        f"/saya/karya/{code}/",
        "/kurasi/",
        f"/kurasi/{slug}/",
        "/admin/curation/review/",
        "/admin/curation/score/",
        *own,
    ]


@pytest.mark.parametrize("who", ["second curator", "chair", "secretariat", "leader", "maker"])
def test_scores_stay_unseen_until_the_session_opens(council, scored, as_user, who):
    """Through every page, also for those who lead, administer or own the work."""
    person = {
        "second curator": council.curators[1],
        "chair": council.chair,
        "secretariat": council.secretariat,
        "leader": council.leader,
        "maker": owner_of(scored),
    }[who]
    client = as_user(person)

    for page in pages_of(council, scored):
        text = client.get(page, follow=True).content.decode()
        assert SECRET not in text, page
        assert "78,75" not in text, page


def test_own_scores_are_seen_and_the_session_shows_them_to_the_panel(council, scored, as_user):
    """The success twin: the same words appear where they may, so the test above can fail."""
    for curator in council.curators[1:3]:
        score(scored, curator)
    page = f"/kerja/kurasi/{council.round.slug}/sidang/{scored.code}/"

    text = as_user(council.curators[1]).get(page).content.decode()

    assert SECRET in text
    assert "78,75" in text


def test_order_of_the_desk_does_not_depend_on_scores(council, as_user):
    works = [start(council) for _work in range(3)]
    client = as_user(council.curators[1])
    page = f"/kerja/kurasi/{council.round.slug}/nilai/"
    before = client.get(page, follow=True).redirect_chain

    score(works[0], council.curators[0])

    assert client.get(page, follow=True).redirect_chain == before


def test_curator_reads_neither_maker_nor_business_nor_place(council, as_user):
    product_maker = council.maker()
    work = start(council)
    version = work.version
    names = [owner_of(work).full_name, work.product.business.name]
    held = work.assignments.get(curator=council.curators[0])

    text = (
        as_user(council.curators[0])
        .get(f"/kerja/kurasi/{council.round.slug}/nilai/{held.pk}/")
        .content.decode()
    )

    assert version.name in text
    for name in [*names, product_maker.full_name, "Batokan", work.product.code]:
        assert name not in text


def test_session_does_not_name_the_maker_either(council, as_user):
    work = deliberate(council)
    page = f"/kerja/kurasi/{council.round.slug}/sidang/{work.code}/"

    text = as_user(council.chair).get(page).content.decode()

    assert work.version.name in text
    assert owner_of(work).full_name not in text
    assert work.product.business.name not in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saya, Siti Aminah, belajar dari ibu.", "Saya, ▇▇▇, belajar dari ibu."),
        ("Ibu aminah menganyam sejak 1998.", "Ibu ▇▇▇ menganyam sejak 1998."),
        ("Pesan di 0812-3456-7890 atau @aminahjati.", "Pesan di ▇▇▇ atau ▇▇▇."),
        ("Toko www.aminah.id buka.", "Toko ▇▇▇ buka."),
        ("Vas jati ukuran 12 x 20 cm.", "Vas jati ukuran 12 x 20 cm."),
    ],
)
def test_names_and_contacts_are_blotted_out_and_words_of_the_craft_stay(text, expected):
    assert redact(text, ["Siti Aminah", "Aminah Jati"]) == expected


def test_story_with_the_makers_name_is_shown_without_it(council):
    work = start(council)
    version = work.version
    version.story = f"Saya {owner_of(work).full_name} dari Griya Rahasia."

    shown = blind_work(version)

    assert "Wulan" not in shown.story
    assert "Rahasia" not in shown.story


@pytest.mark.parametrize("outcome", ["coaching", "rejected", "revision_requested"])
def test_maker_reads_words_and_comments_but_no_numbers_and_no_names(council, as_user, outcome):
    work = finish(council, outcome, WEAK)

    text = as_user(owner_of(work)).get(f"/saya/karya/{work.product.code}/").content.decode()

    assert "Perlu diperbaiki" in text
    assert "Perbaiki KMS." in text
    for secret in [*(one.full_name for one in council.curators), council.chair.full_name, "50,00"]:
        assert secret not in text


def test_signed_decision_is_not_seen_before_its_release(council, as_user):
    work = decide(council, "rejected", WEAK)
    client = as_user(owner_of(work))

    text = client.get(f"/saya/karya/{work.product.code}/").content.decode()

    assert "Menunggu sidang" in text
    assert "Belum lolos" not in text
    assert "Perbaiki kemasannya" not in text
    assert Notice.objects.get(key__startswith="curation:decision:").state == Notice.State.HELD
    assert "Perbaiki kemasannya" not in client.get("/saya/pesan/").content.decode()


def test_strangers_find_nothing_of_a_work(council, as_user, client):
    work = finish(council)
    number = Certificate.objects.get().number
    stranger = as_user(council.maker())

    for page in ("", "tarik/", "keberatan/", "terkirim/"):
        assert stranger.get(f"/saya/karya/{work.product.code}/{page}").status_code == 404
    assert stranger.get(f"/saya/sertifikat/{number}.pdf").status_code == 404
    assert stranger.get(f"/kerja/kurasi/{council.round.slug}/").status_code == 403
    assert client.get(f"/saya/karya/{work.product.code}/").status_code == 302


def test_curators_cannot_open_each_others_desk_or_another_rounds(council, as_user):
    work = start(council)
    slug = council.round.slug
    other = work.assignments.get(curator=council.curators[0])

    assert (
        as_user(council.curators[1]).get(f"/kerja/kurasi/{slug}/nilai/{other.pk}/").status_code
        == 404
    )
    assert as_user(council.outsider).get(f"/kerja/kurasi/{slug}/nilai/").status_code == 404
    assert as_user(council.outsider).get(f"/kerja/kurasi/{slug}/sidang/").status_code == 404


# Conflicts of interest


def curator_in_conflict(council: Council, kind: str, work) -> User:
    curator = council.curators[0]
    business = work.product.business
    if kind == "own":
        business.owner.user = curator
        business.owner.save()
    elif kind == "helper":
        Submission.objects.filter(pk=work.pk).update(submitted_by=curator)
    elif kind == "mentor":
        MentoringPlan.objects.create(
            business=business, mentor=curator, title="Bina", opened_on="2020-01-01"
        )
    elif kind == "centre":
        centre = make_centre()
        CentreMembership.objects.create(business=business, centre=centre)
        artisan = make_artisan(user=curator)
        make_business(owner=artisan, centre=centre)
    elif kind == "association":
        group = Association.objects.create(name="Paguyuban Jati Aji")
        for person in (business.owner, make_artisan(user=curator)):
            join_association(person, group, joined_on=None, today=date(2026, 1, 1))
    elif kind == "declared":
        declare(work, curator=curator, reason="Paman saya.", by=curator)
    return curator


@pytest.mark.parametrize("kind", ["own", "helper", "mentor", "centre", "association", "declared"])
def test_curator_with_a_tie_is_never_assigned_proposed_or_let_in(council, as_user, kind):
    work = queue(council)
    curator = curator_in_conflict(council, kind, work)
    work = type(work).objects.get(pk=work.pk)

    with pytest.raises(ValidationError) as refusal:
        assignments.assign(work, curators=[curator], by=council.secretariat)
    assert refusal.value.code == "conflict"
    proposed = plans.compute(plans.table_of(council.round)).added[work.pk]
    assert curator.pk not in proposed
    assert len(proposed) == 5


@pytest.mark.parametrize(("months_ago", "is_tied"), [(23, True), (25, False)])
def test_mentoring_counts_for_24_months(council, months_ago, is_tied):
    work = queue(council)
    today = timezone.localdate()
    MentoringVisit.objects.create(
        business=work.product.business,
        mentor=council.curators[0],
        visited_on=months_before(today, months_ago),
        findings="Baik.",
    )

    assert bool(tie_of(work, council.curators[0], on=today)) is is_tied


def test_a_mentor_who_handed_the_plan_over_stays_tied(council):
    work = queue(council)
    plan = MentoringPlan.objects.create(
        business=work.product.business,
        mentor=council.curators[0],
        title="Bina",
        opened_on="2020-01-01",
    )
    MentoringPlan.objects.filter(pk=plan.pk).update(mentor=council.curators[1])
    today = timezone.localdate()

    assert [bool(tie_of(work, curator, on=today)) for curator in council.curators[:3]] == [
        True,
        True,
        False,
    ]


def test_tie_found_after_assignment_stops_the_scores(council):
    work = start(council)
    curator = council.curators[0]
    declare(work, curator=curator, reason="Sepupu.", by=council.secretariat)

    with pytest.raises(ValidationError) as refusal:
        score(work, curator)

    assert refusal.value.code == "conflict"


def test_recused_curator_no_longer_counts_and_a_replacement_may_come(council):
    work = start(council)
    for curator in council.curators[:2]:
        score(work, curator)
    gone, fresh = council.curators[2], council.curators[3]
    reviews.recuse(work.assignments.get(curator=gone), reason="Kenal.", by=gone)
    work.refresh_from_db()
    assert work.state == State.IN_REVIEW

    assignments.assign(work, curators=[*council.curators[:2], fresh], by=council.secretariat)
    score(work, fresh)

    work.refresh_from_db()
    assert work.state == State.DELIBERATION
    assert Review.objects.filter(submission=work, finalised_at__isnull=False).count() == 3


def test_chair_with_a_tie_hands_the_session_to_the_panel(council, as_user):
    work = deliberate(council)
    declare(work, curator=council.chair, reason="Adik saya.", by=council.chair)
    page = f"/kerja/kurasi/{council.round.slug}/sidang/{work.code}/"

    assert as_user(council.chair).get(page).status_code == 404
    assert "Usulkan keputusan" in as_user(council.curators[3]).get(page).content.decode()


def test_proposal_of_curators_is_level_and_the_same_every_time(council):
    for _work in range(4):
        queue(council)

    first = plans.compute(plans.table_of(council.round)).added
    again = plans.compute(plans.table_of(council.round)).added

    loads = [sum(one.pk in people for people in first.values()) for one in council.curators]
    assert first == again
    assert max(loads) - min(loads) <= 1


def test_appeal_is_heard_by_nobody_who_had_a_part(council, as_user):
    from tests.curation.cases import in_state  # noqa: PLC0415 only here

    work = in_state(council, State.APPEALED)
    page = f"/kerja/kurasi/keberatan/{work.code}/"

    assert as_user(council.curators[0]).get(page).status_code == 404
    assert as_user(council.chair).get(page).status_code == 404
    assert as_user(council.secretariat).get(page).status_code == 403
    assert as_user(council.outsider).get(page).status_code == 200
    assert as_user(council.leader).get(page).status_code == 200
    assert as_user(make_user(Role.LEADER)).get(page).status_code == 404
