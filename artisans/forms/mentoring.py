"""What mentors fill in."""

from datetime import date
from typing import Any, ClassVar, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from artisans.models import Business, MentoringPlan, MentoringVisit


class MentoringVisitForm(forms.ModelForm[MentoringVisit]):
    """A visit, in five fields and a photograph where there is one."""

    photo = forms.FileField(
        label=_("Foto"),
        required=False,
        help_text=_("Boleh dikosongkan. Foto langsung dari kamera ponsel pun bisa."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = MentoringVisit
        fields = ("visited_on", "findings", "action", "next_visit_on", "plan")
        widgets: ClassVar = {
            "visited_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "next_visit_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "findings": forms.Textarea(attrs={"rows": 4}),
            "action": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages: ClassVar = {
            "findings": {"required": _("Tulis apa yang Anda temukan, walau singkat.")},
            "visited_on": {"required": _("Isi tanggal kunjungan.")},
        }

    def __init__(self, *args: Any, business: Business, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["token"].initial = uuid4
        plans = MentoringPlan.objects.filter(business=business, closed_on__isnull=True)
        if plans:
            cast("forms.ModelChoiceField[MentoringPlan]", self.fields["plan"]).queryset = plans
        else:
            del self.fields["plan"]

    def clean_visited_on(self) -> date:
        """The day, which cannot lie ahead."""
        day: date = self.cleaned_data["visited_on"]
        if day > self.today:
            raise forms.ValidationError(
                _("Kunjungan dicatat setelah terjadi. Pilih hari ini atau sebelumnya."),
                code="in_future",
            )
        return day

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
        fields = dict(self.cleaned_data)
        photo = fields.pop("photo")
        return {**fields, "photo": photo.read() if photo else b""}
