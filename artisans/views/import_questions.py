"""Differences between list and registry, and possible twins: by rule, then one by one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.forms.imports import ChoiceForm, ConflictForm
from artisans.imports import wizard
from artisans.imports.differences import FIELDS, WRITABLE
from artisans.imports.presenting import conflict_texts, match_facts, row_facts
from artisans.models import ImportBatch, ImportConflict, ImportMatch
from artisans.views.import_steps import ROWS_A_PAGE, elsewhere, find_batch, steps_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

RULES = [("new", ""), ("keep", ""), ("", "")]


def conflicts_of(batch: ImportBatch) -> QuerySet[ImportConflict]:
    """The batch's conflicts with what their pages print."""
    return batch.conflicts.select_related(
        "row__business__owner", "first_row", "decided_by"
    ).order_by("pk")


@role_required(Role.SECRETARIAT)
@require_GET
def import_conflicts(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The differences grouped by field, with one decision for each; and the possible twins."""
    batch = find_batch(pk)
    if answer := elsewhere(request, batch):
        return answer
    matches = batch.matches.select_related("row", "business__owner", "first_row", "decided_by")
    page = Paginator(matches.order_by("pk"), ROWS_A_PAGE).get_page(request.GET.get("hal"))
    context = {
        "rules": _rules(batch),
        "page": page,
        "open_matches": batch.matches.filter(choice="").count(),
        "left": batch.conflicts.filter(choice="", lock="").count(),
        **steps_of(batch, "import_conflicts"),
    }
    return render(request, "artisans/import_conflicts.html", context)


def _rules(batch: ImportBatch) -> list[dict[str, Any]]:
    free = Q(lock="")
    counted = {
        row["field"]: row
        for row in batch.conflicts.order_by()
        .values("field")
        .annotate(
            count=Count("pk", filter=free),
            locked=Count("pk", filter=~free),
            new=Count("pk", filter=free & Q(choice__in=ImportConflict.OVERWRITING)),
            kept=Count("pk", filter=free & Q(choice="keep")),
            open=Count("pk", filter=free & Q(choice="")),
        )
    }
    return [
        {"label": spec.label, **counted[name]} for name, spec in FIELDS.items() if name in counted
    ]


@role_required(Role.SECRETARIAT)
@require_POST
def rule_import_conflicts(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One decision for all differences of a field; or opens them, to be seen one by one."""
    batch = find_batch(pk)
    form = ChoiceForm(request.POST, choices=RULES, is_required=False)
    field = request.POST.get("field", "")
    if not form.is_valid() or field not in FIELDS:
        messages.error(request, _("Pilihan ini tidak ada. Pilih salah satu."))
        return redirect("artisans:import_conflicts", pk)
    choice = form.cleaned_data["choice"]
    try:
        count = wizard.decide_rule(batch, field, choice, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(batch)
    first = batch.conflicts.filter(field=field, lock="").order_by("pk").first()
    if not choice and first:
        return redirect("artisans:import_conflict", pk, first.pk)
    messages.success(request, _("%(count)s perbedaan diputuskan.") % {"count": count})
    return redirect("artisans:import_conflicts", pk)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def import_conflict(request: AuthenticatedHttpRequest, pk: int, conflict: int) -> HttpResponse:
    """One difference: old, new, result; with the ones before and after it."""
    batch = find_batch(pk)
    if answer := elsewhere(request, batch):
        return answer
    found = get_object_or_404(conflicts_of(batch), pk=conflict)
    same = batch.conflicts.filter(field=found.field, lock="").order_by("pk")
    sent = request.POST if request.method == "POST" else None
    form = ConflictForm(sent, longest=WRITABLE.get(found.field, 0), initial=_asked(found))
    if sent is not None and form.is_valid():
        try:
            wizard.decide_conflict(found, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            following = same.filter(pk__gt=found.pk).first()
            if following:
                return redirect("artisans:import_conflict", pk, following.pk)
            return redirect("artisans:import_conflicts", pk)
    context = {
        "conflict": found,
        "form": form,
        "facts": row_facts(found),
        "position": same.filter(pk__lte=found.pk).count(),
        "count": same.count(),
        "left": same.filter(choice="").count(),
        "previous": same.filter(pk__lt=found.pk).last(),
        "following": same.filter(pk__gt=found.pk).first(),
        **conflict_texts(found),
        **steps_of(batch, "import_conflicts"),
    }
    status = 200 if sent is None else 422
    return render(request, "artisans/import_conflict.html", context, status=status)


def _asked(conflict: ImportConflict) -> dict[str, str]:
    """What the form shows at first; a text of one's own begins with the new one."""
    return {"choice": conflict.choice, "own": conflict.own or conflict.new}


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def import_match(request: AuthenticatedHttpRequest, pk: int, match: int) -> HttpResponse:
    """Whether a row is a business that it resembles."""
    batch = find_batch(pk)
    if answer := elsewhere(request, batch):
        return answer
    related = ("row", "business__owner", "business__village", "first_row", "decided_by")
    matches = batch.matches.select_related(*related).order_by("pk")
    found = get_object_or_404(matches, pk=match)
    sent = request.POST if request.method == "POST" else None
    form = ChoiceForm(sent, choices=ImportMatch.Choice.choices, initial={"choice": found.choice})
    following = matches.filter(pk__gt=found.pk, choice="").first()
    if sent is not None and form.is_valid():
        try:
            wizard.decide_match(
                found,
                form.cleaned_data["choice"],
                by=request.user,
                at=timezone.now(),
                today=timezone.localdate(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if following:
                return redirect("artisans:import_match", pk, following.pk)
            return redirect("artisans:import_conflicts", pk)
    context = {
        "match": found,
        "form": form,
        "facts": match_facts(found),
        "left": batch.matches.filter(choice="").count(),
        "previous": matches.filter(pk__lt=found.pk).last(),
        "following": matches.filter(pk__gt=found.pk).first(),
        **steps_of(batch, "import_conflicts"),
    }
    status = 200 if sent is None else 422
    return render(request, "artisans/import_match.html", context, status=status)
