"""What narrows a register; an unknown value narrows nothing."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from curation.certificates import Standing
from curation.models import Certificate, Decision, Round
from dekranasda.templatetags.portal import translated


class FilterForm(forms.Form):
    """Words to find, and what each field stands for in the register's own terms."""

    terms: dict[str, str] = {}  # noqa: RUF012 read only

    q = forms.CharField(
        label=_("Cari"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def wanted(self) -> dict[str, str]:
        """The chosen values, without what is not among the choices."""
        self.is_valid()
        cleaned = self.cleaned_data
        return {"text": cleaned.get("q", "")} | {
            term: cleaned.get(name, "") for name, term in self.terms.items()
        }


class DecisionFilterForm(FilterForm):
    """Decisions by round and outcome."""

    terms = {"periode": "round", "hasil": "outcome"}  # noqa: RUF012 read only

    periode = forms.ChoiceField(label=_("Periode"), required=False)
    hasil = forms.ChoiceField(
        label=_("Keputusan"),
        required=False,
        choices=[("", _("Semua")), *Decision.Outcome.choices],
    )

    def __init__(self, *args: Any, rounds: Iterable[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["periode"])
        field.choices = [
            ("", _("Semua")),
            *((one.slug, translated(one, "title")) for one in rounds),
        ]


class CertificateFilterForm(FilterForm):
    """Certificates by standing and grade."""

    terms = {"keadaan": "standing", "kelas": "grade"}  # noqa: RUF012 read only

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[
            ("", _("Semua")),
            *((one.value, one.label) for one in Standing if one != Standing.UNKNOWN),
        ],
    )
    kelas = forms.ChoiceField(label=_("Kelas"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letters = Certificate.objects.order_by("grade").values_list("grade", flat=True).distinct()
        field = cast(forms.ChoiceField, self.fields["kelas"])
        field.choices = [("", _("Semua")), *((one, one) for one in letters)]
