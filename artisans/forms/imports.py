"""What people fill in while they import a list."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from artisans.imports.messages import REFUSALS
from artisans.imports.reading import MAX_FILE_BYTES


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
