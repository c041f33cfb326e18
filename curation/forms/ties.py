"""Ties between curators and makers: declared, pinned, waived."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation.forms.fields import DateInput
from curation.models import Conflict
from dekranasda.accounts.models import User

SHORTEST_NAME = 3  # letters that a search for a business needs


class TieSearchForm(forms.Form):
    """A business by its name or its owner's."""

    cari = forms.CharField(
        label=_("Nama usaha atau perajin"),
        min_length=SHORTEST_NAME,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )


class StepBackForm(forms.ModelForm[Conflict]):
    """How a curator is tied to the maker of a work at the desk."""

    class Meta:
        model = Conflict
        fields = ("relation", "reason")
        widgets = {"relation": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 2})}
        labels = {"reason": _("Apa hubungan Anda dengan pembuatnya?")}


class OwnTieForm(forms.ModelForm[Conflict]):
    """How a curator is tied to a business, and until when."""

    class Meta:
        model = Conflict
        fields = ("relation", "reason", "ended_on")
        widgets = {
            "relation": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": 2}),
            "ended_on": DateInput(),
        }
        labels = {"reason": _("Jelaskan dalam satu kalimat")}

    def clean(self) -> dict[str, Any]:
        """A day on which it ended is for trade alone, and not to come."""
        cleaned = super().clean() or {}
        ended_on = cleaned.get("ended_on")
        if ended_on and cleaned.get("relation") not in (None, Conflict.Relation.TRADE):
            self.add_error("ended_on", _("Hanya hubungan usaha yang dapat berakhir."))
        elif ended_on and ended_on > timezone.localdate():
            self.add_error("ended_on", _("Isi tanggal yang sudah lewat."))
        return cleaned


def panel_choice(label: Any) -> "forms.ModelChoiceField[User]":
    """A choice of one of the people that `offer` names."""
    return forms.ModelChoiceField(label=label, queryset=User.objects.none())


def offer(form: forms.BaseForm, people: Iterable[User]) -> None:
    """Fills the form's choice of a curator."""
    field = cast(forms.ModelChoiceField, form.fields["curator"])  # type: ignore[type-arg]
    field.queryset = User.objects.filter(pk__in=[user.pk for user in people])


class PinForm(forms.ModelForm[Conflict]):
    """A tie that staff know of."""

    curator = panel_choice(_("Kurator"))
    reason = forms.CharField(
        label=_("Hubungannya"), max_length=255, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = Conflict
        fields = ("curator", "relation", "reason")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, people)


class WaiverForm(forms.Form):
    """What was decided on one tie, with the reason that the minutes will carry."""

    curator = forms.IntegerField(widget=forms.HiddenInput)
    rule = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Alasan, dimuat dalam berita acara"), max_length=255)
