"""What every page knows: the council that runs the portal and the signed-in person's way around."""

from django.conf import settings
from django.http import HttpRequest

from dekranasda.templatetags.portal import translated


def council(request: HttpRequest) -> dict[str, object]:
    """The council's names and addresses, and whether this is the demo."""
    hours = translated(settings.COUNCIL, "hours")
    return {"council": {**settings.COUNCIL, "hours": hours}, "demo": settings.DEMO}


def navigation(request: HttpRequest) -> dict[str, object]:
    """The workbench's menu for the signed-in person's roles; nothing for the public pages.

    Public pages stay byte-identical for everybody, so they must not touch the session: the menu
    is computed lazily, only where a template asks for it.
    """
    from dekranasda.navigation import menu_for  # noqa: PLC0415 needs the URL configuration

    return {"navigation": lambda: menu_for(request)}
