"""A rubric's gates and grades, row by row."""

from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from curation.forms.rubrics import CODE_HINT, PLAIN_CODE
from curation.models import Gate, Grade, Rubric
from curation.rubric_rules import OUTCOME_ORDER


class RowForm(forms.Form):
    """A row of a table of parts; one without a code or letter is left out."""

    key = "code"
    remove = forms.BooleanField(label=_("Hapus"), required=False)

    @property
    def is_kept(self) -> bool:
        """Whether the row stays in the rubric."""
        cleaned = self.cleaned_data
        return bool(cleaned.get(self.key)) and not cleaned.get("remove")


def _sentence(label: Any, longest: int) -> forms.CharField:
    """A sentence that can be read whole while it is written."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=longest, required=False, widget=area)


class GateRowForm(RowForm):
    """One gate."""

    code = forms.RegexField(
        label=_("Kode"), regex=PLAIN_CODE, required=False, error_messages={"invalid": CODE_HINT}
    )
    name = _sentence(_("Syarat"), 160)
    name_en = _sentence(_("Syarat (Inggris)"), 160)
    help_text = _sentence(_("Cara memeriksa"), 255)
    caps_grade_at = forms.ChoiceField(label=_("Selama masih diurus"), required=False)
    field_order = ("code", "name", "name_en", "help_text", "caps_grade_at", "remove")

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cap = cast(forms.ChoiceField, self.fields["caps_grade_at"])
        letters = [grade.letter for grade in rubric.grades.all()]
        cap.choices = [
            ("", _("Menahan")),
            *((one, _("Kelas paling tinggi %(letter)s") % {"letter": one}) for one in letters),
        ]

    def clean(self) -> dict[str, Any]:
        """A code and a name belong together."""
        cleaned = super().clean() or {}
        if cleaned.get("code") and not cleaned.get("name"):
            self.add_error("name", _("Tulis syaratnya."))
        if cleaned.get("name") and not cleaned.get("code") and "code" not in self.errors:
            self.add_error("code", CODE_HINT)
        return cleaned


class GradeRowForm(RowForm):
    """One grade with the floors of single criteria."""

    key = "letter"
    letter = forms.RegexField(
        label=_("Kelas"),
        regex=r"^[A-Z][A-Z0-9]?$",
        required=False,
        error_messages={"invalid": _("Satu huruf besar, misalnya A.")},
    )
    minimum = forms.DecimalField(
        label=_("Mulai dari"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        required=False,
    )
    outcome = forms.ChoiceField(
        label=_("Berarti"), choices=[("", "—"), *Grade.Outcome.choices], required=False
    )
    validity_months = forms.IntegerField(
        label=_("Berlaku (bulan)"), min_value=1, max_value=120, required=False
    )
    refuses_zero = forms.BooleanField(label=_("Tanpa nilai 0"), required=False)

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [one.code for one in rubric.criteria.all()]
        floors = self.initial.get("floors", {})
        for one in rubric.criteria.all():
            self.fields[f"floor_{one.code}"] = forms.ChoiceField(
                label=_("%(name)s sedikitnya") % {"name": one.name},
                choices=[("", "—"), *((str(n), str(n)) for n in range(1, 5))],
                required=False,
                initial=str(floors.get(one.code, "")),
            )

    def clean(self) -> dict[str, Any]:
        """A grade says from which total and what it means; one that passes, for how long."""
        cleaned = super().clean() or {}
        if not cleaned.get("letter"):
            return cleaned
        if cleaned.get("minimum") is None and "minimum" not in self.errors:
            self.add_error("minimum", _("Tulis mulai dari nilai berapa."))
        if not cleaned.get("outcome"):
            self.add_error("outcome", _("Pilih apa artinya kelas ini."))
        if cleaned.get("outcome") == Grade.Outcome.ACCEPTED and not cleaned.get("validity_months"):
            self.add_error("validity_months", _("Isi masa berlaku untuk kelas yang lolos."))
        return cleaned

    @property
    def floors(self) -> dict[str, int]:
        """The chosen floors by the criterion's code."""
        chosen = {code: self.cleaned_data.get(f"floor_{code}") for code in self.codes}
        return {code: int(value) for code, value in chosen.items() if value}


class BaseRows(BaseFormSet[RowForm]):
    """Rows of which no two may have the same code or letter."""

    def kept(self) -> list[RowForm]:
        """The rows that stay."""
        return [form for form in self.forms if form.is_kept]

    def clean(self) -> None:
        """Refuses twins."""
        if any(self.errors):
            return
        keys = [form.cleaned_data[form.key] for form in self.kept()]
        twins = sorted({key for key in keys if keys.count(key) > 1})
        if twins:
            raise forms.ValidationError(_("%(keys)s ada dua kali.") % {"keys": ", ".join(twins)})


class BaseGradeRows(BaseRows):
    """Grades that cover every total from 0 to 100, each better one meaning no less."""

    def clean(self) -> None:
        """Refuses gaps, equal thresholds and an order that contradicts the outcomes."""
        super().clean()
        if any(self.errors):
            return
        rows = sorted((form.cleaned_data for form in self.kept()), key=lambda row: -row["minimum"])
        if not rows:
            raise forms.ValidationError(_("Belum ada kelas."))
        minima = [row["minimum"] for row in rows]
        if len(set(minima)) < len(minima):
            raise forms.ValidationError(_("Dua kelas mulai dari nilai yang sama."))
        if minima[-1] != 0:
            raise forms.ValidationError(
                _("Kelas terendah harus mulai dari 0, supaya setiap nilai punya kelas.")
            )
        ranks = [OUTCOME_ORDER.index(Grade.Outcome(row["outcome"])) for row in rows]
        if ranks != sorted(ranks):
            raise forms.ValidationError(
                _("Kelas dengan nilai lebih tinggi tidak boleh berarti lebih buruk.")
            )
        if Grade.Outcome.ACCEPTED not in {row["outcome"] for row in rows}:
            raise forms.ValidationError(_("Sedikitnya satu kelas harus berarti lolos."))


GateRows = formset_factory(GateRowForm, formset=BaseRows, extra=2, max_num=30)
GradeRows = formset_factory(GradeRowForm, formset=BaseGradeRows, extra=1, max_num=8)


def save_gates(rubric: Rubric, rows: Any) -> None:
    """The rubric's gates become these rows, in their order."""
    rubric.gates.all().delete()
    names = ("code", "name", "name_en", "help_text", "caps_grade_at")
    Gate.objects.bulk_create(
        Gate(rubric=rubric, position=place, **{name: form.cleaned_data[name] for name in names})
        for place, form in enumerate(rows.kept())
    )


def save_grades(rubric: Rubric, rows: Any) -> None:
    """The rubric's grades become these rows."""
    rubric.grades.all().delete()
    Grade.objects.bulk_create(
        Grade(
            rubric=rubric,
            floors=form.floors,
            allows_zero=not form.cleaned_data["refuses_zero"],
            **{
                name: form.cleaned_data[name]
                for name in ("letter", "minimum", "outcome", "validity_months")
            },
        )
        for form in rows.kept()
    )
