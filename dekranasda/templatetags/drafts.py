"""Words of the six steps in which a maker describes a work."""

from typing import Any

from django import template

from dekranasda.lib.images import WARNINGS

register = template.Library()


@register.filter
def photo_warning(code: str) -> Any:
    """The sentence of a photograph's warning."""
    return WARNINGS.get(code, "")
