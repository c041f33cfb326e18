"""Two people at one entry: the second is told, sees both texts, and loses nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.forms.steps import SteppedForm
from artisans.history import newest_step


class StepForm(SteppedForm):
    """What a form carries so that a save over somebody else's change is noticed, and why it is."""

    why = forms.CharField(
        label=gettext_lazy("Alasan perubahan"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Ikut tercatat di riwayat."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = getattr(self, "instance", None)
        if row is not None and row.pk is None:
            del self.fields["why"]  # what is new needs no reason

    def is_outdated(self, row: models.Model) -> bool:
        """Whether the row has moved on since the form was made; called under the row's lock."""
        return (self.cleaned_data.get("step") or 0) != newest_step(row)


@dataclass(frozen=True)
class Difference:
    """One field in which what is stored now and what was typed are not the same."""

    label: str
    stored: str
    typed: str


def differences(form: Any, stored: models.Model) -> list[Difference]:
    """The fields of a form, named as the row's, in which the stored row differs from the typed."""
    own = {field.name for field in stored._meta.get_fields()}
    found = []
    for name in form.fields:
        if name not in own or name not in form.cleaned_data:
            continue
        field = stored._meta.get_field(name)
        old, new = getattr(stored, name), form.cleaned_data[name]
        if old != new:
            label = str(form.fields[name].label)
            found.append(Difference(label, _in_words(field, old), _in_words(field, new)))
    return found


def _in_words(field: Any, value: Any) -> str:
    if value is None or value == "":
        return _("kosong")
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, models.Model):
        return str(value)
    return str(dict(field.flatchoices).get(value, value))
