"""Prices, sizes and weights as people write them: understood where certain, else asked again.

Every function raises ValidationError with an example; none guesses.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HIGHEST_PRICE = 10_000_000_000
# Nobody sells a piece of craft for less; «150» is more likely 150 thousand, and is asked again.
LOWEST_PRICE = 500

WORDS = {
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
}
SCALES = {
    "ribu": 1_000,
    "rb": 1_000,
    "k": 1_000,
    "juta": 1_000_000,
    "jt": 1_000_000,
    "miliar": 1_000_000_000,
}
SHORT = {"seratus": "satu ratus", "seribu": "satu ribu", "sejuta": "satu juta"}


def parse_rupiah(text: str) -> int:
    """The whole rupiah of `185000`, `Rp 1.500.000,-`, `150rb`, `1,5 juta` or `satu juta`.

    Raises ValidationError: «price_unclear», «price_range» (two amounts), «price_too_low»,
    «price_too_high».
    """
    bare = re.sub(r"\b(rp|idr|rupiah)\b\.?|(?<=[0-9])[\s.,]*[-–—]+\s*$", " ", text.lower())
    bare = re.sub(r"\brp(?=[0-9])|,-", " ", bare).strip(" .")
    if re.search(r"[0-9][\w.,\s]*([-–—]|\bsampai\b|\bs/?d\b)\s*[0-9]", bare):
        raise ValidationError(
            _("Tulis satu harga saja di sini, misalnya 185000."), code="price_range"
        )
    amount = _whole_price(bare)
    if amount is None:
        raise ValidationError(_("Tulis harga dengan angka, misalnya 185000."), code="price_unclear")
    if amount < LOWEST_PRICE:
        raise ValidationError(
            _("Harga ini sangat rendah. Tulis lengkap dengan nolnya, misalnya 150000."),
            code="price_too_low",
        )
    if amount > HIGHEST_PRICE:
        raise ValidationError(
            _("Harga ini terlalu besar. Periksa jumlah nolnya."), code="price_too_high"
        )
    return amount


def parse_cost(text: str) -> int:
    """The whole rupiah of a cost, or of several: `25rb + 7.500`; 0 is a cost too.

    Raises ValidationError: «cost_unclear», «price_too_high».
    """
    total = 0
    for part in text.lower().split("+"):
        bare = re.sub(r"\b(rp|idr|rupiah)\b\.?|\brp(?=[0-9])|,-", " ", part).strip(" .")
        amount = _whole_price(bare)
        if amount is None:
            raise ValidationError(
                _("Tulis biaya dengan angka, misalnya 25000, atau 25rb + 10rb."),
                code="cost_unclear",
            )
        total += amount
    if total > HIGHEST_PRICE:
        raise ValidationError(
            _("Biaya ini terlalu besar. Periksa jumlah nolnya."), code="price_too_high"
        )
    return total


def _whole_price(bare: str) -> int | None:
    """The rupiah of a cleaned text in digits, digits with a scale, or words; None if unclear."""
    if re.fullmatch(r"[0-9]+", bare):
        return int(bare) if len(bare) <= 15 else None
    if grouped := re.fullmatch(
        r"([0-9]{1,3}(?:([.,\s])[0-9]{3})(?:\2[0-9]{3})*)(?:[.,]00?)?", bare
    ):
        return int(re.sub(r"\D", "", grouped[1]))
    parts = re.findall(r"[a-z]+|[0-9]+(?:[.,][0-9]+)?", bare)
    if "".join(parts) != re.sub(r"\s", "", bare):
        return None
    if not re.search(r"[0-9]", bare):
        return _in_words(parts)
    total, last = Decimal(0), None
    for number, scale in zip(parts[::2], parts[1::2], strict=len(parts) % 2 == 0):
        factor = SCALES.get(scale)
        if factor is None or not number[0].isdigit() or (last and factor >= last):
            return None
        total, last = total + Decimal(number.replace(",", ".")) * factor, factor
    return int(total) if len(parts) % 2 == 0 and parts and total == int(total) else None


def _in_words(parts: list[str]) -> int | None:
    """The number that Indonesian number words say: `seratus lima puluh ribu`; None if unclear."""
    words = " ".join(SHORT.get(part, part) for part in parts).split()
    total = hundreds = unit = 0
    seen = half = False
    for word in words:
        if word in WORDS and unit == 0:
            unit, seen = WORDS[word], True
        elif word == "setengah" and not seen:
            half = seen = True
        elif word == "belas" and 2 <= unit <= 9:
            hundreds, unit = hundreds + 10 + unit, 0
        elif word == "puluh" and 2 <= unit <= 9:
            hundreds, unit = hundreds + unit * 10, 0
        elif word == "ratus" and 1 <= unit <= 9:
            hundreds, unit = hundreds + unit * 100, 0
        elif (factor := SCALES.get(word)) and (hundreds + unit or half):
            total += factor // 2 if half else (hundreds + unit) * factor
            hundreds = unit = 0
            half = False
        else:
            return None
    return None if half or not seen else total + hundreds + unit


CENTIMETRES: dict[str, int | Decimal] = {
    "": 1,
    "cm": 1,
    "mm": Decimal("0.1"),
    "m": 100,
    "meter": 100,
    "dm": 10,
}
GRAMS: dict[str, int | Decimal] = {
    "": 1,
    "g": 1,
    "gr": 1,
    "gram": 1,
    "kg": 1000,
    "kilo": 1000,
    "ons": 100,
}


def parse_centimetres(text: str) -> Decimal:
    """Centimetres, to a tenth, of `12`, `12,5 cm`, `120 mm` or `1,2 m`.

    Raises ValidationError: «size_unclear», «size_range».
    """
    size = _measured(text, CENTIMETRES)
    if size is None:
        raise ValidationError(
            _("Tulis ukuran dalam sentimeter, misalnya 12 atau 12,5."), code="size_unclear"
        )
    if not Decimal("0.1") <= size <= 9999:
        raise ValidationError(_("Tulis ukuran antara 0,1 dan 9999 sentimeter."), code="size_range")
    return size.quantize(Decimal("0.1"))


def parse_grams(text: str) -> int:
    """Whole grams of `500`, `500 gram`, `1.200 g` or `1,2 kg`.

    Three digits behind a mark are thousands: nobody weighs in thousandths of a gram.

    Raises ValidationError: «weight_unclear», «weight_range».
    """
    grouped = re.fullmatch(r"\s*([0-9]{1,3}(?:[.,][0-9]{3})+)\s*(g|gr|gram)?\.?\s*", text.lower())
    weight = _measured(re.sub(r"\D", "", grouped[1]) if grouped else text, GRAMS)
    if weight is None:
        raise ValidationError(
            _("Tulis berat dalam gram, misalnya 500, atau 1,2 kg."), code="weight_unclear"
        )
    if not 1 <= weight <= 10_000_000:
        raise ValidationError(_("Tulis berat antara 1 gram dan 10 ton."), code="weight_range")
    return round(weight)


HOURS: dict[str, Decimal] = {
    "": Decimal(1),
    "jam": Decimal(1),
    "j": Decimal(1),
    "menit": Decimal(1) / 60,
    "mnt": Decimal(1) / 60,
}
MOST_HOURS = 10_000


def parse_hours(text: str) -> Decimal:
    """Hours, to a hundredth, of `6`, `1,5 jam`, `90 menit`, `1 jam 30 menit` or `setengah jam`.

    Days are asked again: how many hours a day has is not the same for everybody. Raises
    ValidationError: «hours_unclear», «hours_range».
    """
    bare = re.sub(r"\bsetengah\b", "0,5", text.lower()).strip()
    parts = re.findall(r"[0-9.,]+\s*[a-z]*", bare)
    sizes = [_measured(part, HOURS) for part in parts]
    if not parts or re.sub(r"\s", "", "".join(parts)) != re.sub(r"\s", "", bare):
        sizes = [None]
    if len(parts) > 1 and not all(re.search(r"[a-z]", part) for part in parts):
        sizes = [None]
    total = Decimal(0)
    for size in sizes:
        if size is None:
            raise ValidationError(
                _("Tulis lamanya dalam jam, misalnya 6 atau 1,5 jam."), code="hours_unclear"
            )
        total += size
    if not Decimal("0.01") <= total <= MOST_HOURS:
        raise ValidationError(_("Tulis lamanya antara 1 menit dan 10.000 jam."), code="hours_range")
    return total.quantize(Decimal("0.01"))


def _measured(text: str, units: Mapping[str, int | Decimal]) -> Decimal | None:
    """The number times its unit; None where either is not understood."""
    found = re.fullmatch(r"\s*([0-9]{1,9}(?:[.,][0-9]{1,3})?)\s*([a-z]*)\.?\s*", text.lower())
    if not found or found[2] not in units:
        return None
    try:
        return Decimal(found[1].replace(",", ".")) * units[found[2]]
    except InvalidOperation:
        return None
