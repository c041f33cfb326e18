"""Fields for what people type in the Indonesian way."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from artisans.documents import MOST_DOCUMENT_BYTES

DASHES = "---------"  # what Django puts for nothing
GROUPED = re.compile(r"\d{1,3}(?:[.\s]\d{3})+|\d+")


class WholeNumberField(forms.CharField):
    """A whole number of at most `most`, with or without dots: 11000, 11.000 and 11 000 are one."""

    def __init__(self, *, most: int = 2_147_483_647, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        )
        super().__init__(max_length=30, **kwargs)
        self.most = most

    def clean(self, value: Any) -> int | None:
        """The number, or None for an empty field. Raises «not_whole», «too_large»."""
        text = super().clean(value).strip()
        if not text:
            return None
        if not GROUPED.fullmatch(text) or not text.isascii():
            raise ValidationError(_("Tulis bilangan bulat, misalnya 11.000."), code="not_whole")
        number = int(re.sub(r"\D", "", text))
        if number > self.most:
            raise ValidationError(_("Bilangan ini terlalu besar."), code="too_large")
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether it is another number, however it is written."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


def name_blanks(form: forms.BaseForm, word: Any = None) -> None:
    """Gives the empty choice of every list a word: not known or `word`, or that one must choose."""
    for field in form.fields.values():
        empty = _("Pilih") if field.required else word or _("Belum diketahui")
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label == DASHES:
                field.empty_label = empty
        elif isinstance(field, forms.ChoiceField):
            choices: list[Any] = list(field.choices)  # type: ignore[arg-type]  # made anew each time
            if choices and choices[0] == ("", DASHES):
                field.choices = [("", empty), *choices[1:]]


class DocumentField(forms.FileField):
    """A document, neither empty nor too large to be read."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", _("PDF atau foto, paling besar 10 MB. Hanya petugas yang melihatnya.")
        )
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """The file, or None for none. Raises «empty», «document_too_big»."""
        file: UploadedFile | None = super().clean(data, initial)
        if file and file.size == 0:
            raise ValidationError(_("Berkas ini kosong. Pilih yang lain."), code="empty")
        if file and (file.size or 0) > MOST_DOCUMENT_BYTES:
            raise ValidationError(
                _("Berkas ini lebih besar dari 10 MB. Kecilkan, atau kirim fotonya."),
                code="document_too_big",
            )
        return file
