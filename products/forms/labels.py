"""Which labels to print: the works, the sheet, how many, what stands on them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dekranasda.templatetags.portal import translated
from products.labels import MOST_LABELS, SHEET_WORDS, SHEETS
from products.models import Product
from products.querysets import ProductQuerySet


class WorksField(forms.ModelMultipleChoiceField[Product]):
    """Works, told apart by name and code."""

    def label_from_instance(self, obj: Any) -> str:
        """`Vas bubut jati · 7H3QX`."""
        return f"{translated(obj, 'name')} · {obj.code}"


class NumberField(forms.IntegerField):
    """A small count, typed with digits."""

    def __init__(self, *, example: int, **options: Any) -> None:
        wrong = format_lazy(
            _("Tulis angka 1 sampai {most}, misalnya {example}."),
            most=options["max_value"],
            example=example,
        )
        super().__init__(
            min_value=1,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "numberinput"}),
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
            **options,
        )


class LabelForm(forms.Form):
    """Only works of `works` can be chosen; read from an address, so it changes nothing."""

    karya = WorksField(
        label=_("Karya"),
        queryset=Product.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Pilih sedikitnya satu karya."),
            "invalid_choice": _("Karya %(value)s tidak sedang tampil. Pilih dari daftar ini."),
        },
    )
    ukuran = forms.ChoiceField(
        label=_("Ukuran label"),
        choices=list(SHEET_WORDS.items()),
        initial="8",
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih ukuran labelnya."),
            "invalid_choice": _("Pilih ukuran labelnya."),
        },
    )
    jumlah = NumberField(
        label=_("Berapa label untuk tiap karya?"), initial=1, max_value=100, example=4
    )
    mulai = NumberField(
        label=_("Mulai dari label ke berapa?"),
        help_text=_("Bila lembar stikernya sudah terpakai sebagian. Biasanya 1."),
        initial=1,
        max_value=24,
        example=1,
    )
    harga = forms.BooleanField(label=_("Cetak harganya"), required=False, initial=True)
    kode = forms.BooleanField(
        label=_("Cetak kodenya"),
        help_text=_("Pembeli dapat mengetik kode ini bila kameranya tidak membaca gambar."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, works: ProductQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["karya"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 for the type checker
        field.queryset = works

    def clean(self) -> dict[str, Any]:
        """Not more labels at once than a printer takes, and a first label that the sheet has."""
        cleaned = super().clean() or {}
        works, each = cleaned.get("karya"), cleaned.get("jumlah")
        if works and each and len(works) * each > MOST_LABELS:
            self.add_error(
                "jumlah",
                ValidationError(
                    _("Sekali cetak paling banyak %(most)d label. Kurangi karya atau jumlahnya."),
                    code="too_many",
                    params={"most": MOST_LABELS},
                ),
            )
        start, sheet = cleaned.get("mulai"), SHEETS.get(cleaned.get("ukuran", ""))
        if start and sheet and start > sheet.labels:
            self.add_error(
                "mulai",
                ValidationError(
                    _("Lembar ini hanya memuat %(most)d label."),
                    code="beyond",
                    params={"most": sheet.labels},
                ),
            )
        return cleaned


class DeskLabelForm(LabelForm):
    """The council's own choice: ticked in the list, or typed as codes."""

    kode_karya = forms.CharField(
        label=_("Kode karya lain"),
        help_text=_("Pisahkan dengan spasi, misalnya 7H3QX K4PWD."),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.works: ProductQuerySet = kwargs["works"]
        self.fields["karya"].required = False

    def clean(self) -> dict[str, Any]:
        """Adds the typed codes to the ticked works; one that is not on show is named."""
        typed = str(self.cleaned_data.get("kode_karya") or "").upper()
        codes = list(dict.fromkeys(re.split(r"[\s,;]+", typed.strip()))) if typed.strip() else []
        found = self.works.filter(code__in=codes)
        unknown = sorted(set(codes) - {work.code for work in found})
        if unknown:
            self.add_error(
                "kode_karya",
                ValidationError(
                    _("Tidak ada karya yang tampil dengan kode %(codes)s."),
                    code="unknown",
                    params={"codes": ", ".join(code[:12] for code in unknown[:5])},
                ),
            )
        ticked = self.cleaned_data.get("karya")
        works = {work.pk: work for work in [*(ticked or ()), *found]}
        if "karya" in self.cleaned_data:
            self.cleaned_data["karya"] = list(works.values())
            if not works and not unknown:
                self.add_error("karya", ValidationError(_("Pilih sedikitnya satu karya.")))
        return super().clean()
