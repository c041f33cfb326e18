"""What people fill in to search and keep the registry."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PrivateSearchForm(forms.Form):
    """A search by a personal number, sent by POST so that the number stands in no address."""

    number = forms.CharField(
        label=_("NIK atau nomor telepon"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": _("Isi NIK atau nomor telepon.")},
    )
