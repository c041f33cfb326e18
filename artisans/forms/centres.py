"""What staff fill in for craft centres and associations."""

from datetime import date
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from artisans.forms.both_texts import StepForm
from artisans.forms.fields import WholeNumberField, name_blanks
from artisans.models import (
    Artisan,
    Association,
    Business,
    CentreMaterial,
    CentrePhoto,
    CraftCentre,
    MemberRole,
    Village,
)
from dekranasda.lib.phone import parse_phone


def day_input() -> forms.DateInput:
    """A field for one day, filled as browsers want it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _VillageField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A village with its district, since names of villages repeat."""

    def label_from_instance(self, obj: Village) -> str:
        return f"{obj.name}, {obj.district.name}"


def village_field() -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """The choice of a village of the regency."""
    villages = Village.objects.select_related("district").order_by("name", "district__name")
    return _VillageField(villages, label=_("Desa"), required=False)


def office_phone_field() -> forms.CharField:
    """A telephone in any usual writing."""
    return forms.CharField(
        label=_("Telepon kantor"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class CentreForm(forms.ModelForm[CraftCentre], StepForm):
    """Everything the page of a craft centre says."""

    village = village_field()
    contact_phone = office_phone_field()
    capacity_number = WholeNumberField(label=_("Kapasitas sebulan"), required=False)
    maker_count = WholeNumberField(label=_("Jumlah perajin tercatat"), required=False)

    class Meta:
        model = CraftCentre
        fields = (
            "name",
            "name_en",
            "craft",
            "village",
            "district",
            "partner_region",
            "place",
            "summary",
            "summary_en",
            "story",
            "story_en",
            "access",
            "access_en",
            "opening_hours",
            "market_days",
            "capacity_number",
            "capacity_unit",
            "capacity_note",
            "maker_count",
            "maker_count_source",
            "maker_count_as_of",
            "contact_artisan",
            "contact_name",
            "contact_phone",
        )
        widgets: ClassVar = {
            "story": forms.Textarea(attrs={"rows": 6}),
            "story_en": forms.Textarea(attrs={"rows": 6}),
            "access": forms.Textarea(attrs={"rows": 3}),
            "access_en": forms.Textarea(attrs={"rows": 3}),
            "maker_count_as_of": day_input(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Artisan.objects.filter(
            businesses__memberships__centre=self.instance.pk,
            businesses__memberships__left_on__isnull=True,
        )
        self.fields["contact_artisan"].queryset = members.distinct()  # type: ignore[attr-defined]
        name_blanks(self)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset(_("Nama dan tempat"), *self.Meta.fields[:7]),
            Fieldset(_("Cerita"), *self.Meta.fields[7:11]),
            Fieldset(_("Berkunjung"), *self.Meta.fields[11:15]),
            Fieldset(_("Kapasitas dan jumlah perajin"), *self.Meta.fields[15:21]),
            Fieldset(_("Narahubung"), *self.Meta.fields[21:]),
            *([Fieldset(_("Catatan perubahan"), "why")] if "why" in self.fields else ()),
            "step",
        )

    def clean_contact_phone(self) -> str:
        """The number as +62…; raises ValidationError «phone_invalid»."""
        text = self.cleaned_data["contact_phone"]
        return parse_phone(text) if text else ""

    def clean(self) -> dict[str, Any]:
        """The district is the village's; a count says where it comes from."""
        cleaned = super().clean() or self.cleaned_data
        if village := cleaned.get("village"):
            cleaned["district"] = village.district
        if not (cleaned.get("district") or cleaned.get("partner_region")):
            text = _("Pilih desa atau kecamatan, atau tulis daerah mitra.")
            self.add_error("district", ValidationError(text, code="no_place"))
        if cleaned.get("maker_count") is not None and not cleaned.get("maker_count_source"):
            text = _("Tulis sumber jumlah ini, misalnya perkiraan paguyuban.")
            self.add_error("maker_count_source", ValidationError(text, code="no_source"))
        if cleaned.get("capacity_number") is not None and not cleaned.get("capacity_unit"):
            text = _("Tulis satuannya, misalnya keranjang.")
            self.add_error("capacity_unit", ValidationError(text, code="no_unit"))
        return cleaned


class CentreMaterialForm(forms.ModelForm[CentreMaterial], StepForm):
    """A material that a centre lacks."""

    class Meta:
        model = CentreMaterial
        fields = ("name", "amount", "needed_since", "note", "met_on")
        widgets: ClassVar = {"needed_since": day_input(), "met_on": day_input()}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Neither day lies ahead."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("needed_since", "met_on"):
            if (day := cleaned.get(name)) and day > self.today:
                text = _("Tanggal ini masih di depan.")
                self.add_error(name, ValidationError(text, code="in_future"))
        return cleaned


class CentrePhotoForm(forms.ModelForm[CentrePhoto], StepForm):
    """The words of a photograph."""

    class Meta:
        model = CentrePhoto
        fields = ("alt", "alt_en", "caption", "caption_en")


class NewCentrePhotoForm(forms.ModelForm[CentrePhoto]):
    """A photograph with its words."""

    class Meta(CentrePhotoForm.Meta):
        pass

    photo = forms.FileField(
        label=_("Foto"),
        allow_empty_file=True,
        help_text=_("JPG, PNG, WebP, atau HEIC, paling besar 12 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": _("Pilih foto terlebih dahulu.")},
    )
    field_order = ("photo", "alt", "alt_en", "caption", "caption_en")


class JoinForm(forms.Form):
    """The task of a new member, and since when."""

    role = forms.ChoiceField(
        label=_("Tugas"), choices=MemberRole, initial=MemberRole.MEMBER, required=False
    )
    joined_on = forms.DateField(
        label=_("Anggota sejak"),
        required=False,
        widget=day_input(),
        help_text=_("Kosongkan bila tidak diketahui."),
    )

    def clean_role(self) -> str:
        """A plain member unless told."""
        return self.cleaned_data["role"] or MemberRole.MEMBER


class JoinCentreForm(JoinForm):
    """The centre that a business joins."""

    centre = forms.ModelChoiceField(
        CraftCentre.objects.all(),
        label=_("Sentra"),
        error_messages={"required": _("Pilih sentra.")},
    )
    field_order = ("centre", "role", "joined_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_blanks(self)


class _BusinessField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Business) -> str:
        place = f", {obj.village.name}" if obj.village else ""
        now = f" · {_('sekarang di')} {obj.centre.name}" if obj.centre else ""
        return f"{obj.name} · {obj.owner.name}{place}{now}"


class MemberBusinessForm(JoinForm):
    """The business that joins a centre, out of those found by name."""

    business = _BusinessField(
        Business.objects.none(),
        label=_("Usaha"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Pilih usaha.")},
    )
    field_order = ("business", "role", "joined_on")

    def __init__(self, *args: Any, found: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["business"].queryset = found  # type: ignore[attr-defined]


class _ArtisanField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Artisan) -> str:
        return f"{obj.name}, {obj.village.name}" if obj.village else obj.name


class MemberArtisanForm(JoinForm):
    """The person who joins an association, out of those found by name."""

    artisan = _ArtisanField(
        Artisan.objects.none(),
        label=_("Perajin"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Pilih perajin.")},
    )
    field_order = ("artisan", "role", "joined_on")

    def __init__(self, *args: Any, found: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["artisan"].queryset = found  # type: ignore[attr-defined]


class MembershipForm(JoinForm, StepForm):
    """The task and the days of a membership; a day of leaving ends it."""

    left_on = forms.DateField(
        label=_("Sampai"),
        required=False,
        widget=day_input(),
        help_text=_("Isi bila sudah keluar. Keanggotaan tetap tercatat."),
    )
    field_order = ("role", "joined_on", "left_on", "why")


class AssociationForm(forms.ModelForm[Association], StepForm):
    """What the council knows of an association."""

    village = village_field()
    contact_phone = office_phone_field()

    class Meta:
        model = Association
        fields = (
            "name",
            "kind",
            "legal_form",
            "founded_in",
            "centre",
            "village",
            "place",
            "contact_name",
            "contact_phone",
            "note",
            "ended_on",
        )
        widgets: ClassVar = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "ended_on": day_input(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_blanks(self)

    def clean_contact_phone(self) -> str:
        """The number as +62…; raises ValidationError «phone_invalid»."""
        text = self.cleaned_data["contact_phone"]
        return parse_phone(text) if text else ""
