"""Totals, grades and flags: the blueprint's worked figures, and what must hold for any scores."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.defaults import CRITERIA, GRADES
from curation.scoring import (
    CriterionRule,
    GradeRule,
    capped,
    grade_for,
    needs_comment,
    panel_result,
    total,
)

RULES = [CriterionRule(row[0], Decimal(row[3])) for row in CRITERIA]
LETTERS = [
    GradeRule(
        row["letter"],
        row["minimum"],
        row["outcome"],
        row.get("floors", {}),
        row.get("allows_zero", True),
    )
    for row in GRADES
]
CODES = [rule.code for rule in RULES]


def scores(text: str) -> dict[str, int | None]:
    """«MTU4 DSN3 …» as scores; «-» means that the criterion does not apply."""
    return {part[:3]: None if part[3:] == "-" else int(part[3:]) for part in text.split()}


WORKED = "MTU4 DSN3 HRG3 IDN4 KMS2 PSR3 LST3 LGL2"


def grade(text: str) -> str:
    result = panel_result([scores(text)] * 3, RULES, LETTERS)
    assert result is not None
    return result.grade.letter


def test_default_weights_add_up_to_100():
    assert sum(rule.weight for rule in RULES) == 100


def test_worked_figure_is_exactly_80_and_grade_a():
    assert total(scores(WORKED), RULES) == Decimal("80.00")
    assert grade(WORKED) == "A"


def test_worked_figure_with_weak_packaging_is_77_50_and_grade_b():
    weaker = WORKED.replace("KMS2", "KMS1")
    assert total(scores(weaker), RULES) == Decimal("77.50")
    assert grade(weaker) == "B"


def test_criterion_that_does_not_apply_is_left_out_of_both_sums():
    # 400 points less packaging's 20 of 90 remaining weights: 75 / 90 = 83.33.
    assert total(scores(WORKED.replace("KMS2", "KMS-")), RULES) == Decimal("83.33")


def test_nothing_scored_has_no_total():
    assert total({}, RULES) is None
    assert panel_result([{}, {}], RULES, LETTERS) is None


def test_score_outside_the_scale_is_refused():
    with pytest.raises(ValueError, match="outside"):
        total({"MTU": 5}, RULES)


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("MTU4 DSN4 HRG4 IDN4 KMS4 PSR4 LST4 LGL4", "A"),
        ("MTU4 DSN4 HRG4 IDN1 KMS4 PSR4 LST4 LGL4", "B"),  # 88.75, the floor of A is missed
        ("MTU2 DSN4 HRG4 IDN4 KMS4 PSR4 LST4 LGL4", "B"),  # 90.00, craftsmanship below 3
        ("MTU1 DSN4 HRG4 IDN4 KMS4 PSR4 LST4 LGL4", "C"),  # 85.00, the floor of B is missed too
        ("MTU4 DSN4 HRG4 IDN4 KMS4 PSR4 LST4 LGL0", "C"),  # 95.00, but a zero
        ("MTU2 DSN2 HRG2 IDN2 KMS2 PSR2 LST2 LGL2", "C"),  # exactly 50.00
        ("MTU2 DSN2 HRG2 IDN2 KMS2 PSR2 LST2 LGL1", "D"),  # 48.75
        ("MTU0 DSN0 HRG0 IDN0 KMS0 PSR0 LST0 LGL0", "D"),
    ],
)
def test_grade_needs_total_floors_and_no_zero(text, letter):
    assert grade(text) == letter


@pytest.mark.parametrize(
    ("points", "letter"), [("79.99", "B"), ("80.00", "A"), ("64.99", "C"), ("49.99", "D")]
)
def test_grade_begins_exactly_at_its_minimum(points, letter):
    medians = dict.fromkeys(CODES, Decimal(4))

    assert grade_for(Decimal(points), medians, LETTERS).letter == letter


def test_number_being_arranged_caps_the_grade_at_b_and_leaves_lower_grades():
    by_letter = {rule.letter: rule for rule in LETTERS}

    assert capped(by_letter["A"], "B", LETTERS).letter == "B"
    assert capped(by_letter["C"], "B", LETTERS).letter == "C"
    assert capped(by_letter["A"], "", LETTERS).letter == "A"


def test_panel_result_is_the_mean_of_the_curators_totals():
    result = panel_result(
        [scores(WORKED), scores(WORKED.replace("KMS2", "KMS1")), scores(WORKED)], RULES, LETTERS
    )

    assert result is not None
    assert result.mean == Decimal("79.17")
    assert result.standard_error == Decimal("0.83")
    assert result.spans["KMS"] == (1, 2)
    assert result.medians["KMS"] == 2


def test_two_points_between_curators_on_a_criterion_force_a_discussion():
    two = panel_result([scores(WORKED), scores(WORKED.replace("KMS2", "KMS4"))], RULES, LETTERS)
    one = panel_result([scores(WORKED), scores(WORKED.replace("KMS2", "KMS3"))], RULES, LETTERS)

    assert two is not None
    assert one is not None
    assert "span:KMS" in two.flags
    assert not [flag for flag in one.flags if flag.startswith("span")]


def test_totals_more_than_15_points_apart_force_a_discussion():
    high = "MTU4 DSN4 HRG4 IDN4 KMS4 PSR4 LST4 LGL4"
    fifteen = high.replace("HRG4", "HRG3").replace("IDN4", "IDN3").replace("KMS4", "KMS3")
    fifteen = fifteen.replace("DSN4", "DSN3")  # 100 − 3.75 − 3.75 − 2.5 − 5 = 85
    more = fifteen.replace("LST4", "LST3")

    at = panel_result([scores(high), scores(fifteen)], RULES, LETTERS)
    over = panel_result([scores(high), scores(more)], RULES, LETTERS)

    assert at is not None
    assert over is not None
    assert at.totals == (Decimal(85), Decimal(100))
    assert "totals" not in at.flags
    assert "totals" in over.flags


def test_mean_within_one_standard_error_of_a_threshold_forces_a_discussion():
    near = panel_result([scores(WORKED), scores(WORKED.replace("KMS2", "KMS1"))], RULES, LETTERS)
    far = panel_result([dict.fromkeys(CODES, 3), dict.fromkeys(CODES, 3)], RULES, LETTERS)

    assert near is not None
    assert far is not None
    assert near.flags == ("threshold:A",)  # 78.75 ± 1.25
    assert far.flags == ()


@pytest.mark.parametrize(("score", "needed"), [(0, True), (2, True), (3, False), (None, False)])
def test_score_below_three_needs_a_comment(score, needed):
    assert needs_comment(score) is needed


REVIEW = st.fixed_dictionaries({code: st.one_of(st.none(), st.integers(0, 4)) for code in CODES})


@given(REVIEW)
def test_total_lies_between_0_and_100(review):
    points = total(review, RULES)

    assert points is None or 0 <= points <= 100


@given(st.lists(REVIEW, min_size=1, max_size=6), st.randoms())
def test_order_of_the_curators_changes_nothing(reviews, random):
    shuffled = random.sample(reviews, len(reviews))

    assert panel_result(reviews, RULES, LETTERS) == panel_result(shuffled, RULES, LETTERS)


@given(REVIEW, st.sampled_from(CODES))
def test_better_score_never_makes_total_or_grade_worse(review, code):
    if review[code] in (None, 4):
        return
    better = {**review, code: review[code] + 1}
    before, after = (panel_result([one], RULES, LETTERS) for one in (review, better))

    assert before is not None
    assert after is not None
    assert after.mean >= before.mean
    assert after.grade.minimum >= before.grade.minimum


@given(st.lists(REVIEW, min_size=1, max_size=6))
def test_panel_mean_lies_between_the_lowest_and_the_highest_total(reviews):
    result = panel_result(reviews, RULES, LETTERS)
    if result is not None:
        assert result.totals[0] <= result.mean <= result.totals[-1]
