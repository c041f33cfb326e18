"""The record's section of permits and certificates."""

from typing import Any

from django.utils import timezone

from artisans.licences import line_of
from artisans.models import Business
from artisans.record import may_keep
from dekranasda.accounts.models import User


def section(business: Business, user: User) -> dict[str, Any]:
    """The permits, and whether the person may write them; two queries."""
    today = timezone.localdate()
    licences = list(business.licences.order_by("kind", "pk"))
    for licence in licences:
        licence.business = business
    return {
        "licences": [line_of(licence, today) for licence in licences],
        "may_write": may_keep(user, business),
    }
