"""Forms of the six steps in which a maker describes a work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from artisans.models import Business, Craft
from dekranasda.accounts.models import Consent
from dekranasda.lib.amounts import parse_centimetres, parse_grams, parse_rupiah
from dekranasda.lib.choices import TranslatedChoiceField, TranslatedMultipleChoiceField
from products.drafts import LEAST_PHOTOS
from products.models import Material, Motif, Photo, ProductVersion, Technique
from products.plain_text import refuse_contacts, tidy

LATER, STAY = "later", "stay"


class WrittenField(forms.CharField):
    """A number that people write in their own way; read by `parse`, shown as `show` writes it."""

    def __init__(
        self, *, parse: Callable[[str], Any], show: Callable[[Any], str], **options: Any
    ) -> None:
        super().__init__(**options)
        self.parse, self.show = parse, show

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.parse(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return self.show(value) if isinstance(value, int | Decimal) else value


def in_groups(value: Any) -> str:
    """A whole number as Indonesians write it: 1.500.000."""
    return f"{value:,}".replace(",", ".")


def with_comma(value: Any) -> str:
    """A measure with only the decimals it has: 12 or 12,5."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def rupiah_field(**options: Any) -> WrittenField:
    """A price in whole rupiah."""
    return WrittenField(
        parse=parse_rupiah,
        show=in_groups,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-rupiah": ""}),
        **options,
    )


