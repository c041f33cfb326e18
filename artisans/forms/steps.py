"""Forms that notice when somebody else saved the same record meanwhile."""

from typing import cast

from django import forms
from django.http import QueryDict


class SteppedForm(forms.Form):
    """Carries the newest step of the record's trail that its page showed."""

    step = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def take_step(self, step: int) -> None:
        """Lets the form, when it is sent again, overwrite what the page now shows beside it."""
        data = cast(QueryDict, self.data).copy()
        data["step"] = str(step)
        self.data = data
