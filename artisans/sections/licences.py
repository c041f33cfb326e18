"""The record's section of permits and certificates."""

from typing import Any

from artisans.models import Business
from dekranasda.accounts.models import User


def section(business: Business, user: User) -> dict[str, Any]:
    """The licences; one query."""
    return {"licences": business.licences.all()}
