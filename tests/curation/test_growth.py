"""What became better between two judgements: words to makers and mentors, numbers to others."""

import re

import pytest

from curation import assignments as assigning
from curation import decisions, growth, release, screening, submissions
from dekranasda.accounts.models import Role
from products.drafts import new_version
from tests.curation.cases import (
    GOOD,
    WEAK,
    finish,
    make_ready,
    owner_of,
    pass_gates,
    propose,
    score,
)
from tests.factories import make_photo, make_user

pytestmark = pytest.mark.django_db
# A middle score as a page would print it: 2,0 or 3,5 or 2.0
NUMBER = re.compile(r"\b[0-4][,.][05]\b")


@pytest.fixture
def grown(council):
    """A work that nearly passed, mended, and judged again by all: now in session."""
    work = finish(council, "revision_requested", WEAK)
    draft = new_version(work.product, by=owner_of(work))
    draft.packaging = "Kotak karton berlabel"
    draft.price_idr = 190_000
    draft.save()
    make_photo(draft, sha256="ab" * 32)
    make_ready(work.product)
    submissions.resubmit(work, by=owner_of(work))
    pass_gates(council, work)
    screening.queue(work, redaction_confirmed=True, by=council.secretariat)
    assigning.assign(work, curators=council.curators[:3], by=council.secretariat)
    assigning.start_review(work, by=council.secretariat)
    return work


def judged(council, work):
    for curator in council.curators[:3]:
        score(work, curator, GOOD)
    work.refresh_from_db()
    return work


def test_words_before_and_what_changed_and_words_after_the_release(council, grown):
    before = growth.growth_of(grown, None)

    assert before is not None
    assert {str(one.after) for one in before.criteria} == {""}
    assert before.fields == ["Harga", "Kemasan"]
    assert (before.photos_added, before.photos_removed) == (1, 0)


def test_makers_read_words_and_never_numbers(council, grown, as_user):
    page = f"/saya/karya/{grown.product.code}/"
    work = judged(council, grown)

    text = as_user(owner_of(work)).get(page).text
    section = text[text.index('id="perkembangan"') : text.index('id="jalan"')]
    assert "Yang berubah:" in section
    assert "→" not in section  # the new judgement is not known yet
    assert not NUMBER.search(section)


def test_the_session_compares_after_the_own_scores_and_the_chair_reads_numbers(
    council, grown, as_user
):
    first = council.curators[0]
    assert not growth.may_compare(grown, first)
    score(grown, first, GOOD)
    assert growth.may_compare(grown, first)
    for curator in council.curators[1:3]:
        score(grown, curator, GOOD)
    grown.refresh_from_db()
    page = f"/kerja/kurasi/{council.round.slug}/sidang/{grown.code}/"

    member = as_user(first).get(page).text
    chair = as_user(council.chair).get(page).text

    assert "Dibanding penilaian sebelumnya" in member
    assert "hanya untuk ketua" not in member
    assert "hanya untuk ketua" in chair
    assert "Kotak karton berlabel" not in re.sub(r"(?s)<dl.*?</dl>", "", member)  # labels alone


def test_mentors_read_words_and_the_secretariat_numbers(council, grown, as_user):
    work = judged(council, grown)
    propose(council, work)
    decisions.sign(work, by=council.curators[0])
    release.release(work, by=council.second)
    business = work.product.business
    mentor = make_user(Role.MENTOR, full_name="Pak Pendamping")
    business.plans.create(title="Rencana", mentor=mentor, opened_on="2026-01-01")
    page = f"/kerja/registri/{business.pk}/kurasi/{work.code}/"

    read = as_user(mentor).get(page).text
    section = read[read.index('id="perkembangan"') :]
    assert "Perlu diperbaiki → <b>Baik</b>" in section
    assert not NUMBER.search(section)
    assert "hanya untuk ketua dan sekretariat" in as_user(council.secretariat).get(page).text
    text = as_user(owner_of(work)).get(f"/saya/karya/{work.product.code}/").text
    mine = text[text.index('id="perkembangan"') : text.index('id="jalan"')]
    assert "Perlu diperbaiki → <b>Baik</b>" in mine
    assert not NUMBER.search(mine)
