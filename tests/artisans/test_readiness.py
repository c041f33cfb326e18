"""Readiness: what counts, how it is judged, who was ready when, and who moved up."""

import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from artisans.models import Business, BusinessYear, ReadinessAssessment
from artisans.movement import DOWN, SAME, UP, movements, tally
from artisans.readiness import definition_on, definitions, ready_on
from tests.factories import make_business

TODAY = timezone.localdate()
DEFINITION = definitions()[0]
CODES = [[one.code for one in level.conditions] for level in DEFINITION.levels]
MOVEMENTS = reverse("artisans:movement_list")
WORKBOOK = reverse("artisans:movement_workbook")


def up_to(level):
    return [code for codes in CODES[:level] for code in codes]


def test_the_definition_fits_the_assessments_it_judges():
    points = {heading.code: heading.points for heading in DEFINITION.headings}

    assert points == ReadinessAssessment.HEADINGS
    assert sum(points.values()) == 100
    names = [(level.number, level.name) for level in DEFINITION.levels]
    assert names == [(value, str(label)) for value, label in ReadinessAssessment.Level.choices]
    assert len({code for codes in CODES for code in codes}) == sum(map(len, CODES))
    assert definition_on(date(1990, 1, 1)) == DEFINITION


@pytest.mark.parametrize(
    ("points", "met", "level"),
    [
        (100, [], 0),
        (0, up_to(1), 1),
        (59, up_to(6), 3),
        (60, up_to(6), 6),
        (60, up_to(3), 3),
        (60, up_to(4), 4),
        (60, [*up_to(3), *CODES[4]], 3),
        (100, up_to(6)[1:], 0),
    ],
)
def test_a_level_needs_its_conditions_and_those_below(points, met, level):
    assert DEFINITION.highest_level(points=points, met=met) == level


def page(business):
    return reverse("artisans:assessment_create", args=[business.pk])


def filled(met, points=10, **changes):
    return {
        "assessed_on": TODAY.isoformat(),
        "token": str(uuid4()),
        "level": "",
        "reason": "",
        **{heading.code: str(points) for heading in DEFINITION.headings},
        **{
            f"level_{level.number}": [one.code for one in level.conditions if one.code in met]
            for level in DEFINITION.levels
        },
        **changes,
    }


def test_the_level_by_count_is_given_unless_another_is_chosen(as_user, dewi, sari_business):
    client, form = as_user(dewi), filled(up_to(4))
    shown = client.get(page(sari_business)).content.decode()

    client.post(page(sari_business), form)
    client.post(page(sari_business), form)

    assert 'name="level_6"' in shown
    assert shown.count("(boleh kosong)") == 2  # the level and the reason, no condition
    kept = ReadinessAssessment.objects.get()
    assert (kept.level, kept.proposed_level, kept.total, kept.assessed_by) == (4, 4, 60, dewi)
    assert kept.conditions == sorted(up_to(4))
    assert (
        "Dewi Kartika"
        in client.get(reverse("artisans:business_detail", args=[sari_business.pk])).content.decode()
    )


