"""What a person types as their name at the door: a phone number or an e-mail address."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from dekranasda.lib.phone import parse_phone


def sign_in_name(text: str) -> str:
    """The one writing under which attempts are counted: E.164, or the address in lower case.

    Text that is neither comes back as it is, without the blanks around it.
    """
    name = text.strip()
    if "@" in name:
        return name.lower()
    try:
        return parse_phone(name)
    except ValidationError:
        return name


def attempt_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name that axes counts failed attempts under, whichever way the person wrote it."""
    given = credentials or {}
    text = given.get("phone") or given.get("email") or given.get("username")
    return sign_in_name(str(text or request.POST.get("login", "")))[:150]
