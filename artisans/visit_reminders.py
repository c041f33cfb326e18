"""Reminders of visits that are late: each mentor once for each promised day."""

from datetime import date

from django.urls import reverse

from artisans.mentored import with_dates
from artisans.models import Business, MentoringPlan
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice


def remind_of_late_visits(*, today: date) -> int:
    """Writes to the mentors of businesses whose visit is late; how many messages are new.

    The key holds business, mentor and day: however often this runs, a mentor reads it once, and
    once more only after another visit was promised and missed.
    """
    late = {
        business.pk: business
        for business in with_dates(Business.objects.all()).filter(due_on__lt=today)
    }
    plans = MentoringPlan.objects.open().filter(business__in=late, mentor__isnull=False)
    due = {
        f"visit-late:{plan.business_id}:{plan.mentor_id}:{late[plan.business_id].due_on}": plan
        for plan in plans.select_related("mentor").order_by("pk")
    }
    known = set(Notice.objects.filter(key__in=due).values_list("key", flat=True))
    for key, plan in due.items():
        if key not in known:
            business = late[plan.business_id]
            outbox.queue(
                key=key,
                recipient=plan.mentor,
                template="visit_late",
                context={"business": business, "due_on": business.due_on},
                link=reverse("artisans:mentored_business", args=[business.pk]),
            )
    return len(due.keys() - known)
