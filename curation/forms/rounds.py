"""A round, its panel, and who judges what."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from curation.forms.fields import DateInput, end_of, start_of
from curation.models import PanelMember, Round
from dekranasda.accounts.models import Role, User

# Words that stand in the place of a round's slug in the workbench's addresses.
RESERVED_SLUGS = {
    "baru",
    "contoh",
    "keberatan",
    "laporan",
    "penangguhan",
    "register",
    "rubrik",
    "sertifikat",
}


class RoundForm(forms.ModelForm[Round]):
    """A round in preparation or its dates afterwards; days are typed, moments are stored."""

    opens_on = forms.DateField(label=_("Dibuka mulai"), widget=DateInput())
    closes_on = forms.DateField(label=_("Ditutup setelah"), widget=DateInput())
    review_due_on = forms.DateField(label=_("Kurator menilai sampai"), widget=DateInput())

    class Meta:
        model = Round
        fields = (
            "number",
            "title",
            "title_en",
            "call",
            "call_en",
            "meets_on",
            "releases_on",
            "rubric",
            "quorum",
        )
        widgets = {
            "meets_on": DateInput(),
            "releases_on": DateInput(),
            "call": forms.Textarea(attrs={"rows": 4}),
            "call_en": forms.Textarea(attrs={"rows": 4}),
        }

    field_order = (
        "number",
        "title",
        "title_en",
        "opens_on",
        "closes_on",
        "review_due_on",
        "meets_on",
        "releases_on",
        "rubric",
        "quorum",
        "call",
        "call_en",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        round = self.instance
        if round.pk:
            self.initial.setdefault("opens_on", timezone.localdate(round.opens_at))
            self.initial.setdefault("closes_on", round.closes_on)
            self.initial.setdefault("review_due_on", round.review_due_on)
        if round.opened_at is not None:
            self.fields["rubric"].disabled = True
            self.fields["rubric"].help_text = _("Rubrik periode yang sudah diumumkan tetap.")
            self.fields["quorum"].disabled = True
        else:
            last = Round.objects.order_by("-number").values_list("number", flat=True).first()
            self.initial.setdefault("number", (last or 0) + 1)

    def clean(self) -> dict[str, Any]:
        """Sets the moments from the days before the model's own rules are checked."""
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        due = cleaned.get("review_due_on")
        if opens and closes and due:
            if closes < opens:
                self.add_error("closes_on", _("Tanggal tutup harus sesudah tanggal buka."))
            if due < closes:
                self.add_error("review_due_on", _("Batas penilaian harus sesudah tanggal tutup."))
            self.instance.opens_at = start_of(opens)
            self.instance.closes_at = end_of(closes)
            self.instance.review_due_at = end_of(due)
        if not self.instance.slug and cleaned.get("title"):
            self.instance.slug = self._free_slug(cleaned["title"])
        return cleaned

    @staticmethod
    def _free_slug(title: str) -> str:
        wish = slugify(title)[:50] or "periode"
        taken = set(Round.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
        taken |= RESERVED_SLUGS
        return next(
            slug for slug in (wish, *(f"{wish}-{n}" for n in range(2, 999))) if slug not in taken
        )

    def _post_clean(self) -> None:
        if not self.errors:
            super()._post_clean()  # type: ignore[misc]  # Django's own hook


class PanelMemberForm(forms.ModelForm[PanelMember]):
    """A curator for the panel, with expertise and the most works that they can take."""

    class Meta:
        model = PanelMember
        fields = ("user", "is_chair", "crafts", "target_load")
        widgets = {"crafts": forms.CheckboxSelectMultiple()}

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.round = round
        people = (
            User.objects.filter(
                is_active=True, groups__name__in=[Role.CURATOR.value, Role.CHAIR.value]
            )
            .exclude(pk__in=round.panel.values("user"))
            .distinct()
            .order_by("full_name")
        )
        cast(forms.ModelChoiceField, self.fields["user"]).queryset = people  # type: ignore[type-arg]


class AssignmentForm(forms.Form):
    """The curators of one work; those with a conflict cannot be chosen."""

    curators = forms.ModelMultipleChoiceField(
        label=_("Kurator"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelMultipleChoiceField, self.fields["curators"])  # type: ignore[type-arg]
        field.queryset = User.objects.filter(pk__in=[user.pk for user in people])


class PlacesForm(forms.Form):
    """How many places there are to give."""

    tempat = forms.IntegerField(
        label=_("Jumlah tempat"),
        min_value=0,
        max_value=10_000,
        help_text=_("Misalnya jumlah stan pameran."),
    )
