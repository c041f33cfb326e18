"""A curator's scores."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.marks import Mark
from curation.models import CalibrationReview, Criterion, Review
from curation.phrases import joined
from dekranasda.templatetags.portal import translated

MOST_WORDS = 500  # letters of a comment


class ReviewForm(forms.Form):
    """The scores of one work: for each criterion a level and words to the maker."""

    panel_note = forms.CharField(
        label=_("Catatan untuk sidang"), max_length=1000, required=False, strip=True
    )

    def __init__(
        self,
        *args: Any,
        criteria: Iterable[Criterion],
        review: Review | CalibrationReview | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        given = {}
        if review is not None:
            self.fields["panel_note"].initial = review.panel_note
            given = {score.criterion_id: score for score in review.scores.all()}
        for criterion in self.criteria:
            score = given.get(criterion.pk)
            levels = [("", _("Tidak berlaku")), *((str(n), str(n)) for n in range(5))]
            self.fields[f"score_{criterion.code}"] = forms.ChoiceField(
                label=criterion.name,
                choices=levels,
                required=False,
                initial="" if score is None or score.value is None else str(score.value),
            )
            self.fields[f"comment_{criterion.code}"] = forms.CharField(
                label=_("Catatan untuk pembuat"),
                max_length=MOST_WORDS,
                required=False,
                initial=score.comment if score else "",
            )
            phrases = [(text, text) for text in getattr(criterion, "phrases", [])]
            self.fields[f"phrase_{criterion.code}"] = forms.MultipleChoiceField(
                choices=phrases, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Puts the chosen sentences behind the typed comment, which has to keep its length."""
        cleaned = super().clean() or {}
        for criterion in self.criteria:
            name = f"comment_{criterion.code}"
            if name in cleaned and (chosen := cleaned.get(f"phrase_{criterion.code}")):
                text = joined(cleaned[name], chosen)
                if len(text) > MOST_WORDS:
                    self.add_error(name, _("Catatan paling panjang 500 huruf; persingkat dulu."))
                else:
                    cleaned[name] = text
        return cleaned

    def marks(self) -> dict[str, Mark]:
        """The typed scores by the criterion's code."""
        found = {}
        for criterion in self.criteria:
            value = self.cleaned_data.get(f"score_{criterion.code}") or ""
            comment = self.cleaned_data.get(f"comment_{criterion.code}") or ""
            found[criterion.code] = Mark(int(value) if value else None, comment)
        return found


class ReferenceForm(forms.Form):
    """What chair or secretariat hold to be right for a piece: a level each, and why."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            levels = [
                (str(n), f"{n}. {translated(criterion, f)}") for n, f, _text in criterion.levels
            ]
            self.fields[f"score_{criterion.code}"] = forms.ChoiceField(
                label=translated(criterion, "name"), choices=levels, widget=forms.RadioSelect
            )
            self.fields[f"reason_{criterion.code}"] = forms.CharField(
                label=_("Alasan untuk kurator"), max_length=300, required=False
            )

    def references(self) -> dict[str, Mark]:
        """The chosen scores with their reasons by the criterion's code."""
        return {
            one.code: Mark(
                int(self.cleaned_data[f"score_{one.code}"]),
                self.cleaned_data[f"reason_{one.code}"],
            )
            for one in self.criteria
        }
