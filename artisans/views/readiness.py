"""Assessing a business, and who moved up between two days."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from artisans.forms.readiness import AssessmentForm, PeriodForm
from artisans.growth import compare_turnover, last_full_year
from artisans.models import Business, Craft, District, ReadinessAssessment
from artisans.movement import DOWN, SAME, UP, Movement, Tally, movements, tally, total
from artisans.readiness import assess, definition_on, ready_on
from artisans.size_class import SIZE_ORDER
from artisans.views.growth import KEEPERS
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.workbook import CONTENT_TYPE, Sheet, write_workbook
from dekranasda.templatetags.portal import translated

READERS = (Role.SECRETARIAT, Role.DISTRICT_OPERATOR, Role.LEADER)
PAGE_SIZE = 50


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def assessment_create(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A new assessment of readiness; the earlier ones stay as they are."""
    kept = Business.objects.kept_by(request.user).exclude(owner__user=request.user)
    business = get_object_or_404(kept.select_related("owner"), pk=pk)
    today = timezone.localdate()
    last = business.assessments.first()
    definition = definition_on(today)
    form = AssessmentForm(request.POST or None, definition=definition, last=last, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            assessment = _assess(request, business, form, today)
        except ValidationError as error:
            form.add_error("assessed_on" if error.code == "in_future" else None, error)
        else:
            said = _("Penilaian tersimpan: %(level)s, %(points)s dari 100.")
            words = {"level": assessment.get_level_display(), "points": assessment.total}
            messages.success(request, said % words)
            return redirect(f"{reverse('artisans:business_detail', args=[pk])}#kesiapan")
    context = {"business": business, "form": form, "last": last, "definition": definition}
    status = 422 if form.is_bound else 200
    return render(request, "artisans/assessment_create.html", context, status=status)


def _assess(
    request: AuthenticatedHttpRequest, business: Business, form: AssessmentForm, today: date
) -> ReadinessAssessment:
    return assess(
        business,
        on=form.cleaned_data["assessed_on"],
        points=form.points(),
        met=form.met(),
        level=form.cleaned_data["level"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
        today=today,
        token=form.cleaned_data["token"],
        definition=form.definition,
    )


# Naik kelas


@dataclass(frozen=True)
class Period:
    """What the page of movements was asked for."""

    start: date
    end: date
    wanted: str
    form: PeriodForm

    @property
    def query(self) -> str:
        """The two days as they stand in an address."""
        return f"dari={self.start:%Y-%m-%d}&sampai={self.end:%Y-%m-%d}"


def _period(request: AuthenticatedHttpRequest) -> Period:
    today = timezone.localdate()
    start, end = _year_before(today), today
    asked = {"dari", "sampai"} & request.GET.keys()
    form = PeriodForm(request.GET if asked else None, initial={"dari": start, "sampai": end})
    if form.is_bound and form.is_valid():
        start, end = form.cleaned_data["dari"], form.cleaned_data["sampai"]
    wanted = request.GET.get("gerak", UP)
    return Period(start, end, wanted if wanted in (UP, DOWN, SAME) else UP, form)


def _year_before(day: date) -> date:
    """The same day a year earlier; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


@role_required(*READERS)
@require_GET
def movement_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Who rose, fell or stayed between two days, in tables and as a list."""
    period = _period(request)
    visible = Business.objects.visible_to(request.user)
    moved = movements(visible, period.start, period.end)
    chosen = [movement for movement in moved if period.wanted in movement.moves]
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("hal"))
    last_year = last_full_year(timezone.localdate())
    whole = total(moved)
    context = {
        "period": period,
        "whole": whole,
        "shares": [(word, label, whole.either[word]) for word, label in _words()],
        "districts": _named(tally(moved, "district"), _names(District)),
        "crafts": _named(tally(moved, "craft"), _names(Craft)),
        "page": page,
        "lines": _lines(list(page)),
        "ready_from": ready_on(period.start, visible),
        "ready_to": ready_on(period.end, visible),
        "panel": compare_turnover(visible, last_year - 1, last_year),
    }
    status = 422 if period.form.is_bound and not period.form.is_valid() else 200
    return render(request, "artisans/movement_list.html", context, status=status)


def _words() -> list[tuple[str, str]]:
    return [(UP, _("Naik")), (DOWN, _("Turun")), (SAME, _("Tetap"))]


def _names(model: type[District] | type[Craft]) -> dict[str, str]:
    return {place.pk: str(translated(place, "name")) for place in model._default_manager.all()}


@dataclass(frozen=True)
class Line:
    """A group of the table, or a business of the list, with its counts or its two states."""

    name: str
    tally: Tally


def _named(groups: list[Tally], names: dict[str, str]) -> list[Line]:
    return [Line(names.get(group.key, _("tidak diketahui")), group) for group in groups]


@dataclass(frozen=True)
class MovedBusiness:
    """A business of the list, with both states of level and class in words."""

    business: Business
    movement: Movement
    level_from: str
    level_to: str
    class_from: str
    class_to: str


def _lines(moved: Sequence[Movement]) -> list[MovedBusiness]:
    """The businesses of the movements, in their order; one query."""
    related = Business.objects.select_related("owner", "craft", "village__district")
    businesses = related.in_bulk([movement.business for movement in moved])
    levels = dict(ReadinessAssessment.Level.choices)
    classes = dict(Business.SizeClass.choices)

    def level(number: int | None) -> str:
        return "–" if number is None else str(levels[number])

    def size(place: int | None) -> str:
        if place is None:
            return "–"
        return str(classes.get(SIZE_ORDER[place], _("Di atas menengah")))

    return [
        MovedBusiness(
            businesses[movement.business],
            movement,
            level(movement.level_from),
            level(movement.level_to),
            size(movement.class_from),
            size(movement.class_to),
        )
        for movement in moved
        if movement.business in businesses
    ]


@role_required(*READERS)
@require_GET
def movement_workbook(request: AuthenticatedHttpRequest) -> HttpResponseBase:
    """The same as a workbook: counts by district and craft, and every compared business."""
    period = _period(request)
    moved = movements(Business.objects.visible_to(request.user), period.start, period.end)
    file = io.BytesIO()
    write_workbook(file, _sheets(moved))
    file.seek(0)
    name = f"naik-kelas-{period.start:%Y%m%d}-{period.end:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def _sheets(moved: list[Movement]) -> Iterator[Sheet]:
    counts = [
        _("Dibandingkan"), _("Naik"), _("Turun"), _("Tetap"), _("Tingkat naik"),
        _("Tingkat turun"), _("Kelas naik"), _("Kelas turun"),
    ]  # fmt: skip
    yield Sheet(
        _("Usaha"),
        [
            _("Usaha"), _("Pemilik"), _("Kerajinan"), _("Desa"), _("Kecamatan"), _("Tingkat awal"),
            _("Tingkat akhir"), _("Kelas awal"), _("Kelas akhir"), _("Gerak"),
        ],
        (_business_row(line) for line in _lines(moved)),
    )  # fmt: skip
    for title, by, names in (
        (_("Kecamatan"), "district", _names(District)),
        (_("Kerajinan"), "craft", _names(Craft)),
    ):
        groups = _named(tally(moved, by), names)
        yield Sheet(title, [title, *counts], [_group_row(line) for line in groups])


def _business_row(line: MovedBusiness) -> list[Any]:
    business, village = line.business, line.business.village
    words = dict(_words())
    return [
        business.name,
        business.owner.name,
        translated(business.craft, "name") if business.craft else "",
        village.name if village else "",
        village.district.name if village else "",
        line.level_from,
        line.level_to,
        line.class_from,
        line.class_to,
        ", ".join(words[move] for move in (UP, DOWN, SAME) if move in line.movement.moves),
    ]


def _group_row(line: Line) -> list[Any]:
    group = line.tally
    return [
        line.name,
        group.compared,
        *(group.either[move] for move in (UP, DOWN, SAME)),
        group.level[UP],
        group.level[DOWN],
        group.size[UP],
        group.size[DOWN],
    ]
