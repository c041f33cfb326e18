"""What the public asks."""

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
