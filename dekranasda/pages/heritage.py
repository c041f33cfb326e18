"""Endangered crafts: the public list with its rule, the desk's list, one craft with its people."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from artisans import heritage
from artisans.endangered import CRITICAL_MASTERS, OLD_MEAN_AGE, THREATENED_MASTERS
from artisans.models import Tradition
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from events.models import Event

RULE = {
    "critical": CRITICAL_MASTERS,
    "threatened": THREATENED_MASTERS,
    "from_threatened": CRITICAL_MASTERS + 1,
    "old": OLD_MEAN_AGE,
}
readers = role_required(Role.SECRETARIAT, Role.LEADER)


def trainings_of(crafts: set[str]) -> dict[str, list[Event]]:
    """Trainings of each field of craft, those to come first; two queries."""
    trainings: QuerySet[Event] = (
        Event.objects.published()
        .filter(kind=Event.Kind.TRAINING, crafts__in=crafts)
        .exclude(state=Event.State.CANCELLED)
        .distinct()
        .order_by("-starts_at")
        .prefetch_related("crafts")
    )
    found: dict[str, list[Event]] = {craft: [] for craft in crafts}
    for training in trainings[:200]:
        for craft in training.crafts.all():
            if craft.pk in found:
                found[craft.pk].append(training)
    return found


def _with_trainings(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    trainings = trainings_of({row["tradition"].craft_id for row in rows})
    return [{**row, "trainings": trainings[row["tradition"].craft_id][:3]} for row in rows]


@login_not_required
@require_safe
def endangered_crafts(request: HttpRequest) -> HttpResponse:
    """Which crafts of the region are in danger, by a rule that anybody can check."""
    today = timezone.localdate()
    context = {
        "rows": _with_trainings(heritage.rows(Tradition.objects.public(), on=today)),
        "rule": RULE,
        "today": today,
        "breadcrumb": [(_("Beranda"), reverse("home")), (_("Kriya terancam"), "")],
    }
    return render(request, "pages/endangered_crafts.html", context)


@readers
@require_GET
def tradition_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Every craft that is watched over, the most endangered first."""
    traditions = Tradition.objects.visible_to(request.user)
    context = {
        "rows": heritage.rows(traditions, on=timezone.localdate()),
        "rule": RULE,
        "may_edit": _may_edit(request),
    }
    return render(request, "pages/tradition_list.html", context)


@readers
@require_GET
def tradition_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One craft: who masters it, who learns from whom, the counts, the trainings."""
    visible = Tradition.objects.visible_to(request.user)
    tradition = get_object_or_404(visible, pk=pk)
    row = _with_trainings(heritage.rows(visible.filter(pk=pk), on=timezone.localdate()))[0]
    people = tradition.bearers.select_related("artisan").prefetch_related("learns_from__artisan")
    context = {
        **row,
        "people": people.order_by(
            "-standing", F("stopped_in").desc(nulls_first=True), "since", "pk"
        ),
        "levels": tradition.levels.select_related("noted_by"),
        "reason_words": heritage.REASONS,
        "may_edit": _may_edit(request),
        "breadcrumb": [(_("Kriya terancam"), reverse("tradition_list")), (tradition.name, "")],
    }
    return render(request, "pages/tradition_detail.html", context)


def _may_edit(request: AuthenticatedHttpRequest) -> bool:
    return request.user.is_secretariat
