"""The record's tab of mentoring: plans and visits."""

from typing import Any

from artisans.models import Business
from dekranasda.accounts.models import User


def section(business: Business, user: User) -> dict[str, Any]:
    """Plans with their targets and the newest visits; three queries."""
    return {
        "plans": business.plans.select_related("mentor").prefetch_related("targets"),
        "visits": business.visits.select_related("mentor")[:10],
    }
