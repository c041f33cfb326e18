"""The record's section of likely duplicates, of merges, and of the owner's other businesses."""

from typing import Any

from artisans.forms.merging import NameDuplicateForm
from artisans.models import Business, DuplicatePair
from dekranasda.accounts.models import User

MOST = 10


def section(business: Business, user: User) -> dict[str, Any]:
    """What it was joined with, and may have to be; two queries, three for a merged business.

    Pairs reach over the borders of districts, so that only the secretariat, which may decide,
    sees what stands in the other entry.
    """
    visible = Business.objects.visible_to(user).exclude(state=Business.State.MERGED)
    may_merge = user.is_secretariat
    pairs: list[DuplicatePair] = []
    if may_merge:
        states = [DuplicatePair.State.OPEN, DuplicatePair.State.MERGED]
        known = DuplicatePair.objects.of(business).filter(state__in=states)
        pairs = list(known.with_entries().order_by("-decided_at", "-score")[: 2 * MOST])
    return {
        "business": business,
        "survivor": business.merged_into,
        "pairs": [pair for pair in pairs if pair.state == DuplicatePair.State.OPEN],
        "merged": [pair for pair in pairs if _was_joined(pair, business)],
        "siblings": visible.filter(owner=business.owner_id).exclude(pk=business.pk)[:MOST],
        "form": NameDuplicateForm(business=business)
        if may_merge and not business.merged_into_id
        else None,
    }


def _was_joined(pair: DuplicatePair, business: Business) -> bool:
    """Whether the other of the pair was merged into this business."""
    entries = (pair.first_business, pair.second_business)
    return any(entry is not None and entry.merged_into_id == business.pk for entry in entries)
