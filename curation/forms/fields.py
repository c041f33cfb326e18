"""Input that several forms share."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    """The device's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def start_of(day: date) -> datetime:
    """The first moment of the day in the council's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The first moment after the day: «until the 12th» includes all of the 12th."""
    return start_of(day + timedelta(days=1))


class DueForm(forms.Form):
    """A deadline for the maker, two weeks from today unless chosen otherwise."""

    due_on = forms.DateField(label=_("Tenggat perajin"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=14)

    @property
    def due_at(self) -> datetime:
        """The end of the chosen day."""
        return end_of(self.cleaned_data["due_on"])


class ReasonForm(forms.Form):
    """A sentence that says why."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
