"""How a page answers a refused action: on its form, or as a message above the page."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


def done(request: HttpRequest, act: Callable[[], object], success: str) -> bool:
    """Carries out an action without a form; says on the page what came of it."""
    try:
        act()
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
        return False
    messages.success(request, success)
    return True


def done_on(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Carries out a form's action; a refusal stands on the form, beside its field if it has one."""
    try:
        act()
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            form.add_error(None, error)
        return False
    return True


def carried_out(
    request: HttpRequest, form: forms.BaseForm, act: Callable[[], object], success: str
) -> bool:
    """Whether a form was sent, is valid, and its action done; the next page then says so."""
    if request.method != "POST" or not form.is_valid() or not done_on(form, act):
        return False
    messages.success(request, success)
    return True
