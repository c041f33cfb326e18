"""Step 4: the price."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from products.forms.fields import StepForm, rupiah_field
from products.models import ProductVersion


class PriceForm(StepForm):
    """Step 4: what it costs, how long it takes, how many there are."""

    price_idr = rupiah_field(
        label=_("Harga jual di tempat Anda"),
        required=False,
        help_text=_("Contoh: 185000 atau 185rb."),
    )
    price_max_idr = rupiah_field(
        label=_("Harga tertinggi"),
        required=False,
        help_text=_("Bila harganya bermacam-macam menurut ukuran."),
    )

    class Meta:
        model = ProductVersion
        fields = (
            "price_idr",
            "price_on_request",
            "price_max_idr",
            "unit",
            "production_time",
            "capacity_per_month",
            "stock",
            "is_made_to_order",
        )
        widgets = {"production_time": forms.RadioSelect}
        labels = {
            "price_on_request": _("Harga sesuai pesanan"),
            "unit": _("Dijual per"),
            "capacity_per_month": _("Berapa yang dapat Anda buat dalam sebulan?"),
            "stock": _("Berapa yang siap dikirim sekarang?"),
            "is_made_to_order": _("Saya menerima pesanan khusus"),
        }
        help_texts = {
            "unit": _("Contoh: buah, lembar, atau set."),
            "price_on_request": _("Harga tidak ditampilkan; pembeli bertanya kepada Anda."),
            "stock": _("Tulis 0 bila dibuat setelah dipesan."),
        }
        error_messages = {
            "capacity_per_month": {"required": _("Tulis perkiraan jumlahnya, misalnya 10.")},
            "production_time": {"required": _("Pilih berapa lama karya ini dibuat.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("production_time", "capacity_per_month"):
            self.fields[name].required = not self.partial
        price = self.fields["price_idr"]
        price.required = not (self.partial or self.data.get("price_on_request"))
        price.error_messages["required"] = _(
            "Tulis harga dengan angka, misalnya 185000, atau pilih «harga sesuai pesanan»."
        )
        # Without the empty choice that a model's radio buttons begin with.
        duration = self.fields["production_time"]
        assert isinstance(duration, forms.ChoiceField)  # noqa: S101 says so to the type checker
        duration.choices = ProductVersion.Duration.choices
        for name in ("capacity_per_month", "stock"):
            field = self.fields[name]
            field.widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "numberinput"})
            field.error_messages["invalid"] = _("Tulis jumlahnya dengan angka, misalnya 10.")
            field.error_messages["max_value"] = _("Jumlah ini terlalu besar. Periksa lagi.")

    def clean_capacity_per_month(self) -> int | None:
        """At least one a month; whoever makes fewer writes 1."""
        capacity: int | None = self.cleaned_data["capacity_per_month"]
        if capacity == 0:
            raise ValidationError(_("Tulis sedikitnya 1."), code="min_value")
        return capacity

    def clean(self) -> dict[str, Any]:
        """The highest price stands above the lowest."""
        cleaned = super().clean()
        low, high = cleaned.get("price_idr"), cleaned.get("price_max_idr")
        if high and low and high < low:
            self.add_error(
                "price_max_idr",
                ValidationError(
                    _("Harga tertinggi harus di atas harga terendah."), code="price_order"
                ),
            )
        return cleaned
