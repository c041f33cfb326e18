"""Rubrics: one for each class of products, frozen at first use, copied to be changed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.utils import timezone

from artisans.models import Craft
from curation import rounds, rubric_rules
from curation.defaults import CRAFTS, FOOD
from curation.models import ClassCraft, ProductClass, Round, RoundRubric, Rubric
from tests.curation.cases import join_panel, ready_product, submit

pytestmark = pytest.mark.django_db


def food_craft() -> Craft:
    """A field of the registry whose works are food of the gallery."""
    craft = Craft.objects.create(
        code="MKN", slug="makanan", name="Makanan", name_en="Food", material_class="other"
    )
    ClassCraft.objects.create(product_class=ProductClass.objects.get(slug=FOOD), craft=craft)
    return craft


def announced_round(council, *class_rubrics) -> Round:
    """A further round of the council that judges some classes by rubrics of their own."""
    now = timezone.now()
    round = Round.objects.create(
        number=50,
        slug="dua-rubrik",
        title="Dua rubrik",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        review_due_at=now + timedelta(days=9),
        meets_on=timezone.localdate(),
        releases_on=timezone.localdate(),
        rubric=council.round.rubric,
    )
    for rubric in class_rubrics:
        RoundRubric.objects.create(round=round, product_class=rubric.product_class, rubric=rubric)
    join_panel(round, council.chair, is_chair=True)
    for curator in council.curators[:2]:
        join_panel(round, curator)
    rounds.announce(round, by=council.secretariat)
    return round


def test_work_is_judged_by_the_rubric_of_its_class(council):
    food = Rubric.objects.get(slug=FOOD)
    craft = food_craft()
    round = announced_round(council, food)  # closes first, so works go there
    ledre, vase = ready_product(council), ready_product(council)
    draft = ledre.draft()
    draft.craft = craft
    draft.save()

    judged = [submit(council, product).rubric for product in (ledre, vase)]

    assert judged == [food, round.rubric]
    food.refresh_from_db()
    assert food.is_frozen


def test_opened_round_keeps_its_rubrics_and_works_keep_theirs(council):
    round = announced_round(council, Rubric.objects.get(slug=FOOD))
    product = ready_product(council)
    work = submit(council, product)

    with pytest.raises(InternalError, match="rules of an opened round"), transaction.atomic():
        round.class_rubrics.update(needs_sample=True)
    other = rubric_rules.copy_of(Rubric.objects.get(slug=FOOD))
    work.rubric = other
    with pytest.raises(InternalError, match="rubric of the round"), transaction.atomic():
        work.save()


def test_frozen_rubric_is_copied_to_the_next_version_once(council):
    frozen = council.round.rubric
    with pytest.raises(ValidationError, match="Salin menjadi versi baru"):
        rubric_rules.require_open(frozen)

    copy = rubric_rules.copy_of(frozen)

    assert (copy.slug, copy.version, copy.is_frozen) == (CRAFTS, frozen.version + 1, False)
    assert not rubric_rules.changes_between(frozen, copy)
    with pytest.raises(ValidationError) as refused:
        rubric_rules.copy_of(frozen)
    assert refused.value.code == "in_preparation"


def test_comparison_names_what_a_version_says_differently(council):
    copy = rubric_rules.copy_of(council.round.rubric)
    copy.criteria.filter(code="MTU").update(weight=Decimal("22.5"), level_4="Tanpa cela.")
    copy.gates.filter(code="KERJA").delete()
    copy.grades.filter(letter="A").update(floors={"MTU": 4})

    before = rubric_rules.previous_of(copy)
    assert before == council.round.rubric
    changes = rubric_rules.changes_between(before, copy)

    assert [(one.part, one.before, one.after) for one in changes] == [
        ("MTU: bobot", "20%", "22,5%"),
        ("MTU: nilai 4", "Pengerjaan dan detail tanpa cela; layak menjadi acuan", "Tanpa cela."),
        (
            "Kelas A",
            "mulai 80, DSN ≥ 3, IDN ≥ 2, MTU ≥ 3, tanpa nilai 0, berlaku 24 bulan, Lolos",
            "mulai 80, MTU ≥ 4, tanpa nilai 0, berlaku 24 bulan, Lolos",
        ),
        ("Syarat KERJA", "Tanpa pekerja anak dan tanpa kerja tak dibayar", ""),
    ]


def test_rubric_with_gaps_says_what_is_missing_and_opens_no_round(council):
    copy = rubric_rules.copy_of(council.round.rubric)
    assert rubric_rules.problems_of(copy) == []
    copy.criteria.filter(code="MTU").update(weight=15, level_2="")
    copy.criteria.filter(code="DSN").update(code="DES")
    copy.grades.filter(letter="D").update(minimum=10)
    copy.grades.filter(letter="B").update(outcome="rejected")
    copy.gates.filter(code="NIB").update(caps_grade_at="X")

    assert rubric_rules.problems_of(copy) == [
        "Bobot kriteria berjumlah 95, seharusnya 100.",
        "Kriteria «Mutu & keterampilan» belum punya kalimat untuk nilai 2.",
        "Kelas terendah (D) mulai dari 10, sehingga nilai di bawahnya tidak punya kelas. "
        "Mulai dari 0.",
        "Kelas B lebih tinggi daripada C, tetapi artinya lebih buruk.",
        "Kelas A mensyaratkan kriteria DSN, yang tidak ada.",
        "Syarat «Ada NIB» membatasi kelas X, yang tidak ada.",
    ]
    with pytest.raises(ValidationError, match="berjumlah 95"):
        announced_round(council, copy)


def test_sample_rubrics_are_whole_and_their_figures_hold(db):
    crafts, food = Rubric.objects.get(slug=CRAFTS), Rubric.objects.get(slug=FOOD)
    scores = {"MTU": 4, "DSN": 3, "HRG": 3, "IDN": 4, "KMS": 2, "PSR": 3, "LST": 3, "LGL": 2}

    assert rubric_rules.problems_of(crafts) == rubric_rules.problems_of(food) == []
    passed = rubric_rules.worked_example(crafts, scores)
    assert (passed.points, passed.letter) == (Decimal("80.00"), "A")
    lower = rubric_rules.worked_example(crafts, scores | {"KMS": 1})
    assert (lower.points, lower.letter) == (Decimal("77.50"), "B")
    fine = dict.fromkeys((one.code for one in food.criteria.all()), 4)
    assert rubric_rules.worked_example(food, fine).letter == "A"
    assert rubric_rules.worked_example(food, fine | {"AMN": 2}).letter == "B"
    assert rubric_rules.worked_example(food, fine | {"AMN": 1}).letter == "C"
