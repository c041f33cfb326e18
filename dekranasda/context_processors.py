"""What every page knows: the council that runs the portal and the signed-in person's way around."""

from django.conf import settings
from django.http import HttpRequest


def council(request: HttpRequest) -> dict[str, object]:
    """The council's names and addresses, and whether this is the demo."""
    return {"council": settings.COUNCIL, "demo": settings.DEMO}


def navigation(request: HttpRequest) -> dict[str, object]:
    """The workbench's menu for the signed-in person's roles; nothing for the public pages.

    Public pages stay byte-identical for everybody, so they must not touch the session: the menu
    is computed lazily, only where a template asks for it.
    """
    from dekranasda.navigation import menu_for  # noqa: PLC0415 needs the URL configuration

    return {"navigation": lambda: menu_for(request)}