def size_field(label: Any) -> WrittenField:
    """A length in centimetres."""
    return WrittenField(
        parse=parse_centimetres,
        show=with_comma,
        label=label,
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class StepForm(forms.ModelForm[ProductVersion]):
    """One step of a draft. `after=later` refuses only what is wrong, not what is missing."""

    after = forms.ChoiceField(
        choices=[("", ""), (LATER, ""), (STAY, "")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, partial: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partial = partial or self.data.get("after") in (LATER, STAY)
        if self.partial:
            for field in self.fields.values():
                field.required = False

    def clean(self) -> dict[str, Any]:
        """Tidies every text and refuses phone numbers and addresses in it."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if not isinstance(value, str) or name == "after":
                continue
            cleaned[name] = tidy(value)
            try:
                refuse_contacts(cleaned[name])
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned


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


class PriceForm(StepForm):
    """Step 4: what it costs, how long it takes, how many there are."""

    price_idr = rupiah_field(
        label=_("Harga jual di tempat Anda"),
        required=False,
        help_text=_("Contoh: 185000 atau 185rb."),
    )
    price_max_idr = rupiah_field(
        label=_("Harga tertinggi"),
        required=False,
        help_text=_("Bila harganya bermacam-macam menurut ukuran."),
    )

    class Meta:
        model = ProductVersion
        fields = (
            "price_idr",
            "price_on_request",
            "price_max_idr",
            "unit",
            "production_time",
            "capacity_per_month",
            "stock",
            "is_made_to_order",
        )
        widgets = {"production_time": forms.RadioSelect}
        labels = {
            "price_on_request": _("Harga sesuai pesanan"),
            "unit": _("Dijual per"),
            "capacity_per_month": _("Berapa yang dapat Anda buat dalam sebulan?"),
            "stock": _("Berapa yang siap dikirim sekarang?"),
            "is_made_to_order": _("Saya menerima pesanan khusus"),
        }
        help_texts = {
            "unit": _("Contoh: buah, lembar, atau set."),
            "price_on_request": _("Harga tidak ditampilkan; pembeli bertanya kepada Anda."),
            "stock": _("Tulis 0 bila dibuat setelah dipesan."),
        }
        error_messages = {
            "capacity_per_month": {"required": _("Tulis perkiraan jumlahnya, misalnya 10.")},
            "production_time": {"required": _("Pilih berapa lama karya ini dibuat.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("production_time", "capacity_per_month"):
            self.fields[name].required = not self.partial
        price = self.fields["price_idr"]
        price.required = not (self.partial or self.data.get("price_on_request"))
        price.error_messages["required"] = _(
            "Tulis harga dengan angka, misalnya 185000, atau pilih «harga sesuai pesanan»."
        )
        # Without the empty choice that a model's radio buttons begin with.
        duration = self.fields["production_time"]
        assert isinstance(duration, forms.ChoiceField)  # noqa: S101 says so to the type checker
        duration.choices = ProductVersion.Duration.choices
        for name in ("capacity_per_month", "stock"):
            field = self.fields[name]
            field.widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "numberinput"})
            field.error_messages["invalid"] = _("Tulis jumlahnya dengan angka, misalnya 10.")
            field.error_messages["max_value"] = _("Jumlah ini terlalu besar. Periksa lagi.")

    def clean_capacity_per_month(self) -> int | None:
        """At least one a month; whoever makes fewer writes 1."""
        capacity: int | None = self.cleaned_data["capacity_per_month"]
        if capacity == 0:
            raise ValidationError(_("Tulis sedikitnya 1."), code="min_value")
        return capacity

    def clean(self) -> dict[str, Any]:
        """The highest price stands above the lowest."""
        cleaned = super().clean()
        low, high = cleaned.get("price_idr"), cleaned.get("price_max_idr")
        if high and low and high < low:
            self.add_error(
                "price_max_idr",
                ValidationError(
                    _("Harga tertinggi harus di atas harga terendah."), code="price_order"
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


STEP_FORMS: dict[int, type[StepForm]] = {
    ProductVersion.Step.NAME: NameForm,
    ProductVersion.Step.MATERIAL: MaterialForm,
    ProductVersion.Step.PRICE: PriceForm,
    ProductVersion.Step.STORY: StoryForm,
}


@dataclass
class Slot:
    """One place for a photograph: what it should show and the photograph that is there, if any."""

    key: str
    kind: Photo.Kind
    photo: Photo | None
    error: str = ""
    alt_error: str = ""
    typed_alt: str | None = None

    @property
    def alt(self) -> str:
        """The maker's words about the photograph, as typed last."""
        if self.typed_alt is not None:
            return self.typed_alt
        return self.photo.alt if self.photo else ""

    @property
    def is_required(self) -> bool:
        """Whether a work cannot be sent without it: the first three make up the least number."""
        return self.kind in (Photo.Kind.FRONT, Photo.Kind.DETAIL, Photo.Kind.SCALE)

    @property
    def hint(self) -> Any:
        """What the photograph should show."""
        return SLOT_HINTS[self.kind]

    @property
    def anchor(self) -> str:
        """The slot's id on the page."""
        return f"slot-{self.key}"


SLOT_HINTS = {
    Photo.Kind.FRONT: _("Karya utuh, tegak, memenuhi foto."),
    Photo.Kind.DETAIL: _("Supaya terlihat kerapian dan seratnya."),
    Photo.Kind.SCALE: _("Pegang, atau letakkan di samping gelas, supaya terlihat besarnya."),
    Photo.Kind.PACKAGING: _("Kotak, tas, atau label yang diterima pembeli."),
    Photo.Kind.PROCESS: _("Anda atau teman sedang mengerjakannya."),
    Photo.Kind.MAKER: _("Wajah Anda bersama karya; tampil bila Anda mengizinkan."),
}


def slots_of(photos: Iterable[Photo]) -> list[Slot]:
    """A slot for every kind, in the order of the page, and one for each further photograph."""
    slots: list[Slot] = []
    found = list(photos)
    for kind in Photo.Kind:
        own = [photo for photo in found if photo.kind == kind]
        slots.append(Slot(kind.value, kind, own[0] if own else None))
        slots += [Slot(f"{kind.value}-{photo.pk}", kind, photo) for photo in own[1:]]
    return slots


class PhotosForm(forms.Form):
    """Step 1 without a script: any number of photographs, and words for those that are there."""

    after = forms.ChoiceField(
        choices=[("", ""), (LATER, ""), (STAY, "")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, instance: ProductVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance
        self.slots = slots_of(instance.photos.all())
        for slot in self.slots:
            # An empty file is refused by the choke point, in its own words.
            self.fields[f"photo_{slot.key}"] = forms.FileField(
                label=slot.kind.label,
                required=False,
                allow_empty_file=True,
                max_length=None,
            )
            if slot.photo is not None:
                self.fields[f"alt_{slot.key}"] = forms.CharField(
                    label=_("Apa yang terlihat di foto?"),
                    required=False,
                    max_length=200,
                    initial=slot.photo.alt,
                )

    def clean(self) -> dict[str, Any]:
        """Tidies the words about photographs."""
        cleaned = super().clean() or {}
        for name in [name for name in cleaned if name.startswith("alt_")]:
            cleaned[name] = tidy(cleaned[name])
            try:
                refuse_contacts(cleaned[name])
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def show_errors(self) -> None:
        """Gives each slot its refusals and what was typed, to be shown in its place."""
        for slot in self.slots:
            slot.error = " ".join(map(str, self.errors.get(f"photo_{slot.key}", [])))
            slot.alt_error = " ".join(map(str, self.errors.get(f"alt_{slot.key}", [])))
            if slot.alt_error:
                slot.typed_alt = self.data.get(f"alt_{slot.key}", "")

    def require_enough(self) -> None:
        """Adds an error to the first empty slot when there are too few photographs to go on."""
        kinds = [slot.kind for slot in self.slots if slot.photo is not None]
        if Photo.Kind.FRONT not in kinds:
            self.add_error(
                f"photo_{Photo.Kind.FRONT}",
                ValidationError(_("Tambahkan foto karya dari depan."), code="required"),
            )
        elif len(kinds) < LEAST_PHOTOS:
            empty = next(slot for slot in self.slots if slot.photo is None)
            self.add_error(
                f"photo_{empty.key}",
                ValidationError(
                    _("Tambahkan foto: sedikitnya %(least)d, sekarang %(count)d."),
                    code="too_few",
                    params={"least": LEAST_PHOTOS, "count": len(kinds)},
                ),
            )


class PhotoForm(forms.Form):
    """One photograph, sent alone by the page's script."""

    kind = forms.ChoiceField(choices=Photo.Kind.choices)
    photo = forms.FileField(allow_empty_file=True)
    replaces = forms.ModelChoiceField(queryset=Photo.objects.none(), required=False)

    def __init__(self, *args: Any, instance: ProductVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replaces = self.fields["replaces"]
        assert isinstance(replaces, forms.ModelChoiceField)  # noqa: S101 for the type checker
        replaces.queryset = instance.photos.all()


class NewWorkForm(forms.Form):
    """Which business a new work is of; not asked where there is only one."""

    business = forms.ModelChoiceField(
        label=_("Karya ini buatan usaha yang mana?"),
        queryset=Business.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Pilih usaha yang membuat karya ini.")},
    )

    def __init__(self, *args: Any, businesses: QuerySet[Business], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["business"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 for the type checker
        field.queryset = businesses
        if len(businesses) == 1:
            field.widget = forms.HiddenInput()
            field.initial = businesses[0]


class CheckForm(forms.Form):
    """Step 6: the declaration and the consent that go with sending."""

    declares_own_work = forms.BooleanField(
        label=_("Karya ini buatan saya atau usaha saya, bukan tiruan, dan datanya benar."),
        error_messages={"required": _("Centang pernyataan ini agar karya dapat dikirim.")},
    )
    allows_curation = forms.BooleanField(
        label=_("Saya setuju data karya ini diperiksa sekretariat dan dinilai kurator."),
        error_messages={"required": _("Tanpa persetujuan ini karya tidak dapat dinilai.")},
    )
    allows_publication = forms.BooleanField(
        label=_("Bila lolos, karya ini serta nama dan kisah saya boleh tampil di katalog."),
        required=False,
        help_text=_(
            "Boleh tidak dicentang: karya tetap dinilai, tetapi tidak tampil. Anda dapat "
            "mengubahnya kapan saja di Setelan."
        ),
    )

    def __init__(self, *args: Any, instance: ProductVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = instance.product.business.owner
        if Consent.is_current(owner.uid, Consent.Purpose.CURATION):
            del self.fields["allows_curation"]
        self.publication_is_allowed = Consent.is_current(owner.uid, Consent.Purpose.PUBLIC_PROFILE)
        if self.publication_is_allowed:
            del self.fields["allows_publication"]
