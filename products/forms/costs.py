"""The form of the price help: nine plain questions on one batch, read as people write numbers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dekranasda.lib.amounts import parse_cost, parse_hours, parse_rupiah
from dekranasda.templatetags.portal import rupiah
from products.cost_sheets import FIELDS
from products.forms.fields import WrittenField, in_groups
from products.models import CostSheet


def _cost_field(label: Any, help_text: Any = "", *, is_required: bool = False) -> WrittenField:
    return WrittenField(
        parse=parse_cost,
        show=in_groups,
        label=label,
        help_text=help_text,
        required=is_required,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Tulis biaya bahan. Bila bahannya gratis, tulis harga bila dibeli.")
        },
    )


def _hours_in_words(value: Decimal) -> str:
    """Hours with only the decimals they have: 6, 1,5 or 0,75."""
    return (
        f"{value:f}".rstrip("0").rstrip(".").replace(".", ",")
        if "." in f"{value:f}"
        else f"{value}"
    )


class CostForm(forms.Form):
    """What one batch costs. The lines have fixed names: nothing to add or remove on a phone."""

    pieces = forms.IntegerField(
        label=_("Berapa buah sekali membuat?"),
        help_text=_("Semua isian berikut untuk sejumlah ini. Tulis 1 bila dibuat satu-satu."),
        min_value=1,
        max_value=100_000,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "numberinput"}),
        error_messages={
            "required": _("Tulis jumlahnya, misalnya 1."),
            "invalid": _("Tulis jumlahnya dengan angka, misalnya 10."),
            "min_value": _("Tulis sedikitnya 1."),
            "max_value": _("Jumlah ini terlalu besar. Periksa lagi."),
        },
    )
    main_material_idr = _cost_field(
        _("Bahan utama"), _("Contoh: kayu 40rb. Beberapa bahan: 25rb + 15rb."), is_required=True
    )
    other_material_idr = _cost_field(_("Bahan lain"), _("Lem, cat, benang, paku, amplas."))
    packaging_idr = _cost_field(_("Kemasan"), _("Kotak, plastik, kertas, label."))
    hours = WrittenField(
        parse=parse_hours,
        show=_hours_in_words,
        label=_("Berapa jam dikerjakan?"),
        help_text=_("Jumlahkan jam semua orang. Contoh: 6, 1,5 jam, atau 90 menit."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
        error_messages={"required": _("Tulis berapa jam mengerjakannya, misalnya 6.")},
    )
    hourly_wage_idr = WrittenField(
        parse=parse_rupiah,
        show=in_groups,
        label=_("Upah sejam yang Anda inginkan"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Tulis upah sejam, misalnya 15000.")},
    )
    overhead_percent = forms.IntegerField(
        label=_("Biaya lain, dalam persen"),
        help_text=_("Listrik, alat, sewa, ongkos. Bila tidak tahu, biarkan 10."),
        min_value=0,
        max_value=100,
        initial=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "numberinput"}),
        error_messages={
            "required": _("Tulis angka 0 sampai 100, misalnya 10."),
            "invalid": _("Tulis angka 0 sampai 100, misalnya 10."),
            "min_value": _("Tulis angka 0 sampai 100, misalnya 10."),
            "max_value": _("Tulis angka 0 sampai 100, misalnya 10."),
        },
    )
    is_shared = forms.BooleanField(
        label=_("Kurator boleh melihat hitungan ini"),
        help_text=_(
            "Membantu kurator menilai harga Anda. Hanya angkanya yang terlihat, bukan nama Anda. "
            "Setelah karya dikirim, pilihan ini tetap."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, sheet: CostSheet | None = None, minimum_idr: int = 0, **kwargs: Any
    ) -> None:
        if sheet is not None:
            kwargs["initial"] = {name: getattr(sheet, name) for name in FIELDS}
        super().__init__(*args, **kwargs)
        self.fields["hourly_wage_idr"].help_text = (
            _("Contoh: 15000 atau 15rb. Upah minimum kira-kira %(minimum)s sejam.")
            % {"minimum": rupiah(minimum_idr)}
            if minimum_idr
            else _("Contoh: 15000 atau 15rb.")
        )

    def clean(self) -> dict[str, Any]:
        """Other costs that were left empty are none."""
        cleaned = super().clean() or {}
        for name in ("other_material_idr", "packaging_idr"):
            if name in cleaned:
                cleaned[name] = cleaned[name] or 0
        return cleaned

    def sheet(self) -> CostSheet:
        """What was typed, as a reckoning that is kept nowhere yet."""
        return CostSheet(**{name: self.cleaned_data[name] for name in FIELDS})
