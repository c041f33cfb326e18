"""What the pages of the import wizard share: the batch, its steps, and the wait for the worker."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artisans.imports.at_work import WORKING, is_abandoned
from artisans.imports.staging import earlier_commit
from artisans.models import ImportBatch

# How often the page of an import at work asks again by itself; it needs no script for it.
SECONDS_BETWEEN_LOOKS = 4
ROWS_A_PAGE = 50
STEPS = (
    ("import_sheets", _("Lembar dan baris judul")),
    ("import_columns", _("Arti kolom")),
    ("import_detail", _("Ringkasan")),
    ("import_conflicts", _("Perbedaan dan kembar")),
    ("import_problems", _("Baris bermasalah")),
    ("import_sample", _("Contoh acak")),
    ("import_confirm", _("Simpan")),
)


def find_batch(pk: int) -> ImportBatch:
    """The batch with the people in it, or 404."""
    people = ("uploaded_by", "committed_by", "sample_seen_by", "undone_by")
    return get_object_or_404(ImportBatch.objects.select_related(*people), pk=pk)


def steps_of(batch: ImportBatch, name: str) -> dict[str, Any]:
    """The stepper of a page of the wizard: finished steps are links."""
    names = [step for step, _label in STEPS]
    here = names.index(name)
    steps = [
        {
            "label": label,
            "url": reverse(f"artisans:{step}", args=[batch.pk]),
            "state": "current" if position == here else "done" if position < here else "todo",
        }
        for position, (step, label) in enumerate(STEPS)
    ]
    return {
        "batch": batch,
        "steps": steps,
        "number": here + 1,
        "total": len(STEPS),
        "step_label": STEPS[here][1],
        "back_url": steps[here - 1]["url"] if here else reverse("artisans:import_list"),
        "next_url": steps[here + 1]["url"] if here + 1 < len(steps) else "",
    }


def elsewhere(
    request: HttpRequest, batch: ImportBatch, *also: ImportBatch.State
) -> HttpResponse | None:
    """The answer of a step that cannot be taken now: the wait, or the batch's own page."""
    if batch.state in WORKING:
        return waiting(request, batch)
    if batch.state not in {ImportBatch.State.CHECKED, *also}:
        return redirect(batch)
    return None


def waiting(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The progress of work in the background, which looks again by itself."""
    is_stalled = is_abandoned(batch, at=timezone.now())
    context = {
        **steps_of(batch, "import_detail"),
        "is_stalled": is_stalled,
        "earlier": earlier_commit(batch),
    }
    response = render(request, "artisans/import_wait.html", context)
    if not is_stalled:
        response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response
