"""All questions of an inspection on one page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from curation import private_photos
from curation.inspections import Answer
from curation.models import ChecklistItem, InspectionAnswer
from dekranasda.lib.images import ImageRefused
from dekranasda.templatetags.portal import translated


class InspectionForm(forms.Form):
    """Answer, note and photograph for each question; none must be there yet."""

    def __init__(
        self,
        *args: Any,
        items: Iterable[ChecklistItem],
        given: Iterable[InspectionAnswer],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        self.given = {answer.item_id: answer for answer in given}
        for item in self.items:
            answer = self.given.get(item.pk)
            self.fields[f"result_{item.pk}"] = forms.ChoiceField(
                label=translated(item, "text"),
                choices=InspectionAnswer.Result.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=answer.result if answer else "",
            )
            self.fields[f"note_{item.pk}"] = forms.CharField(
                label=_("Catatan"),
                max_length=255,
                required=False,
                initial=answer.note if answer else "",
            )
            self.fields[f"photo_{item.pk}"] = forms.FileField(
                label=_("Foto"),
                required=False,
                widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
            )

    def rows(self) -> list[tuple[ChecklistItem, list[BoundField], bool]]:
        """The questions with their fields, and whether a photograph is there."""
        return [
            (
                item,
                [self[f"{name}_{item.pk}"] for name in ("result", "note", "photo")],
                bool(item.pk in self.given and self.given[item.pk].photo),
            )
            for item in self.items
        ]

    def answers(self) -> dict[ChecklistItem, Answer]:
        """The valid answers; a refused photograph becomes an error beside its question."""
        found = {}
        for item in self.items:
            photo = ""
            try:
                photo = private_photos.keep_upload(self.cleaned_data.get(f"photo_{item.pk}"))
            except ImageRefused as error:
                self.add_error(f"photo_{item.pk}", error)
            found[item] = Answer(
                result=self.cleaned_data.get(f"result_{item.pk}", ""),
                note=self.cleaned_data.get(f"note_{item.pk}", ""),
                photo=photo,
            )
        return found
