"""Complaints, answers and objections about a work that passed."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.models import Complaint


class ComplaintForm(forms.ModelForm[Complaint]):
    """What is wrong with a work, in words; a way to reach the writer only where they want it."""

    form_token = forms.UUIDField(widget=forms.HiddenInput())
    # People do not see it; programs that fill in every field do.
    website = forms.CharField(
        required=False,
        label=_("Biarkan kosong"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Complaint
        fields = ("kind", "statement", "contact")
        widgets = {
            "kind": forms.RadioSelect(),
            "statement": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "statement": _("Apa yang Anda lihat, di mana, dan kapan."),
            "contact": _("Boleh kosong. Hanya untuk bertanya kembali; dihapus 90 hari kemudian."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_token"].initial = uuid.uuid4
        kind = self.fields["kind"]
        kind.choices = Complaint.Kind.choices  # type: ignore[attr-defined]  # without an empty one

    @property
    def is_from_a_program(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))


class AnswerForm(forms.Form):
    """The maker's words on a suspension or a revocation."""

    text = forms.CharField(
        label=_("Tanggapan Anda"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class RulingForm(forms.Form):
    """The ruling on an objection to a revocation."""

    ruling = forms.ChoiceField(
        label=_("Putusan"),
        choices=[
            ("upheld", _("Diterima: sertifikat berlaku lagi")),
            ("dismissed", _("Ditolak: pencabutan tetap")),
        ],
        widget=forms.RadioSelect(),
    )
    reason = forms.CharField(
        label=_("Alasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class RenewalForm(forms.Form):
    """The short way to be judged again: nothing changed, and the maker says so."""

    is_unchanged = forms.BooleanField(
        label=_("Karya, bahan, cara membuat, dan harganya masih seperti di atas"),
        error_messages={"required": _("Beri tanda bila tidak ada yang berubah.")},
    )
    declares_own_work = forms.BooleanField(
        label=_("Karya ini buatan sendiri dan datanya benar"),
        error_messages={"required": _("Nyatakan bahwa karya ini buatan sendiri.")},
    )
