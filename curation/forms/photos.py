"""A spot on a photograph: tapped with a script, one of nine fields without."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.models import Criterion, Rubric
from dekranasda.lib.choices import TranslatedChoiceField

FIELDS = [
    ("0", _("kiri atas")),
    ("1", _("tengah atas")),
    ("2", _("kanan atas")),
    ("3", _("kiri tengah")),
    ("4", _("tengah")),
    ("5", _("kanan tengah")),
    ("6", _("kiri bawah")),
    ("7", _("tengah bawah")),
    ("8", _("kanan bawah")),
]
# Where the three columns or rows of fields begin, how wide they are, and their middle, in percent.
STARTS, SIZES, MIDDLES = (0, 33, 66), (34, 34, 34), (17, 50, 83)


class MarkForm(forms.Form):
    """A mark with its sentence."""

    sentence = forms.CharField(label=_("Apa yang perlu diperbaiki di titik ini?"), max_length=200)
    field = forms.ChoiceField(
        label=_("Bagian foto"), choices=FIELDS, initial="4", widget=forms.RadioSelect
    )
    x = forms.IntegerField(min_value=0, max_value=100, required=False, widget=forms.HiddenInput)
    y = forms.IntegerField(min_value=0, max_value=100, required=False, widget=forms.HiddenInput)

    def spot(self) -> tuple[int, int]:
        """The tapped point, or the middle of the chosen field, in percent."""
        x, y = self.cleaned_data.get("x"), self.cleaned_data.get("y")
        if x is not None and y is not None:
            return x, y
        row, column = divmod(int(self.cleaned_data["field"]), 3)
        return MIDDLES[column], MIDDLES[row]


class WeaknessForm(MarkForm):
    """A mark that says which criterion it is about."""

    criterion = TranslatedChoiceField(
        label=_("Tentang kriteria apa?"),
        queryset=Criterion.objects.none(),
        empty_label=None,
        error_messages={"required": _("Pilih kriterianya.")},
    )
    field_order = ("criterion", "sentence", "field")

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = rubric.criteria.all()  # type: ignore[attr-defined]


class HideForm(forms.Form):
    """What of a photograph curators do not see: chosen fields, or all of it."""

    whole = forms.BooleanField(label=_("Sembunyikan seluruh foto"), required=False)
    fields_covered = forms.MultipleChoiceField(
        label=_("Tutup bagian ini"),
        choices=FIELDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """Something must be chosen."""
        cleaned = super().clean() or {}
        if not cleaned.get("whole") and not cleaned.get("fields_covered"):
            raise forms.ValidationError(_("Pilih bagian yang ditutup, atau seluruh foto."))
        return cleaned

    def rectangles(self) -> list[tuple[int, int, int, int]]:
        """The covered parts in percent; none where the whole photograph is withheld."""
        if self.cleaned_data["whole"]:
            return []
        places = [divmod(int(key), 3) for key in self.cleaned_data["fields_covered"]]
        return [(STARTS[column], STARTS[row], SIZES[column], SIZES[row]) for row, column in places]
