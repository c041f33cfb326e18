"""The look at the file before anybody judges."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from curation.forms.fields import DueForm, ReasonForm
from curation.models import CompletionItem, Gate, GateCheck, Submission
from curation.screening import Request
from dekranasda.templatetags.portal import translated


class GateForm(forms.Form):
    """One gate's answer and note."""

    result = forms.ChoiceField(choices=GateCheck.Result, widget=forms.RadioSelect, required=False)
    note = forms.CharField(label=_("Catatan"), max_length=255, required=False)

    def __init__(self, *args: Any, gate: Gate, **kwargs: Any) -> None:
        kwargs["prefix"] = gate.code
        super().__init__(*args, **kwargs)
        self.gate = gate
        choices = list(GateCheck.Result.choices)
        if not gate.caps_grade_at:
            choices = [choice for choice in choices if choice[0] != GateCheck.Result.PENDING]
        result = cast(forms.ChoiceField, self.fields["result"])
        result.choices = choices
        result.label = translated(gate, "name")


def gate_forms(submission: Submission, data: Any = None) -> list[GateForm]:
    """A form for every gate of the round, with the answers given so far."""
    given = {
        check.gate_id: check for check in submission.gate_checks.filter(version=submission.version)
    }
    return [
        GateForm(
            data,
            gate=gate,
            initial={"result": given[gate.pk].result, "note": given[gate.pk].note}
            if gate.pk in given
            else None,
        )
        for gate in submission.rubric.gates.all()
    ]


class QueueForm(forms.Form):
    """The word that nobody can tell from photographs and story whose work it is."""

    redaction_confirmed = forms.BooleanField(
        label=_("Foto dan cerita tidak memperlihatkan nama atau wajah pembuatnya"),
        required=False,
    )


class CompletionItemForm(forms.Form):
    """One thing to ask for; an empty row is left out."""

    part = forms.ChoiceField(
        label=_("Bagian"), choices=[("", "—"), *CompletionItem.Part.choices], required=False
    )
    reason = forms.CharField(
        label=_("Apa yang perlu diperbaiki, dan bagaimana"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """A part and a reason belong together."""
        cleaned = super().clean() or {}
        if cleaned.get("part") and not cleaned.get("reason"):
            self.add_error("reason", _("Tulis apa yang perlu diperbaiki pada bagian ini."))
        if cleaned.get("reason") and not cleaned.get("part"):
            self.add_error("part", _("Pilih bagiannya."))
        return cleaned


CompletionFormSet = formset_factory(CompletionItemForm, extra=4, max_num=12)


def requests_from(forms_: Iterable[forms.Form]) -> list[Request]:
    """The filled rows as requests."""
    return [
        Request(CompletionItem.Part(form.cleaned_data["part"]), form.cleaned_data["reason"])
        for form in forms_
        if form.cleaned_data.get("part")
    ]


class ReopenForm(ReasonForm, DueForm):
    """Why a lapsed submission gets another chance, and until when."""


class IneligibleForm(ReasonForm):
    """Which gate fails, and the reason that the maker will read."""

    gate = forms.ModelChoiceField(label=_("Syarat"), queryset=Gate.objects.none())
    field_order = ("gate", "reason")

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gate = cast(forms.ModelChoiceField, self.fields["gate"])  # type: ignore[type-arg]
        gate.queryset = submission.rubric.gates.all()
