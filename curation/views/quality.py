"""How well a round was judged, and who gets its limited places."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curation import quality, ranking
from curation.forms import PlacesForm
from curation.models import Round
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.templatetags.portal import translated


def _crumbs(round: Round, last: str) -> list[tuple[str, str]]:
    return [
        (_("Kurasi"), reverse("curation:round_list")),
        (translated(round, "title"), round.get_absolute_url()),
        (last, ""),
    ]


@role_required(Role.CURATOR, Role.CHAIR, Role.SECRETARIAT, Role.LEADER)
@require_safe
def round_quality(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Agreement, strictness and time of a round; a curator reads the own leaning only."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    context = {
        "round": round,
        "quality": quality.quality_of(round, seen_by=request.user),
        "least_items": quality.LEAST_ITEMS,
        "breadcrumb": _crumbs(round, _("Mutu penilaian")),
    }
    return render(request, "curation/round_quality.html", context)


@role_required(Role.CHAIR, Role.SECRETARIAT)
@require_safe
def round_places(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Accepted works in the order in which they get a limited number of places."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    form = PlacesForm(request.GET or None, initial={"tempat": round.places})
    count = form.cleaned_data["tempat"] if form.is_valid() else round.places or 0
    context = {
        "round": round,
        "form": form,
        "count": count,
        "places": ranking.places_of(round, count=count),
        "rules": ranking.RULES,
        "breadcrumb": _crumbs(round, _("Urutan tempat")),
    }
    return render(request, "curation/round_places.html", context)
