"""The import wizard of the secretariat: hand over, summary, sample, commit, report, undo.

The other steps have files of their own: `import_layout`, `import_questions`, `import_problems`.
"""

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

from artisans.forms.imports import ConfirmImportForm, ImportFileForm, SampleForm
from artisans.imports import presenting, undoing, wizard
from artisans.imports.at_work import WORKING
from artisans.imports.differences import FIELDS as CONFLICT_FIELDS
from artisans.imports.mending import rows_to_mend
from artisans.imports.messages import KINDS, problem_text
from artisans.imports.reporting import report_lines
from artisans.imports.staging import earlier_commit
from artisans.models import ImportBatch, ImportConflict, ImportRow
from artisans.retention import IMPORT_FILES_KEPT
from artisans.views.import_steps import ROWS_A_PAGE, elsewhere, find_batch, steps_of, waiting
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

BATCHES_A_PAGE = 20
KEPT_NAMED = 50
TILES = (
    ("create", gettext_lazy("Baru")),
    ("update", gettext_lazy("Berubah")),
    ("same", gettext_lazy("Sama")),
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
        return redirect("artisans:import_sheets", batch.pk)
    batches = ImportBatch.objects.select_related("uploaded_by")
    page = Paginator(batches, BATCHES_A_PAGE).get_page(request.GET.get("hal"))
    status = 422 if form.is_bound else 200
    return render(request, "artisans/import_list.html", {"form": form, "page": page}, status=status)


@role_required(Role.SECRETARIAT)
@require_GET
def import_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Where an import stands: at work, refused, waiting for a word, stored, or taken back."""
    batch = find_batch(pk)
    if batch.state in WORKING:
        return waiting(request, batch)
    context = {
        "earlier": earlier_commit(batch),
        "may_undo": undoing.may_undo(batch, at=timezone.now()),
        "undo_days": undoing.UNDO_FOR.days,
        **steps_of(batch, "import_detail"),
        **_summary(batch),
    }
    if batch.state in {ImportBatch.State.COMMITTED, ImportBatch.State.UNDONE}:
        context |= _report(batch)
    return render(request, "artisans/import_detail.html", context)


def _summary(batch: ImportBatch) -> dict[str, Any]:
    """What the page says of the batch's rows and problems, in words."""
    counts = batch.counts or {"outcomes": {}, "problems": {}, "skipped": {}}
    outcomes = counts["outcomes"]
    is_open = batch.state == ImportBatch.State.CHECKED
    return {
        "tiles": [(key, label, outcomes.get(key, 0)) for key, label in TILES[:3]],
        "doubles": outcomes.get("duplicate", 0),
        "conflicts": batch.conflicts.count(),
        "open_questions": _open_questions(batch) if is_open else 0,
        "to_mend": rows_to_mend(batch).count() if is_open else 0,
        "blocked": outcomes.get("problem", 0),
        "problems": [
            (code, problem_text(code), count)
            for code, count in sorted(counts["problems"].items(), key=lambda item: -item[1])
        ],
        "skipped": [(KINDS.get(kind, kind), n) for kind, n in counts["skipped"].items()],
        "storable": _storable(batch),
        "kept_until": batch.uploaded_at + IMPORT_FILES_KEPT,
    }


def _open_questions(batch: ImportBatch) -> int:
    """Differences and possible twins that nobody has decided yet."""
    conflicts = batch.conflicts.filter(choice="", lock="").count()
    return conflicts + batch.matches.filter(choice="").count()


def _report(batch: ImportBatch) -> dict[str, Any]:
    """What a stored import changed, and what an undo had to leave."""
    changes = batch.changes.filter(kind__in=["artisan", "business"]).select_related("business")
    stored = batch.conflicts.filter(is_stored=True).values_list("field", flat=True)
    replaced: dict[str, int] = {}
    for name in stored.order_by():
        replaced[name] = replaced.get(name, 0) + 1
    kept_rows = batch.rows.exclude(kept_because="").select_related("business").order_by("pk")
    kept_changes = changes.exclude(kept_because="").order_by("pk")
    return {
        "changed_businesses": changes.values("business").distinct().count(),
        "replaced": [(CONFLICT_FIELDS[name].label, count) for name, count in replaced.items()],
        "kept_count": kept_rows.count() + kept_changes.count(),
        "kept": [
            *((row.business, undoing.REASONS[row.kept_because]) for row in kept_rows[:KEPT_NAMED]),
            *(
                (change.business, undoing.REASONS[change.kept_because])
                for change in kept_changes[:KEPT_NAMED]
            ),
        ],
    }


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
    locked = request.GET.get("terkunci", "")
    rows = batch.rows.exclude(outcome=ImportRow.Outcome.SKIPPED).order_by("pk")
    if outcome in ImportRow.Outcome.values:
        rows = batch.rows.filter(outcome=outcome).order_by("pk")
    if problem:
        rows = rows.filter(problems__contains=[problem])
    if locked:
        rows = rows.filter(conflicts__in=batch.conflicts.filter(field=locked).exclude(lock=""))
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("hal"))
    for row in page:
        row.reasons = [problem_text(code) for code in row.problems]  # type: ignore[attr-defined]
    title = dict(TILES).get(outcome) or (problem and problem_text(problem)) or _("Semua baris data")
    return render(
        request, "artisans/import_row_list.html", {"batch": batch, "page": page, "title": title}
    )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def import_sample(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Twenty rows as they will look, and the tick of who looked at them."""
    batch = find_batch(pk)
    if answer := elsewhere(request, batch):
        return answer
    sent = request.POST if request.method == "POST" else None
    form = SampleForm(sent, initial={"is_checked": batch.sample_seen_at is not None})
    if sent is not None and form.is_valid():
        try:
            wizard.approve_sample(batch, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("artisans:import_confirm", pk)
    rows = presenting.will_be(presenting.sample_of(batch))
    context = {"form": form, "rows": rows, **steps_of(batch, "import_sample")}
    status = 200 if sent is None else 422
    return render(request, "artisans/import_sample.html", context, status=status)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def import_confirm(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Asks for the number of rows, then lets the worker store them."""
    batch = find_batch(pk)
    if answer := elsewhere(request, batch):
        return answer
    if batch.sample_seen_at is None:
        messages.info(request, _("Periksa contoh acak terlebih dahulu."))
        return redirect("artisans:import_sample", pk)
    sent = request.POST if request.method == "POST" else None
    form = ConfirmImportForm(sent, expected=_storable(batch))
    if request.method == "POST" and form.is_valid():
        try:
            wizard.confirm(batch, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(batch)
    context = {"form": form, **_summary(batch), **steps_of(batch, "import_confirm")}
    context["replacing"] = batch.conflicts.filter(choice__in=ImportConflict.OVERWRITING).count()
    status = 422 if form.is_bound else 200
    return render(request, "artisans/import_confirm.html", context, status=status)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def undo_import(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes a stored import back, after a question."""
    batch = find_batch(pk)
    if request.method == "POST":
        try:
            wizard.start_undo(batch, by=request.user, at=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(batch)
    if not undoing.may_undo(batch, at=timezone.now()):
        return redirect(batch)
    return render(request, "artisans/undo_import.html", {"batch": batch, **_summary(batch)})


@role_required(Role.SECRETARIAT)
@require_POST
def retry_import(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Does failed or stalled work anew."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    try:
        wizard.try_again(batch, by=request.user, at=timezone.now())
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
