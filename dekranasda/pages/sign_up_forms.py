"""The questions of the sign-up, one form a page, and the order in which they are asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.models import Craft, District, Village
from artisans.registration import Applicant
from dekranasda.accounts.forms import NewPasswordField, PhoneField
from dekranasda.accounts.models import User
from dekranasda.lib.choices import TranslatedChoiceField

# A district's answer of those who work elsewhere or do not know; it needs no village.
ELSEWHERE = "-"

Answers = Mapping[str, Any]


def without_numbers(name: str) -> str:
    """The name. Raises ValidationError where it holds a long number, whatever that number is."""
    if re.search(r"(?:\d[\s.-]?){9,}", name):
        raise ValidationError(
            gettext_lazy("Tulis nama saja, tanpa NIK atau nomor telepon."), code="number_in_name"
        )
    return name


class StepForm(forms.Form):
    """One page's question. `answers` are those given on the pages before."""

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = answers

    def kept(self) -> dict[str, Any]:
        """The answers of a valid form as a session keeps them, which reads them again as typed."""
        return dict(self.cleaned_data)


class NameForm(StepForm):
    """Who it is, and what the business is called."""

    full_name = forms.CharField(
        label=gettext_lazy("Nama lengkap"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
        help_text=gettext_lazy("Seperti di KTP. Contoh: Siti Aminah."),
        error_messages={
            "required": gettext_lazy("Tulis nama lengkap Anda."),
            "max_length": gettext_lazy("Nama paling panjang 150 huruf. Pendekkan namanya."),
        },
    )
    business_name = forms.CharField(
        label=gettext_lazy("Nama usaha"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=gettext_lazy("Bila kosong, kami memakai nama Anda."),
        error_messages={
            "max_length": gettext_lazy("Nama usaha paling panjang 160 huruf. Pendekkan namanya."),
        },
    )

    def clean_full_name(self) -> str:
        """The name. Raises ValidationError («number_in_name») for what may be a NIK."""
        return without_numbers(self.cleaned_data["full_name"])

    def clean_business_name(self) -> str:
        """The name of the business. Raises ValidationError («number_in_name»)."""
        return without_numbers(self.cleaned_data["business_name"])


class NumberForm(StepForm):
    """The number to sign in with."""

    phone = PhoneField(
        label=gettext_lazy("Nomor WhatsApp"),
        help_text=gettext_lazy("Contoh: 0812 3456 7890."),
        error_messages={"required": gettext_lazy("Tulis nomor WhatsApp Anda.")},
    )


class DistrictForm(StepForm):
    """The district, which shortens the list of villages."""

    district = forms.ChoiceField(
        label=gettext_lazy("Kecamatan"),
        error_messages={
            "required": gettext_lazy("Pilih kecamatan tempat Anda berkarya."),
            "invalid_choice": gettext_lazy("Pilih salah satu kecamatan dalam daftar."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["district"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 says so to the type checker
        field.choices = [
            ("", _("Pilih kecamatan")),
            *District.objects.order_by("name").values_list("code", "name"),
            (ELSEWHERE, _("Daerah lain, atau belum tahu")),
        ]

    def kept(self) -> dict[str, Any]:
        """The district; a village of another one is forgotten."""
        district = self.cleaned_data["district"]
        village = str(self.answers.get("village", ""))
        return {
            "district": district,
            "village": village if village.startswith(f"{district}.") else "",
        }


class VillageForm(StepForm):
    """The village within the district."""

    village = forms.ChoiceField(
        label=gettext_lazy("Desa atau kelurahan"),
        error_messages={
            "required": gettext_lazy("Pilih desa tempat Anda berkarya."),
            "invalid_choice": gettext_lazy("Pilih salah satu desa dalam daftar."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["village"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 as above
        code = self.answers.get("district", "")
        field.required = code != ELSEWHERE
        district = District.objects.filter(code=code).first()
        field.help_text = _("Kecamatan %(name)s") % {"name": district} if district else ""
        villages = Village.objects.filter(district=code).order_by("name")
        field.choices = [("", _("Pilih desa")), *villages.values_list("code", "name")]


class CraftForm(StepForm):
    """What is made."""

    craft = TranslatedChoiceField(
        label=gettext_lazy("Kerajinan yang Anda buat"),
        queryset=Craft.objects.order_by("position", "name"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih kerajinan, agar kurator yang tepat dapat menilai."),
            "invalid_choice": gettext_lazy("Pilih salah satu kerajinan dalam daftar."),
        },
    )

    def kept(self) -> dict[str, Any]:
        """The craft's key."""
        return {"craft": self.cleaned_data["craft"].pk}


class ConsentForm(StepForm):
    """Whether the council may keep what was answered."""

    consent = forms.BooleanField(
        label=gettext_lazy("Saya setuju data ini disimpan dan diolah Dekranasda"),
        error_messages={
            "required": gettext_lazy("Tanpa persetujuan ini kami tidak boleh menyimpan data Anda.")
        },
    )


class PasswordForm(StepForm):
    """The last page's only question. Never kept between pages: it is asked where all is sent."""

    password = NewPasswordField(label=gettext_lazy("Buat kata sandi"))

    def clean_password(self) -> str:
        """The password. Raises ValidationError for one that is easy to guess, also by the name."""
        password: str = self.cleaned_data["password"]
        name, phone = self.answers.get("full_name", ""), self.answers.get("phone")
        validate_password(password, User(full_name=name, phone=phone))
        return password

    def applicant(self) -> Applicant:
        """All answers, once valid."""
        return Applicant(
            name=self.answers["full_name"],
            phone=self.answers["phone"],
            password=self.cleaned_data["password"],
            business_name=self.answers["business_name"],
            craft=Craft.objects.get(pk=self.answers["craft"]),
            village=Village.objects.filter(code=self.answers["village"]).first(),
        )


@dataclass(frozen=True)
class Step:
    """One page: its address, its number among the six, what it asks and why."""

    slug: str
    number: int
    label: str | Promise
    question: str | Promise
    why: str | Promise
    form: type[StepForm]

    @property
    def url(self) -> str:
        """The page's address in the reader's language."""
        return reverse("sign_up_step", args=[self.slug])

    def is_answered(self, answers: Answers) -> bool:
        """Whether what is kept answers the page's question, and still does."""
        return self.form(dict(answers), answers=answers).is_valid()


STEPS = (
    Step(
        "nama",
        1,
        gettext_lazy("Nama"),
        gettext_lazy("Siapa nama Anda?"),
        gettext_lazy("Nama ini tampil pada sertifikat Anda nanti."),
        NameForm,
    ),
    Step(
        "nomor",
        2,
        gettext_lazy("Nomor WhatsApp"),
        gettext_lazy("Berapa nomor WhatsApp Anda?"),
        gettext_lazy("Untuk masuk dan untuk kabar dari Dekranasda. Belum ditampilkan."),
        NumberForm,
    ),
    Step(
        "kecamatan",
        3,
        gettext_lazy("Kecamatan dan desa"),
        gettext_lazy("Di kecamatan mana Anda berkarya?"),
        gettext_lazy("Agar kami tahu pendamping dan pelatihan yang dekat dengan Anda."),
        DistrictForm,
    ),
    Step(
        "desa",
        3,
        gettext_lazy("Kecamatan dan desa"),
        gettext_lazy("Di desa mana Anda berkarya?"),
        "",
        VillageForm,
    ),
    Step(
        "kerajinan",
        4,
        gettext_lazy("Jenis kerajinan"),
        gettext_lazy("Apa yang Anda buat?"),
        gettext_lazy("Pilih yang utama. Karya jenis lain tetap boleh Anda tambahkan nanti."),
        CraftForm,
    ),
    Step(
        "persetujuan",
        5,
        gettext_lazy("Persetujuan"),
        gettext_lazy("Bolehkah kami menyimpan data Anda?"),
        "",
        ConsentForm,
    ),
)
TOTAL = 6
CHECK_LABEL = gettext_lazy("Periksa jawaban")


def first_unanswered(answers: Answers, *, before: Step | None = None) -> Step | None:
    """The first page without an answer, of all or of those before a page; None where all stand."""
    end = STEPS.index(before) if before else len(STEPS)
    return next((step for step in STEPS[:end] if not step.is_answered(answers)), None)
