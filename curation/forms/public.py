"""What the public asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class VerificationForm(forms.Form):
    """A certificate's number as printed, in any usual writing."""

    nomor = forms.CharField(label=_("Nomor sertifikat"), max_length=40)

    def clean_nomor(self) -> str:
        """The number in capitals without blanks."""
        return "".join(self.cleaned_data["nomor"].split()).upper()


class StatusForm(forms.Form):
    """A submission's code and the last four digits of the maker's phone."""

    code = forms.CharField(
        label=_("Kode pengajuan"),
        max_length=20,
        help_text=_("Misalnya KUR-2026-0001; ada pada pesan tanda terima."),
    )
    digits = forms.RegexField(
        label=_("Empat angka terakhir nomor telepon Anda"),
        regex=r"^\d{4}$",
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Tulis empat angka, misalnya 0123.")},
    )

    def clean_code(self) -> str:
        """The code in capitals without blanks."""
        return "".join(self.cleaned_data["code"].split()).upper()


class CopyForm(forms.Form):
    """A copy of minutes: the file itself, or the hash that is printed on it."""

    MOST_BYTES = 5 * 1024 * 1024
    #: Whether the copy is the issued one, once it was compared.
    answer: bool | None = None

    berkas = forms.FileField(
        label=_("Berkas PDF"),
        required=False,
        allow_empty_file=True,
        help_text=_("Paling besar 5 MB. Berkas dibandingkan lalu dilupakan, tidak disimpan."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
    sidik = forms.CharField(
        label=_("Atau ketik sidik digitalnya"),
        max_length=120,
        required=False,
        help_text=_("64 huruf dan angka di halaman terakhir; spasi boleh."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, and no file beyond the limit."""
        cleaned = super().clean() or {}
        file = cleaned.get("berkas")
        if file and file.size > self.MOST_BYTES:
            self.add_error("berkas", _("Berkas ini lebih besar dari 5 MB. Pilih PDF aslinya."))
        elif not file and not cleaned.get("sidik") and not self.errors:
            self.add_error("berkas", _("Pilih berkas PDF, atau ketik sidik digitalnya."))
        return cleaned
