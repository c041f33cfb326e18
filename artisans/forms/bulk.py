"""What the secretariat fills in to change many businesses at once."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from artisans.forms.fields import name_blanks
from artisans.models import BulkChange, Business, CraftCentre, FactSource
from artisans.plans import mentors
from dekranasda.accounts.models import User

Kind = BulkChange.Kind
STATES = [(state.value, state.label) for state in (Business.State.ACTIVE, Business.State.DORMANT)]
SEEN = [
    (kind.value, kind.label)
    for kind in (FactSource.Kind.SITE, FactSource.Kind.DOCUMENT, FactSource.Kind.MAKER)
]


class BulkForm(forms.Form):
    """What is done with the rows, and why; only the value of the chosen kind counts."""

    kind = forms.ChoiceField(
        label=_("Tindakan"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.STATE
    )
    state = forms.ChoiceField(
        label=_("Keadaan menjadi"), choices=[("", _("Pilih")), *STATES], required=False
    )
    centre = forms.ModelChoiceField(
        label=_("Sentra"), queryset=CraftCentre.objects.none(), required=False
    )
    mentor = forms.ModelChoiceField(
        label=_("Pendamping"), queryset=User.objects.none(), required=False
    )
    seen = forms.ChoiceField(
        label=_("Cara memeriksa"), choices=[("", _("Pilih")), *SEEN], required=False
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=200,
        help_text=_("Tercatat di riwayat setiap usaha."),
        error_messages={"required": _("Tulis alasannya; ia tercatat di riwayat.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_blanks(self, _("Pilih"))
        for name, rows in (("centre", CraftCentre.objects.all()), ("mentor", mentors())):
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows

    def clean(self) -> dict[str, Any]:
        """The kind has its value."""
        cleaned = super().clean() or self.cleaned_data
        name = self._value_field
        if name and name not in self.errors and not cleaned.get(name):
            self.add_error(name, _("Pilih dahulu."))
        return cleaned

    @property
    def _value_field(self) -> str:
        kind = self.cleaned_data.get("kind", "")
        names = {Kind.STATE: "state", Kind.CENTRE: "centre", Kind.MENTOR: "mentor"}
        return names.get(kind, "seen" if kind == Kind.VERIFIED else "")

    def change(self) -> dict[str, Any]:
        """What `apply_change` takes."""
        value = self.cleaned_data[self._value_field]
        words = str(value) if hasattr(value, "pk") else str(dict([*STATES, *SEEN])[value])
        return {
            "kind": Kind(self.cleaned_data["kind"]),
            "value": str(getattr(value, "pk", value)),
            "value_in_words": words,
            "reason": self.cleaned_data["reason"].strip(),
        }
