"""Score sheets on paper: printed, typed in by a clerk, confirmed by their curator."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curation import paper, private_photos
from curation.blind import blind_work
from curation.forms import ReasonForm
from curation.forms.paper import ConfirmPaperForm, PaperForm
from curation.models import Assignment, PaperSheet, Submission
from curation.rubric_pdf import work_sheet_pdf
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.refusals import carried_out, done, done_on
from dekranasda.templatetags.portal import translated


def _work(request: AuthenticatedHttpRequest, slug: str, code: str) -> Submission:
    found = Submission.objects.visible_to(request.user).in_curators_hands().select_related("round")
    return get_object_or_404(found, round__slug=slug, code=code)


def _crumbs(work: Submission) -> list[tuple[str, str]]:
    return [
        (_("Kurasi"), reverse("curation:round_list")),
        (translated(work.round, "title"), work.round.get_absolute_url()),
        (_("Lembar kertas"), ""),
    ]


@role_required(Role.SECRETARIAT)
@require_GET
def paper_list(request: AuthenticatedHttpRequest, slug: str, code: str) -> HttpResponse:
    """The curators of a work: print the sheet, type in what came back. No score is shown."""
    work = _work(request, slug, code)
    rows = (
        Assignment.objects.active()
        .filter(submission=work, version=work.version_id)
        .select_related("curator", "review")
        .prefetch_related("paper_sheets__entered_by")
    )
    context = {"work": work, "round": work.round, "rows": rows, "breadcrumb": _crumbs(work)}
    return render(request, "curation/paper_list.html", context)


@role_required(Role.SECRETARIAT)
@require_GET
def paper_pdf(request: AuthenticatedHttpRequest, slug: str, code: str) -> FileResponse:
    """The blank sheet of one work, without its maker."""
    work = _work(request, slug, code)
    back = request.build_absolute_uri(reverse("curation:paper_list", args=[slug, code]))
    return FileResponse(
        work_sheet_pdf(work.rubric, code=work.code, work=blind_work(work.version), address=back),
        filename=f"lembar-{work.code}.pdf",
        content_type="application/pdf",
    )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def paper_enter(request: AuthenticatedHttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """A clerk types in one curator's sheet."""
    work = _work(request, slug, code)
    held = get_object_or_404(Assignment.objects.active(), submission=work, pk=pk)
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        criteria=work.rubric.criteria.all(),
        review=None,
    )

    def enter() -> None:
        paper.refuse_closed(held, by=request.user)
        scan = private_photos.keep_upload(form.cleaned_data["scan"])
        paper.enter(
            held,
            marks=form.marks(),
            panel_note=form.cleaned_data["panel_note"],
            scan=scan,
            by=request.user,
        )

    if request.method == "POST" and form.is_valid() and done_on(form, enter):
        messages.success(request, _("Lembar tersimpan dan menunggu pengesahan kuratornya."))
        return redirect("curation:paper_list", slug=slug, code=code)
    context = {
        "form": form,
        "work": work,
        "title": _("Ketik lembar %(name)s") % {"name": held.curator.full_name},
        "action": _("Simpan untuk disahkan"),
        "back_url": reverse("curation:paper_list", args=[slug, code]),
        "breadcrumb": _crumbs(work),
    }
    return render(request, "curation/paper_form.html", context, status=422 if form.errors else 200)


def _own(request: AuthenticatedHttpRequest, slug: str) -> QuerySet[PaperSheet]:
    return paper.waiting_for(request.user).filter(assignment__submission__round__slug=slug)


@role_required(Role.CURATOR, Role.CHAIR)
@require_http_methods(["GET", "POST"])
def paper_confirm(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """The curator compares the photograph with what was typed, corrects it, and takes it."""
    sheet = get_object_or_404(_own(request, slug), pk=pk)
    work = sheet.assignment.submission
    initial: dict[str, object] = {"panel_note": sheet.panel_note}
    for code, mark in paper.marks_on(sheet).items():
        initial[f"score_{code}"] = "" if mark.value is None else str(mark.value)
        initial[f"comment_{code}"] = mark.comment
    form = ConfirmPaperForm(
        request.POST or None, criteria=work.rubric.criteria.all(), review=None, initial=initial
    )
    if carried_out(
        request,
        form,
        lambda: paper.confirm(
            sheet,
            marks=form.marks(),
            panel_note=form.cleaned_data["panel_note"],
            by=request.user,
        ),
        _("Disahkan. Kirim bersama nilai Anda yang lain."),
    ):
        return redirect("curation:score_summary", slug=slug)
    context = {
        "form": form,
        "work": work,
        "sheet": sheet,
        "title": _("Sahkan lembar kertas Anda"),
        "action": _("Benar, pakai nilai ini"),
        "back_url": reverse("curation:score_summary", args=[slug]),
        "breadcrumb": _crumbs(work),
    }
    return render(request, "curation/paper_form.html", context, status=422 if form.errors else 200)


@role_required(Role.CURATOR, Role.CHAIR)
@require_POST
def paper_refuse(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """The curator does not recognise the sheet as the own one."""
    sheet = get_object_or_404(_own(request, slug), pk=pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done(
        request,
        lambda: paper.refuse(sheet, reason=reason, by=request.user),
        _("Ditolak. Sekretariat dapat mengetiknya lagi."),
    )
    return redirect("curation:score_summary", slug=slug)


@role_required(Role.CURATOR, Role.CHAIR)
@require_GET
def paper_scan(request: AuthenticatedHttpRequest, slug: str, pk: int) -> HttpResponse:
    """The photograph of the curator's own sheet."""
    return private_photos.answer(get_object_or_404(_own(request, slug), pk=pk).scan)
