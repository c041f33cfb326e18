"""The record's section of personal data: masked numbers, telephones, consent."""

from typing import Any

from artisans.models import Business
from dekranasda.accounts.models import User


def section(business: Business, user: User) -> dict[str, Any]:
    """The owner, whose row came with the business; no query."""
    return {"owner": business.owner}