def test_a_correction_stands_beside_the_earlier_judgement(as_user, dewi, sari_business):
    client = as_user(dewi)
    client.post(page(sari_business), filled(up_to(4)))

    client.post(page(sari_business), filled(up_to(2), level="3", reason="Pelatihan pekan ini"))

    levels = ReadinessAssessment.objects.order_by("pk").values_list("level", "proposed_level")
    assert list(levels) == [(4, 4), (3, 2)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"level": "6"}, "Tulis alasan memberi lain"),
        ({"quality": "21"}, "20"),
        ({"finance": ""}, "Beri nilai, walau 0"),
        ({"assessed_on": "2999-01-01"}, "dicatat setelah dilakukan"),
        ({"level_1": []}, "Syarat tingkat pertama belum lengkap"),
        ({"level_1": ["emas"]}, "emas"),
    ],
)
def test_a_wrong_judgement_is_explained_and_not_kept(as_user, dewi, sari_business, changes, words):
    response = as_user(dewi).post(page(sari_business), filled(up_to(4), **changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert ReadinessAssessment.objects.count() == 0


def test_nobody_judges_the_own_business(as_user, dewi, agus, sari_business):
    assert as_user(agus).get(page(sari_business)).status_code == 200
    sari_business.owner.user = agus
    sari_business.owner.save()

    assert as_user(agus).get(page(sari_business)).status_code == 404
    assert as_user(dewi).get(page(sari_business)).status_code == 200


def judged(*levels, **fields):
    """A business with one assessment a level, a year apart, the last today."""
    business = make_business(**fields)
    for years_ago, level in enumerate(reversed(levels)):
        if level:
            day = TODAY - timedelta(days=365 * years_ago)
            business.assessments.create(assessed_on=day, level=level)
    return business


def test_readiness_is_counted_on_any_day(db, django_assert_num_queries):
    judged(3, 4)
    judged(5, 2)
    judged(4, 4, state=Business.State.MERGED, merged_into=make_business())
    judged(None, 6)

    with django_assert_num_queries(2):
        counts = ready_on(TODAY), ready_on(TODAY - timedelta(days=1))

    assert counts == (2, 1)
    assert ready_on(TODAY, Business.objects.none()) == 0


def test_two_judgements_of_one_day_leave_the_later_word(db):
    business = judged(4)
    business.assessments.create(assessed_on=TODAY, level=3)

    assert ready_on(TODAY) == 0


def test_rises_and_falls_are_told_apart_by_level_and_by_class(db):
    start, end = TODAY - timedelta(days=365), TODAY
    rose, fell, stayed, unknown = judged(3, 4), judged(4, 1), judged(2, 2), judged(None, 5)
    grown = make_business(village=None)
    for year, sales in ((start.year, 2_000_000_000), (end.year, 2_000_000_001)):
        BusinessYear.objects.create(business=grown, year=year, turnover_idr=sales)

    moves = {one.business: one.moves for one in movements(Business.objects.all(), start, end)}

    assert moves == {
        rose.pk: {UP}, fell.pk: {DOWN}, stayed.pk: {SAME}, grown.pk: {UP},
    }  # fmt: skip
    assert unknown.pk not in moves


def test_groups_count_each_business_once(db):
    start = TODAY - timedelta(days=365)
    judged(3, 4)
    judged(4, 3)

    (group,) = tally(movements(Business.objects.all(), start, TODAY), "district")

    assert (group.key, group.compared) == ("35.22.20", 2)
    assert (group.either[UP], group.either[DOWN], group.level[UP]) == (1, 1, 1)


def test_the_page_of_movements_tells_who_rose(as_user, dewi, agus, hartono):
    judged(3, 4, name="Anyaman Naik")
    judged(3, 3, name="Batik Tetap")
    judged(3, 4, name="Jati Jauh", village_id="35.22.21.2009")

    text = as_user(dewi).get(MOVEMENTS).content.decode()
    assert "Anyaman Naik" in text
    assert "Jati Jauh" in text
    assert "Batik Tetap" not in text
    assert "Batik Tetap" in as_user(hartono).get(f"{MOVEMENTS}?gerak=tetap").content.decode()
    assert "Jati Jauh" not in as_user(agus).get(MOVEMENTS).content.decode()


def test_wrong_days_are_explained(as_user, dewi):
    response = as_user(dewi).get(f"{MOVEMENTS}?dari=2026-02-01&sampai=2026-01-01")

    assert response.status_code == 422
    assert "Pilih tanggal sesudah tanggal pertama" in response.content.decode()
    assert as_user(dewi).get(f"{MOVEMENTS}?dari=x&sampai=").status_code == 422


def test_the_page_takes_the_same_queries_for_few_and_many(as_user, dewi, django_assert_num_queries):
    client = as_user(dewi)
    judged(3, 4)
    client.get(MOVEMENTS)

    with django_assert_num_queries(10):
        client.get(MOVEMENTS)
    for _number in range(5):
        judged(3, 4)
    with django_assert_num_queries(10):
        client.get(MOVEMENTS)


def test_the_workbook_holds_typed_cells_and_no_formula(as_user, dewi):
    judged(3, 4, name="=1+1")

    response = as_user(dewi).get(WORKBOOK)

    book = load_workbook(io.BytesIO(response.getvalue()))
    assert book.sheetnames == ["Usaha", "Kecamatan", "Kerajinan"]
    row = next(book["Usaha"].iter_rows(min_row=2))
    assert (row[0].value, row[0].data_type, row[9].value) == ("=1+1", "s", "Naik")
    assert next(book["Kecamatan"].iter_rows(min_row=2))[1].value == 1
