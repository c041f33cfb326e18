"""Forms of an exhibition's works: choosing, handing over, counting back, a sale at the stand."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.exhibits import Line
from events.models import Exhibit, StandSale
from events.models.exhibitions import MOST_PIECES
from products.models import Product


def _count(label: Any, *, least: int = 0, **more: Any) -> forms.IntegerField:
    errors = {"required": _("Tulis jumlahnya dengan angka."), "invalid": _("Tulis dengan angka.")}
    return forms.IntegerField(
        label=label, min_value=least, max_value=MOST_PIECES, error_messages=errors, **more
    )


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class RowsForm(forms.Form):
    """A form with the same fields for each of several things, beside fields of its own."""

    columns: Sequence[str] = ()
    things: Sequence[Any] = ()

    def rows(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Each thing with its fields, in the order of the table."""
        for thing in self.things:
            yield thing, [self[f"{name}-{thing.pk}"] for name in self.columns]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields that are there once."""
        return [self[name] for name in self.fields if "-" not in name]

    def _value(self, name: str, thing: Any) -> Any:
        return self.cleaned_data[f"{name}-{thing.pk}"]


class ChooseExhibitsForm(RowsForm):
    """How many pieces of each work come; what is left empty does not come."""

    columns = ("pieces",)

    def __init__(self, *args: Any, works: Sequence[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = works
        for work in works:
            label = _("Jumlah %(work)s") % {"work": work.name or work.code}
            self.fields[f"pieces-{work.pk}"] = _count(label, required=False)

    def quantities(self) -> dict[int, int]:
        """Pieces by the key of the work, of those that come."""
        found = {work.pk: self._value("pieces", work) for work in self.things}
        return {key: pieces for key, pieces in found.items() if pieces}

    def clean(self) -> None:
        """Raises ValidationError where no work is chosen."""
        if not self.errors and not self.quantities():
            raise forms.ValidationError(_("Isi jumlah untuk paling sedikit satu karya."))


class ExhibitForm(forms.ModelForm[Exhibit]):
    """One work of an exhibition."""

    class Meta:
        model = Exhibit
        fields = ("quantity", "price_idr", "stand", "note")


class HandOverForm(RowsForm):
    """What a business hands over."""

    columns = ("quantity", "condition")
    handed_on = _day(_("Diserahkan pada"))
    handed_by = forms.CharField(label=_("Diserahkan oleh"), max_length=120)
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False)

    def __init__(self, *args: Any, exhibits: Sequence[Exhibit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = exhibits
        for exhibit in exhibits:
            work = {"work": exhibit.product}
            self.fields[f"quantity-{exhibit.pk}"] = _count(
                _("Jumlah %(work)s") % work, least=1, initial=exhibit.quantity
            )
            self.fields[f"condition-{exhibit.pk}"] = forms.CharField(
                label=_("Keadaan %(work)s") % work,
                max_length=120,
                initial=exhibit.condition or _("Baik"),
            )

    def lines(self) -> list[Line]:
        """What went, once valid."""
        return [
            Line(
                exhibit=one.pk,
                quantity=self._value("quantity", one),
                condition=self._value("condition", one),
            )
            for one in self.things
        ]


class TakeBackForm(RowsForm):
    """What comes back to a business. Filled in with what should be left."""

    columns = ("returned", "damaged", "missing", "note")
    returned_on = _day(_("Dikembalikan pada"))
    returned_to = forms.CharField(label=_("Diterima kembali oleh"), max_length=120)

    def __init__(self, *args: Any, exhibits: Sequence[Exhibit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = exhibits
        for exhibit in exhibits:
            work = {"work": exhibit.product}
            was_counted = exhibit.is_counted
            self.fields[f"returned-{exhibit.pk}"] = _count(
                _("Kembali baik: %(work)s") % work,
                initial=exhibit.returned_count if was_counted else max(exhibit.left, 0),
            )
            self.fields[f"damaged-{exhibit.pk}"] = _count(
                _("Kembali rusak: %(work)s") % work, initial=exhibit.damaged_count or 0
            )
            self.fields[f"missing-{exhibit.pk}"] = _count(
                _("Hilang: %(work)s") % work, initial=exhibit.missing_count or 0
            )
            self.fields[f"note-{exhibit.pk}"] = forms.CharField(
                label=_("Catatan %(work)s") % work,
                max_length=200,
                required=False,
                initial=exhibit.note,
            )

    def lines(self) -> list[Line]:
        """What came back, once valid."""
        return [
            Line(
                exhibit=one.pk,
                returned=self._value("returned", one),
                damaged=self._value("damaged", one),
                missing=self._value("missing", one),
                note=self._value("note", one),
            )
            for one in self.things
        ]


class StandSaleForm(forms.Form):
    """One sale or order, as a phone sends it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    exhibit = forms.ModelChoiceField(
        queryset=Exhibit.objects.none(),
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": _("Karya ini tidak ada lagi di daftar. Hubungi sekretariat.")
        },
    )
    kind = forms.ChoiceField(label=_("Jenis"), choices=StandSale.Kind)
    pieces = forms.IntegerField(label=_("Jumlah"), min_value=1, max_value=MOST_PIECES)
    price_idr = forms.IntegerField(
        label=_("Harga per buah (Rp)"), min_value=0, max_value=10_000_000_000
    )
    same_buyer = forms.BooleanField(
        label=_("Pembeli yang sama dengan catatan sebelumnya"), required=False
    )
    sold_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    is_undone = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, exhibits: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exhibit"].queryset = exhibits  # type: ignore[attr-defined]
