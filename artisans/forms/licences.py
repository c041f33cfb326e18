"""What people fill in about permits and certificates."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.forms.fields import DocumentField
from artisans.forms.steps import SteppedForm
from artisans.history import newest_step
from artisans.licences import tidy_number
from artisans.models import Licence


class LicenceForm(SteppedForm):
    """A permit of a business: kind, number, status, days, and its document."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=Licence.Kind.choices)
    number = forms.CharField(
        label=gettext_lazy("Nomor"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Seperti tertulis pada izinnya."),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=Licence.Status.choices,
        initial=Licence.Status.VALID,
    )
    issued_on = forms.DateField(
        label=gettext_lazy("Terbit pada"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Berlaku sampai"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Kosongkan bila berlaku seterusnya."),
    )
    document = DocumentField(label=gettext_lazy("Berkas izin"), required=False)

    def __init__(
        self, *args: Any, licence: Licence | None = None, today: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _initial(licence) if licence else {}
        super().__init__(*args, **kwargs)
        self.today = today
        if licence:
            # What a permit is does not change; another kind is another permit.
            self.fields["kind"].disabled = True

    def clean_issued_on(self) -> date | None:
        """The day of issue, which cannot lie ahead."""
        day: date | None = self.cleaned_data["issued_on"]
        if day and day > self.today:
            raise forms.ValidationError(
                _("Tanggal terbit tidak dapat sesudah hari ini."), code="in_future"
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Days in their order, the number tidied, and a number for what is in force."""
        cleaned = super().clean() or self.cleaned_data
        issued, expires = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", _("Tanggal berakhir harus sesudah tanggal terbit."))
        if "kind" in cleaned and "number" in cleaned:
            cleaned["number"] = tidy_number(cleaned["kind"], cleaned["number"])
            if cleaned.get("status") == Licence.Status.VALID and not cleaned["number"]:
                self.add_error("number", _("Isi nomor izin yang berlaku."))
        return cleaned

    def fields_of_licence(self) -> dict[str, Any]:
        """What `save_licence` takes besides the document."""
        names = ("kind", "number", "status", "issued_on", "expires_on")
        return {name: self.cleaned_data[name] for name in names}


def _initial(licence: Licence) -> dict[str, Any]:
    return {
        "kind": licence.kind,
        "number": licence.shown_number,
        "status": licence.status,
        "issued_on": licence.issued_on,
        "expires_on": licence.expires_on,
        "step": newest_step(licence),
    }


class OwnLicenceForm(LicenceForm):
    """The same for the maker, who states what is there and leaves the status to the council."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["status"]

    def fields_of_licence(self) -> dict[str, Any]:
        """A permit that the maker tells of is taken as in force until somebody checks it."""
        names = ("kind", "number", "issued_on", "expires_on")
        answers = {name: self.cleaned_data[name] for name in names}
        return {**answers, "status": Licence.Status.VALID}

    def clean(self) -> dict[str, Any]:
        """A number or a document, or there is nothing to record."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("number") and not cleaned.get("document"):
            self.add_error("number", _("Isi nomornya, atau lampirkan foto izinnya."))
        return cleaned


class VerifyForm(forms.Form):
    """The word that the document was seen; `step` is the state that the page showed."""

    step = forms.IntegerField(widget=forms.HiddenInput)
