"""A rubric in preparation: its words, one criterion, all weights, gates, grades."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from curation.models import (
    CompletionItem,
    Criterion,
    Gate,
    Grade,
    ProductClass,
    Round,
    RoundRubric,
    Rubric,
)
from curation.rubric_rules import OUTCOME_ORDER, WHOLE, plain

PLAIN_CODE = r"^[A-Z0-9]{2,8}$"
CODE_HINT = _("Dua sampai delapan huruf besar atau angka, misalnya MTU.")


class RubricForm(forms.ModelForm[Rubric]):
    """A rubric's name, class and note; its address comes from the first name and stays."""

    class Meta:
        model = Rubric
        fields = ("name", "name_en", "product_class", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["product_class"].disabled = True

    def clean_name(self) -> str:
        """A new rubric needs a name of its own; further versions come from copying."""
        name: str = self.cleaned_data["name"].strip()
        if not self.instance.pk:
            self.instance.slug = slugify(name)[:60]
            if not self.instance.slug:
                raise forms.ValidationError(_("Tulis nama dengan huruf."))
            if Rubric.objects.filter(slug=self.instance.slug).exists():
                raise forms.ValidationError(
                    _("Rubrik dengan nama ini sudah ada. Salin rubrik itu menjadi versi baru.")
                )
        elif (
            Rubric.objects.filter(name=name, version=self.instance.version)
            .exclude(pk=self.instance.pk)
            .exists()
        ):
            raise forms.ValidationError(_("Nama ini dipakai rubrik lain."))
        return name


class CriterionForm(forms.ModelForm[Criterion]):
    """One criterion with its weight and the sentence of every level."""

    code = forms.RegexField(
        label=_("Kode"),
        regex=PLAIN_CODE,
        help_text=CODE_HINT,
        error_messages={"invalid": CODE_HINT},
    )
    field = forms.ChoiceField(
        label=_("Diperbaiki perajin pada"),
        choices=[("", "—"), *CompletionItem.Part.choices],
        required=False,
    )

    class Meta:
        model = Criterion
        fields = (
            "code",
            "name",
            "name_en",
            "weight",
            *(f"level_{value}" for value in range(5)),
            *(f"level_{value}_en" for value in range(5)),
            "field",
            "allows_blank",
        )
        widgets = {
            f"level_{value}{suffix}": forms.Textarea(attrs={"rows": 2})
            for value in range(5)
            for suffix in ("", "_en")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value in range(5):
            self.fields[f"level_{value}"].error_messages["required"] = _(
                "Tulis kalimat untuk nilai ini, supaya setiap kurator memberi nilai yang sama."
            )
            self.fields[f"level_{value}_en"].label = _("Nilai %(value)s (Inggris)") % {
                "value": value
            }
        self.fields["weight"].help_text = _("Semua bobot bersama-sama harus 100.")

    def clean_code(self) -> str:
        """A code that no other criterion of the rubric has."""
        code: str = self.cleaned_data["code"]
        others = self.instance.rubric.criteria.exclude(pk=self.instance.pk)
        if others.filter(code=code).exists():
            raise forms.ValidationError(_("Kode ini dipakai kriteria lain."))
        return code

    def clean_weight(self) -> Decimal:
        """A weight that counts."""
        weight: Decimal = self.cleaned_data["weight"]
        if not weight:
            raise forms.ValidationError(_("Tulis bobot di atas 0."))
        return weight


class WeightsForm(forms.Form):
    """The weights of all criteria at once; together they are 100."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for one in self.criteria:
            self.fields[f"weight_{one.pk}"] = forms.DecimalField(
                label=one.name,
                initial=plain(one.weight),
                localize=True,
                min_value=Decimal("0.01"),
                max_value=WHOLE,
                max_digits=5,
                decimal_places=2,
            )

    def clean(self) -> dict[str, Any]:
        """Refuses weights that are not 100 together, and says how far they are off."""
        cleaned = super().clean() or {}
        given = [cleaned.get(f"weight_{one.pk}") for one in self.criteria]
        if None in given:
            return cleaned
        together = sum(cast(list[Decimal], given), Decimal(0))
        if together != WHOLE:
            text = (
                _("Bobot berjumlah %(sum)s; tambahkan %(difference)s.")
                if together < WHOLE
                else _("Bobot berjumlah %(sum)s; kurangi %(difference)s.")
            )
            params = {"sum": plain(together), "difference": plain(abs(WHOLE - together))}
            raise forms.ValidationError(text, code="weights", params=params)
        return cleaned

    def save(self) -> None:
        """Keeps the weights."""
        for one in self.criteria:
            one.weight = self.cleaned_data[f"weight_{one.pk}"]
        Criterion.objects.bulk_update(self.criteria, ["weight"])


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


class TrialForm(forms.Form):
    """Scores to try a rubric's arithmetic with; 3 everywhere unless chosen otherwise."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = []
        for one in criteria:
            self.codes.append(one.code)
            self.fields[one.code] = forms.TypedChoiceField(
                label=one.name,
                choices=[("", _("Tidak berlaku")), *((str(n), str(n)) for n in range(5))],
                coerce=int,
                empty_value=None,
                required=False,
                initial="3",
            )

    def scores(self) -> dict[str, int | None]:
        """The chosen scores; the first view tries 3 everywhere."""
        if not self.is_bound or not self.is_valid():
            return dict.fromkeys(self.codes, 3)
        return {code: self.cleaned_data[code] for code in self.codes}


class RoundRubricsForm(forms.Form):
    """By which rubric a round judges each class of products, and whether a sample is needed."""

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round
        self.classes = list(ProductClass.objects.prefetch_related("rubrics"))
        given = {row.product_class_id: row for row in round.class_rubrics.all()}
        for one in self.classes:
            row = given.get(one.pk)
            self.fields[f"rubric_{one.pk}"] = forms.ModelChoiceField(
                label=one.name,
                queryset=Rubric.objects.filter(product_class=one),
                empty_label=_("Rubrik periode: %(rubric)s") % {"rubric": round.rubric},
                required=False,
                initial=row.rubric_id if row and row.rubric.product_class_id == one.pk else None,
            )
            self.fields[f"sample_{one.pk}"] = forms.BooleanField(
                label=_("%(name)s: contoh fisik wajib diterima sebelum dinilai")
                % {"name": one.name},
                required=False,
                initial=bool(row and row.needs_sample),
            )

    def save(self) -> None:
        """The round's terms become these; a class without any keeps to the round's own rubric."""
        self.round.class_rubrics.all().delete()
        RoundRubric.objects.bulk_create(
            RoundRubric(
                round=self.round,
                product_class=one,
                rubric=self.cleaned_data[f"rubric_{one.pk}"] or self.round.rubric,
                needs_sample=self.cleaned_data[f"sample_{one.pk}"],
            )
            for one in self.classes
            if self.cleaned_data[f"rubric_{one.pk}"] or self.cleaned_data[f"sample_{one.pk}"]
        )
