"""A sample and its next step."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation.forms.fields import DateInput
from curation.models import Sample, SampleMovement
from dekranasda.lib.images import MAX_BYTES

DETAILS = ("condition", "place", "shown_to", "agreed", "signed_name")


class SampleForm(forms.ModelForm[Sample]):
    """What was handed over and by when it goes back; a month from today unless chosen."""

    class Meta:
        model = Sample
        fields = ("what", "return_by")
        widgets = {"return_by": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["return_by"].initial = timezone.localdate() + timedelta(days=30)


class MovementForm(forms.ModelForm[SampleMovement]):
    """The next step of a sample; only steps that may follow can be chosen."""

    kind = forms.ChoiceField(label=_("Langkah"), widget=forms.RadioSelect)
    picture = forms.FileField(
        label=_("Foto keadaan"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    drawing = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = SampleMovement
        fields = DETAILS
        help_texts = {
            "condition": _("Wajib saat diterima dan bila rusak."),
            "shown_to": _("Nama kurator atau sidang."),
            "agreed": _("Wajib bila rusak atau hilang."),
            "signed_name": _("Wajib saat dikembalikan, sesuai tanda terima."),
        }

    field_order = ("kind", *DETAILS, "picture", "drawing")

    def __init__(self, *args: Any, steps: Iterable[SampleMovement.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = cast(forms.ChoiceField, self.fields["kind"])
        order = list(SampleMovement.Kind)
        kind.choices = [(one.value, one.label) for one in sorted(steps, key=order.index)]
        if len(kind.choices) == 1:
            self.fields["kind"].initial = kind.choices[0][0]

    def clean_picture(self) -> Any:
        """A photograph of a size that the choke point takes."""
        file = self.cleaned_data.get("picture")
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(_("Foto ini lebih besar dari 12 MB."))
        return file

    def _post_clean(self) -> None:
        """The rules of a step are the subject's; the row is written there."""
