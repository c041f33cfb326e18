"""What the public asks."""

import re
import unicodedata
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
    """A submission's code and the last four digits of the maker's phone, however they are typed."""

    LAST = 4
    code = forms.CharField(
        label=_("Kode pengajuan"),
        max_length=40,
        help_text=_("Ada di pesan tanda terima, diawali KUR. Misalnya KUR-2026-0001."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Tulis kode pengajuannya, misalnya KUR-2026-0001."),
            "max_length": _("Ini terlalu panjang. Tulis kodenya saja, misalnya KUR-2026-0001."),
        },
    )
    digits = forms.CharField(
        label=_("Empat angka terakhir nomor HP pembuatnya"),
        max_length=24,
        help_text=_("Untuk 0812-3456-7890, tulis 7890. Nomor pendamping tidak berlaku di sini."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Tulis empat angka, misalnya 0123."),
            "max_length": _("Tulis empat angka, misalnya 0123."),
        },
    )

    def clean_code(self) -> str:
        """The code as it is kept: small letters, blanks, any dash, a missing KUR are forgiven."""
        return submission_code(self.cleaned_data["code"])

    def clean_digits(self) -> str:
        """The last four digits; of a whole number as well. Raises ValidationError («no_digits»)."""
        typed = plain(self.cleaned_data["digits"])
        digits = "".join(str(unicodedata.digit(sign)) for sign in typed if sign.isdigit())
        if len(digits) < self.LAST:
            raise forms.ValidationError(_("Tulis empat angka, misalnya 0123."), code="no_digits")
        return digits[-self.LAST :]


def plain(text: str) -> str:
    """The text in the everyday signs: wide and raised digits become the usual ones."""
    return unicodedata.normalize("NFKC", text)


def submission_code(text: str) -> str:
    """A submission's code as it is kept, `KUR-2026-0001`, however typed; else the bare signs."""
    bare = "".join(sign for sign in plain(text).upper() if sign.isalnum())
    written = re.fullmatch(r"(?:KUR)?([0-9]{4})([0-9]{1,8})", bare)
    return f"KUR-{written[1]}-{int(written[2]):04}" if written else bare


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
