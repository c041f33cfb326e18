"""Fields for what people type in the Indonesian way."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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
