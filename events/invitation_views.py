"""Staff draw whom an event invites, and see how each drawing came out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.templatetags.portal import translated
from events.eligibility import conditions, eligible
from events.forms import DrawForm
from events.models import Event, Registration, SelectionPick
from events.selection import draw


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def invitation_desk(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The rule, the drawing, and for each drawing the list with its reasons and answers."""
    event = get_object_or_404(Event, pk=pk, quota__isnull=False)
    now = timezone.now()
    form = DrawForm(request.POST or None, event=event, at=now)
    if request.method == "POST" and form.is_valid():
        try:
            selection = draw(event, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("%(count)s undangan terkirim.")
            messages.success(request, text % {"count": selection.registrations.count()})
            return redirect("events:invitation_desk", pk=pk)
    context = {
        "event": event,
        "form": form,
        "is_open": event.is_open(at=now),
        "conditions": conditions(event),
        "eligible_count": eligible(event).count(),
        "drawings": _drawings(event),
        "breadcrumb": [
            (_("Kegiatan"), reverse("events:event_list")),
            (translated(event, "title"), reverse("events:participant_list", args=[pk])),
            (_("Undangan"), ""),
        ],
    }
    return render(request, "events/invitation_desk.html", context)


def _drawings(event: Event) -> list[dict[str, object]]:
    """Each drawing with its rows, each row with how it was answered. Three queries."""
    picks = SelectionPick.objects.select_related("business__owner", "district")
    selections = event.selections.select_related("drawn_by").prefetch_related(
        Prefetch("picks", picks)
    )
    answers = {
        (one.selection_id, one.artisan_id): one
        for one in Registration.objects.filter(event=event, selection__isnull=False)
    }
    return [
        {
            "selection": selection,
            "rows": [
                {"pick": pick, "answer": answers.get((selection.pk, pick.business.owner_id))}
                for pick in selection.picks.all()
            ],
        }
        for selection in selections
    ]
