"""Numbers as people write them, and the ground of a step's form."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dekranasda.lib.amounts import parse_centimetres, parse_rupiah
from products.models import ProductVersion
from products.plain_text import refuse_contacts, tidy

LATER, STAY = "later", "stay"


class WrittenField(forms.CharField):
    """A number that people write in their own way; read by `parse`, shown as `show` writes it."""

    def __init__(
        self, *, parse: Callable[[str], Any], show: Callable[[Any], str], **options: Any
    ) -> None:
        super().__init__(**options)
        self.parse, self.show = parse, show

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.parse(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return self.show(value) if isinstance(value, int | Decimal) else value


def in_groups(value: Any) -> str:
    """A whole number as Indonesians write it: 1.500.000."""
    return f"{value:,}".replace(",", ".")


def with_comma(value: Any) -> str:
    """A measure with only the decimals it has: 12 or 12,5."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def rupiah_field(**options: Any) -> WrittenField:
    """A price in whole rupiah."""
    return WrittenField(
        parse=parse_rupiah,
        show=in_groups,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-rupiah": ""}),
        **options,
    )


def size_field(label: Any) -> WrittenField:
    """A length in centimetres."""
    return WrittenField(
        parse=parse_centimetres,
        show=with_comma,
        label=label,
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class StepForm(forms.ModelForm[ProductVersion]):
    """One step of a draft. `after=later` refuses only what is wrong, not what is missing."""

    after = forms.ChoiceField(
        choices=[("", ""), (LATER, ""), (STAY, "")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, partial: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partial = partial or self.data.get("after") in (LATER, STAY)
        if self.partial:
            for field in self.fields.values():
                field.required = False

    def refuse_stale(self, stored: ProductVersion) -> None:
        """Refuses the fields that another page has written since, each with what stands there."""
        self.full_clean()
        for name, value in list(self.cleaned_data.items()):
            if name == "after":
                continue
            there = getattr(stored, name)
            if stored._meta.get_field(name).many_to_many:
                there, value = set(there.all()), set(value)
            if there != value:
                self.add_error(name, stale(there if isinstance(there, str) else ""))

    def clean(self) -> dict[str, Any]:
        """Tidies every text and refuses phone numbers and addresses in it."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if not isinstance(value, str) or name == "after":
                continue
            cleaned[name] = tidy(value)
            try:
                refuse_contacts(cleaned[name])
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned


def stale(text: str) -> ValidationError:
    """What tells that a field was saved from another page meanwhile, with its text."""
    if text:
        sentence = _("Baru diubah di tempat lain: «%(text)s». Periksa, lalu simpan lagi.")
    else:
        sentence = _("Baru diubah di tempat lain. Periksa, lalu simpan lagi.")
    return ValidationError(sentence, code="stale", params={"text": text})
