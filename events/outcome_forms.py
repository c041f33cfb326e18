"""Forms of what happens at an event and comes of it: taps at the door, scores, opinions, news."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from artisans.models import TurnoverBand
from events.attendance import moment_of_tap
from events.models import Evaluation, Event, OutcomeReport, Registration, Session


class TapForm(forms.Form):
    """A tap at the door: for which session, and how long ago where a phone kept it meanwhile."""

    session = forms.ModelChoiceField(
        queryset=Session.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Sesi ini tidak ada lagi.")},
    )
    ago = forms.IntegerField(required=False, min_value=0, max_value=10**9)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = event.sessions.all()  # type: ignore[attr-defined]

    def tap(self, *, at: datetime) -> tuple[Session | None, datetime]:
        """The session and the moment of the tap.

        Raises ValidationError for what is no session of the event, no number, or too long ago.
        """
        if not self.is_valid():
            raise ValidationError([text for texts in self.errors.values() for text in texts])
        moment = moment_of_tap(seconds_ago=self.cleaned_data["ago"] or 0, at=at)
        return self.cleaned_data["session"], moment


class RevokeForm(forms.Form):
    """Why a certificate is void."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=200,
        help_text=_("Terbaca oleh siapa pun yang memeriksa sertifikat ini."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OpinionForm(forms.ModelForm[Evaluation]):
    """What a participant thinks of a training: three taps and a word."""

    QUESTIONS: ClassVar[dict[str, Any]] = {
        "satisfaction": _("Seberapa puas Anda dengan pelatihan ini?"),
        "clarity": _("Apakah penjelasannya mudah dimengerti?"),
        "usefulness": _("Apakah akan Anda pakai dalam pekerjaan?"),
    }
    STEPS: ClassVar[list[tuple[int, Any]]] = [
        (5, _("Sangat")),
        (4, _("Ya")),
        (3, _("Sedang")),
        (2, _("Kurang")),
        (1, _("Tidak")),
    ]

    class Meta:
        model = Evaluation
        fields = (*Evaluation.OPINIONS, "comment")
        widgets = {"comment": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in self.QUESTIONS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=question,
                choices=self.STEPS,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Ketuk salah satu jawaban.")},
            )
        self.fields["comment"].label = _("Saran untuk kami")
        self.fields["comment"].help_text = _("Boleh kosong. Panitia membacanya tanpa nama Anda.")
        self.order_fields([*self.QUESTIONS, "comment"])


class ScoresForm(forms.Form):
    """Scores before and after of everybody who came, in one table."""

    PARTS: ClassVar[dict[str, Any]] = {"before": _("nilai awal"), "after": _("nilai akhir")}

    def __init__(self, *args: Any, people: Iterable[Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        for person in self.people:
            known = getattr(person, "evaluation", None)
            for part, words in self.PARTS.items():
                self.fields[f"{part}-{person.code}"] = forms.IntegerField(
                    label=f"{person.artisan.name}, {words}",
                    required=False,
                    min_value=0,
                    max_value=100,
                    initial=getattr(known, part, None),
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )

    def rows(self) -> list[tuple[Registration, list[forms.BoundField]]]:
        """Each person with the two fields."""
        return [
            (person, [self[f"{part}-{person.code}"] for part in self.PARTS])
            for person in self.people
        ]

    def changes(self) -> dict[int, dict[str, int | None]]:
        """By the registration's key, the scores that were changed, once valid."""
        found: dict[int, dict[str, int | None]] = {}
        for person in self.people:
            for part in self.PARTS:
                name = f"{part}-{person.code}"
                if name in self.changed_data:
                    found.setdefault(person.pk, {})[part] = self.cleaned_data[name]
        return found


class OutcomeForm(forms.ModelForm[OutcomeReport]):
    """How a participant does months later: three questions."""

    has_new_product = forms.TypedChoiceField(
        label=_("Apakah ada karya baru sesudah pelatihan?"),
        choices=[("1", _("Ya")), ("0", _("Belum"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = OutcomeReport
        fields = ("turnover_band", "has_new_product", "workers")
        widgets = {"turnover_band": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands = self.fields["turnover_band"]
        bands.label = _("Berapa kira-kira omzet usaha dalam sebulan terakhir?")
        bands.choices = TurnoverBand.choices  # type: ignore[attr-defined]
        self.fields["workers"].label = _("Berapa orang yang bekerja sekarang, termasuk pemilik?")
