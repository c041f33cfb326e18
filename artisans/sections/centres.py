"""The record's section of craft centres and associations."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from artisans.models import AssociationMembership, Business, CentreMembership, MemberRole
from dekranasda.accounts.models import Role, User

MOST = 10


def with_belonging(businesses: QuerySet[Any]) -> QuerySet[Any]:
    """Each with its memberships and its owner's as rows of their own, without another query."""
    centres = CentreMembership.objects.filter(business=OuterRef("pk"))
    groups = AssociationMembership.objects.filter(artisan=OuterRef("owner"))
    found: QuerySet[Any] = businesses.annotate(
        centre_rows=_rows(centres, "centre"), association_rows=_rows(groups, "association")
    )
    return found


def _rows(memberships: QuerySet[Any], place: str) -> ArraySubquery:
    row = JSONObject(
        key="pk",
        place=f"{place}_id",
        name=f"{place}__name",
        role="role",
        joined_on="joined_on",
        left_on="left_on",
    )
    return ArraySubquery(memberships.order_by("-pk").values_list(row)[:MOST])


def section(business: Any, user: User) -> dict[str, Any]:
    """Memberships of the business and its owner, which came with the record; no query."""
    is_keeper = user.is_secretariat
    return {
        "business": business,
        "memberships": [_in_words(row) for row in business.centre_rows],
        "associations": [_in_words(row) for row in business.association_rows],
        "may_edit": is_keeper and business.state == Business.State.ACTIVE,
        "may_open": is_keeper or user.has_any_role(Role.DISTRICT_OPERATOR, Role.LEADER),
    }


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    days = {name: row[name] and date.fromisoformat(row[name]) for name in ("joined_on", "left_on")}
    return {**row, **days, "role": MemberRole(row["role"]).label}
