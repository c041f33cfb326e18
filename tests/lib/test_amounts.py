"""Prices, sizes and weights as people write them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from dekranasda.lib.amounts import (
    parse_centimetres,
    parse_cost,
    parse_grams,
    parse_hours,
    parse_rupiah,
)
from products.forms.fields import in_groups


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [
        ("185000", 185_000),
        (" 185.000 ", 185_000),
        ("185,000", 185_000),
        ("185 000", 185_000),
        ("Rp185.000", 185_000),
        ("Rp. 185.000", 185_000),
        ("Rp 1.500.000,-", 1_500_000),
        ("1.500.000,00", 1_500_000),
        ("1.500.000.-", 1_500_000),
        ("IDR 250000", 250_000),
        ("75000 rupiah", 75_000),
        ("150rb", 150_000),
        ("150 rb", 150_000),
        ("150 ribu rupiah", 150_000),
        ("150k", 150_000),
        ("1,5jt", 1_500_000),
        ("1.5 juta", 1_500_000),
        ("2juta", 2_000_000),
        ("1 juta 250 ribu", 1_250_000),
        ("1jt 250rb", 1_250_000),
        ("satu juta", 1_000_000),
        ("sejuta", 1_000_000),
        ("Seratus Lima Puluh Ribu", 150_000),
        ("dua belas ribu lima ratus", 12_500),
        ("dua juta tiga ratus ribu", 2_300_000),
        ("setengah juta", 500_000),
        ("sebelas ribu", 11_000),
        ("tujuh puluh lima ribu rupiah", 75_000),
    ],
)
def test_a_certain_price_is_understood(written, rupiah):
    assert parse_rupiah(written) == rupiah


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "price_unclear"),
        ("murah", "price_unclear"),
        ("nego", "price_unclear"),
        ("1.5", "price_unclear"),
        ("1.50.000", "price_unclear"),
        ("12,50", "price_unclear"),
        ("$20", "price_unclear"),
        ("20 dolar", "price_unclear"),
        ("1 ribu 2 juta", "price_unclear"),
        ("1,2345 ribu", "price_unclear"),
        ("satu dua", "price_unclear"),
        ("juta", "price_unclear"),
        ("setengah", "price_unclear"),
        ("💰", "price_unclear"),
        ("٣٠٠٠", "price_unclear"),
        ("100rb-200rb", "price_range"),
        ("100.000 sampai 200.000", "price_range"),
        ("150", "price_too_low"),
        ("0", "price_too_low"),
        ("99999999999", "price_too_high"),
        ("900 miliar", "price_too_high"),
    ],
)
def test_an_uncertain_price_is_asked_again(written, code):
    with pytest.raises(ValidationError) as caught:
        parse_rupiah(written)

    assert caught.value.code == code


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_price(text):
    try:
        assert 500 <= parse_rupiah(text) <= 10_000_000_000
    except ValidationError as refused:
        assert refused.message  # noqa: PT017 either outcome is right


@given(st.integers(min_value=500, max_value=10_000_000_000))
def test_every_price_is_understood_as_the_portal_writes_it(amount):
    assert parse_rupiah(f"Rp{amount:,}".replace(",", ".")) == amount


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [
        ("0", 0),
        ("250", 250),
        ("25rb + 7.500", 32_500),
        ("Rp 25.000,- + satu juta", 1_025_000),
        ("banyak", None),
        ("25rb +", None),
        ("", None),
        ("-5000", None),
        ("900 miliar", None),
    ],
)
def test_costs_are_added_up_or_asked_again(written, rupiah):
    if rupiah is not None:
        assert parse_cost(written) == rupiah
        return
    with pytest.raises(ValidationError):
        parse_cost(written)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("6", "6.00"),
        ("1,5 jam", "1.50"),
        ("90 menit", "1.50"),
        ("1 jam 30 menit", "1.50"),
        ("setengah jam", "0.50"),
        ("2 hari", None),
        ("1 30", None),
        ("0", None),
        ("99999", None),
        ("jam", None),
        ("3..5 jam", None),
        ("🙂", None),
    ],
)
def test_hours_are_understood_or_asked_again(written, hours):
    if hours is not None:
        assert parse_hours(written) == Decimal(hours)
        return
    with pytest.raises(ValidationError):
        parse_hours(written)


@pytest.mark.parametrize(
    ("written", "centimetres"),
    [("12", "12.0"), ("12,5", "12.5"), ("12.5 cm", "12.5"), ("120 mm", "12.0"), ("1,2 m", "120.0")],
)
def test_a_size_is_understood(written, centimetres):
    assert parse_centimetres(written) == Decimal(centimetres)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("besar", "size_unclear"),
        ("-3", "size_unclear"),
        ("3 inci", "size_unclear"),
        ("1e9", "size_unclear"),
        ("0", "size_range"),
        ("99999", "size_range"),
    ],
)
def test_an_unclear_size_is_asked_again(written, code):
    with pytest.raises(ValidationError) as caught:
        parse_centimetres(written)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("written", "grams"),
    [
        ("500", 500),
        ("500 gram", 500),
        ("1.200", 1200),  # as the form shows it again
        ("12,500 gr", 12_500),
        ("1,2 kg", 1200),
        ("1.250 kg", 1250),
        ("2 ons", 200),
    ],
)
def test_a_weight_is_understood(written, grams):
    assert parse_grams(written) == grams


@given(st.integers(min_value=1, max_value=10_000_000))
def test_a_weight_that_the_form_shows_is_read_back(grams):
    assert parse_grams(in_groups(grams)) == grams


@pytest.mark.parametrize(("written", "code"), [("ringan", "weight_unclear"), ("0", "weight_range")])
def test_an_unclear_weight_is_asked_again(written, code):
    with pytest.raises(ValidationError) as caught:
        parse_grams(written)

    assert caught.value.code == code
