"""Step 1: a slot for each photograph, and the forms that take them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from products import photos
from products.drafts import LEAST_PHOTOS
from products.forms.fields import LATER, STAY, stale
from products.models import Photo, ProductVersion
from products.plain_text import refuse_contacts, tidy


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


def slots_of(taken: Iterable[Photo]) -> list[Slot]:
    """A slot for every kind, in the order of the page, and one for each further photograph."""
    slots: list[Slot] = []
    found = list(taken)
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
    # The kinds of photographs that the phone still holds; they come in while the maker goes on.
    coming = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

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

    def keep_words(self) -> None:
        """Keeps the words about photographs that are valid and were sent at all."""
        for slot in self.slots:
            name = f"alt_{slot.key}"
            words = self.cleaned_data.get(name)
            if slot.photo and words is not None and name in self.data and words != slot.photo.alt:
                photos.describe_as(slot.photo, words)

    def refuse_stale(self) -> None:
        """Refuses the words that another page has written since, each with what stands there."""
        for slot in self.slots:
            name = f"alt_{slot.key}"
            if not slot.photo or name not in self.data or name not in self.cleaned_data:
                continue
            if self.cleaned_data[name] != slot.photo.alt:
                self.add_error(name, stale(slot.photo.alt))

    def show_errors(self) -> None:
        """Gives each slot its refusals and what was typed, to be shown in its place."""
        for slot in self.slots:
            slot.error = " ".join(map(str, self.errors.get(f"photo_{slot.key}", [])))
            slot.alt_error = " ".join(map(str, self.errors.get(f"alt_{slot.key}", [])))
            if slot.alt_error:
                slot.typed_alt = self.data.get(f"alt_{slot.key}", "")

    def require_enough(self) -> None:
        """Adds an error to the first empty slot when there are too few photographs to go on.

        Those under way count here, not when the work is sent.
        """
        coming = self.cleaned_data.get("coming", "").split(",")
        kinds = [slot.kind for slot in self.slots if slot.photo or slot.kind in coming]
        if Photo.Kind.FRONT not in kinds:
            self.add_error(
                f"photo_{Photo.Kind.FRONT}",
                ValidationError(_("Tambahkan foto karya dari depan."), code="required"),
            )
        elif len(kinds) < LEAST_PHOTOS:
            empty = next(slot for slot in self.slots if slot.kind not in kinds)
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
    # One that was removed meanwhile is no reason to lose the photograph that was to replace it.
    replaces = forms.IntegerField(required=False)
    key = forms.UUIDField(required=False)
    instead_of = forms.UUIDField(required=False)
    hints = forms.MultipleChoiceField(choices=[("screen", "")], required=False)

    def __init__(self, *args: Any, instance: ProductVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance

    def clean_replaces(self) -> Photo | None:
        """The photograph of this draft whose place is taken, if it is still there."""
        return self.instance.photos.filter(pk=self.cleaned_data["replaces"]).first()


class PhotoWordsForm(PhotosForm):
    """The words about photographs alone, saved while they are typed."""

    def __init__(self, *args: Any, partial: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partial = partial  # as the other steps' forms; nothing here is ever missing

    def save(self) -> None:
        """Keeps the words, and that this page wrote last."""
        self.keep_words()
        self.instance.save(update_fields=["saved_from", "updated_at"])
