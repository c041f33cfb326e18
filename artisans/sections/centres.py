"""The record's section of craft centres and associations."""

from typing import Any

from artisans.models import Business
from dekranasda.accounts.models import User


def section(business: Business, user: User) -> dict[str, Any]:
    """The centre, whose row came with the business; no query."""
    return {"centre": business.centre}
