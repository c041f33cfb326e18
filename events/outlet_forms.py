"""Forms of outlets: who sells, what stands there, what was sold in a month, what came back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.exhibit_forms import RowsForm
from events.models import Outlet, Placement


class OutletForm(forms.ModelForm[Outlet]):
    """An outlet."""

    website = forms.URLField(
        label=Outlet._meta.get_field("website").verbose_name,
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = Outlet
        fields = (
            "name", "kind", "address", "district", "website", "contact", "commission_percent",
            "terms", "is_public", "is_active",
        )  # fmt: skip


class PlacementForm(forms.ModelForm[Placement]):
    """Pieces of a work that go to an outlet."""

    class Meta:
        model = Placement
        fields = ("quantity", "price_idr", "placed_on", "is_public", "note")
        widgets = {"placed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class BringBackForm(forms.Form):
    """Pieces that come back from an outlet."""

    pieces = forms.IntegerField(
        label=_("Jumlah kembali"), min_value=0, max_value=5000, help_text=_("Boleh 0.")
    )
    on = forms.DateField(
        label=_("Pada"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends = forms.BooleanField(label=_("Titipan ini berakhir"), required=False)


class MonthChoiceForm(forms.Form):
    """Which month."""

    bulan = forms.CharField(
        label=_("Bulan"), widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    )

    def clean_bulan(self) -> date:
        """The first day of the month. Raises ValidationError for nonsense."""
        try:
            return date.fromisoformat(f"{self.cleaned_data['bulan']}-01")
        except ValueError as error:
            raise forms.ValidationError(_("Tulis bulan seperti 2026-10.")) from error


class OutletMonthForm(RowsForm):
    """What an outlet sold of each of its works in one month."""

    columns = ("pieces", "income")

    def __init__(self, *args: Any, placements: Sequence[Placement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = placements
        for placement in placements:
            work = {"work": placement.product}
            known = next(iter(placement.months.all()), None)
            self.fields[f"pieces-{placement.pk}"] = forms.IntegerField(
                label=_("Terjual: %(work)s") % work,
                min_value=0,
                max_value=5000,
                required=False,
                initial=known.pieces if known else None,
            )
            self.fields[f"income-{placement.pk}"] = forms.IntegerField(
                label=_("Hasil penjualan %(work)s") % work,
                min_value=0,
                max_value=100_000_000_000,
                required=False,
                initial=known.income_idr if known else None,
            )

    def sales(self) -> dict[int, tuple[int, int]]:
        """Pieces and income by the key of the placement; pieces times price where none is given."""
        found = {}
        for one in self.things:
            pieces = self._value("pieces", one) or 0
            income = self._value("income", one)
            if income is None:
                income = pieces * (one.price_idr or 0)
            found[one.pk] = (pieces, income)
        return found
