"""What mentors fill in."""

from datetime import date
from typing import Any, ClassVar, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from artisans.models import (
    Business,
    MentoringNote,
    MentoringPlan,
    MentoringTarget,
    MentoringVisit,
)
from artisans.plans import mentors
from dekranasda.accounts.models import User

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PhotoField(forms.FileField):
    """One photograph, cleaned to its bytes; empty without one."""

    widget = forms.FileInput(attrs={"accept": "image/*"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """The bytes as sent; whether they are a photograph is found when it is stored."""
        file = super().clean(data, initial)
        return file.read() if file else b""


class NotAhead:
    """For forms with a day that cannot lie ahead: `today` is the day by the council's clock."""

    today: date

    def not_ahead(self, day: date) -> date:
        """The day. Raises ValidationError («in_future»)."""
        if day > self.today:
            raise ValidationError(
                _("Tanggal ini belum tiba. Pilih hari ini atau sebelumnya."),
                code="in_future",
            )
        return day


class MentoringVisitForm(NotAhead, forms.ModelForm[MentoringVisit]):
    """A visit, in five fields and a photograph where there is one."""

    photo = PhotoField(
        label=_("Foto"),
        help_text=_("Boleh dikosongkan. Foto langsung dari kamera ponsel pun bisa."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    author = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = MentoringVisit
        fields = ("visited_on", "findings", "action", "next_visit_on", "targets")
        widgets: ClassVar = {
            "visited_on": DAY,
            "next_visit_on": DAY,
            "findings": forms.Textarea(attrs={"rows": 4}),
            "action": forms.Textarea(attrs={"rows": 3}),
            "targets": forms.CheckboxSelectMultiple,
        }
        labels: ClassVar = {
            "visited_on": _("Tanggal kunjungan"),
            "findings": _("Apa yang Anda temukan?"),
            "action": _("Apa yang disepakati?"),
            "next_visit_on": _("Kunjungan berikutnya"),
            "targets": _("Sasaran yang dibahas"),
        }
        error_messages: ClassVar = {
            "findings": {"required": _("Tulis apa yang Anda temukan, walau singkat.")},
            "visited_on": {"required": _("Isi tanggal kunjungan.")},
            "targets": {"invalid_choice": _("Salah satu sasaran sudah selesai. Lepas centangnya.")},
        }

    def __init__(
        self, *args: Any, business: Business, author: User, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.account = author
        self.fields["token"].initial = uuid4
        self.fields["author"].initial = author.uid
        self.fields["findings"].help_text = _("Perajin ikut membaca isian ini di halamannya.")
        self._offer_targets(business)

    def _offer_targets(self, business: Business) -> None:
        """Open targets, and those that the visit already names."""
        targets = MentoringTarget.objects.open().filter(plan__business=business)
        if self.instance.pk:
            chosen = MentoringTarget.objects.filter(visits=self.instance)
            known = targets.values("pk").union(chosen.values("pk"))
            targets = MentoringTarget.objects.filter(pk__in=known)
        field = cast("forms.ModelMultipleChoiceField[MentoringTarget]", self.fields["targets"])
        field.queryset = targets.select_related("plan")
        if not field.queryset:
            del self.fields["targets"]

    def clean_visited_on(self) -> date:
        """The day, which cannot lie ahead."""
        return self.not_ahead(self.cleaned_data["visited_on"])

    def clean_author(self) -> Any:
        """Raises ValidationError («other_account») where somebody else is signed in by now."""
        author = self.cleaned_data["author"]
        if author and author != self.account.uid:
            raise ValidationError(
                _("Isian ini ditulis dengan akun lain. Masuklah dengan akun itu untuk mengirim."),
                code="other_account",
            )
        return author

    def clean(self) -> dict[str, Any]:
        """The next visit comes after this one."""
        cleaned = super().clean() or self.cleaned_data
        day, following = cleaned.get("visited_on"), cleaned.get("next_visit_on")
        if day and following and following <= day:
            self.add_error(
                "next_visit_on", _("Kunjungan berikutnya harus sesudah tanggal kunjungan ini.")
            )
        return cleaned

    def visit(self) -> dict[str, Any]:
        """What `record_visit` takes."""
        fields = {name: self.cleaned_data[name] for name in ("photo", "token")}
        return {**fields, **self.words()}

    def words(self) -> dict[str, Any]:
        """The fields of the visit itself, as `change_visit` takes them."""
        names = ("visited_on", "findings", "action", "next_visit_on")
        fields = {name: self.cleaned_data[name] for name in names}
        return {**fields, "targets": self.cleaned_data.get("targets", [])}


class MentoringNoteForm(forms.ModelForm[MentoringNote]):
    """A correction below a visit."""

    class Meta:
        model = MentoringNote
        fields = ("text",)
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 4})}
        labels: ClassVar = {"text": _("Catatan")}
        error_messages: ClassVar = {"text": {"required": _("Tulis catatannya.")}}


class MentorField(forms.ModelChoiceField):  # type: ignore[type-arg]  # of User, by mentors()
    """One of the council's mentors."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=User.objects.none(),
            label=_("Pendamping"),
            empty_label=_("Pilih pendamping"),
            error_messages={"required": _("Pilih pendampingnya.")},
            **kwargs,
        )


class MentoringPlanForm(forms.ModelForm[MentoringPlan]):
    """A new plan with its first target; the secretariat also chooses the mentor."""

    target = forms.CharField(
        label=_("Sasaran pertama"),
        max_length=160,
        required=False,
        help_text=_("Satu hal yang dapat diperiksa, misalnya: label harga pada setiap karya."),
    )
    mentor = MentorField(required=False, help_text=_("Boleh ditunjuk nanti."))

    class Meta:
        model = MentoringPlan
        fields = ("title", "mentor")
        labels: ClassVar = {"title": _("Apa yang ingin dicapai?")}
        error_messages: ClassVar = {"title": {"required": _("Tulis apa yang ingin dicapai.")}}

    field_order = ("title", "target", "mentor")

    def __init__(self, *args: Any, chooses_mentor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if chooses_mentor:
            self.fields["mentor"].queryset = mentors()  # type: ignore[attr-defined]
        else:
            del self.fields["mentor"]


class HandOverForm(forms.Form):
    """Who accompanies the plan from now on, and why."""

    mentor = MentorField()
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=200,
        help_text=_("Tersimpan dalam riwayat rencana."),
        error_messages={"required": _("Tulis alasannya, walau singkat.")},
    )

    before = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, before: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = mentors()  # type: ignore[attr-defined]
        self.fields["before"].initial = before


class MentoringTargetForm(forms.ModelForm[MentoringTarget]):
    """What to improve, why, and until when."""

    class Meta:
        model = MentoringTarget
        fields = ("title", "comment", "due_on")
        widgets: ClassVar = {"comment": forms.Textarea(attrs={"rows": 3}), "due_on": DAY}
        labels: ClassVar = {
            "title": _("Sasaran"),
            "comment": _("Mengapa perlu?"),
            "due_on": _("Tenggat"),
        }
        help_texts: ClassVar = {"comment": _("Perajin membaca alasan ini.")}
        error_messages: ClassVar = {"title": {"required": _("Tulis sasarannya.")}}


class ChangeTargetForm(MentoringTargetForm):
    """The words of a target, with the step of its trail that the person saw."""

    step = forms.IntegerField(widget=forms.HiddenInput)


class ReachTargetForm(NotAhead, forms.Form):
    """When a target was reached, and what shows it."""

    on = forms.DateField(
        label=_("Tercapai pada"), widget=DAY, error_messages={"required": _("Isi tanggalnya.")}
    )
    evidence = forms.CharField(
        label=_("Apa buktinya?"),
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Misalnya: 40 keranjang berlabel dilihat di tempat."),
        error_messages={"required": _("Tulis bukti yang Anda lihat.")},
    )
    photo = PhotoField(label=_("Foto bukti"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        """The day, which cannot lie ahead."""
        return self.not_ahead(self.cleaned_data["on"])


class ReasonForm(forms.Form):
    """Why a target is given up."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Perajin membaca alasan ini."),
        error_messages={"required": _("Tulis mengapa sasaran ini dihentikan.")},
    )


class ClosePlanForm(forms.Form):
    """What came of a plan."""

    outcome = forms.CharField(
        label=_("Apa hasilnya?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Satu dua kalimat untuk perajin dan untuk laporan."),
        error_messages={"required": _("Tulis hasilnya, walau singkat.")},
    )
