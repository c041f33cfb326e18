"""Forms of curation: shape of input only; every rule is the subject modules'."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.forms import formset_factory
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from curation.models import (
    Appeal,
    CompletionItem,
    Criterion,
    Decision,
    Gate,
    GateCheck,
    Grade,
    PanelMember,
    Review,
    Round,
    Submission,
)
from curation.reviews import Mark
from curation.screening import Request
from dekranasda.accounts.models import Role, User
from dekranasda.templatetags.portal import translated

# Words that stand in the place of a round's slug in the workbench's addresses.
RESERVED_SLUGS = {"baru", "keberatan", "sertifikat"}


class DateInput(forms.DateInput):
    """The device's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def start_of(day: date) -> datetime:
    """The first moment of the day in the council's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The first moment after the day: «until the 12th» includes all of the 12th."""
    return start_of(day + timedelta(days=1))


class RoundForm(forms.ModelForm[Round]):
    """A round in preparation or its dates afterwards; days are typed, moments are stored."""

    opens_on = forms.DateField(label=_("Dibuka mulai"), widget=DateInput())
    closes_on = forms.DateField(label=_("Ditutup setelah"), widget=DateInput())
    review_due_on = forms.DateField(label=_("Kurator menilai sampai"), widget=DateInput())

    class Meta:
        model = Round
        fields = (
            "number",
            "title",
            "title_en",
            "call",
            "call_en",
            "meets_on",
            "releases_on",
            "rubric",
            "quorum",
        )
        widgets = {
            "meets_on": DateInput(),
            "releases_on": DateInput(),
            "call": forms.Textarea(attrs={"rows": 4}),
            "call_en": forms.Textarea(attrs={"rows": 4}),
        }

    field_order = (
        "number",
        "title",
        "title_en",
        "opens_on",
        "closes_on",
        "review_due_on",
        "meets_on",
        "releases_on",
        "rubric",
        "quorum",
        "call",
        "call_en",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        round = self.instance
        if round.pk:
            self.initial.setdefault("opens_on", timezone.localdate(round.opens_at))
            self.initial.setdefault("closes_on", round.closes_on)
            self.initial.setdefault("review_due_on", round.review_due_on)
        if round.opened_at is not None:
            self.fields["rubric"].disabled = True
            self.fields["rubric"].help_text = _("Rubrik periode yang sudah diumumkan tetap.")
            self.fields["quorum"].disabled = True
        else:
            last = Round.objects.order_by("-number").values_list("number", flat=True).first()
            self.initial.setdefault("number", (last or 0) + 1)

    def clean(self) -> dict[str, Any]:
        """Sets the moments from the days before the model's own rules are checked."""
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        due = cleaned.get("review_due_on")
        if opens and closes and due:
            if closes < opens:
                self.add_error("closes_on", _("Tanggal tutup harus sesudah tanggal buka."))
            if due < closes:
                self.add_error("review_due_on", _("Batas penilaian harus sesudah tanggal tutup."))
            self.instance.opens_at = start_of(opens)
            self.instance.closes_at = end_of(closes)
            self.instance.review_due_at = end_of(due)
        if not self.instance.slug and cleaned.get("title"):
            self.instance.slug = self._free_slug(cleaned["title"])
        return cleaned

    @staticmethod
    def _free_slug(title: str) -> str:
        wish = slugify(title)[:50] or "periode"
        taken = set(Round.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
        taken |= RESERVED_SLUGS
        return next(
            slug for slug in (wish, *(f"{wish}-{n}" for n in range(2, 999))) if slug not in taken
        )

    def _post_clean(self) -> None:
        if not self.errors:
            super()._post_clean()  # type: ignore[misc]  # Django's own hook


class PanelMemberForm(forms.ModelForm[PanelMember]):
    """A curator for the panel, with expertise and the most works that they can take."""

    class Meta:
        model = PanelMember
        fields = ("user", "is_chair", "crafts", "target_load")
        widgets = {"crafts": forms.CheckboxSelectMultiple()}

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.round = round
        people = (
            User.objects.filter(
                is_active=True, groups__name__in=[Role.CURATOR.value, Role.CHAIR.value]
            )
            .exclude(pk__in=round.panel.values("user"))
            .distinct()
            .order_by("full_name")
        )
        cast(forms.ModelChoiceField, self.fields["user"]).queryset = people  # type: ignore[type-arg]


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
        for gate in submission.round.rubric.gates.all()
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


class DueForm(forms.Form):
    """A deadline for the maker, two weeks from today unless chosen otherwise."""

    due_on = forms.DateField(label=_("Tenggat perajin"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=14)

    @property
    def due_at(self) -> datetime:
        """The end of the chosen day."""
        return end_of(self.cleaned_data["due_on"])


class ReasonForm(forms.Form):
    """A sentence that says why."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReopenForm(ReasonForm, DueForm):
    """Why a lapsed submission gets another chance, and until when."""


class IneligibleForm(ReasonForm):
    """Which gate fails, and the reason that the maker will read."""

    gate = forms.ModelChoiceField(label=_("Syarat"), queryset=Gate.objects.none())
    field_order = ("gate", "reason")

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gate = cast(forms.ModelChoiceField, self.fields["gate"])  # type: ignore[type-arg]
        gate.queryset = submission.round.rubric.gates.all()


class AssignmentForm(forms.Form):
    """The curators of one work; those with a conflict cannot be chosen."""

    curators = forms.ModelMultipleChoiceField(
        label=_("Kurator"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelMultipleChoiceField, self.fields["curators"])  # type: ignore[type-arg]
        field.queryset = User.objects.filter(pk__in=[user.pk for user in people])


class ReviewForm(forms.Form):
    """The scores of one work: for each criterion a level and words to the maker."""

    panel_note = forms.CharField(
        label=_("Catatan untuk sidang"), max_length=1000, required=False, strip=True
    )

    def __init__(
        self, *args: Any, criteria: Iterable[Criterion], review: Review | None, **kwargs: Any
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
                max_length=500,
                required=False,
                initial=score.comment if score else "",
            )

    def marks(self) -> dict[str, Mark]:
        """The typed scores by the criterion's code."""
        found = {}
        for criterion in self.criteria:
            value = self.cleaned_data.get(f"score_{criterion.code}") or ""
            comment = self.cleaned_data.get(f"comment_{criterion.code}") or ""
            found[criterion.code] = Mark(int(value) if value else None, comment)
        return found


class ProposalForm(forms.Form):
    """The chair's proposal; the computed outcome is chosen beforehand."""

    outcome = forms.ChoiceField(
        label=_("Keputusan"), choices=Decision.Outcome, widget=forms.RadioSelect
    )
    grade = forms.ChoiceField(
        label=_("Kelas"),
        required=False,
        help_text=_("Hanya bila lolos. Kosong: sesuai hitungan."),
    )
    feedback = forms.CharField(
        label=_("Pesan kepada pembuat"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wajib bila tidak lolos: apa yang kurang dan bagaimana memperbaikinya."),
    )
    justification = forms.CharField(
        label=_("Alasan bila berbeda dari hitungan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    lock_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letters = submission.round.rubric.grades.filter(outcome=Grade.Outcome.ACCEPTED)
        grade = cast(forms.ChoiceField, self.fields["grade"])
        grade.choices = [("", _("Sesuai hitungan")), *((g.letter, g.letter) for g in letters)]
        self.fields["lock_version"].initial = submission.lock_version


class ReturnToReviewForm(ReasonForm, AssignmentForm):
    """Fresh curators and why they are asked."""

    field_order = ("curators", "reason")


class AppealForm(forms.Form):
    """On what an objection rests, and the maker's words."""

    ground = forms.ChoiceField(
        label=_("Apa yang keliru?"), choices=Appeal.Ground, widget=forms.RadioSelect
    )
    statement = forms.CharField(
        label=_("Jelaskan dengan kata Anda sendiri"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AppealRulingForm(ReasonForm):
    """The board's ruling with its reason."""

    outcome = forms.ChoiceField(
        label=_("Putusan"), choices=Appeal.Outcome, widget=forms.RadioSelect
    )
    field_order = ("outcome", "reason")


class VerificationForm(forms.Form):
    """A certificate's number as printed, in any usual writing."""

    nomor = forms.CharField(label=_("Nomor sertifikat"), max_length=40)

    def clean_nomor(self) -> str:
        """The number in capitals without blanks."""
        return "".join(self.cleaned_data["nomor"].split()).upper()


class StatusForm(forms.Form):
    """A submission's code and the last four digits of the maker's phone."""

    code = forms.CharField(
        label=_("Kode pengajuan"),
        max_length=20,
        help_text=_("Misalnya KUR-2026-0001; ada pada pesan tanda terima."),
    )
    digits = forms.RegexField(
        label=_("Empat angka terakhir nomor telepon Anda"),
        regex=r"^\d{4}$",
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Tulis empat angka, misalnya 0123.")},
    )

    def clean_code(self) -> str:
        """The code in capitals without blanks."""
        return "".join(self.cleaned_data["code"].split()).upper()
