"""Pages of cooperation: what everybody reads, and the desk that shows what waits."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from dekranasda.accounts.access import AuthenticatedHttpRequest
from events import cooperation as rules
from events.delegation_views import readers
from events.models import Agreement, Event, FollowUp, VisitRequest
from events.querysets import keeps_cooperation


@login_not_required
@require_safe
def cooperation(request: HttpRequest) -> HttpResponse:
    """Visits of other regions, what was promised, and what came of it."""
    today = timezone.localdate()
    alone = Q(event__isnull=True) | Q(event__state=Event.State.DRAFT)
    agreements = Agreement.objects.public().filter(alone).select_related("partner")
    promises = FollowUp.objects.public().filter(
        Q(event__isnull=True) | ~Q(event__state=Event.State.DRAFT)
    )
    context = {
        "visits": rules.visits_with_outcome(today),
        "agreements": agreements,
        "kept": rules.counted(promises, on=today),
        "today": today,
    }
    return render(request, "events/cooperation.html", context)


@readers
@require_GET
def cooperation_desk(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What waits: requests, promises after their day, agreements that end soon."""
    today = timezone.localdate()
    promises = FollowUp.objects.visible_to(request.user)
    context = {
        "requests": VisitRequest.objects.visible_to(request.user).open()[:10],
        "overdue": promises.overdue(on=today).select_related("event", "agreement")[:20],
        "ending": rules.ending(today),
        "kept": rules.counted(promises, on=today),
        "visits": Event.objects.filter(kind=Event.Kind.VISIT)
        .select_related("partner")
        .order_by("-starts_at")[:10],
        "may_edit": keeps_cooperation(request.user),
    }
    return render(request, "events/cooperation_desk.html", context)
