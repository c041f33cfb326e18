"""What people fill in to search and keep the registry."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RegistrySearchForm(forms.Form):
    """One field for all: words stay a filter of the list, numbers are looked up by POST alone."""

    text = forms.CharField(
        label=_("Nama usaha atau pemilik, NIB, NIK, atau nomor telepon"),
        max_length=100,
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)


class ColumnsForm(forms.Form):
    """The columns of the list."""

    columns = forms.MultipleChoiceField(
        label=_("Kolom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.fields["columns"].choices = choices  # type: ignore[attr-defined]  # of this field


class SavedViewForm(forms.Form):
    """The name under which a filter is kept."""

    name = forms.CharField(
        label=_("Nama tampilan"),
        max_length=80,
        error_messages={"required": _("Beri nama tampilan ini.")},
    )
    is_shared = forms.BooleanField(label=_("Untuk semua petugas"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
