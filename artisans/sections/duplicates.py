"""The record's section of likely duplicates, of merges, and of the owner's other businesses."""

from typing import Any

from artisans.forms.merging import NameDuplicateForm
from artisans.models import Business, DuplicatePair, Merge
from dekranasda.accounts.models import Role, User

MOST = 10


def section(business: Business, user: User) -> dict[str, Any]:
    """What it was joined with, and may have to be; three queries, four for a merged business.

    Pairs reach over the borders of districts, so that only the secretariat, which may decide,
    sees what stands in the other entry.
    """
    visible = Business.objects.visible_to(user).exclude(state=Business.State.MERGED)
    may_merge = user.is_superuser or user.has_role(Role.SECRETARIAT)
    pairs, merges = DuplicatePair.objects.none(), Merge.objects.none()
    if may_merge:
        pairs = DuplicatePair.objects.open().of(business).with_entries()
        merges = Merge.objects.standing().filter(survivor_business=business)
    return {
        "business": business,
        "survivor": business.merged_into,
        "pairs": pairs[:MOST],
        "merges": merges.select_related("loser_business")[:MOST],
        "siblings": visible.filter(owner=business.owner_id).exclude(pk=business.pk)[:MOST],
        "may_merge": may_merge,
        "form": NameDuplicateForm(business=business)
        if may_merge and not business.merged_into_id
        else None,
    }
