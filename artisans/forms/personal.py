"""What the secretariat fills in about personal numbers."""

import re
import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artisans.imports.staging import hide_long_numbers, index_of
from artisans.models import Artisan, Business
from artisans.personal_numbers import (
    Number,
    Reason,
    doubts,
    is_body_tax_number,
    is_personal_tax_number,
    masked_numbers,
)
from artisans.tombstones import forgotten_digests

NUMERIC = {"inputmode": "numeric", "autocomplete": "off", "class": "nums"}


def digits_of(text: str) -> str:
    """The digits of a number written with blanks, dots or dashes; other letters stay."""
    return re.sub(r"[\s.\-]", "", text)


class NumbersForm(forms.Form):
    """NIK and NPWP of one record. What stays empty stays as it is."""

    national_id = forms.CharField(
        label=_("NIK pemilik"),
        max_length=30,
        required=False,
        help_text=_("16 angka seperti di KTP."),
        widget=forms.TextInput(attrs=NUMERIC),
    )
    tax_id = forms.CharField(
        label=_("NPWP pemilik"),
        max_length=30,
        required=False,
        help_text=_("15 atau 16 angka. Boleh sama dengan NIK."),
        widget=forms.TextInput(attrs=NUMERIC),
    )
    business_tax_id = forms.CharField(
        label=_("NPWP usaha"),
        max_length=30,
        required=False,
        help_text=_("Untuk badan seperti CV, PT, atau koperasi. 15 atau 16 angka."),
        widget=forms.TextInput(attrs=NUMERIC),
    )
    fills_blanks = forms.BooleanField(
        label=_("Isi juga tanggal lahir dan jenis kelamin menurut NIK, bila masih kosong"),
        required=False,
    )
    removed = forms.MultipleChoiceField(
        label=_("Hapus dari catatan"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_checked = forms.BooleanField(label=_("Saya sudah memeriksanya, simpan saja"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, business: Business, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner: Artisan = business.owner
        self.today = today
        kept = [(number, text) for number, text in masked_numbers(business) if text]
        self.as_kept = ";".join(text for _number, text in kept)
        self.fields["seen"].initial = self.as_kept
        self.doubts: list[str] = []
        if kept:
            choices = [(number.value, f"{number.label} ({text})") for number, text in kept]
            self.fields["removed"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["removed"]

    def clean_national_id(self) -> str:
        """The sixteen digits, or empty."""
        digits = digits_of(self.cleaned_data["national_id"])
        if digits and not re.fullmatch(r"\d{16}", digits):
            raise forms.ValidationError(
                _("NIK terdiri dari 16 angka. Yang tertulis: %(count)d angka."),
                code="length",
                params={"count": len(re.findall(r"\d", digits))},
            )
        return digits

    def clean_tax_id(self) -> str:
        """Fifteen or sixteen digits, or empty."""
        return self._tax_number("tax_id")

    def clean_business_tax_id(self) -> str:
        """Fifteen or sixteen digits, or empty; a person's belongs in the other field."""
        digits = self._tax_number("business_tax_id")
        if digits and is_personal_tax_number(digits):
            raise forms.ValidationError(
                _("Ini NPWP orang pribadi. Tulis di kotak NPWP pemilik."), code="personal"
            )
        return digits

    def _tax_number(self, name: str) -> str:
        digits = digits_of(self.cleaned_data[name])
        if digits and not (is_personal_tax_number(digits) or is_body_tax_number(digits)):
            raise forms.ValidationError(
                _("NPWP terdiri dari 15 atau 16 angka. Yang tertulis: %(count)d angka."),
                code="length",
                params={"count": len(re.findall(r"\d", digits))},
            )
        return digits

    def clean(self) -> dict[str, Any]:
        """What is odd about the NIK is shown once, and saved when it was looked at."""
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("national_id")
        if number and not self.errors:
            self.doubts = doubts(number, self.owner, today=self.today)
            if index_of(number) in forgotten_digests():
                self.doubts.append(
                    str(
                        _(
                            "Orang dengan NIK ini pernah meminta datanya dihapus. Catat lagi hanya"
                            " bila ia sendiri memintanya."
                        )
                    )
                )
            if self.doubts and not cleaned.get("is_checked"):
                raise forms.ValidationError(
                    [forms.ValidationError(doubt, code="doubt") for doubt in self.doubts]
                )
        return cleaned

    @property
    def is_outdated(self) -> bool:
        """Whether somebody else changed the numbers since the form was opened."""
        return self.is_bound and self.cleaned_data.get("seen", "") != self.as_kept

    def catch_up(self) -> None:
        """Takes what is stored now as seen, so that the next answer counts."""
        self.data = {**self.data.dict(), "seen": self.as_kept}  # type: ignore[attr-defined]

    def numbers(self) -> dict[Number, str]:
        """The numbers that were typed."""
        typed = {number: self.cleaned_data[number.value] for number in Number}
        return {number: digits for number, digits in typed.items() if digits}

    def removals(self) -> frozenset[Number]:
        """The numbers to take away; one that is typed anew is not among them."""
        chosen = {Number(value) for value in self.cleaned_data.get("removed", ())}
        return frozenset(chosen - set(self.numbers()))


class RevealForm(forms.Form):
    """Why somebody needs to see a whole number."""

    reason = forms.ChoiceField(
        label=_("Untuk apa?"),
        choices=Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya.")},
    )
    note = forms.CharField(
        label=_("Keterangan"),
        max_length=120,
        required=False,
        help_text=_("Orangnya dapat membaca alasan ini di halaman datanya."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    def clean_note(self) -> str:
        """The words without any long number in them."""
        return hide_long_numbers(self.cleaned_data["note"].strip())

    def clean(self) -> dict[str, Any]:
        """Another reason than the listed ones is written down."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("note"):
            self.add_error("note", _("Tulis alasannya dengan singkat."))
        return cleaned
