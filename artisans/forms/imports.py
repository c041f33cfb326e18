"""What people fill in while they import a list."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from artisans.imports.columns import Column
from artisans.imports.messages import FIELDS, REFUSALS
from artisans.imports.reading import MAX_FILE_BYTES
from artisans.models import ImportConflict

OWN = ImportConflict.Choice.OWN
FIELD_LABELS: dict[str, Any] = {"nik": "NIK"}


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


class SampleForm(forms.Form):
    """The tick of somebody who looked at the sample."""

    is_checked = forms.BooleanField(
        label=_("Sudah saya periksa"),
        error_messages={"required": _("Periksa baris contoh, lalu beri tanda centang.")},
    )


class ChoiceForm(forms.Form):
    """One of the choices of a question; an empty one takes a decision back, where it may be."""

    choice = forms.ChoiceField(
        error_messages={
            "required": _("Pilih salah satu."),
            "invalid_choice": _("Pilihan ini tidak ada. Pilih salah satu."),
        }
    )

    def __init__(
        self, *args: Any, choices: list[tuple[str, Any]], is_required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        field.choices = choices  # type: ignore[attr-defined]  # of ChoiceField
        field.required = is_required


class ConflictForm(ChoiceForm):
    """The old value, the new one, or, of a text, what the person writes."""

    own = forms.CharField(
        label=_("Tulis sendiri"),
        required=False,
        help_text=_("Bila yang lama dan yang baru sama-sama kurang tepat."),
    )

    def __init__(self, *args: Any, longest: int, **kwargs: Any) -> None:
        choices = [
            choice for choice in ImportConflict.Choice.choices if longest or choice[0] != OWN
        ]
        super().__init__(*args, choices=choices, **kwargs)
        if longest:
            self.fields["own"] = forms.CharField(
                label=self.fields["own"].label,
                required=False,
                max_length=longest,
                help_text=self.fields["own"].help_text,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        else:
            del self.fields["own"]

    def clean(self) -> dict[str, Any]:
        """A text of one's own must say something."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("choice") == OWN and "own" in cleaned and not cleaned["own"]:
            self.add_error(
                "own", _("Tulis isian yang dipakai, atau pilih yang lama atau yang baru.")
            )
        return cleaned


class MendForm(forms.Form):
    """The fields of one row as texts; the import's own rules read them."""

    def __init__(
        self,
        *args: Any,
        columns: dict[str, Column],
        masked_number: str,
        reasons: dict[str, list[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = reasons
        for name, column in columns.items():
            self.fields[name] = forms.CharField(
                label=FIELD_LABELS.get(name, FIELDS[name]),
                required=False,
                max_length=2000,
                help_text=self._hint(name, column, masked_number),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    @staticmethod
    def _hint(name: str, column: Column, masked_number: str) -> str:
        parts = []
        if name == "nik":
            kept = gettext("Kosongkan bila tetap (%(number)s), atau ketik tanda - bila tidak ada.")
            parts.append(kept % {"number": masked_number or gettext("belum ada yang terbaca")})
        if column.label:
            parts.append(gettext("Kolom “%(label)s”.") % {"label": column.label})
        return " ".join(map(escape, parts))

    def show_reasons(self) -> None:
        """Puts the row's problems beside the fields they speak of, as errors."""
        for name, texts in self.reasons.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)
