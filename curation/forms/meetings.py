"""What is typed in a meeting."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.models import Meeting, MeetingAttendance, Round, Vote
from dekranasda.accounts.models import Role, User


def _deputy_field() -> "forms.ModelChoiceField[User]":
    return forms.ModelChoiceField(
        label=_("Pengganti ketua"),
        queryset=User.objects.none(),
        required=False,
        help_text=_(
            "Mengusulkan keputusan bila ketua tidak di ruangan atau berkepentingan. Orang kedua "
            "tetap menandatangani."
        ),
    )


def _offer_deputies(form: forms.Form, round: Round) -> None:
    members = round.panel.in_force().filter(is_chair=False).values("user")
    field = cast(forms.ModelChoiceField, form.fields["deputy"])  # type: ignore[type-arg]
    field.queryset = User.objects.filter(pk__in=members).order_by("full_name")


class MeetingForm(forms.Form):
    """Where a meeting takes place, who of the panel came, who writes the minutes."""

    place = forms.CharField(label=_("Tempat"), max_length=120)
    present = forms.ModelMultipleChoiceField(
        label=_("Yang hadir"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Siapa yang datang kemudian dapat dicatat selama sidang."),
    )
    minutes_by = forms.ModelChoiceField(
        label=_("Notulis"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Dari sekretariat. Ia mengikuti sidang untuk mencatat dan tidak ikut memutus."),
    )

    deputy = _deputy_field()

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        panel = User.objects.filter(pk__in=round.panel.values("user")).order_by("full_name")
        takers = (
            User.objects.filter(is_active=True, groups__name=Role.SECRETARIAT.value)
            .exclude(pk__in=panel.values("pk"))
            .order_by("full_name")
        )
        for name, people in (("present", panel), ("minutes_by", takers)):
            field = cast(forms.ModelChoiceField, self.fields[name])  # type: ignore[type-arg]
            field.queryset = people
        _offer_deputies(self, round)


class DeputyForm(forms.Form):
    """Who leads in the chair's place."""

    deputy = _deputy_field()

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_deputies(self, round)


class AttendanceForm(forms.Form):
    """For each member of the panel: present, absent or gone."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(meeting.attendance.values_list("member_id", "state"))
        self.people = [one.user for one in meeting.round.panel.in_force().select_related("user")]
        for person in self.people:
            self.fields[f"member_{person.pk}"] = forms.ChoiceField(
                label=person.full_name,
                choices=MeetingAttendance.State.choices,
                widget=forms.RadioSelect,
                initial=known.get(person.pk, MeetingAttendance.State.ABSENT),
            )

    def states(self) -> dict[User, str]:
        """What was chosen for each member."""
        return {person: self.cleaned_data[f"member_{person.pk}"] for person in self.people}


class NoteForm(forms.Form):
    """The minute-taker's words on a work; `seen` is the revision they were written over."""

    text = forms.CharField(
        label=_("Catatan notulis"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """Which proposal the person read."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class VoteForm(SeenForm):
    """A vote on the proposal that was read."""

    choice = forms.ChoiceField(label=_("Suara Anda"), choices=Vote.Choice, widget=forms.RadioSelect)
    field_order = ("choice", "seen")
