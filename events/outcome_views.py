"""What came of an event: scores, opinions, certificates, and how participants do afterwards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from events.forms import EvaluationForm
from events.models import Evaluation, Registration


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_http_methods(["GET", "POST"])
def evaluate_participant(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """A participant's scores before and after."""
    mine = Registration.objects.managed_by(request.user).select_related("artisan")
    registration = get_object_or_404(mine, code=code.upper())
    known = Evaluation.objects.filter(registration=registration).first()
    form = EvaluationForm(
        request.POST or None, instance=known or Evaluation(registration=registration)
    )
    back = reverse("events:participant_list", args=[registration.event_id])
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Nilai tersimpan."))
        return redirect(back)
    heading = _("Nilai %(name)s") % {"name": registration.artisan.name}
    context = {"heading": heading, "form": form, "back_url": back}
    return render(request, "events/event_form.html", context)
