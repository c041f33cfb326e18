"""Forms of cooperation: a delegation's request and its answers, partners, documents, promises."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.forms.fields import DocumentField
from dekranasda.accounts.forms import PhoneField
from dekranasda.accounts.models import Role, User
from events.forms import MomentField
from events.models import (
    Agreement,
    Event,
    FollowUp,
    Goal,
    Partner,
    VisitParty,
    VisitPhoto,
    VisitRequest,
)

LONGEST_WAIT_DAYS = 365


def day_input() -> forms.DateInput:
    """A day as browsers choose it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VisitRequestForm(forms.ModelForm[VisitRequest]):
    """Who would like to come, how many, when, what for, and whom to answer."""

    form_token = forms.UUIDField(widget=forms.HiddenInput())
    # People do not see it; programs that fill in every field do.
    website = forms.CharField(
        required=False,
        label=_("Biarkan kosong"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    goals = forms.MultipleChoiceField(
        label=_("Yang ingin dipelajari atau dibicarakan"),
        choices=Goal.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu bidang.")},
    )
    contact_phone = PhoneField(
        label=_("Nomor WhatsApp"), required=False, help_text=_("Isi nomor ini, atau surel.")
    )

    class Meta:
        model = VisitRequest
        fields = (
            "institution",
            "kind",
            "people",
            "first_choice",
            "second_choice",
            "third_choice",
            "goals",
            "purpose",
            "contact_name",
            "contact_phone",
            "contact_email",
        )
        widgets: ClassVar = {
            "institution": forms.TextInput(attrs={"autocomplete": "organization"}),
            "kind": forms.RadioSelect,
            "first_choice": day_input(),
            "second_choice": day_input(),
            "third_choice": day_input(),
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
        }
        error_messages: ClassVar = {
            "institution": {"required": _("Tulis nama daerah atau lembaga Anda.")},
            "people": {
                "required": _("Tulis jumlahnya dengan angka, misalnya 10."),
                "invalid": _("Tulis jumlahnya dengan angka, misalnya 10."),
                "max_value": _("Paling banyak 200 orang. Untuk lebih banyak, hubungi kami."),
            },
            "first_choice": {"required": _("Pilih sedikitnya satu tanggal.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_token"].initial = uuid.uuid4
        self.fields["kind"].choices = Partner.Kind.choices  # type: ignore[attr-defined]
        name = self.fields["contact_name"]
        name.required = True
        name.error_messages["required"] = _("Tulis nama yang dapat kami hubungi.")
        self.fields["contact_email"].widget.attrs["autocomplete"] = "email"
        tomorrow = timezone.localdate() + timedelta(days=1)
        for field in ("first_choice", "second_choice", "third_choice"):
            self.fields[field].widget.attrs["min"] = tomorrow.isoformat()

    @property
    def is_from_a_program(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for days that cannot be and for a contact nobody can reach."""
        answers = super().clean() or self.cleaned_data
        today = timezone.localdate()
        seen: set[date] = set()
        for name in ("first_choice", "second_choice", "third_choice"):
            day = answers.get(name)
            if not day:
                continue
            if day <= today:
                self.add_error(name, _("Tanggal ini sudah lewat. Pilih mulai besok."))
            elif (day - today).days > LONGEST_WAIT_DAYS:
                self.add_error(name, _("Pilih tanggal dalam dua belas bulan ke depan."))
            elif day in seen:
                self.add_error(name, _("Tanggal ini sudah dipilih di atas."))
            seen.add(day)
        has_trouble = {"contact_phone", "contact_email"} & set(self.errors)
        if not (answers.get("contact_phone") or answers.get("contact_email") or has_trouble):
            self.add_error(
                "contact_phone", _("Isi nomor WhatsApp atau surel, agar kami dapat menjawab.")
            )
        return answers

    def answers(self) -> dict[str, Any]:
        """What the request is made of, once valid."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AnswerForm(forms.Form):
    """Words to a delegation."""

    answer = forms.CharField(
        label=_("Pesan untuk rombongan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineForm(AnswerForm):
    """Why a delegation cannot come."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        field.required = True
        field.label = _("Alasan")
        field.help_text = _("Dibaca rombongan. Bila ada, sebutkan waktu yang lebih baik.")
        field.error_messages["required"] = _("Tulis alasannya; rombongan membacanya.")


class ProposeForm(AnswerForm):
    """Another day for a delegation."""

    at = MomentField(label=_("Hari dan jam yang diusulkan"))
    field_order = ("at", "answer")


class AcceptForm(AnswerForm):
    """The day and place of a visit that is welcome."""

    starts_at = MomentField(label=_("Hari dan jam"))
    hours = forms.IntegerField(label=_("Berapa jam"), min_value=1, max_value=72, initial=3)
    place = forms.CharField(label=_("Tempat"), max_length=160)
    is_published = forms.BooleanField(
        label=_("Tayangkan langsung di agenda"), required=False, initial=True
    )
    field_order = ("starts_at", "hours", "place", "answer", "is_published")


def morning_of(day: date) -> datetime:
    """Nine o'clock on the day, where a visit usually begins."""
    return timezone.make_aware(datetime.combine(day, time(9)))


class PartnerForm(forms.ModelForm[Partner]):
    """A partner as the secretariat keeps it."""

    class Meta:
        model = Partner
        fields = ("name", "kind", "region_code", "website", "contact", "note")
        widgets: ClassVar = {"kind": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "region_code": _("Kode Kemendagri, misalnya 33.20 untuk Jepara."),
            "contact": _("Jabatan atau kantor lebih baik daripada nama orang."),
        }

    website = forms.URLField(label=_("Situs"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Partner.Kind.choices  # type: ignore[attr-defined]


class AgreementForm(forms.ModelForm[Agreement]):
    """A document with a partner; another file takes the place of the one before."""

    file = DocumentField(label=_("Berkas"), required=False)

    class Meta:
        model = Agreement
        fields = (
            "kind",
            "partner",
            "event",
            "title",
            "number",
            "signed_on",
            "expires_on",
            "signed_by_us",
            "signed_by_them",
            "summary",
            "is_public",
        )
        widgets: ClassVar = {
            "signed_on": day_input(),
            "expires_on": day_input(),
            "summary": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages: ClassVar = {
            "partner": {"required": _("Pilih mitranya.")},
            "title": {"required": _("Tulis judul dokumennya.")},
            "kind": {"required": _("Pilih jenis dokumennya.")},
        }

    field_order = (*Meta.fields[:-1], "file", "is_public")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].empty_label = _("Pilih mitra")  # type: ignore[attr-defined]
        event = self.fields["event"]
        event.empty_label = _("Tidak dari kunjungan")  # type: ignore[attr-defined]
        event.queryset = Event.objects.filter(  # type: ignore[attr-defined]
            kind__in=[Event.Kind.VISIT, Event.Kind.MEETING]
        ).order_by("-starts_at")


class PromiseForm(forms.ModelForm[FollowUp]):
    """A promise as it was made; how it ends is told on a page of its own."""

    class Meta:
        model = FollowUp
        fields = (
            "goal", "promise", "promise_en", "promised_by", "owner", "due_on", "is_public",
        )  # fmt: skip
        widgets: ClassVar = {"due_on": day_input()}
        error_messages: ClassVar = {
            "goal": {"required": _("Pilih bidangnya.")},
            "promise": {"required": _("Tulis apa yang dijanjikan.")},
            "promised_by": {"required": _("Tulis siapa yang menjanjikan.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(
            is_active=True, groups__name__in=[Role.SECRETARIAT, Role.MENTOR]
        )
        owner = self.fields["owner"]
        owner.queryset = people.distinct()  # type: ignore[attr-defined]
        owner.empty_label = _("Sekretariat bersama")  # type: ignore[attr-defined]
        self.fields["due_on"].required = True
        self.fields["due_on"].error_messages["required"] = _("Janji tanpa tenggat mudah terlupa.")


class OutcomeForm(forms.Form):
    """What came of a promise."""

    on = forms.DateField(label=_("Selesai pada"), widget=day_input())
    outcome = forms.CharField(
        label=_("Apa hasilnya?"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu dua kalimat yang dibaca umum."),
        error_messages={"required": _("Tulis hasilnya, walau singkat.")},
    )


class DropForm(forms.Form):
    """Why a promise is given up."""

    reason = forms.CharField(
        label=_("Mengapa tidak dilanjutkan?"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alasan ini dibaca umum di samping janjinya."),
        error_messages={"required": _("Tulis alasannya; umum membacanya.")},
    )


class PartyForm(forms.ModelForm[VisitParty]):
    """An office or institution that took part."""

    class Meta:
        model = VisitParty
        fields = ("side", "name", "people")
        widgets: ClassVar = {"side": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = VisitParty.Side.choices  # type: ignore[attr-defined]


class EventPhotoForm(forms.ModelForm[VisitPhoto]):
    """A photograph of an event with its words."""

    file = forms.FileField(
        label=_("Foto"),
        help_text=_("JPG, PNG, WebP, atau HEIC, paling besar 12 MB. Minta izin orang di foto."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": _("Pilih fotonya terlebih dahulu.")},
    )
    field_order = ("file", "alt", "alt_en")

    class Meta:
        model = VisitPhoto
        fields = ("alt", "alt_en")
        error_messages: ClassVar = {"alt": {"required": _("Tulis apa yang tampak di foto.")}}


class GoalsForm(forms.Form):
    """The five goals of a visit: what was talked about, what came of it."""

    def __init__(self, *args: Any, visit: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {row.goal: row for row in visit.goals.all()}
        for goal in Goal:
            row = known.get(goal.value)
            self.fields[f"{goal.value}_discussed"] = forms.CharField(
                label=_("%(goal)s: yang dibicarakan") % {"goal": goal.label},
                required=False,
                max_length=1000,
                initial=row.discussed if row else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"{goal.value}_result"] = forms.CharField(
                label=_("%(goal)s: hasil") % {"goal": goal.label},
                required=False,
                max_length=1000,
                initial=row.result if row else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def words(self) -> dict[str, tuple[str, str]]:
        """(discussed, result) by goal, once valid."""
        answers = self.cleaned_data
        return {
            goal.value: (
                answers[f"{goal.value}_discussed"].strip(),
                answers[f"{goal.value}_result"].strip(),
            )
            for goal in Goal
        }
