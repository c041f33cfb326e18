"""National numbers and names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artisans.imports.people import (
    bare_name,
    fold_name,
    gender_of_title,
    name_likeness,
    read_national_number,
    without_title,
)
from tests.artisans.samples import TODAY

NUMBER = "3522205003759001"


@pytest.mark.parametrize(
    "cell", [NUMBER, f"'{NUMBER}", "3522 2050 0375 9001", "352220.500375.9001", float(NUMBER)]
)
def test_a_whole_number_is_read_with_the_birth_date_of_a_woman(cell):
    number = read_national_number(cell, newest=TODAY)

    assert number.digits == NUMBER
    assert number.born_on == date(1975, 3, 10)
    assert number.gender == "P"
    assert number.problem == ""


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", "nik_missing"),
        ("-", "nik_missing"),
        ("belum ada", "nik_missing"),
        ("3.52221E+15", "nik_digits_lost"),
        (3522205003759000.0, "nik_digits_lost"),
        ("352220500375900", "nik_invalid"),
        ("1111111111111111", "nik_invalid"),
    ],
)
def test_a_number_that_is_not_whole_is_a_problem(cell, problem):
    number = read_national_number(cell, newest=TODAY)

    assert number.digits == ""
    assert number.problem == problem


def test_an_unusual_number_is_kept_with_a_warning():
    elsewhere = read_national_number("9922205003759001", newest=TODAY)
    no_day = read_national_number("3522203913759001", newest=TODAY)

    assert elsewhere.digits
    assert elsewhere.problem == "nik_unusual"
    assert no_day.problem == "nik_unusual"


@given(
    st.dates(min_value=date(1930, 1, 1), max_value=date(2010, 12, 31)),
    st.booleans(),
    st.integers(min_value=1, max_value=9999),
)
def test_birth_date_and_gender_follow_from_the_number(day, is_woman, sequence):
    digits = f"352201{day.day + 40 * is_woman:02}{day.month:02}{day:%y}{sequence:04}"

    number = read_national_number(digits, newest=TODAY)

    assert (number.born_on, number.gender) == (day, "P" if is_woman else "L")


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none()))
def test_no_cell_whatever_makes_the_readers_fail(cell):
    read_national_number(cell, newest=TODAY)
    text = str(cell)
    assert name_likeness(fold_name(text), fold_name(text)) in (0.0, 1.0)
    assert without_title(text) == without_title(text)


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("Hj. Friska Olivia, S.Pd", "friska olivia"),
        ("BPK. SUNARDI AMRIL", "sunardi amril"),
        ("Michael Darmawan S.Pd.", "michael darmawan"),
        ("Drs. H. Suyoto, M.Si", "suyoto"),
        ("Bu Nina  Mardiah", "nina mardiah"),
        ("Siti Aminah alias Mak Min", "siti aminah"),
        ("Alif Rahman", "alif rahman"),
    ],
)
def test_titles_and_degrees_do_not_count(written, bare):
    assert bare_name(written) == bare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soedjono", "Sujono"),
        ("Djuriah Hayati", "Juriah Hayati"),
        ("Tjut Mustika", "Cut Mustika"),
        ("Moh. Amin", "Muhammad Amin"),
        ("Achmad Yani", "Akhmad Yani"),
        ("Setyowati", "Setiowati"),
        ("Amin Muhammad", "MUHAMMAD AMIN"),
    ],
)
def test_spellings_of_one_name_agree(one, other):
    assert name_likeness(fold_name(one), fold_name(other)) == 1.0


def test_likeness_tells_slips_and_short_forms_from_other_names():
    def likeness(one, other):
        return name_likeness(fold_name(one), fold_name(other))

    assert likeness("Sulastri Ningsih", "Sulsatri Ningsih") > 0.9
    assert 0.65 <= likeness("Grace", "Grace Ermawati") < 0.8
    assert likeness("Siti Aminah", "Siti Aisyah") < 0.8
    assert likeness("Masri Triono", "Komarudin Masri") < 0.65


def test_names_are_kept_as_written_but_for_forms_of_address():
    assert without_title("IBU GRACE ERMAWATI, S.PD") == "Grace Ermawati, S.Pd"
    assert without_title("Hj. Nurhayati") == "Hj. Nurhayati"
    assert gender_of_title("Hj. Nurhayati") == "P"
    assert gender_of_title("Pak H. Amin") == "L"
    assert gender_of_title("Amin") == ""
