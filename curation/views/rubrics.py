"""Rubrics at the desk: list, one rubric with what is missing, copies, comparison, paper."""

from django.db.models import Count
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import rubric_editing, rubric_rules, rubrics
from curation.forms import RoundRubricsForm, RubricForm, TrialForm
from curation.models import Round, Rubric
from curation.rubric_pdf import rubric_pdf
from curation.views.rubric_words import criteria_rows, grade_rows
from curation.views.scoring import level_words
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done, done_on
from dekranasda.templatetags.portal import translated


def rubric_of(slug: str, version: int) -> Rubric:
    """The rubric at this address, else 404."""
    found = Rubric.objects.select_related("product_class")
    return get_object_or_404(found, slug=slug, version=version)


def crumbs_to(rubric: Rubric | None, *last: str) -> list[tuple[str, str]]:
    """The way back from a page about rubrics."""
    crumbs = [
        (_("Kurasi"), reverse("curation:round_list")),
        (_("Rubrik"), reverse("curation:rubric_list") if rubric or last else ""),
    ]
    if rubric is not None:
        crumbs.append((str(rubric), rubric.get_absolute_url() if last else ""))
    return [*crumbs, *((label, "") for label in last)]


@role_required(Role.SECRETARIAT)
@require_GET
def rubric_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Every rubric and version, with its class and whether it is in use."""
    found = Rubric.objects.select_related("product_class").annotate(
        count=Count("criteria", distinct=True)
    )
    context = {
        "rubrics": found.order_by("product_class__name", "name", "-version"),
        "actions": [{"label": _("Buat rubrik"), "url": reverse("curation:rubric_create")}],
        "breadcrumb": crumbs_to(None),
    }
    return render(request, "curation/rubric_list.html", context)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def rubric_create(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new rubric without parts; its criteria come next."""
    form = RubricForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(form.save())
    return form_page(request, None, form, _("Buat rubrik"))


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def rubric_update(request: AuthenticatedHttpRequest, slug: str, version: int) -> HttpResponse:
    """A rubric's name and note."""
    rubric = rubric_of(slug, version)
    form = RubricForm(request.POST or None, instance=rubric)
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(form, lambda: rubric_editing.change(rubric, form.save))
    ):
        return redirect(rubric)
    return form_page(request, rubric_of(slug, version), form, _("Ubah nama dan keterangan"))


def form_page(
    request: AuthenticatedHttpRequest, rubric: Rubric | None, form: object, title: str
) -> HttpResponse:
    """One form about a rubric."""
    context = {
        "form": form,
        "title": title,
        "lead": str(rubric) if rubric else "",
        "action": _("Simpan"),
        "back_url": rubric.get_absolute_url() if rubric else reverse("curation:rubric_list"),
        "breadcrumb": crumbs_to(rubric, title),
    }
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, "curation/form.html", context, status=status)


@role_required(Role.SECRETARIAT)
@require_GET
def rubric_detail(request: AuthenticatedHttpRequest, slug: str, version: int) -> HttpResponse:
    """One rubric: what is missing, its parts, and its arithmetic tried with any scores."""
    rubric = rubric_of(slug, version)
    trial = TrialForm(request.GET or None, criteria=rubric.criteria.all())
    context = {
        "rubric": rubric,
        "problems": [] if rubric.is_frozen else rubric_rules.problems_of(rubric),
        "criteria": criteria_rows(rubric),
        "levels": level_words(),
        "grades": grade_rows(rubric),
        "gates": rubric.gates.all(),
        "trial": trial,
        "worked": rubric_rules.worked_example(rubric, trial.scores()),
        "previous": rubric_rules.previous_of(rubric),
        "rounds": rubrics.rounds_judged_by(rubric),
        "breadcrumb": crumbs_to(rubric),
    }
    return render(request, "curation/rubric_detail.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def rubric_copy(request: AuthenticatedHttpRequest, slug: str, version: int) -> HttpResponse:
    """Makes the next version, which may be changed."""
    rubric = rubric_of(slug, version)
    if done(
        request,
        lambda: rubric_rules.copy_of(rubric),
        _("Versi baru siap diubah. Versi lama tetap berlaku bagi karya yang dinilai dengannya."),
    ):
        rubric = Rubric.objects.filter(slug=slug).order_by("-version")[0]
    return redirect(rubric)


@role_required(Role.SECRETARIAT)
@require_GET
def rubric_compare(request: AuthenticatedHttpRequest, slug: str, version: int) -> HttpResponse:
    """What this version says differently from the one before."""
    rubric = rubric_of(slug, version)
    previous = rubric_rules.previous_of(rubric)
    context = {
        "rubric": rubric,
        "previous": previous,
        "changes": rubric_rules.changes_between(previous, rubric) if previous else [],
        "breadcrumb": crumbs_to(rubric, _("Bandingkan")),
    }
    return render(request, "curation/rubric_compare.html", context)


@role_required(Role.SECRETARIAT, Role.CURATOR, Role.CHAIR)
@require_GET
def rubric_sheet(request: AuthenticatedHttpRequest, slug: str, version: int) -> FileResponse:
    """The rubric as a blank score sheet for paper."""
    rubric = rubric_of(slug, version)
    name = f"lembar-{rubric.slug}-v{rubric.version}.pdf"
    return FileResponse(rubric_pdf(rubric), filename=name, content_type="application/pdf")


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def round_rubrics(request: AuthenticatedHttpRequest, slug: str) -> HttpResponse:
    """By which rubric a round in preparation judges each class of products."""
    round = get_object_or_404(Round.objects.select_related("rubric"), slug=slug)
    form = RoundRubricsForm(request.POST or None, round=round)
    if (
        request.method == "POST"
        and form.is_valid()
        and done_on(form, lambda: rubric_editing.change_terms(round, form.save))
    ):
        return redirect(round)
    title = _("Rubrik per kelas produk")
    context = {
        "form": form,
        "title": title,
        "lead": _("Karya dinilai dengan rubrik kelas produknya; tanpa pilihan, rubrik periode."),
        "action": _("Simpan"),
        "back_url": round.get_absolute_url(),
        "breadcrumb": [
            (_("Kurasi"), reverse("curation:round_list")),
            (translated(round, "title"), round.get_absolute_url()),
            (title, ""),
        ],
    }
    return render(request, "curation/form.html", context, status=422 if form.errors else 200)
