"""Published counts at the workbench: each with definition, source and date."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.counting import live_counts
from artisans.forms.figures import FigureForm
from artisans.models import Figure
from artisans.views.centres import form_page, history_page, may_keep, update_page
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

LIST = "artisans:figure_list"


@role_required(Role.SECRETARIAT, Role.LEADER)
@require_GET
def figure_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The published counts by what they count, and what the registry counts beside them."""
    figures = Figure.objects.order_by("key", "position", "-as_of")
    live = {count.key: count for count in live_counts()}
    groups = [
        (key, list(rows), live.pop(key, None))
        for key, rows in groupby(figures, key=lambda figure: figure.key)
    ]
    context = {
        "groups": [*groups, *((key, [], count) for key, count in live.items())],
        "may_edit": may_keep(request.user),
        "now": timezone.now(),
    }
    return render(request, "artisans/figure_list.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def figure_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A count that somebody published."""
    initial = {"key": request.GET.get("kunci", "")[:60]}
    form = FigureForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Angka tersimpan dan tampil di halaman statistik."))
        return redirect(LIST)
    return form_page(request, form, _("Angka baru"), reverse(LIST), eyebrow=_("Angka"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def figure_update(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Corrects a count; a newer count of the same thing is a figure of its own."""
    figure = get_object_or_404(Figure, pk=pk)
    heading, back = _("Betulkan angka"), reverse(LIST)
    return update_page(request, FigureForm, figure, heading, back, eyebrow=_("Angka"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def figure_remove(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a count away, after a question; the trail keeps it."""
    figure = get_object_or_404(Figure, pk=pk)
    if request.method == "POST":
        figure.delete()
        messages.success(request, _("Angka sudah dihapus."))
        return redirect(LIST)
    context = {"figure": figure, "back_url": reverse(LIST)}
    return render(request, "artisans/figure_remove.html", context)


@role_required(Role.SECRETARIAT, Role.LEADER)
@require_GET
def figure_history(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Who changed a count, from what to what, and why."""
    return history_page(request, get_object_or_404(Figure, pk=pk), reverse(LIST))
