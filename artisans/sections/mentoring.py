"""The record's tab of mentoring: plans and visits."""

from typing import Any

from django.utils import timezone

from artisans.models import Business
from dekranasda.accounts.models import Role, User


def section(business: Business, user: User) -> dict[str, Any]:
    """Plans with their targets and the newest visits; six queries."""
    others = Business.objects.kept_by(user).exclude(owner__user=user)
    return {
        "may_help": others.filter(pk=business.pk, state=Business.State.ACTIVE).exists(),
        "plans": business.plans.select_related("mentor").prefetch_related("targets"),
        "visits": business.visits.told()[:10],
        "today": timezone.localdate(),
        "may_open": user.is_secretariat,
        "is_mentored": Business.objects.mentored_by(user).filter(pk=business.pk).exists()
        if user.acts_as(Role.SECRETARIAT, Role.MENTOR)
        else False,
    }
