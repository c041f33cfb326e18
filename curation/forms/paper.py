"""A score sheet on paper, typed in."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.forms.scoring import ReviewForm


class PaperForm(ReviewForm):
    """The scores as they stand on the paper, with a photograph of it."""

    scan = forms.FileField(
        label=_("Foto lembarnya"),
        help_text=_("JPG, PNG, WebP, atau HEIC; seluruh lembar terbaca."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in self.criteria:
            del self.fields[f"phrase_{criterion.code}"]
            score = cast(forms.ChoiceField, self.fields[f"score_{criterion.code}"])
            if not criterion.allows_blank:
                score.required = True
                score.choices = [("", "–"), *((str(n), str(n)) for n in range(5))]
                score.error_messages["required"] = _("Beri nilai untuk «%(name)s».") % {
                    "name": criterion.name
                }
        self.fields["panel_note"].widget = forms.Textarea(attrs={"rows": 2})
        self.order_fields([name for name in self.fields if name not in ("panel_note", "scan")])


class ConfirmPaperForm(PaperForm):
    """The same scores before the curator, who may correct them; the photograph is there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["scan"]
