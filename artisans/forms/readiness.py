"""What an assessor fills in: points for each heading, conditions that hold, the level."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.models import ReadinessAssessment
from artisans.readiness_levels import Definition
from dekranasda.templatetags.portal import translated


class AssessmentForm(forms.Form):
    """One assessment by a definition: its headings and conditions become fields."""

    assessed_on = forms.DateField(
        label=gettext_lazy("Tanggal penilaian"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Isi tanggal penilaian.")},
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Tingkat yang diberikan"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy(
            "Kosongkan untuk memakai tingkat menurut syarat yang dicentang dan jumlah nilai."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan, bila tingkatnya lain"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        definition: Definition,
        last: ReadinessAssessment | None,
        today: date,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"assessed_on": today, "token": uuid4()}
        super().__init__(*args, **kwargs)
        self.definition = definition
        levels = ReadinessAssessment.Level.choices
        self._field("level").choices = [("", _("Menurut hitungan")), *levels]
        for heading in definition.headings:
            self.fields[heading.code] = _points(heading, last)
        for level in definition.levels:
            self.fields[f"level_{level.number}"] = _checklist(definition, level)

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def headings(self) -> list[Any]:
        """The fields of points."""
        return [self[heading.code] for heading in self.definition.headings]

    def checklists(self) -> list[Any]:
        """The fields of conditions, from the lowest level up."""
        return [self[f"level_{level.number}"] for level in self.definition.levels]

    def points(self) -> dict[str, int]:
        """The points by heading."""
        return {
            heading.code: self.cleaned_data[heading.code] for heading in self.definition.headings
        }

    def met(self) -> list[str]:
        """The codes of the conditions that were ticked."""
        return [
            code
            for level in self.definition.levels
            for code in self.cleaned_data[f"level_{level.number}"]
        ]

    def proposed(self) -> int:
        """The highest level by what was filled in; 0 where not even the first one's tests hold."""
        return self.definition.highest_level(points=sum(self.points().values()), met=self.met())

    def clean(self) -> dict[str, Any]:
        """The level: the chosen one, or the one by count; the lowest where none is reached."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        cleaned["level"] = cleaned["level"] or self.proposed()
        if not cleaned["level"]:
            self.add_error(
                "level",
                forms.ValidationError(
                    _(
                        "Syarat tingkat pertama belum lengkap. Centang syaratnya, atau pilih "
                        "tingkat dan tulis alasannya."
                    ),
                    code="no_level",
                ),
            )
        elif cleaned["level"] != self.proposed() and not cleaned["reason"].strip():
            proposed = dict(ReadinessAssessment.Level.choices).get(self.proposed(), _("belum ada"))
            self.add_error(
                "reason",
                forms.ValidationError(
                    _("Menurut syarat dan nilai, tingkatnya %(level)s. Tulis alasan memberi lain.")
                    % {"level": proposed},
                    code="reason_missing",
                ),
            )
        return cleaned


def _points(heading: Any, last: ReadinessAssessment | None) -> forms.IntegerField:
    before = getattr(last, heading.code, None) if last else None
    hint = translated(heading, "guide")
    if before is not None:
        hint = f"{hint} {_('Terakhir: %(points)s.') % {'points': before}}"
    return forms.IntegerField(
        label=_("%(name)s, 0–%(most)s")
        % {
            "name": translated(heading, "name"),
            "most": heading.points,
        },
        help_text=hint,
        min_value=0,
        max_value=heading.points,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Beri nilai, walau 0.")},
    )


class Checklist(forms.MultipleChoiceField):
    """Conditions to tick; none ticked says that none holds."""

    is_checklist = True


def _checklist(definition: Definition, level: Any) -> Checklist:
    needs_points = level.number == definition.ready_level
    return Checklist(
        label=f"{level.number}. {translated(level, 'name')}",
        choices=[(one.code, translated(one, "text")) for one in level.conditions],
        required=False,
        help_text=_("Dan jumlah nilai sedikitnya %(points)s.") % {"points": definition.ready_points}
        if needs_points
        else "",
        widget=forms.CheckboxSelectMultiple,
    )


class PeriodForm(forms.Form):
    """Two days, as GET parameters; wrong or missing ones fall back on the last twelve months."""

    dari = forms.DateField(
        label=gettext_lazy("Dari tanggal"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sampai = forms.DateField(
        label=gettext_lazy("Sampai tanggal"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """The second day comes after the first."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("dari"), cleaned.get("sampai")
        if start and end and end <= start:
            self.add_error("sampai", _("Pilih tanggal sesudah tanggal pertama."))
        return cleaned
