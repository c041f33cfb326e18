"""What cells of lists say, in the many ways they say it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artisans.imports.dates import read_date, read_year
from artisans.imports.money import read_money, unit_of_heading
from artisans.imports.phones import read_phones, to_e164
from artisans.imports.values import read_count, read_gender, read_kbli, read_nib, read_status
from tests.artisans.samples import TODAY

anything = st.one_of(
    st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.dates(), st.datetimes()
)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("081299900101", ["+6281299900101"]),
        ("0812-9990-0101", ["+6281299900101"]),
        ("0812.9990.0101", ["+6281299900101"]),
        ("+62 812 9990 0101", ["+6281299900101"]),
        ("(+62)81299900101", ["+6281299900101"]),
        ("6281299900101", ["+6281299900101"]),
        ("620812 9990 0101", ["+6281299900101"]),
        (81299900101.0, ["+6281299900101"]),
        ("'081299900101", ["+6281299900101"]),
        ("WA: O812-9990-O1O1", ["+6281299900101"]),
        ("https://wa.me/+6281299900101", ["+6281299900101"]),
        ("081299900101 / 081299900102", ["+6281299900101", "+6281299900102"]),
        ("081299900101, 081299900101", ["+6281299900101"]),
        ("081299900101 081299900102", ["+6281299900101", "+6281299900102"]),
        ("081299900101 dan 0353-881234", ["+6281299900101", "+62353881234"]),
        ("0812 9990 0101 - 0812 9990 0102", ["+6281299900101", "+6281299900102"]),
        ("081299900101081299900102", ["+6281299900101", "+6281299900102"]),
        ("0353 881234 - 081299900101", ["+62353881234", "+6281299900101"]),
        ("0335-428738", ["+62335428738"]),
    ],
)
def test_every_usual_writing_of_a_phone_number_is_read(cell, numbers):
    assert list(read_phones(cell).numbers) == numbers
    assert read_phones(cell).problem == ""


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", "phone_missing"),
        ("-", "phone_missing"),
        ("tidak ada", "phone_missing"),
        ("8.52348e+010", "phone_digits_lost"),
        ("8,52E+10", "phone_digits_lost"),
        (85_200_000_000.0, "phone_digits_lost"),
        ("12345", "phone_invalid"),
        ("ikut anak", "phone_invalid"),
    ],
)
def test_a_number_that_cannot_be_read_is_a_problem_and_never_a_guess(cell, problem):
    assert read_phones(cell).numbers == ()
    assert read_phones(cell).problem == problem


@given(st.from_regex(r"8[1-9][0-9]{7,9}", fullmatch=True))
def test_all_writings_of_one_mobile_number_agree(digits):
    writings = {
        "0" + digits,
        "+62" + digits,
        "62" + digits,
        digits,
        f"0{digits[:3]}-{digits[3:7]}-{digits[7:]}",
        f"+62 {digits[:3]} {digits[3:7]} {digits[7:]}",
    }

    assert {to_e164(writing) for writing in writings} == {"+62" + digits}


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("Bojonegoro, 12-03-1975", date(1975, 3, 12)),
        ("Bojonegoro, 6 Juli 1951", date(1951, 7, 6)),
        ("Tuban/ 12 Nopember 1980", date(1980, 11, 12)),
        ("12 MRT 75", date(1975, 3, 12)),
        ("12.3.75", date(1975, 3, 12)),
        ("1975-03-12", date(1975, 3, 12)),
        ("03/28/1966", date(1966, 3, 28)),
        ("12 Agustsu 1990", date(1990, 8, 12)),
        ("Bojonegoro, 4 Arpil 1991", date(1991, 4, 4)),
        ("9 Agst '53", date(1953, 8, 9)),
        ("15 Nvember 1973", date(1973, 11, 15)),
        ("5-1-02", date(2002, 1, 5)),
        (27465.0, date(1975, 3, 12)),
        (12031975, date(1975, 3, 12)),
        (date(1975, 3, 12), date(1975, 3, 12)),
    ],
)
def test_every_usual_writing_of_a_date_is_read(cell, day):
    assert read_date(cell, newest=TODAY) == day


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-",
        "Bojonegoro",
        "1975",
        1975,
        "31-02-1975",
        "00-00-0000",
        "umur 45",
        "12 Jui 1980",
        True,
    ],
)
def test_what_holds_no_full_date_gives_none(cell):
    assert read_date(cell, newest=TODAY) is None


@given(st.dates(min_value=date(1930, 1, 1), max_value=TODAY))
def test_all_writings_of_one_day_agree(day):
    writings = [
        f"{day:%d-%m-%Y}",
        f"Bojonegoro, {day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        day,
        f"{day:%d.%m.%Y}",
        (day - date(1899, 12, 30)) // timedelta(days=1),
    ]

    # Serials from 1900 to 2100 are days of 1905, but in a list they are years.
    assert {read_date(writing, newest=TODAY) for writing in writings} == {day}


@pytest.mark.parametrize(
    ("cell", "rupiah"),
    [
        ("Rp 12.500.000,-", 12_500_000),
        ("Rp. 12.500.000,00", 12_500_000),
        ("12,500,000", 12_500_000),
        ("12,5 jt", 12_500_000),
        ("12.5 juta", 12_500_000),
        ("1.5 juta", 1_500_000),
        ("1.500 jt", 1_500_000_000),
        ("1,134 milyar", 1_134_000_000),
        ("1.134 milyar", 1_134_000_000),
        ("1,2 M", 1_200_000_000),
        ("500rb", 500_000),
        ("500 ribu", 500_000),
        ("± 5 jt", 5_000_000),
        ("IDR 2.000.000", 2_000_000),
        ("12500000.00", 12_500_000),
        (12_500_000.0, 12_500_000),
        ("0", 0),
        (0, 0),
    ],
)
def test_every_usual_writing_of_money_is_read(cell, rupiah):
    assert read_money(cell).rupiah == rupiah
    assert read_money(cell).problem == ""


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", "money_missing"),
        ("-", "money_missing"),
        ("Rp -", "money_missing"),
        ("5 - 10 juta", "money_range"),
        ("< 50 juta", "money_range"),
        ("12.5", "money_unclear"),
        ("-5.000.000", "money_unclear"),
        ("Rp (5.000.000)", "money_unclear"),
        (-5_000_000, "money_unclear"),
        (15, "money_unclear"),
        ("banyak", "money_unreadable"),
        (date(2025, 1, 1), "money_unreadable"),
    ],
)
def test_money_that_may_be_two_amounts_is_a_problem_and_never_a_guess(cell, problem):
    assert read_money(cell).rupiah is None
    assert read_money(cell).problem == problem


@given(st.integers(min_value=1_000, max_value=10**12))
def test_all_writings_of_one_amount_agree(rupiah):
    dots = f"{rupiah:,}".replace(",", ".")
    writings = [rupiah, float(rupiah), str(rupiah), dots, f"Rp {dots},-", f"Rp.{dots},00"]

    assert {read_money(writing).rupiah for writing in writings} == {rupiah}


def test_the_heading_gives_the_unit_of_plain_numbers_only():
    assert unit_of_heading("Omzet (juta Rp)") == 1_000_000
    assert unit_of_heading("Modal (Rp 000)") == 1_000
    assert unit_of_heading("Omzet per Tahun (Rp)") == 1
    assert read_money("12,5", unit=1_000_000).rupiah == 12_500_000
    assert read_money("12.500.000", unit=1_000_000).rupiah == 12_500_000
    assert read_money(12.5, unit=1_000_000).rupiah == 12_500_000
    assert read_money("3 jt", unit=1_000).rupiah == 3_000_000


def test_a_monthly_amount_says_so():
    assert read_money("5 jt/bulan").is_monthly
    assert not read_money("5 jt/tahun").is_monthly


@given(anything)
def test_no_cell_whatever_makes_a_reader_fail(cell):
    read_phones(cell)
    read_date(cell, newest=TODAY)
    read_money(cell)
    read_count(cell)
    read_gender(cell)
    read_kbli(cell)
    read_nib(cell)
    read_status(cell)
    read_year(cell, newest=TODAY.year)


def test_codes_keep_and_regain_their_leading_zero():
    assert read_kbli("01462").digits == "01462"
    assert read_kbli(1462.0).digits == "01462"
    assert read_kbli(1462.0).problem == "kbli_zero_lost"
    assert read_kbli("13134 - Industri Batik").digits == "13134"
    assert read_nib("9999 1234 56789").digits == "9999123456789"
    assert read_nib("proses").problem == ""
    assert read_nib("12345").problem == "nib_invalid"


def test_words_of_status_and_gender():
    assert [read_status(text) for text in ("siap ", "BELUM", "belum siap", "")] == [
        "SIAP", "BELUM", "BELUM", "",
    ]  # fmt: skip
    assert [read_gender(text) for text in ("p", "Laki-laki", "Wanita", "x")] == ["P", "L", "P", ""]
    assert read_year("Th. 2015", newest=2026) == 2015
    assert read_year(2030, newest=2026) is None
    assert read_count("3 org") == 3
