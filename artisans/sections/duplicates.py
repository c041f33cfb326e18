"""The record's section of likely duplicates and of the owner's other businesses."""

from typing import Any

from artisans.models import Business
from dekranasda.accounts.models import User


def section(business: Business, user: User) -> dict[str, Any]:
    """The owner's other businesses that the person may see; one query."""
    visible = Business.objects.visible_to(user).exclude(state=Business.State.MERGED)
    return {"siblings": visible.filter(owner=business.owner_id).exclude(pk=business.pk)[:10]}
