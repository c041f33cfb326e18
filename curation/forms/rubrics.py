"""A rubric in preparation: its words, one criterion, all weights; its trial, its rounds."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from curation.models import (
    CompletionItem,
    Criterion,
    ProductClass,
    Round,
    RoundRubric,
    Rubric,
)
from curation.rubric_rules import WHOLE, plain

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
