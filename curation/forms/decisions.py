"""The panel's proposal, and an objection to it."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.decisions import Proposal
from curation.forms.fields import ReasonForm
from curation.forms.rounds import AssignmentForm
from curation.models import Appeal, Decision, Grade, PointAnswer, Submission
from dekranasda.accounts.models import User
from products.plain_text import refuse_contacts, tidy


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
        letters = submission.rubric.grades.filter(outcome=Grade.Outcome.ACCEPTED)
        grade = cast(forms.ChoiceField, self.fields["grade"])
        grade.choices = [("", _("Sesuai hitungan")), *((g.letter, g.letter) for g in letters)]
        self.fields["lock_version"].initial = submission.lock_version

    def proposal(self) -> Proposal:
        """What was typed, as the panel's proposal."""
        names = ("outcome", "grade", "justification", "feedback")
        return Proposal(**{name: self.cleaned_data[name] for name in names})


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
    document = forms.FileField(
        label=_("Bukti, bila ada"),
        required=False,
        help_text=_("Foto atau PDF, paling besar 10 MB. Hanya dibaca pemeriksa keberatan."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )

    def evidence(self) -> tuple[bytes, str] | None:
        """The document's bytes and name, where there is one."""
        file = self.cleaned_data["document"]
        return (file.read(), file.name) if file else None


class PointAnswerForm(forms.Form):
    """What a maker says to one point; empty takes the answer back."""

    text = forms.CharField(
        label=_("Jawaban Anda"),
        max_length=PointAnswer.LONGEST,
        required=False,
        help_text=_(
            "Ceritakan singkat apa yang Anda ubah, tanpa nama dan nomor telepon. "
            "Jawaban ini terkirim bersama karya Anda."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Jawaban ini terlalu panjang. Paling banyak 300 huruf.")},
    )

    def clean_text(self) -> str:
        """The answer without invisible marks. Raises ValidationError for ways to reach somebody."""
        text = tidy(self.cleaned_data["text"])
        refuse_contacts(text)
        return text


class BoardForm(forms.Form):
    """Who hears an objection; only people without a part in the case can be chosen."""

    members = forms.ModelMultipleChoiceField(
        label=_("Pemeriksa"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih orang yang memeriksa keberatan ini.")},
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelMultipleChoiceField, self.fields["members"])  # type: ignore[type-arg]
        chosen = [user.pk for user in people]
        field.queryset = User.objects.filter(pk__in=chosen).order_by("full_name")
        if not chosen:
            field.help_text = _(
                "Tidak ada lagi orang dengan peran pimpinan, ketua, atau kurator yang tidak ikut "
                "menangani karya ini. Beri seseorang peran itu lebih dahulu."
            )


class AppealRulingForm(ReasonForm):
    """What a member of the board holds of an objection, and why."""

    outcome = forms.ChoiceField(
        label=_("Pendapat Anda"), choices=Appeal.Outcome, widget=forms.RadioSelect
    )
    field_order = ("outcome", "reason")
