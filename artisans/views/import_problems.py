"""Rows with problems: put right one by one, or in a workbook that comes back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.forms.imports import ImportFileForm, MendForm
from artisans.imports import mending, wizard
from artisans.imports.bad_rows import ReadBack, write_bad_rows
from artisans.imports.messages import problem_text
from artisans.imports.records import MENDABLE
from artisans.imports.staging import record_of
from artisans.models import ImportBatch, ImportRow
from artisans.views.import_steps import ROWS_A_PAGE, elsewhere, find_batch, steps_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib import encryption, workbook

PLACES_NAMED = 10


@role_required(Role.SECRETARIAT)
@require_GET
def import_problems(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The rows that somebody can put right, fifty to a page."""
    batch = find_batch(pk)
    if answer := elsewhere(request, batch):
        return answer
    return _problems(request, batch, ImportFileForm())


def _problems(
    request: AuthenticatedHttpRequest, batch: ImportBatch, form: ImportFileForm
) -> HttpResponse:
    rows = mending.rows_to_mend(batch)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("hal"))
    for row in page:
        row.reasons = [problem_text(code) for code in row.problems if code in MENDABLE]  # type: ignore[attr-defined]
    context = {
        "form": form,
        "page": page,
        "blocked": batch.counts["outcomes"].get(ImportRow.Outcome.PROBLEM, 0),
        **steps_of(batch, "import_problems"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "artisans/import_problems.html", context, status=status)


@role_required(Role.SECRETARIAT)
@require_GET
def import_bad_rows(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """A workbook of only the rows with problems, with the reasons."""
    batch = find_batch(pk)
    if answer := elsewhere(request, batch):
        return answer
    response = HttpResponse(content_type=workbook.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="baris-bermasalah-{batch.pk}.xlsx"'
    try:
        write_bad_rows(batch, response)  # type: ignore[arg-type]  # it is a file to write to
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("artisans:import_problems", pk)
    return response


@role_required(Role.SECRETARIAT)
@require_POST
def return_bad_rows(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes the corrected workbook back."""
    batch = find_batch(pk)
    if answer := elsewhere(request, batch):
        return answer
    form = ImportFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            result = wizard.mend_from_workbook(
                batch,
                file.read(),
                file.name or "",
                by=request.user,
                at=timezone.now(),
                today=timezone.localdate(),
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            _tell(request, result)
            return redirect("artisans:import_problems", pk)
    return _problems(request, batch, form)


def _tell(request: AuthenticatedHttpRequest, result: ReadBack) -> None:
    words = ngettext("%(count)s baris diganti.", "%(count)s baris diganti.", result.replaced) % {
        "count": result.replaced
    }
    if result.same:
        words += " " + _("%(count)s baris tidak berubah.") % {"count": result.same}
    messages.success(request, words)
    if result.unknown:
        named = ", ".join(result.unknown[:PLACES_NAMED])
        messages.warning(
            request,
            _(
                "%(count)s baris tidak dikenal dan dilewati: %(places)s. Kolom “baris asal” jangan"
                " diubah."
            )
            % {"count": len(result.unknown), "places": named},
        )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def mend_import_row(request: AuthenticatedHttpRequest, pk: int, row: int) -> HttpResponse:
    """One row's fields, checked again as soon as they are sent; what was typed stays."""
    batch = find_batch(pk)
    if answer := elsewhere(request, batch):
        return answer
    found = get_object_or_404(batch.rows.select_related("batch", "mended_by"), pk=row, kind="data")
    if request.method == "POST":
        form = _mend_form(batch, found, request.POST)
        if form.is_valid():
            try:
                found = wizard.mend(
                    found,
                    form.cleaned_data,
                    by=request.user,
                    at=timezone.now(),
                    today=timezone.localdate(),
                )
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
                return redirect(batch)
            if mending.is_mended(found):
                messages.success(request, _("Baris %(row)s sudah benar.") % {"row": found})
                return redirect("artisans:import_problems", pk)
            form = _mend_form(batch, found, _without_number(request.POST, found))
            form.is_valid()
        form.show_reasons()
        return _mend_page(request, batch, found, form, status=422)
    form = _mend_form(batch, found, mending.texts_of(found))
    form.is_valid()
    form.show_reasons()
    return _mend_page(request, batch, found, form)


def _without_number(sent: QueryDict, row: ImportRow) -> QueryDict:
    """What was typed, but for a NIK that is kept now: pages show it only masked."""
    texts = sent.copy()
    if not {"nik_invalid", "nik_digits_lost"} & set(row.problems):
        texts["nik"] = ""
    return texts


def _mend_form(batch: ImportBatch, row: ImportRow, texts: object) -> MendForm:
    number = record_of(row).national_id
    reasons: dict[str, list[str]] = {}
    for code in row.problems:
        if code in MENDABLE:
            name = mending.FIELD_OF_PROBLEM.get(code, "")
            reasons.setdefault(name, []).append(problem_text(code))
    return MendForm(
        texts,
        columns=mending.form_columns(batch, row),
        masked_number=encryption.mask(number) if number else "",
        reasons=reasons,
    )


def _mend_page(
    request: AuthenticatedHttpRequest,
    batch: ImportBatch,
    row: ImportRow,
    form: MendForm,
    status: int = 200,
) -> HttpResponse:
    others = mending.rows_to_mend(batch)
    context = {
        "row": row,
        "form": form,
        "left": others.count(),
        "following": others.filter(pk__gt=row.pk).first(),
        **steps_of(batch, "import_problems"),
    }
    return render(request, "artisans/mend_import_row.html", context, status=status)
