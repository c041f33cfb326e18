"""Indonesian phone numbers: every usual writing in, E.164 out."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def parse_phone(text: str) -> str:
    """The number in E.164, for example `+6281234567890`.

    Accepts `0812…`, `812…`, `62812…` and `+62812…` with spaces, dots, dashes and brackets.
    Raises ValidationError («phone_invalid») for what is no possible Indonesian number.
    """
    digits = re.sub(r"[^\d+]", "", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("62"):
        digits = "+" + digits
    elif digits.startswith("8"):
        digits = "0" + digits
    try:
        number = phonenumbers.parse(digits, "ID")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(
            _("Tulis nomor telepon dengan angka, misalnya 0812 3456 7890."), code="phone_invalid"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def whatsapp_digits(phone: str) -> str:
    """The number as a wa.me address wants it: digits only, with the country code."""
    return re.sub(r"\D", "", phone)


def local_writing(phone: str) -> str:
    """The number as people read it: `0812-3456-7890`."""
    national = "0" + phone.removeprefix("+62") if phone.startswith("+62") else phone
    return "-".join(part for part in (national[:4], national[4:8], national[8:]) if part)


def masked(phone: str) -> str:
    """The number as people who need not know it see it: `0812-••••-7890`."""
    parts = local_writing(phone).split("-")
    return "-".join(
        part if index in (0, 2) else "•" * len(part) for index, part in enumerate(parts)
    )
