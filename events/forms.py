"""Forms of events: registering, keeping the calendar, the list of participants."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from artisans.models import Artisan, Business
from dekranasda.accounts.models import Role, User
from dekranasda.lib.choices import TranslatedMultipleChoiceField
from events.attendance import moment_of_tap
from events.models import Evaluation, Event, Registration, Session
from events.registration import Needs

LOCAL_MOMENT = "%Y-%m-%dT%H:%M"


class BusinessChoiceForm(forms.Form):
    """For which of the artisan's businesses."""

    business = forms.ModelChoiceField(
        label=_("Untuk usaha"),
        queryset=Business.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih usaha yang Anda daftarkan.")},
    )

    def __init__(self, *args: Any, artisan: Artisan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        businesses = Business.objects.filter(owner=artisan, state=Business.State.ACTIVE)
        self.fields["business"].queryset = businesses  # type: ignore[attr-defined]
        self.initial.setdefault("business", businesses.values_list("slug", flat=True).first())


class NeedsForm(forms.ModelForm[Registration]):
    """What the organisers have to prepare."""

    class Meta:
        model = Registration
        fields = ("needs_transport", "brings_child", "accessibility")

    def needs(self) -> Needs:
        """The answers, once valid."""
        return Needs(
            transport=self.cleaned_data["needs_transport"],
            child=self.cleaned_data["brings_child"],
            accessibility=self.cleaned_data["accessibility"],
        )


class MomentField(forms.DateTimeField):
    """A day and an hour in the council's time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_MOMENT)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", [LOCAL_MOMENT, "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H.%M"])
        super().__init__(**kwargs)


class EventForm(forms.ModelForm[Event]):
    """An event of the calendar. The number of seats is kept apart: it moves the waiting list."""

    starts_at = MomentField(label=_("Mulai"))
    ends_at = MomentField(label=pgettext_lazy("acara", "Selesai"))
    registration_closes_at = MomentField(
        label=_("Pendaftaran sampai"),
        required=False,
        help_text=_("Bila kosong: sampai acara mulai."),
    )

    class Meta:
        model = Event
        fields = (
            "kind",
            "title",
            "title_en",
            "slug",
            "summary",
            "summary_en",
            "starts_at",
            "ends_at",
            "place",
            "district",
            "quota",
            "registration_closes_at",
            "crafts",
            "minimum_readiness",
            "topic",
            "least_attendance_percent",
            "description",
            "description_en",
            "organiser",
            "mentors",
            "partner",
            "budget_year",
            "activity_code",
            "cost_idr",
            "report",
            "report_en",
            "source",
        )
        field_classes = {"crafts": TranslatedMultipleChoiceField}
        widgets = {
            "crafts": forms.CheckboxSelectMultiple,
            "mentors": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, groups__name=Role.MENTOR)
        self.fields["mentors"].queryset = people  # type: ignore[attr-defined]
        self.fields["slug"].help_text = _("Huruf kecil, angka, dan tanda hubung.")
        self.fields["slug"].required = self.instance.pk is not None
        self.fields["least_attendance_percent"].required = False

    def clean_least_attendance_percent(self) -> int:
        """The share as typed; a blank keeps the usual one."""
        usual: int = Event._meta.get_field("least_attendance_percent").default
        return self.cleaned_data["least_attendance_percent"] or usual

    def clean_quota(self) -> int | None:
        """Raises ValidationError where more are seated already than there would be seats."""
        quota: int | None = self.cleaned_data["quota"]
        if self.instance.pk and self.instance.taken > (quota or 0):
            raise forms.ValidationError(
                _("Sudah %(count)s peserta diterima. Jumlah tempat tidak boleh di bawahnya.")
                % {"count": self.instance.taken}
            )
        return quota


class CancelEventForm(forms.ModelForm[Event]):
    """Why an event is called off; everybody who was coming reads it."""

    class Meta:
        model = Event
        fields = ("cancel_reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cancel_reason"].required = True
        self.fields["cancel_reason"].help_text = _("Dikirim kepada semua yang terdaftar.")


class EvaluationForm(forms.ModelForm[Evaluation]):
    """A participant's scores before and after."""

    class Meta:
        model = Evaluation
        fields = ("before", "after", "satisfaction", "comment")


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
