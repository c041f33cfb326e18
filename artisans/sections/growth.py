"""The record's section of yearly figures and readiness."""

from typing import Any

from artisans.models import Business
from dekranasda.accounts.models import User


def section(business: Business, user: User) -> dict[str, Any]:
    """Yearly figures and assessments, the newest first; two queries."""
    return {
        "years": business.years.all()[:10],
        "assessments": business.assessments.select_related("assessed_by")[:10],
    }
