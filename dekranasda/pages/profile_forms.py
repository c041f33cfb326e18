"""One question (or a small group) of a maker's profile each: the forms behind /saya/profil/."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan, Business, Craft, District, OwnPhoto, Village
from dekranasda.lib.choices import TranslatedChoiceField
from products.forms.fields import WrittenField
from products.plain_text import refuse_contacts, tidy

LATER = "nanti"
FIRST_YEAR = 1930
LONGEST_STORY, LONGEST_DESCRIPTION = 1500, 600
YEAR = re.compile(r"\b(\d{4})\b")
YEARS_AGO = re.compile(r"(\d{1,2})\s*(?:tahun|thn|th|years?)\s+(?:yang\s+)?(?:lalu|ago)", re.I)
YEAR_REFUSED = _("Tulis tahun dengan empat angka, misalnya 1998.")


def parse_year(text: str) -> int:
    """The year: «1998», «sejak tahun 1998» or «20 tahun lalu». Raises ValidationError «year»."""
    today = timezone.localdate()
    years = {int(found) for found in YEAR.findall(text)}
    if ago := YEARS_AGO.fullmatch(text.strip()):
        years = {today.year - int(ago[1])}
    if len(years) != 1 or not FIRST_YEAR <= min(years) <= today.year:
        raise ValidationError(YEAR_REFUSED, code="year")
    return years.pop()


def year_field(label: Any, **options: Any) -> WrittenField:
    """A year as people write it."""
    return WrittenField(
        parse=parse_year,
        show=str,
        label=label,
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
        error_messages={"max_length": YEAR_REFUSED},
        **options,
    )


class AnswerForm(forms.ModelForm[Any]):
    """One page of answers about a row; texts are tidied, and contacts in them refused."""

    class Meta:
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, is_partial: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_partial:  # what is missing can follow; what is wrong cannot
            for field in self.fields.values():
                field.required = False

    def clean(self) -> dict[str, Any]:
        """The texts without invisible marks. Adds «phone_in_text» and the like to their fields."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if not isinstance(value, str):
                continue
            cleaned[name] = tidy(value)
            try:
                refuse_contacts(cleaned[name])
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def values(self) -> dict[str, Any]:
        """What is to be kept: the row's field → value."""
        answers = {name: self.cleaned_data[name] for name in self.fields}
        choices = (forms.ModelChoiceField,)
        return {
            name: value
            for name, value in answers.items()
            if value is not None or not isinstance(self.fields[name], choices)
        }


class StoryForm(AnswerForm):
    """The maker's story."""

    class Meta(AnswerForm.Meta):
        model = Artisan
        fields = ("story",)
        labels = {"story": _("Kisah Anda")}
        help_texts = {
            "story": _(
                "Contoh: Saya membatik sejak kecil, membantu ibu. Sekarang saya membuat motif "
                "daun jati di rumah bersama dua tetangga."
            )
        }

    story = forms.CharField(
        label=Meta.labels["story"],
        help_text=Meta.help_texts["story"],
        required=False,
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "max_length": _("Kisahnya terlalu panjang. Pendekkan menjadi 1.500 huruf saja.")
        },
    )


class LearningForm(AnswerForm):
    """From whom the maker learned, and since when the maker works."""

    class Meta(AnswerForm.Meta):
        model = Artisan
        fields = ("learned_from", "working_since")

    learned_from = forms.CharField(
        label=_("Dari siapa Anda belajar?"),
        help_text=_("Contoh: bapak saya, perajin jati di Batokan."),
        required=False,
        max_length=160,
        error_messages={"max_length": _("Tulis lebih pendek, paling panjang 160 huruf.")},
    )
    working_since = year_field(
        _("Sejak tahun berapa Anda berkarya?"),
        help_text=_("Kira-kira saja boleh. Contoh: 1998, atau 20 tahun lalu."),
    )


