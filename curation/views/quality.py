"""How well a round was judged, and who gets its limited places."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from curation import quality, ranking
from curation.forms import PlacesForm
from curation.models import Round
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.templatetags.portal import angka, translated


def _crumbs(round: Round, last: str) -> list[tuple[str, str]]:
    return [
        (_("Kurasi"), reverse("curation:round_list")),
        (translated(round, "title"), round.get_absolute_url()),
        (last, ""),
    ]


@dataclass(frozen=True)
class Table:
    """Figures line by line: a caption, columns with whether they hold numbers, and the cells."""

    caption: str
    columns: tuple[tuple[str, bool], ...]
    rows: list[tuple[object, ...]]

    @property
    def lines(self) -> list[list[tuple[object, str, bool]]]:
        """The cells, each with its column's label and whether it is a number."""
        return [
            [(cell, *column) for cell, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]


@role_required(Role.CURATOR, Role.CHAIR, Role.SECRETARIAT, Role.LEADER)
@require_safe
def round_quality(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """Agreement, strictness and time of a round; a curator reads the own leaning only."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    found = quality.quality_of(round, seen_by=request.user)
    context = {
        "round": round,
        "items": found.items,
        "least_items": quality.LEAST_ITEMS,
        "agreement": _agreement(found),
        "strictness": _strictness(found),
        "calibration": _calibration(found),
        "concordance": found.concordance,
        "stages": _stages(found),
        "breadcrumb": _crumbs(round, _("Mutu penilaian")),
    }
    return render(request, "curation/round_quality.html", context)


def _agreement(found: quality.Quality) -> Table:
    caption = _("Alfa Krippendorff dari %(items)d karya yang sidangnya sudah dibuka")
    words = _("%(low)s sampai %(high)s")
    return Table(
        caption % {"items": found.items},
        (
            (_("Yang dinilai"), False),
            (_("Alfa"), True),
            (_("Selang 95%"), True),
            (_("Arti"), False),
        ),
        [
            (
                one.name,
                angka(one.found and one.found.alpha, 2),
                words % {"low": angka(one.found.low, 2), "high": angka(one.found.high, 2)}
                if one.found
                else angka(None),
                one.word,
            )
            for one in found.agreement
        ],
    )


def _strictness(found: quality.Quality) -> Table:
    return Table(
        _("Dalam poin dari 100; minus berarti lebih ketat daripada panel"),
        ((_("Kurator"), False), (_("Poin"), True), (_("Karya dinilai"), True)),
        [(one.curator.full_name, angka(one.points, 1), one.reviews) for one in found.strictness],
    )


def _calibration(found: quality.Quality) -> Table:
    return Table(
        _(
            "Selisih dari acuan, dan pergeseran dari nilai pertama sendiri pada dua karya yang "
            "dinilai lagi tanpa tanda; poin tiap kriteria, minus berarti menjadi lebih ketat"
        ),
        (
            (_("Kurator"), False),
            (_("Selisih"), True),
            (_("Pergeseran"), True),
            (_("Besarnya"), True),
        ),
        [
            (
                one.curator.full_name,
                angka(one.deviation, 2),
                angka(one.drift and one.drift.shift, 2),
                angka(one.drift and one.drift.size, 2),
            )
            for one in found.calibration
        ],
    )


def _stages(found: quality.Quality) -> Table:
    return Table(
        _("Dalam hari, untuk karya yang sudah meninggalkan tahap itu"),
        (
            (_("Tahap"), False),
            (pgettext("kolom", "Karya"), True),
            (_("Tengah"), True),
            (_("Sembilan dari sepuluh"), True),
        ),
        [
            (one.state.label, one.works, angka(one.middle, 1), angka(one.most, 1))
            for one in found.stages
        ],
    )


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
