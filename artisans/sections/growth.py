"""The record's section of yearly figures, the class that follows from them, and readiness."""

from typing import Any

from django.utils import timezone

from artisans.facts import sources_of
from artisans.growth import last_full_year, shown_years, size_class_of
from artisans.models import Business
from artisans.record import may_keep
from dekranasda.accounts.models import User

NEWEST = 10


def section(business: Business, user: User) -> dict[str, Any]:
    """Yearly figures with their origins and assessments, the newest first; four queries."""
    years = list(business.years.all()[:NEWEST])
    may_write = may_keep(user, business)
    return {
        "years": shown_years(years, sources_of(business) if years else {}),
        "size_class": size_class_of(years),
        "assessments": business.assessments.select_related("assessed_by")[:NEWEST],
        "year": last_full_year(timezone.localdate()),
        "may_write": may_write,
        "may_assess": may_write and business.owner.user_id != user.pk,
    }
