"""What people fill in about a year's figures, by staff on one page and by makers one at a time."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.forms.steps import SteppedForm
from artisans.growth import FIGURES, KINDS_OF_WORK, fits_band
from artisans.imports.money import read_money
from artisans.models import BusinessYear, FactSource, TurnoverBand
from artisans.size_class import MONTHS_A_YEAR
from dekranasda.templatetags.portal import rupiah

MOST_WORKERS = 10_000
REFUSALS = {
    "money_range": gettext_lazy("Tulis satu angka saja. Bila hanya tahu kira-kira, pilih kisaran."),
    "money_unclear": gettext_lazy(
        "Angka ini belum jelas. Tulis lengkap, misalnya 12.500.000 atau 12,5 jt."
    ),
    "money_unreadable": gettext_lazy("Tulis dengan angka, misalnya 12.500.000 atau 12,5 jt."),
}


class RupiahField(forms.CharField):
    """Whole rupiah as people type them: «12,5 jt», «Rp 12.500.000»; None where nothing is said.

    `per_month` says what an amount «sebulan» is multiplied by; None refuses such an amount.
    """

    def __init__(self, *, per_month: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)
        self.per_month = per_month

    def prepare_value(self, value: Any) -> Any:
        """The amount that is kept as it is shown everywhere; what was typed as it was typed."""
        return rupiah(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """The amount. Raises ValidationError with an example where it cannot be read surely."""
        text = super().clean(value)
        money = read_money(text)
        if money.problem == "money_missing":
            return None
        if money.rupiah is None:
            raise forms.ValidationError(REFUSALS[money.problem], code=money.problem)
        if not money.is_monthly:
            return money.rupiah
        if self.per_month is None:
            raise forms.ValidationError(
                _("Tulis jumlah seluruhnya, bukan sebulan."), code="money_monthly"
            )
        return money.rupiah * self.per_month


def _people(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_WORKERS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Tulis jumlah orang dengan angka, misalnya 3.")},
    )


class FiguresForm(forms.Form):
    """Figures of one year. Subclasses name what they ask; `figures` are the answers."""

    def __init__(self, *args: Any, row: BusinessYear | None, **kwargs: Any) -> None:
        asked = [name for name in FIGURES if name in self.base_fields]
        initial = {name: getattr(row, name) for name in asked} if row else {}
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """An exact turnover and a band agree, and kinds of work are not more than the people."""
        cleaned = super().clean() or self.cleaned_data
        exact, band = cleaned.get("turnover_idr"), cleaned.get("turnover_band")
        if exact is not None and band and not fits_band(exact, band):
            monthly = rupiah(round(exact / MONTHS_A_YEAR))
            self.add_error(
                "turnover_band",
                forms.ValidationError(
                    _(
                        "%(year)s setahun berarti sekitar %(month)s sebulan. Pilih kisaran itu, "
                        "atau perbaiki omzetnya."
                    )
                    % {"year": rupiah(exact), "month": monthly},
                    code="band_differs",
                ),
            )
        men, women = cleaned.get("workers_male"), cleaned.get("workers_female")
        kinds = sum(cleaned.get(name) or 0 for name in KINDS_OF_WORK)
        if men is not None and women is not None and kinds > men + women:
            self.add_error(
                "workers_permanent",
                forms.ValidationError(
                    _("Tetap, borongan, dan keluarga bersama-sama lebih banyak dari %(count)s.")
                    % {"count": men + women},
                    code="too_many_kinds",
                ),
            )
        return cleaned

    def figures(self) -> dict[str, Any]:
        """The answers by the names of the figures."""
        return {name: value for name, value in self.cleaned_data.items() if name in FIGURES}


BAND_CHOICES = [("", gettext_lazy("Tidak disebut")), *TurnoverBand.choices]


class TurnoverForm(FiguresForm):
    """Turnover, by a band of one month, exact, or both."""

    turnover_band = forms.ChoiceField(
        label=gettext_lazy("Kira-kira penjualan sebulan"),
        choices=BAND_CHOICES,
        required=False,
        widget=forms.RadioSelect,
    )
    turnover_idr = RupiahField(
        label=gettext_lazy("Penjualan setahun, bila Anda tahu"),
        help_text=gettext_lazy("Semua uang dari penjualan, belum dikurangi biaya. Contoh: 60 jt."),
        per_month=MONTHS_A_YEAR,
    )


class WorkersForm(FiguresForm):
    """How many work, men and women, the owner included."""

    workers_male = _people(gettext_lazy("Laki-laki"))
    workers_female = _people(gettext_lazy("Perempuan"))


class CapitalForm(FiguresForm):
    """Capital without land and building."""

    capital_idr = RupiahField(
        label=gettext_lazy("Modal usaha"),
        help_text=gettext_lazy(
            "Alat, bahan, dan uang usaha; tanpa tanah dan bangunan. Contoh: 5 jt."
        ),
    )


SOURCES = (
    FactSource.Kind.MAKER,
    FactSource.Kind.DOCUMENT,
    FactSource.Kind.SITE,
    FactSource.Kind.OFFICE,
)


class YearForm(FiguresForm, SteppedForm):
    """All figures of one year as staff enter them, with where they come from."""

    turnover_idr = RupiahField(
        label=gettext_lazy("Omzet setahun"),
        help_text=gettext_lazy(
            "Misalnya 12,5 jt atau Rp 12.500.000; «1 jt/bulan» dikalikan dua belas."
        ),
        per_month=MONTHS_A_YEAR,
    )
    turnover_band = forms.ChoiceField(
        label=gettext_lazy("Kisaran omzet sebulan"), choices=BAND_CHOICES, required=False
    )
    capital_idr = RupiahField(
        label=gettext_lazy("Modal usaha"),
        help_text=gettext_lazy("Tanpa tanah dan bangunan tempat usaha."),
    )
    workers_male = _people(gettext_lazy("Pekerja laki-laki"))
    workers_female = _people(gettext_lazy("Pekerja perempuan"))
    workers_permanent = _people(gettext_lazy("Di antaranya tetap"))
    workers_piecework = _people(gettext_lazy("Borongan"))
    workers_family = _people(gettext_lazy("Keluarga"))
    source_kind = forms.ChoiceField(
        label=gettext_lazy("Asal angka"),
        choices=[(kind.value, kind.label) for kind in SOURCES],
    )
    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Misalnya buku kas, laporan bank, atau nama yang ditanya."),
    )
    as_of = forms.DateField(
        label=gettext_lazy("Per tanggal"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Isi tanggal angka ini ditanya atau dilihat.")},
    )
    ROWS: ClassVar = (
        ("turnover_idr", "turnover_band"),
        ("capital_idr",),
        ("workers_male", "workers_female"),
        KINDS_OF_WORK,
        ("source_kind", "as_of"),
        ("source",),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_as_of(self) -> date:
        """The day, which cannot lie ahead."""
        day: date = self.cleaned_data["as_of"]
        if day > self.today:
            raise forms.ValidationError(_("Pilih hari ini atau sebelumnya."), code="in_future")
        return day

    def rows(self) -> list[list[Any]]:
        """The fields side by side as the page shows them."""
        return [[self[name] for name in row] for row in self.ROWS]
