"""A round, its panel, and who judges what."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from curation.deadlines import working_days_after
from curation.forms.fields import DateInput, end_of, start_of
from curation.forms.ties import offer, panel_choice
from curation.models import PanelMember, Round
from dekranasda.accounts.models import Role, User

# Words that stand in the place of a round's slug in the workbench's addresses.
RESERVED_SLUGS = {
    "baru",
    "contoh",
    "hubungan",
    "keberatan",
    "laporan",
    "penangguhan",
    "register",
    "rubrik",
    "sertifikat",
}


RULES = (
    "curators_wanted",
    "curators_minimum",
    "quorum",
    "needs_outsider",
    "lookback_months",
    "trade_lookback_months",
)
# What makers were promised when the round was announced, and why it stands; see the trigger too.
FIXED = ("rubric", *(name for name in RULES if name != "curators_wanted"))
SLA = (
    "screening_days",
    "assignment_days",
    "answer_days",
    "scoring_days",
    "extension_days",
    "appeal_days",
)


class RoundForm(forms.ModelForm[Round]):
    """A round in preparation or its dates afterwards; days are typed, moments are stored."""

    opens_on = forms.DateField(label=_("Dibuka mulai"), widget=DateInput())
    closes_on = forms.DateField(label=_("Ditutup setelah"), widget=DateInput())
    review_due_on = forms.DateField(
        label=_("Kurator menilai sampai"),
        widget=DateInput(),
        required=False,
        help_text=_("Kosong: dihitung dari hari kerja penilaian setelah ditutup."),
    )

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
            "places",
            "rubric",
            *RULES,
            *SLA,
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
        "call",
        "call_en",
        "places",
        "rubric",
        *RULES,
        *SLA,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        round = self.instance
        if round.pk:
            self.initial.setdefault("opens_on", timezone.localdate(round.opens_at))
            self.initial.setdefault("closes_on", round.closes_on)
            self.initial.setdefault("review_due_on", round.review_due_on)
        if round.opened_at is not None:
            for name in FIXED:
                self.fields[name].disabled = True
                self.fields[name].help_text = _(
                    "Tetap sejak periode diumumkan, agar aturan sama bagi semua karya."
                )
        else:
            last = Round.objects.order_by("-number").values_list("number", flat=True).first()
            self.initial.setdefault("number", (last or 0) + 1)
        for name in SLA:
            self.fields[name].label = _("%(stage)s (hari kerja)") % {
                "stage": capfirst(self.fields[name].label or "")
            }

    def clean(self) -> dict[str, Any]:
        """Sets the moments from the days before the model's own rules are checked."""
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        due = cleaned.get("review_due_on")
        if closes and not due and "review_due_on" not in self.errors:
            due = working_days_after(closes, cleaned.get("scoring_days") or 1)
        if opens and closes and due:
            if closes < opens:
                self.add_error("closes_on", _("Tanggal tutup harus sesudah tanggal buka."))
            if round_closes_earlier(self.instance, closes):
                self.add_error(
                    "closes_on",
                    _("Penutupan yang sudah diumumkan hanya dapat diundur, tidak dimajukan."),
                )
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


def round_closes_earlier(round: Round, closes_on: date) -> bool:
    """Whether makers would lose days that an announced call promised them."""
    return round.opened_at is not None and closes_on < round.closes_on


class PanelMemberForm(forms.ModelForm[PanelMember]):
    """A curator for the panel, with expertise and the most works that they can take."""

    class Meta:
        model = PanelMember
        fields = ("user", "is_chair", "crafts", "target_load", "max_load")
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


class StatementForm(forms.Form):
    """A curator's answer to an invitation: the statement of independence, and ties that come up."""

    agreed = forms.BooleanField(
        label=_("Saya menyetujui pernyataan ini dan bersedia menilai"), required=False
    )
    disclosure = forms.CharField(
        label=_("Usaha atau perajin yang berhubungan dengan saya"),
        help_text=_("Keluarga, pekerjaan, jual beli, atau kelompok. Hanya dibaca sekretariat."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(forms.Form):
    """Why somebody cannot, and whether to ask again another time."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=255, widget=forms.Textarea(attrs={"rows": 2})
    )
    may_ask_later = forms.BooleanField(
        label=_("Mungkin lain waktu; silakan tanya lagi"), required=False
    )


class ReplacementForm(forms.Form):
    """Who takes the place of a curator; a reason where the other is still at work."""

    curator = panel_choice(_("Kurator pengganti"))
    reason = forms.CharField(
        label=_("Alasan mengganti"),
        max_length=255,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, people)


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
