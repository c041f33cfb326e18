"""What people fill in about the registry: imports, searches and mentoring visits."""

import re
from datetime import date
from typing import Any, ClassVar, cast
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from artisans.imports.messages import REFUSALS
from artisans.imports.reading import MAX_FILE_BYTES
from artisans.models import Business, MentoringPlan, MentoringVisit


class ImportFileForm(forms.Form):
    """The file of a list."""

    file = forms.FileField(
        label=_("Berkas daftar usaha"),
        help_text=_("Lembar kerja .xlsx, atau .csv, .tsv, .json. Paling besar 20 MB."),
        allow_empty_file=True,
        error_messages={"required": _("Pilih berkas daftar usaha terlebih dahulu.")},
    )

    def clean_file(self) -> UploadedFile:
        """The file, not larger than may be read."""
        file: UploadedFile = self.cleaned_data["file"]
        size = file.size or 0
        if size > MAX_FILE_BYTES:
            text = str(REFUSALS["file_too_big"]) % {"megabytes": round(size / 1024 / 1024)}
            raise forms.ValidationError(text, code="file_too_big")
        if size == 0:
            raise forms.ValidationError(str(REFUSALS["file_empty"]), code="file_empty")
        return file


class ConfirmImportForm(forms.Form):
    """The number of rows to store, typed as proof that the summary was read."""

    row_count = forms.CharField(
        label=_("Ketik jumlah baris yang akan disimpan"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Ketik jumlah baris untuk menyimpan.")},
    )

    def __init__(self, *args: Any, expected: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_row_count(self) -> int:
        """The number, which must be the one that the page shows."""
        digits = re.sub(r"[.\s]", "", self.cleaned_data["row_count"])
        if digits != str(self.expected):
            raise forms.ValidationError(
                _("Jumlah ini tidak sama dengan jumlah baris di ringkasan. Periksa kembali."),
                code="other_count",
            )
        return self.expected


class PrivateSearchForm(forms.Form):
    """A search by a personal number, sent by POST so that the number stands in no address."""

    number = forms.CharField(
        label=_("NIK atau nomor telepon"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": _("Isi NIK atau nomor telepon.")},
    )


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
