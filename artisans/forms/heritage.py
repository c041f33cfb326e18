"""What staff fill in about crafts that are handed on."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.forms.fields import name_blanks
from artisans.models import Artisan, Bearer, Tradition, TraditionYear

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TraditionForm(forms.ModelForm[Tradition]):
    """A craft to watch over."""

    class Meta:
        model = Tradition
        fields = (
            "name", "name_en", "craft", "centre", "description", "description_en", "source",
            "is_public",
        )  # fmt: skip
        widgets: ClassVar = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "description_en": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {"name": _("Sesempit yang dikenal orang: «Wayang thengul».")}
        error_messages: ClassVar = {
            "name": {
                "required": _("Tulis nama kriyanya."),
                "unique": _("Kriya ini sudah tercatat."),
            },
            "craft": {"required": _("Pilih bidang kerajinannya.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_blanks(self)


class BearerForm(forms.ModelForm[Bearer]):
    """A master or a learner: an artisan by the end of their address, or a name."""

    artisan = forms.ModelChoiceField(
        label=_("Perajin dalam registri"),
        required=False,
        queryset=Artisan.objects.filter(erased_at__isnull=True, merged_into__isnull=True),
        to_field_name="slug",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text=_("Bagian akhir alamat halamannya, misalnya siti-rukayah. Boleh dikosongkan."),
        error_messages={"invalid_choice": _("Perajin ini tidak ada di registri.")},
    )

    class Meta:
        model = Bearer
        fields = (
            "standing", "artisan", "name", "born_in", "since", "stopped_in", "learns_from",
            "is_heir", "consented_on", "note",
        )  # fmt: skip
        widgets: ClassVar = {
            "standing": forms.RadioSelect,
            "learns_from": forms.CheckboxSelectMultiple,
            "consented_on": DAY,
        }

    def __init__(self, *args: Any, tradition: Tradition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.tradition = tradition
        self.fields["standing"].choices = Bearer.Standing.choices  # type: ignore[attr-defined]
        masters = tradition.bearers.filter(standing=Bearer.Standing.MASTER)
        teachers = self.fields["learns_from"]
        teachers.queryset = masters.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        if not masters.exists():
            del self.fields["learns_from"]
        if self.instance.artisan:
            self.initial["artisan"] = self.instance.artisan.slug

    def clean_artisan(self) -> Artisan | None:
        """Raises ValidationError for somebody who is on this tradition's record already."""
        artisan: Artisan | None = self.cleaned_data["artisan"]
        others = self.instance.tradition.bearers.exclude(pk=self.instance.pk)
        if artisan and others.filter(artisan=artisan).exists():
            raise forms.ValidationError(_("Perajin ini sudah tercatat pada kriya ini."))
        return artisan

    def clean_consented_on(self) -> date | None:
        """Raises ValidationError for a day that has not come yet."""
        day: date | None = self.cleaned_data["consented_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Tanggal persetujuan belum tiba."))
        return day


class TraditionYearForm(forms.ModelForm[TraditionYear]):
    """How many make it and how many learn it in a year."""

    class Meta:
        model = TraditionYear
        fields = ("year", "makers", "learners", "source")
        help_texts: ClassVar = {"learners": _("Tulis 0 bila tidak ada; kosongkan bila tidak tahu.")}

    def clean_year(self) -> int:
        """Raises ValidationError for a year that has not begun."""
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("Tahun itu belum mulai."))
        return year

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where nothing was counted."""
        answers = super().clean() or self.cleaned_data
        if not self.errors and answers.get("makers") is None and answers.get("learners") is None:
            raise forms.ValidationError(_("Isi jumlah pembuat, jumlah murid, atau keduanya."))
        return answers
