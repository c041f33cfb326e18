"""Forms of stalls: the call, an application, a change of the order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan
from events.exhibit_forms import RowsForm
from events.forms import BusinessChoiceForm, MomentField
from events.models import Event, StallApplication, StallCall, StallChange


class StallCallForm(forms.ModelForm[StallCall]):
    """The call for an exhibition's stalls."""

    closes_at = MomentField(label=_("Permohonan sampai"))

    class Meta:
        model = StallCall
        fields = ("stalls", "least_pieces", "only_grade_a", "closes_at", "rule")
        error_messages = {"rule": {"required": _("Pilih aturan rotasi yang berlaku.")}}

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.event = event
        self.fields["rule"].empty_label = None  # type: ignore[attr-defined]

    def clean_closes_at(self) -> Any:
        """Raises ValidationError where the call would end after the exhibition began."""
        closes_at = self.cleaned_data["closes_at"]
        if closes_at > self.instance.event.starts_at:
            raise forms.ValidationError(_("Tutup permohonan sebelum pameran dimulai."))
        return closes_at


class StallApplicationForm(BusinessChoiceForm):
    """An artisan's application for a stall."""

    pieces = forms.IntegerField(
        label=_("Berapa karya siap jual yang dapat Anda bawa?"),
        min_value=1,
        max_value=5000,
        error_messages={
            "required": _("Tulis jumlahnya dengan angka, misalnya 25."),
            "invalid": _("Tulis jumlahnya dengan angka, misalnya 25."),
        },
    )
    has_disability = forms.BooleanField(
        label=StallApplication._meta.get_field("has_disability").verbose_name,
        help_text=StallApplication._meta.get_field("has_disability").help_text,
        required=False,
    )

    def __init__(self, *args: Any, artisan: Artisan, call: StallCall, **kwargs: Any) -> None:
        super().__init__(*args, artisan=artisan, **kwargs)
        self.fields["pieces"].help_text = _("Paling sedikit %(count)s.") % {
            "count": call.least_pieces
        }


class AddStallForm(forms.Form):
    """An application that came by phone or on paper."""

    pieces = forms.IntegerField(
        label=_("Karya yang dapat dibawa"), min_value=1, max_value=5000, required=True
    )


class MoveStallForm(forms.ModelForm[StallChange]):
    """A new place in the order, with the reason that everybody reads."""

    to_place = forms.IntegerField(label=_("Urutan baru"), min_value=1)

    class Meta:
        model = StallChange
        fields = ("to_place", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3, "maxlength": 200})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Paling sedikit sepuluh huruf. Alasan ini diumumkan bersama daftarnya."
        )


class StandNumbersForm(RowsForm):
    """The stand number of each business that has a stall."""

    columns = ("stand",)

    def __init__(self, *args: Any, applications: Sequence[StallApplication], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = applications
        for application in applications:
            self.fields[f"stand-{application.pk}"] = forms.CharField(
                label=_("Nomor stan %(business)s") % {"business": application.business},
                max_length=20,
                required=False,
                initial=application.stand,
            )

    def stands(self) -> dict[int, str]:
        """The numbers by the key of the application; empty ones take a number away."""
        return {one.pk: self._value("stand", one) for one in self.things}