class VillageField(forms.ModelChoiceField):  # type: ignore[type-arg]  # of the stubs alone
    """A village by its name alone: the district is chosen already."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return str(obj.name)


class VillageForm(AnswerForm):
    """The village, from those of one district."""

    class Meta(AnswerForm.Meta):
        fields = ("village",)

    village = VillageField(
        label=_("Desa atau kelurahan"),
        queryset=Village.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih desa atau kelurahan."),
            "invalid_choice": _("Pilih salah satu desa di kecamatan ini."),
        },
    )

    def __init__(self, *args: Any, district: District | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["village"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 says so to the type checker
        field.queryset = Village.objects.filter(district=district).order_by("name")


class HomeVillageForm(VillageForm):
    """Where the maker lives."""

    class Meta(VillageForm.Meta):
        model = Artisan


class WorkVillageForm(VillageForm):
    """Where the business is."""

    class Meta(VillageForm.Meta):
        model = Business


class VisitForm(AnswerForm):
    """Whether buyers may come, and when; kept as one sentence that the public page shows."""

    class Meta(AnswerForm.Meta):
        model = Artisan
        fields = ()

    # Written into the page as they stand, in Indonesian, whatever the maker's language is.
    CHOICES = (
        ("Boleh datang.", _("Boleh datang")),
        ("Boleh datang, hubungi dahulu.", _("Boleh datang, tetapi hubungi dahulu")),
        ("Belum menerima kunjungan.", _("Belum menerima kunjungan")),
    )
    answer = forms.ChoiceField(
        label=_("Bolehkah pembeli datang ke tempat Anda?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        required=False,
    )
    hours = forms.CharField(
        label=_("Hari, jam, atau pesan lain"),
        help_text=_("Contoh: Senin sampai Sabtu, 08.00–16.00."),
        required=False,
        max_length=150,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Tulis lebih pendek, paling panjang 150 huruf.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = self.instance.visit_policy
        # The longest first: one of the sentences begins another.
        known = sorted((text for text, _label in self.CHOICES), key=len, reverse=True)
        answer = next((text for text in known if told.startswith(text)), "")
        self.initial = {"answer": answer, "hours": told.removeprefix(answer).strip()}

    def values(self) -> dict[str, Any]:
        """The sentence, empty without an answer."""
        parts = (self.cleaned_data["answer"], self.cleaned_data["hours"])
        return {"visit_policy": " ".join(part for part in parts if part)}


class DescriptionForm(AnswerForm):
    """What the business makes, and since when there is the business."""

    class Meta(AnswerForm.Meta):
        model = Business
        fields = ("description", "founded_in")

    description = forms.CharField(
        label=_("Apa yang dibuat usaha ini?"),
        help_text=_("Contoh: Vas, mangkuk, dan lampu dari kayu jati. Boleh pesan ukuran lain."),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("Tulis lebih pendek, paling panjang 600 huruf.")},
    )
    founded_in = year_field(
        _("Sejak tahun berapa usaha ini berdiri?"), help_text=_("Kira-kira saja boleh.")
    )


class CraftForm(AnswerForm):
    """The craft of the business, chosen by pictures."""

    class Meta(AnswerForm.Meta):
        model = Business
        fields = ("craft",)

    craft = TranslatedChoiceField(
        label=_("Kerajinan"),
        queryset=Craft.objects.order_by("position", "name"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Pilih kerajinan yang paling sering Anda buat."),
            "invalid_choice": _("Pilih salah satu kerajinan yang tersedia."),
        },
    )


class OrdersForm(AnswerForm):
    """Whether the business takes orders now."""

    class Meta(AnswerForm.Meta):
        model = Business
        fields = ()

    YES, UNTIL, NO = "ya", "sampai", "tidak"
    answer = forms.ChoiceField(
        label=_("Apakah Anda menerima pesanan sekarang?"),
        choices=(
            (YES, _("Ya, menerima pesanan")),
            (UNTIL, _("Berhenti dulu sampai tanggal tertentu")),
            (NO, _("Berhenti dulu, belum tahu sampai kapan")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu.")},
    )
    until = forms.DateField(
        label=_("Berhenti sampai tanggal"),
        help_text=_("Isi hanya bila Anda memilih sampai tanggal tertentu."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis tanggal, misalnya 24/12/2026.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until = self.instance.paused_until
        is_over = until is not None and until < timezone.localdate()
        answer = self.YES
        if not self.instance.taking_orders:
            answer = self.NO
        elif until and not is_over:
            answer = self.UNTIL
        self.initial = {"answer": answer, "until": None if is_over else until}

    def clean(self) -> dict[str, Any]:
        """Asks for the day where it is needed: «no_day», «past_day»."""
        cleaned = super().clean()
        until: date | None = cleaned.get("until")
        if cleaned.get("answer") == self.UNTIL and "until" not in self.errors:
            if until is None:
                self.add_error("until", ValidationError(_("Pilih tanggalnya."), code="no_day"))
            elif until < timezone.localdate():
                text = _("Tanggal ini sudah lewat. Pilih tanggal yang akan datang.")
                self.add_error("until", ValidationError(text, code="past_day"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The two columns that the page of a work reads."""
        answer = self.cleaned_data["answer"]
        if not answer:
            return {}
        until = self.cleaned_data["until"] if answer == self.UNTIL else None
        return {"taking_orders": answer != self.NO, "paused_until": until}


class OwnPhotoForm(forms.ModelForm[OwnPhoto]):
    """A photograph with what is seen on it, and whether everybody may see it."""

    class Meta:
        model = OwnPhoto
        fields = ("alt", "is_shown")
        labels = {
            "alt": _("Apa yang terlihat di foto?"),
            "is_shown": _("Foto ini boleh dilihat umum"),
        }
        help_texts = {
            "alt": _("Dibacakan untuk orang yang tidak dapat melihat."),
            "is_shown": _("Tampil di halaman Anda. Anda boleh menariknya kapan saja."),
        }
        error_messages = {"alt": {"max_length": _("Tulis lebih pendek, paling panjang 160 huruf.")}}

    photo = forms.FileField(
        label=_("Foto"),
        allow_empty_file=True,
        help_text=_("JPG, PNG, WebP, atau HEIC, paling besar 12 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*", "data-shrink": ""}),
        error_messages={"required": _("Pilih foto terlebih dahulu.")},
    )
    field_order = ("photo", "is_shown", "alt")

    def clean_alt(self) -> str:
        """The words, without contacts in them."""
        text = tidy(self.cleaned_data["alt"])
        refuse_contacts(text)
        return text
