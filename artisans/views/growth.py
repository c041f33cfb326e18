"""Yearly figures: a page for staff and mentors, and three questions for the maker."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from artisans.forms.growth import CapitalForm, FiguresForm, TurnoverForm, WorkersForm, YearForm
from artisans.growth import FIGURES, last_full_year, record_year, step_of
from artisans.history import history_of
from artisans.models import Business, BusinessYear, FactSource
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.templatetags.portal import rupiah

KEEPERS = (Role.SECRETARIAT, Role.DISTRICT_OPERATOR, Role.MENTOR)
YEARS_BACK = 5


def _year_or_404(year: int, today: date) -> int:
    """The year, if figures can be told for it: the running one and the ones before it."""
    if not today.year - YEARS_BACK <= year <= today.year:
        raise Http404
    return year


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def business_year(request: AuthenticatedHttpRequest, pk: int, year: int) -> HttpResponse:
    """The figures of one year, with their origin; below it who changed them before."""
    today = timezone.localdate()
    business = get_object_or_404(
        Business.objects.kept_by(request.user).select_related("owner"), pk=pk
    )
    row = business.years.filter(year=year).first()
    if row is None:
        _year_or_404(year, today)
    initial = {"as_of": today, "step": step_of(row)}
    form = YearForm(request.POST or None, row=row, today=today, initial=initial)
    status = 422 if form.is_bound else 200
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            changed = _record(request, business, year, form)
        except ValidationError as error:
            form.add_error(None, error)
            status, theirs = 409, _differences(form, business, year)
            form.take_step(step_of(_row(business, year)))
        else:
            said = _("Angka %(year)s tersimpan.") if changed else _("Tidak ada yang berubah.")
            messages.success(request, said % {"year": year} if changed else said)
            return redirect(f"{reverse('artisans:business_detail', args=[pk])}#angka")
    context = {
        "business": business,
        "year": year,
        "form": form,
        "theirs": theirs,
        "years": range(today.year, today.year - YEARS_BACK - 1, -1),
        "history": history_of(row) if row else [],
    }
    return render(request, "artisans/business_year.html", context, status=status)


def _row(business: Business, year: int) -> BusinessYear | None:
    return BusinessYear.objects.filter(business=business, year=year).first()


def _record(
    request: AuthenticatedHttpRequest, business: Business, year: int, form: YearForm
) -> list[str]:
    return record_year(
        business,
        year,
        form.figures(),
        kind=FactSource.Kind(form.cleaned_data["source_kind"]),
        source=form.cleaned_data["source"],
        as_of=form.cleaned_data["as_of"],
        by=request.user,
        at=timezone.now(),
        seen_step=form.cleaned_data["step"],
    )


def _differences(form: YearForm, business: Business, year: int) -> list[tuple[str, str]]:
    """What stands now where it differs from what was typed: the label, and the kept value."""
    row = _row(business, year)
    typed = form.figures()
    return [
        (str(form.fields[name].label), _in_words(row, name))
        for name in FIGURES
        if row and getattr(row, name) != typed.get(name)
    ]


def _in_words(row: BusinessYear, name: str) -> str:
    value = getattr(row, name)
    if value in (None, ""):
        return _("kosong")
    if name.endswith("_idr"):
        return rupiah(value)
    return row.get_turnover_band_display() if name == "turnover_band" else str(value)


# The maker's own three questions


QUESTIONS: dict[str, tuple[str | Promise, type[FiguresForm]]] = {
    "omzet": (gettext_lazy("Berapa penjualan Anda tahun %(year)s?"), TurnoverForm),
    "pekerja": (gettext_lazy("Berapa orang yang bekerja tahun %(year)s?"), WorkersForm),
    "modal": (gettext_lazy("Berapa modal usaha Anda tahun %(year)s?"), CapitalForm),
}


@require_GET
def own_figures(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What the maker told so far, and the year that is asked for now."""
    business = get_object_or_404(Business.objects.owned_by(request.user), pk=pk)
    year = last_full_year(timezone.localdate())
    context = {
        "business": business,
        "year": year,
        "years": business.years.all()[:YEARS_BACK],
        "first": reverse("artisans:own_figure", args=[pk, year, "omzet"]),
        "back_url": reverse("artisan_home"),
    }
    return render(request, "artisans/own_figures.html", context)


@require_http_methods(["GET", "POST"])
def own_figure(
    request: AuthenticatedHttpRequest, pk: int, year: int, question: str
) -> HttpResponse:
    """One question of a year; the answer is kept at once and leads to the next."""
    business = get_object_or_404(Business.objects.owned_by(request.user), pk=pk)
    today = timezone.localdate()
    _year_or_404(year, today)
    if question not in QUESTIONS:
        raise Http404
    heading, form_class = QUESTIONS[question]
    form = form_class(request.POST or None, row=_row(business, year))
    after = _after(pk, year, question)
    if request.method == "POST" and form.is_valid():
        record_year(
            business,
            year,
            form.figures(),
            kind=FactSource.Kind.MAKER,
            as_of=today,
            by=request.user,
            at=timezone.now(),
        )
        if after == reverse("artisans:own_figures", args=[pk]):
            messages.success(request, _("Terima kasih. Angka Anda sudah tersimpan."))
        return redirect(after)
    context = {
        "business": business,
        "heading": str(heading) % {"year": year},
        "form": form,
        "steps": _steps(pk, year, question),
        "number": list(QUESTIONS).index(question) + 1,
        "total": len(QUESTIONS),
        "after": after,
        "back_url": reverse("artisans:own_figures", args=[pk]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "artisans/own_figure.html", context, status=status)


def _after(pk: int, year: int, question: str) -> str:
    names = list(QUESTIONS)
    following = names[names.index(question) + 1 :]
    if following:
        return reverse("artisans:own_figure", args=[pk, year, following[0]])
    return reverse("artisans:own_figures", args=[pk])


def _steps(pk: int, year: int, question: str) -> list[dict[str, Any]]:
    here = list(QUESTIONS).index(question)
    return [
        {
            "label": str(heading) % {"year": year},
            "url": reverse("artisans:own_figure", args=[pk, year, name]),
            "state": "current" if number == here else "done" if number < here else "todo",
        }
        for number, (name, (heading, _form)) in enumerate(QUESTIONS.items())
    ]
