"""Form fields whose choices are named in the reader's language."""

from django import forms
from django.db.models import Model

from dekranasda.templatetags.portal import translated


class _TranslatedLabels:
    def label_from_instance(self, obj: Model) -> str:
        """The name of a choice, in English where the reader wants it and there is one."""
        return translated(obj, "name")


class TranslatedChoiceField(_TranslatedLabels, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the things that have `name` and `name_en`."""


class TranslatedMultipleChoiceField(_TranslatedLabels, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several of them."""
