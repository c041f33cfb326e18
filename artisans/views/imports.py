"""The import wizard of the secretariat: hand over, check, confirm, report."""

import csv
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.forms.imports import ConfirmImportForm, ImportFileForm
from artisans.imports import wizard
from artisans.imports.messages import FIELDS, KINDS, REFUSALS, problem_text
from artisans.imports.reporting import report_lines
from artisans.imports.staging import earlier_commit
from artisans.models import ImportBatch, ImportRow
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

BATCHES_A_PAGE = 20
ROWS_A_PAGE = 50
# How often the page of an import at work asks again by itself; it needs no script for it.
SECONDS_BETWEEN_LOOKS = 4
WORKING = (ImportBatch.State.CHECKING, ImportBatch.State.COMMITTING)
TILES = (
    ("create", gettext_lazy("Baru")),
    ("update", gettext_lazy("Dilengkapi")),
    ("same", gettext_lazy("Sudah ada")),
    ("duplicate", gettext_lazy("Kembar")),
    ("problem", gettext_lazy("Tidak dapat disimpan")),
)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def import_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Earlier imports, and the form for a new file."""
    is_sent = request.method == "POST"
    form = ImportFileForm(request.POST, request.FILES) if is_sent else ImportFileForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        batch = wizard.hand_over(
            file.read(), file.name or "daftar", by=request.user, at=timezone.now()
        )
        return redirect(batch)
    batches = ImportBatch.objects.select_related("uploaded_by")
    page = Paginator(batches, BATCHES_A_PAGE).get_page(request.GET.get("hal"))
    status = 422 if form.is_bound else 200
    return render(request, "artisans/import_list.html", {"form": form, "page": page}, status=status)


@role_required(Role.SECRETARIAT)
@require_GET
def import_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Where an import stands: at work, refused, waiting for a word, or stored."""
    batch = get_object_or_404(ImportBatch.objects.select_related("uploaded_by"), pk=pk)
    is_stalled = wizard.is_stalled(batch, at=timezone.now())
    is_working = batch.state in WORKING and not is_stalled
    context = {
        "batch": batch,
        "is_working": is_working,
        "is_stalled": is_stalled,
        "earlier": earlier_commit(batch),
        **_summary(batch),
    }
    response = render(request, "artisans/import_detail.html", context)
    if is_working:
        response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


def _summary(batch: ImportBatch) -> dict[str, Any]:
    """What the page says of the batch's sheets, rows and problems, in words."""
    counts = batch.counts or {"outcomes": {}, "problems": {}, "skipped": {}}
    return {
        "tiles": [(key, label, counts["outcomes"].get(key, 0)) for key, label in TILES],
        "problems": [
            (code, problem_text(code), count)
            for code, count in sorted(counts["problems"].items(), key=lambda item: -item[1])
        ],
        "skipped": [(KINDS.get(kind, kind), n) for kind, n in counts["skipped"].items()],
        "sheets": [_sheet(sheet) for sheet in batch.mapping.get("sheets", ())],
        "storable": _storable(batch),
    }


def _sheet(sheet: dict[str, Any]) -> dict[str, Any]:
    columns = [
        {**column, "meaning": FIELDS.get(column["field"], "")}
        for column in sheet["columns"]
        if column["label"] or column["field"]
    ]
    return {**sheet, "columns": columns, "reason": REFUSALS.get(sheet["skipped"], "")}


def _storable(batch: ImportBatch) -> int:
    """How many rows of data would be stored."""
    problems = batch.counts.get("outcomes", {}).get("problem", 0)
    return int(batch.counts.get("data", 0)) - int(problems)


@role_required(Role.SECRETARIAT)
@require_GET
def import_row_list(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The rows of an import, narrowed to an outcome or a problem, fifty to a page."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    outcome, problem = request.GET.get("hasil", ""), request.GET.get("masalah", "")
    rows = batch.rows.exclude(outcome=ImportRow.Outcome.SKIPPED).order_by("pk")
    if outcome in ImportRow.Outcome.values:
        rows = batch.rows.filter(outcome=outcome).order_by("pk")
    if problem:
        rows = rows.filter(problems__contains=[problem])
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("hal"))
    for row in page:
        row.reasons = [problem_text(code) for code in row.problems]  # type: ignore[attr-defined]
    title = dict(TILES).get(outcome) or (problem and problem_text(problem)) or _("Semua baris data")
    return render(
        request, "artisans/import_row_list.html", {"batch": batch, "page": page, "title": title}
    )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def import_confirm(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Asks for the number of rows, then lets the worker store them."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    if batch.state != ImportBatch.State.CHECKED:
        return redirect(batch)
    sent = request.POST if request.method == "POST" else None
    form = ConfirmImportForm(sent, expected=_storable(batch))
    if request.method == "POST" and form.is_valid():
        try:
            wizard.confirm(batch, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(batch)
    context = {"batch": batch, "form": form, **_summary(batch)}
    status = 422 if form.is_bound else 200
    return render(request, "artisans/import_confirm.html", context, status=status)


@role_required(Role.SECRETARIAT)
@require_POST
def retry_import(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Checks a failed or stalled file anew."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    try:
        wizard.try_again(batch, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(batch)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def discard_import(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Removes a checked or refused file and its rows, after a question."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    if request.method == "POST":
        try:
            wizard.discard(batch)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(batch)
        messages.success(request, _("Berkas dan hasil pemeriksaannya sudah dihapus."))
        return redirect("artisans:import_list")
    return render(request, "artisans/discard_import.html", {"batch": batch})


class _Echo:
    """A file that hands each written line back, for streaming."""

    def write(self, line: str) -> str:
        return line


@role_required(Role.SECRETARIAT)
@require_GET
def import_report(request: AuthenticatedHttpRequest, pk: int) -> HttpResponseBase:
    """The report: one line for each row of the file, as CSV that Excel opens as it is."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    writer = csv.writer(_Echo())
    lines = (writer.writerow(line) for line in report_lines(batch))
    response = StreamingHttpResponse(
        chain(["\ufeff"], lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="laporan-impor-{batch.pk}.csv"'
    return response
