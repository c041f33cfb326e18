"""What people choose when two entries of the registry are one, or are not."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artisans.models import Business
from artisans.settling import BUSINESS_FIELDS, PERSON_FIELDS

# The sides as addresses name them.
SIDES = {"kiri": "first", "kanan": "second"}
WORDS = {side: word for word, side in SIDES.items()}
_SEEN = re.compile(r"(business|artisan)-(\d{1,18})-(\d{1,18})")


class MergeForm(forms.Form):
    """Which entry stays, whose value each field takes, and why.

    Without a choice for a field the better value stands; the caller knows it.
    """

    tetap = forms.ChoiceField(choices=[(word, word) for word in SIDES], required=False)
    pemilik = forms.ChoiceField(choices=[("gabung", ""), ("dua", "")], required=False)
    dilihat = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Catatan"),
        max_length=200,
        required=False,
        help_text=_("Misalnya: sudah ditanyakan lewat telepon."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Catatan paling panjang 200 huruf.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(word, word) for word in SIDES]
        for part, names in (("usaha", BUSINESS_FIELDS), ("orang", PERSON_FIELDS)):
            for name in names:
                self.fields[f"{part}-{name}"] = forms.ChoiceField(choices=choices, required=False)

    @property
    def values(self) -> Mapping[str, str]:
        """What was chosen, valid or not yet; wrong values count as none."""
        return {
            name: self.data.get(name, "")
            for name in self.fields
            if name != "note" and self.data.get(name)
        }

    def sides(self, part: str) -> dict[str, str]:
        """For each chosen field of «usaha» or «orang» the side, «first» or «second»."""
        return {
            name.removeprefix(f"{part}-"): SIDES[value]
            for name, value in self.values.items()
            if name.startswith(f"{part}-") and value in SIDES
        }

    @property
    def stays(self) -> str:
        """The side of the entry that stays, empty where none was chosen."""
        return SIDES.get(self.data.get("tetap", ""), "")

    @property
    def with_owners(self) -> bool | None:
        """Whether the owners are one person, too; None where nothing was chosen."""
        return {"gabung": True, "dua": False}.get(self.data.get("pemilik", ""))

    @property
    def seen(self) -> dict[tuple[str, int], int]:
        """The newest steps of the trails that the person has seen."""
        found = _SEEN.findall(self.data.get("dilihat", ""))
        return {(model, int(key)): int(step) for model, key, step in found}


def seen_text(seen: Mapping[tuple[str, int], int]) -> str:
    """The steps for the form's hidden field."""
    return ".".join(f"{model}-{key}-{step}" for (model, key), step in seen.items())


class NotTheSameForm(forms.Form):
    """That two entries are not one, and why."""

    note = forms.CharField(
        label=_("Catatan"),
        max_length=200,
        required=False,
        help_text=_("Misalnya: bapak dan anak, atau memakai telepon kader desa."),
        error_messages={"max_length": _("Catatan paling panjang 200 huruf.")},
    )


class NameDuplicateForm(forms.Form):
    """Another entry that is the same business, by its number or the address of its record."""

    other = forms.CharField(
        label=_("Nomor catatan usaha yang sama"),
        max_length=120,
        help_text=_("Angka di akhir alamat halaman catatannya, atau salin alamatnya ke sini."),
        error_messages={"required": _("Isi nomor catatan usaha yang sama.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, business: Business, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.business = business

    def clean_other(self) -> Business:
        """The other entry. Raises ValidationError where there is none, or it is this one."""
        numbers = re.findall(r"\d+", self.cleaned_data["other"])
        key = int(numbers[-1][:18]) if numbers else 0
        standing = Business.objects.filter(merged_into__isnull=True).exclude(pk=self.business.pk)
        other = standing.filter(pk=key).first()
        if other is None:
            raise forms.ValidationError(
                _("Tidak ada catatan lain dengan nomor ini. Salin alamat halaman catatannya."),
                code="unknown",
            )
        return other
