"""What staff fill in to keep a business and its owner on record."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from artisans.forms.fields import name_blanks
from artisans.list_facets import districts_of
from artisans.models import Artisan, Business, FactSource, Village
from dekranasda.accounts.models import User
from dekranasda.lib.phone import local_writing, parse_phone

DATE = {"type": "date"}
OLDEST_YEAR = 1900
KINDS = [choice for choice in FactSource.Kind.choices if choice[0] != FactSource.Kind.IMPORT]


class VillageField(forms.ModelChoiceField[Village]):
    """A village, under its district, of those where the person may keep records."""

    def of(self, user: User, *, kept: str | None = None) -> None:
        """Narrows the choice to the person's districts, and the village that stands there now."""
        villages: QuerySet[Village] = Village.objects.filter(district__in=districts_of(user))
        if kept:
            villages |= Village.objects.filter(pk=kept)
        villages = villages.select_related("district").order_by("district__name", "name", "code")
        self.queryset = villages
        groups: dict[str, list[tuple[str, str]]] = {}
        for village in villages:
            groups.setdefault(village.district.name, []).append((village.pk, village.name))
        self.choices = [("", _("Belum diketahui")), *groups.items()]


class _PartForm(forms.ModelForm[Any]):
    """What both parts share: villages to choose from, telephones as people write them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_blanks(self)

    def place(self, user: User) -> None:
        """Offers the person's villages, and shows telephones as people read them."""
        village = self.fields["village"]
        if isinstance(village, VillageField):
            village.of(user, kept=self.instance.village_id)
        self.initial["phone"] = local_writing(self.instance.phone)

    def clean_phone(self) -> str:
        """The number in E.164, or nothing."""
        text: str = self.cleaned_data["phone"]
        return parse_phone(text) if text.strip() else ""


def _phone(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


def _year(label: Any) -> forms.IntegerField:
    this_year = date.today().year + 1  # noqa: DTZ011 a bound, not a fact
    return forms.IntegerField(
        label=label, required=False, min_value=OLDEST_YEAR, max_value=this_year
    )


class BusinessForm(_PartForm):
    """The identity of a business."""

    village = VillageField(label=_("Desa"), queryset=Village.objects.none(), required=False)
    phone = _phone(_("Nomor WhatsApp usaha"))
    founded_in = _year(_("Berdiri tahun"))
    business_id = forms.CharField(
        label="NIB",
        max_length=20,
        required=False,
        help_text=_("Nomor Induk Berusaha, 13 angka."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("Keadaan"),
        choices=[
            (state.value, state.label) for state in (Business.State.ACTIVE, Business.State.DORMANT)
        ],
    )

    class Meta:
        model = Business
        fields = (
            "name",
            "craft",
            "products_text",
            "village",
            "address",
            "phone",
            "business_id",
            "kbli",
            "kbli_edition",
            "founded_in",
            "state",
            "description",
        )
        widgets: ClassVar = {"description": forms.Textarea(attrs={"rows": 3})}
        error_messages: ClassVar = {"name": {"required": _("Isi nama usaha.")}}

    def clean_business_id(self) -> str:
        """The 13 digits, or nothing."""
        digits = re.sub(r"[\s.-]", "", self.cleaned_data["business_id"])
        if digits and not re.fullmatch(r"[0-9]{13}", digits):
            raise forms.ValidationError(
                _("NIB terdiri dari 13 angka. Periksa lagi, atau kosongkan."), code="nib"
            )
        return digits

    def clean_kbli(self) -> str:
        """Five digits, or nothing."""
        code: str = self.cleaned_data["kbli"]
        if code and not re.fullmatch(r"[0-9]{5}", code):
            raise forms.ValidationError(_("KBLI terdiri dari 5 angka."), code="kbli")
        return code


class OwnerForm(_PartForm):
    """The identity of the person who runs a business, without the encrypted numbers."""

    village = VillageField(
        label=_("Desa tempat tinggal"), queryset=Village.objects.none(), required=False
    )
    phone = _phone(_("Nomor telepon"))
    working_since = _year(_("Berkarya sejak tahun"))

    class Meta:
        model = Artisan
        fields = (
            "name",
            "gender",
            "born_on",
            "phone",
            "other_phones",
            "village",
            "working_since",
            "learned_from",
        )
        widgets: ClassVar = {"born_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d")}
        error_messages: ClassVar = {"name": {"required": _("Isi nama pemilik.")}}

    def clean_born_on(self) -> date | None:
        """A day that can be a birthday."""
        day: date | None = self.cleaned_data["born_on"]
        if day and not OLDEST_YEAR <= day.year <= date.today().year:  # noqa: DTZ011 a bound
            raise forms.ValidationError(_("Periksa tahun lahirnya."), code="born_on")
        return day


class OriginForm(forms.Form):
    """Where what is typed comes from."""

    kind = forms.ChoiceField(
        label=_("Dari mana Anda tahu"), choices=KINDS, initial=FactSource.Kind.OFFICE
    )
    source = forms.CharField(
        label=_("Keterangan asal"),
        max_length=120,
        required=False,
        help_text=_("Misalnya nomor dokumen, atau siapa yang ditemui."),
    )
    steps = forms.CharField(required=False, widget=forms.HiddenInput)
