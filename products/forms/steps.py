"""Steps 2, 3 and 5: name, material and size, story."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from artisans.models import Craft
from dekranasda.lib.amounts import parse_grams
from dekranasda.lib.choices import TranslatedChoiceField, TranslatedMultipleChoiceField
from products.forms.fields import StepForm, WrittenField, in_groups, size_field
from products.models import Material, Motif, ProductVersion, Technique
from products.plain_text import tidy


class NameForm(StepForm):
    """Step 2: what it is called and what sort of craft it is."""

    class Meta:
        model = ProductVersion
        fields = ("name", "craft")
        field_classes = {"craft": TranslatedChoiceField}
        widgets = {"craft": forms.RadioSelect}
        help_texts = {"name": _("Contoh: Vas bubut jati kecil.")}
        labels = {"craft": _("Jenis kerajinan")}
        error_messages = {
            "name": {
                "required": _("Tulis nama karya, misalnya: Vas bubut jati kecil."),
                "max_length": _("Nama karya paling panjang 120 huruf. Pendekkan namanya."),
            },
            "craft": {
                "required": _("Pilih kategori karya agar kurator yang tepat dapat menilainya."),
                "invalid_choice": _("Pilih salah satu kategori yang tersedia."),
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "craft"):
            self.fields[name].required = not self.partial
        craft = self.fields["craft"]
        assert isinstance(craft, forms.ModelChoiceField)  # noqa: S101 says so to the type checker
        craft.empty_label = None
        craft.queryset = Craft.objects.order_by("position", "name")

    def clean_name(self) -> str:
        """The name must hold a letter or digit: an emoji alone cannot be searched or read out."""
        name = tidy(self.cleaned_data["name"])
        if name and not any(letter.isalnum() for letter in name):
            raise ValidationError(_("Tulis nama karya dengan huruf."), code="no_letters")
        return name


class MaterialForm(StepForm):
    """Step 3: what it is made of, how, and how large it is."""

    length_cm = size_field(_("Panjang"))
    width_cm = size_field(_("Lebar"))
    height_cm = size_field(_("Tinggi"))
    weight_g = WrittenField(
        parse=parse_grams,
        show=in_groups,
        label=_("Berat"),
        required=False,
        max_length=20,
        help_text=_("Dalam gram, misalnya 500, atau 1,2 kg."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = ProductVersion
        fields = (
            "materials",
            "other_material",
            "techniques",
            "motif",
            "length_cm",
            "width_cm",
            "height_cm",
            "weight_g",
            "material_origin",
        )
        field_classes = {
            "materials": TranslatedMultipleChoiceField,
            "techniques": TranslatedMultipleChoiceField,
            "motif": TranslatedChoiceField,
        }
        widgets = {
            "materials": forms.CheckboxSelectMultiple,
            "techniques": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "materials": _("Pilih semua yang dipakai."),
            "other_material": _("Bila tidak ada dalam pilihan di atas."),
            "techniques": _("Pilih semua yang sesuai."),
            "material_origin": _("Contoh: kayu jati sisa mebel dari Kasiman."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.instance
        self._offer("materials", Material.objects.all(), version.materials.all())
        self._offer("techniques", Technique.objects.all(), version.techniques.all())
        motif = self.fields["motif"]
        assert isinstance(motif, forms.ModelChoiceField)  # noqa: S101 says so to the type checker
        motif.empty_label = str(_("Tidak memakai motif bernama"))
        motif.queryset = Motif.objects.order_by("name")
        is_textile = version.craft is None or (
            version.craft.material_class == Craft.MaterialClass.TEXTILE
        )
        if not is_textile and version.motif_id is None:
            del self.fields["motif"]
        self.fields["materials"].required = not (
            self.partial or self.data.get("other_material", "").strip()
        )
        self.fields["materials"].error_messages["required"] = _(
            "Pilih bahan utama, atau tulis bahan lain."
        )

    @property
    def sizes(self) -> list[forms.BoundField]:
        """The three lengths, which stand in one row."""
        return [self["length_cm"], self["width_cm"], self["height_cm"]]

    @property
    def has_size_errors(self) -> bool:
        """Whether one of the three lengths is refused."""
        return any(field.errors for field in self.sizes)

    def _offer(self, name: str, words: QuerySet[Any], chosen: QuerySet[Any]) -> None:
        """Offers the words of the work's craft, or all where the craft has none of its own."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 as above
        craft = self.instance.craft_id
        own = words.filter(crafts=craft) if craft else words.none()
        field.queryset = ((own | words.filter(pk__in=chosen)) if own.exists() else words).distinct()

    def clean(self) -> dict[str, Any]:
        """A work to be sent needs a size or a weight."""
        cleaned = super().clean()
        if self.partial or self.has_size_errors or "weight_g" in self.errors:
            return cleaned
        sizes = ("length_cm", "width_cm", "height_cm", "weight_g")
        if not any(cleaned.get(name) for name in sizes):
            self.add_error(
                "length_cm",
                ValidationError(
                    _("Tulis sedikitnya satu ukuran atau beratnya."), code="size_required"
                ),
            )
        return cleaned


class StoryForm(StepForm):
    """Step 5: the maker's own words, all of it free."""

    class Meta:
        model = ProductVersion
        fields = ("story", "packaging", "care")
        labels = {
            "story": _("Cerita singkat"),
            "packaging": _("Kemasan"),
            "care": _("Cara merawat"),
        }
        help_texts = {
            "story": _(
                "Satu kalimat pun cukup. Siapa yang mengajari Anda? Apa yang khas? Apa arti "
                "motifnya? Boleh diisi dengan suara: ketuk mikrofon di papan ketik."
            ),
            "packaging": _("Contoh: kotak karton berlabel."),
            "care": _("Contoh: lap dengan kain kering."),
        }
        error_messages = {
            "story": {"max_length": _("Cerita paling panjang 2.000 huruf. Pendekkan ceritanya.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The browser would cut a pasted text silently; the error says what to do instead.
        self.fields["story"].widget.attrs.pop("maxlength", None)
