"""The parts of a rubric in preparation: criteria one by one, weights, gates and grades at once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from curation import rubric_editing
from curation.forms import (
    CriterionForm,
    GateRows,
    GradeRows,
    WeightsForm,
    save_gates,
    save_grades,
)
from curation.models import Criterion, Rubric
from curation.views.rubrics import crumbs_to, form_page, rubric_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def criterion_create(request: AuthenticatedHttpRequest, slug: str, version: int) -> HttpResponse:
    """A further criterion."""
    rubric = rubric_of(slug, version)
    return _criterion_page(request, rubric, Criterion(rubric=rubric), _("Tambah kriteria"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def criterion_update(
    request: AuthenticatedHttpRequest, slug: str, version: int, pk: int
) -> HttpResponse:
    """One criterion's words, weight and levels."""
    rubric = rubric_of(slug, version)
    criterion = get_object_or_404(rubric.criteria, pk=pk)
    return _criterion_page(request, rubric, criterion, _("Ubah kriteria"))


def _criterion_page(
    request: AuthenticatedHttpRequest, rubric: Rubric, criterion: Criterion, title: str
) -> HttpResponse:
    earlier = criterion.code
    form = CriterionForm(request.POST or None, instance=criterion)
    if carried_out(
        request,
        form,
        lambda: rubric_editing.save_criterion(form.instance, earlier_code=earlier),
        _("Kriteria tersimpan."),
    ):
        return redirect(rubric)
    return form_page(request, rubric, form, title)


@role_required(Role.SECRETARIAT)
@require_POST
def criterion_delete(
    request: AuthenticatedHttpRequest, slug: str, version: int, pk: int
) -> HttpResponse:
    """Takes a criterion out of the rubric."""
    rubric = rubric_of(slug, version)
    criterion = get_object_or_404(rubric.criteria, pk=pk)
    done(
        request,
        lambda: rubric_editing.delete_criterion(criterion),
        _("Kriteria «%(name)s» dihapus.") % {"name": criterion.name},
    )
    return redirect(rubric)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def rubric_weights(request: AuthenticatedHttpRequest, slug: str, version: int) -> HttpResponse:
    """The weights of all criteria, together 100."""
    rubric = rubric_of(slug, version)
    form = WeightsForm(request.POST or None, criteria=rubric.criteria.all())
    if carried_out(
        request, form, lambda: rubric_editing.change(rubric, form.save), _("Bobot tersimpan.")
    ):
        return redirect(rubric)
    return form_page(request, rubric, form, _("Bobot kriteria"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def rubric_gates(request: AuthenticatedHttpRequest, slug: str, version: int) -> HttpResponse:
    """The gates, all in one form."""
    rubric = rubric_of(slug, version)
    names = ("code", "name", "name_en", "help_text", "caps_grade_at")
    given = list(rubric.gates.values(*names))
    rows = GateRows(
        request.POST or None, initial=given, prefix="syarat", form_kwargs={"rubric": rubric}
    )
    return _rows_page(request, rubric, rows, save_gates, _("Syarat sebelum dinilai"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def rubric_grades(request: AuthenticatedHttpRequest, slug: str, version: int) -> HttpResponse:
    """The grades with their floors, all in one form."""
    rubric = rubric_of(slug, version)
    names = ("letter", "minimum", "outcome", "validity_months", "floors")
    given = [
        {**{name: getattr(one, name) for name in names}, "refuses_zero": not one.allows_zero}
        for one in rubric.grades.all()
    ]
    rows = GradeRows(
        request.POST or None, initial=given, prefix="kelas", form_kwargs={"rubric": rubric}
    )
    return _rows_page(request, rubric, rows, save_grades, _("Kelas dan nilai terendah"))


def _rows_page(
    request: AuthenticatedHttpRequest, rubric: Rubric, rows: Any, save: Any, title: str
) -> HttpResponse:
    if (
        request.method == "POST"
        and rows.is_valid()
        and done(
            request,
            lambda: rubric_editing.change(rubric, lambda: save(rubric, rows)),
            _("Perubahan tersimpan."),
        )
    ):
        return redirect(rubric)
    context = {
        "rubric": rubric,
        "rows": rows,
        "title": title,
        "breadcrumb": crumbs_to(rubric, title),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "curation/rubric_rows.html", context, status=status)
