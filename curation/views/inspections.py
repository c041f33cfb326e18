"""The look at a sample, made for a phone: one form, saved from every question."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import inspections, private_photos
from curation.forms import InspectionForm
from curation.models import Inspection, InspectionAnswer, Submission
from curation.views.works import crumbs_of, work_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import done


def _form(request: AuthenticatedHttpRequest, inspection: Inspection) -> InspectionForm:
    return InspectionForm(
        request.POST or None,
        request.FILES or None,
        items=inspection.checklist.items.all(),
        given=inspection.answers.all(),
    )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def inspection_page(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """The questions with what was answered so far; every button keeps all of it."""
    work = work_of(request, slug, code)
    inspection = inspections.inspection_of(work)
    if inspection is None:
        return _begin_page(request, work)
    form = _form(request, inspection)
    if request.method == "POST" and _keep(request, inspection, form):
        messages.success(request, _("Tersimpan."))
        place = request.GET.get("butir", "")
        return redirect(f"{request.path}#butir-{place}" if place.isdigit() else request.path)
    return _page(request, work, inspection, form)


def _page(
    request: AuthenticatedHttpRequest,
    work: Submission,
    inspection: Inspection,
    form: InspectionForm,
) -> HttpResponse:
    context = {
        "work": work,
        "inspection": inspection,
        "form": form,
        "rows": form.rows(),
        "breadcrumb": crumbs_of(work, _("Pemeriksaan fisik")),
    }
    status = 422 if form.errors else 200
    return render(request, "curation/inspection.html", context, status=status)


def _begin_page(request: AuthenticatedHttpRequest, work: Submission) -> HttpResponse:
    if request.method == "POST":
        begun = done(
            request,
            lambda: inspections.begin(work, by=request.user),
            _("Pemeriksaan dimulai. Setiap tombol Simpan menyimpan semua jawaban."),
        )
        return redirect(request.path if begun else work.get_absolute_url())
    checklist = inspections.checklist_for(work.version)
    context = {
        "title": _("Mulai pemeriksaan fisik?"),
        "text": _("Daftar periksa: %(name)s. Yang memeriksa tidak akan menilai karya ini.")
        % {"name": checklist or "–"},
        "action": _("Mulai"),
        "back_url": work.get_absolute_url(),
    }
    return render(request, "council/work_confirm.html", context)


def _keep(request: AuthenticatedHttpRequest, inspection: Inspection, form: InspectionForm) -> bool:
    """Keeps every valid answer; says whether all were."""
    form.full_clean()
    try:
        inspections.save_answers(inspection, form.answers())
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors


@role_required(Role.SECRETARIAT)
@require_POST
def inspection_finish(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """Keeps the answers and closes the inspection where none is missing."""
    work = work_of(request, slug, code)
    inspection = inspections.inspection_of(work)
    if inspection is None:
        return redirect("curation:inspection", slug, code)
    form = _form(request, inspection)
    if not _keep(request, inspection, form):
        return _page(request, work, inspection, form)
    try:
        inspections.finish(inspection)
    except ValidationError:
        for item, what in inspections.gaps_of(inspection):
            form.add_error(f"result_{item.pk}", what)
        return _page(request, work, inspection, form)
    messages.success(request, _("Pemeriksaan selesai. Kurator membaca hasilnya tanpa nama."))
    return redirect(work)


@role_required(Role.SECRETARIAT)
@require_GET
def inspection_photo(
    request: AuthenticatedHttpRequest, slug: str, code: str, pk: int
) -> HttpResponse:
    """The photograph of an answer, for the secretariat alone."""
    work = work_of(request, slug, code)
    found = InspectionAnswer.objects.filter(inspection__submission=work)
    return private_photos.answer(get_object_or_404(found, item=pk).photo)
