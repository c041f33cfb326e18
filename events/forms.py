"""Forms of events: registering, keeping the calendar, the list of participants."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from artisans.forms.fields import DocumentField, name_blanks
from artisans.models import Artisan, Business
from dekranasda.accounts.models import Role, User
from dekranasda.lib import clock
from dekranasda.lib.choices import TranslatedMultipleChoiceField
from events.calendar import days_line, hours_line
from events.changes import moves_as_a_whole
from events.models import Event, EventDocument, Registration, Session
from events.models.moves import PLANNED
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
    map_url = forms.URLField(
        label=_("Tautan peta"),
        required=False,
        assume_scheme="https",
        help_text=_("Salin dari aplikasi peta. Bila kosong: peta mencari nama tempatnya."),
    )

    # The parts of the page, each with its fields.
    PARTS: ClassVar[dict[Any, tuple[str, ...]]] = {
        _("Acara"): ("kind", "title", "title_en", "slug", "summary", "summary_en"),
        _("Waktu dan tempat"): ("starts_at", "ends_at", "place", "district", "map_url"),
        _("Isi"): ("description", "description_en", "bring", "bring_en"),
        _("Pendaftaran"): ("quota", "registration_closes_at", "offer_hours", "by_invitation"),
        _("Siapa yang dapat ikut"): (
            "crafts",
            "districts",
            "minimum_readiness",
            "minimum_grade",
            "topic",
            "once_a_year",
            "least_attendance_percent",
        ),
        _("Penyelenggara dan anggaran"): (
            "organiser",
            "mentors",
            "partner",
            "budget_year",
            "activity_code",
            "cost_idr",
        ),
        _("Sesudah acara"): ("report", "report_en", "source"),
    }

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
            "map_url",
            "description",
            "description_en",
            "bring",
            "bring_en",
            "quota",
            "registration_closes_at",
            "offer_hours",
            "by_invitation",
            "crafts",
            "districts",
            "minimum_readiness",
            "minimum_grade",
            "topic",
            "once_a_year",
            "least_attendance_percent",
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
            "districts": forms.CheckboxSelectMultiple,
            "mentors": forms.CheckboxSelectMultiple,
            "bring": forms.Textarea(attrs={"rows": 4}),
            "bring_en": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, groups__name=Role.MENTOR)
        self.fields["mentors"].queryset = people  # type: ignore[attr-defined]
        self.fields["slug"].help_text = _("Huruf kecil, angka, dan tanda hubung.")
        self.fields["slug"].required = self.instance.pk is not None
        self.fields["least_attendance_percent"].required = False
        self.fields["offer_hours"].required = False
        name_blanks(self, _("Tidak ditentukan"))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            *(Fieldset(legend, *names) for legend, names in self.PARTS.items())
        )

    def clean_least_attendance_percent(self) -> int:
        """The share as typed; a blank keeps the usual one."""
        usual: int = Event._meta.get_field("least_attendance_percent").default
        return self.cleaned_data["least_attendance_percent"] or usual

    def clean_offer_hours(self) -> int:
        """How long an offer stands; at once for an empty field."""
        return self.cleaned_data["offer_hours"] or 0

    def clean_topic(self) -> str:
        """The code as criteria write it, in capitals."""
        return str(self.cleaned_data["topic"]).strip().upper()

    def clean_quota(self) -> int | None:
        """Raises ValidationError where more are seated already than there would be seats."""
        quota: int | None = self.cleaned_data["quota"]
        if self.instance.pk and self.instance.taken > (quota or 0):
            raise forms.ValidationError(
                _("Sudah %(count)s peserta diterima. Jumlah tempat tidak boleh di bawahnya.")
                % {"count": self.instance.taken}
            )
        return quota

    def clean(self) -> dict[str, Any]:
        """The sessions stay within the event, or move with it.

        Raises ValidationError «session_outside».
        """
        cleaned = super().clean() or self.cleaned_data
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if self.instance.pk and starts_at and ends_at:
            if moves_as_a_whole(self.instance, starts_at, ends_at, at=clock.now()):
                return cleaned
            outside = self.instance.sessions.exclude(starts_at__gte=starts_at, ends_at__lte=ends_at)
            if session := outside.first():
                text = _("Sesi «%(title)s» berada di luar waktu ini. Ubah sesinya dulu.")
                self.add_error(
                    "ends_at",
                    forms.ValidationError(text, "session_outside", {"title": session.title}),
                )
        return cleaned

    @property
    def moved_to(self) -> str:
        """Time and place as typed, where one of them changed; else empty. Once valid."""
        if not {*PLANNED} & {*self.changed_data}:
            return ""
        one = self.instance
        return f"{days_line(one)}, {hours_line(one)}, {one.place}"

    def changed_columns(self) -> list[str]:
        """The event's own fields that were changed, but for the seats."""
        many = {field.name for field in Event._meta.many_to_many}
        return [name for name in self.changed_data if name not in {*many, "quota"}]


class SessionForm(forms.ModelForm[Session]):
    """One part of an event, within the event's time."""

    starts_at = MomentField(label=_("Mulai"))
    ends_at = MomentField(label=pgettext_lazy("acara", "Selesai"))

    class Meta:
        model = Session
        fields = ("title", "starts_at", "ends_at", "teacher")

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError «outside» for a time beyond the event's."""
        cleaned = super().clean() or self.cleaned_data
        event, format_ = self.instance.event, "j F Y, H.i"
        for name in ("starts_at", "ends_at"):
            moment = cleaned.get(name)
            if moment and not event.starts_at <= moment <= event.ends_at:
                span = {
                    "start": date_format(timezone.localtime(event.starts_at), format_),
                    "end": date_format(timezone.localtime(event.ends_at), format_),
                }
                text = _("Di luar waktu acara: %(start)s sampai %(end)s.")
                self.add_error(name, forms.ValidationError(text, "outside", span))
        return cleaned


class DocumentForm(forms.ModelForm[EventDocument]):
    """A paper of an event with its words."""

    file = DocumentField(
        label=_("Berkas"),
        help_text=_("PDF atau foto, paling besar 10 MB."),
        error_messages={"required": _("Pilih berkas terlebih dahulu.")},
    )
    field_order = ("file", "title", "is_public")

    class Meta:
        model = EventDocument
        fields = ("title", "is_public")


class DrawForm(forms.Form):
    """How many to invite, and until when they answer."""

    wanted = forms.IntegerField(label=_("Jumlah undangan"), min_value=1, max_value=200)
    answer_by = MomentField(label=_("Dijawab sampai"))

    def __init__(self, *args: Any, event: Event, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].help_text = _("Masih ada %(free)s tempat kosong.") % {
            "free": event.places_left or 0
        }
        self.initial.setdefault("wanted", event.places_left or None)
        evening = timezone.localtime(at + timedelta(days=4)).replace(hour=17, minute=0)
        self.initial.setdefault("answer_by", min(evening, event.closes_at))


class CancelEventForm(forms.ModelForm[Event]):
    """Why an event is called off; everybody who was coming reads it."""

    class Meta:
        model = Event
        fields = ("cancel_reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cancel_reason"].required = True
        self.fields["cancel_reason"].help_text = _("Dikirim kepada semua yang terdaftar.")
