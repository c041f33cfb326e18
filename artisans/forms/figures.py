"""What staff fill in for published counts."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from artisans.forms.both_texts import StepForm
from artisans.forms.centres import day_input
from artisans.forms.fields import WholeNumberField
from artisans.models import Figure

MOST = 10**15


class FigureForm(forms.ModelForm[Figure], StepForm):
    """A count with what it counts, where it stands and of which day it is."""

    value = WholeNumberField(label=_("Nilai"), most=MOST)

    class Meta:
        model = Figure
        fields = (
            "key",
            "label",
            "label_en",
            "value",
            "definition",
            "definition_en",
            "source",
            "as_of",
            "position",
        )
        widgets: ClassVar = {
            "definition": forms.Textarea(attrs={"rows": 3}),
            "definition_en": forms.Textarea(attrs={"rows": 3}),
            "as_of": day_input(),
        }
        help_texts: ClassVar = {
            "definition": _("Apa yang dihitung, dan apa yang tidak."),
            "source": _("Siapa yang menerbitkan, dan di mana."),
            "position": _("Angka kecil tampil lebih dahulu."),
        }
