"""The first steps of an import: which sheets and headings, and what the columns mean."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from artisans.forms.import_layout import ColumnsForm, ProfileForm, SheetForm
from artisans.imports import profiles, wizard
from artisans.imports.messages import REFUSALS
from artisans.imports.staging import earlier_commit
from artisans.models import ImportBatch, ImportProfile
from artisans.views.import_steps import elsewhere, find_batch, steps_of
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role

REFUSED = ImportBatch.State.REFUSED


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def import_sheets(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Which sheets are used, and where their headings stand."""
    batch = find_batch(pk)
    sheets = batch.mapping.get("sheets", ())
    if (answer := elsewhere(request, batch, REFUSED)) or not sheets:
        return answer or redirect(batch)
    sent = request.POST if request.method == "POST" else None
    forms = [SheetForm(sent, sheet=sheet, prefix=f"l{n}") for n, sheet in enumerate(sheets)]
    if sent is not None and not [form for form in forms if not form.is_valid()]:
        return _guide(request, batch, lambda said: _with_sheets(said, forms), "import_columns")
    context = {
        "forms": [(form, REFUSALS.get(form.sheet["skipped"], "")) for form in forms],
        "earlier": earlier_commit(batch),
        **steps_of(batch, "import_sheets"),
    }
    status = 200 if sent is None else 422
    return render(request, "artisans/import_sheets.html", context, status=status)


def _with_sheets(guidance: dict[str, Any], forms: list[SheetForm]) -> dict[str, Any]:
    for form in forms:
        name, said = form.sheet["name"], form.said
        if said.get("is_used") is False:
            guidance[name] = said
        elif said:
            before = guidance.get(name, {})
            if "header_row" in said:
                before.pop("columns", None)
            guidance[name] = before | said
    return guidance


def _guide(
    request: AuthenticatedHttpRequest, batch: ImportBatch, change: Any, following: str
) -> HttpResponse:
    """Takes what was said; goes on, or to the wait where the file is checked anew."""
    try:
        is_checked_again = wizard.guide(batch, change, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(batch)
    if is_checked_again:
        messages.info(request, _("Berkas diperiksa ulang dengan pilihan Anda."))
    return redirect(f"artisans:{following}", batch.pk)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def import_columns(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What each column means, with samples; kept as a profile if it gets a name."""
    batch = find_batch(pk)
    sets = profiles.heading_sets(batch)
    if (answer := elsewhere(request, batch, REFUSED)) or not sets:
        return answer or redirect("artisans:import_sheets", pk)
    sent = request.POST if request.method == "POST" else None
    forms = [
        ColumnsForm(sent, columns=columns, sheets=names, prefix=f"k{n}")
        for n, (names, columns) in enumerate(sets)
    ]
    profile = ProfileForm(sent)
    if sent is not None and not [form for form in (*forms, profile) if not form.is_valid()]:
        if name := profile.cleaned_data["profile"]:
            wizard.save_profile(name, _profile(forms), by=request.user, at=timezone.now())
            messages.success(request, _("Profil “%(name)s” tersimpan.") % {"name": name})
        return _guide(request, batch, lambda said: _with_columns(said, forms), "import_detail")
    context = {
        "forms": forms,
        "profile": profile,
        "offers": profiles.fitting_profiles(batch),
        **steps_of(batch, "import_columns"),
    }
    status = 200 if sent is None else 422
    return render(request, "artisans/import_columns.html", context, status=status)


def _with_columns(guidance: dict[str, Any], forms: list[ColumnsForm]) -> dict[str, Any]:
    for form in forms:
        read = {str(column["index"]): column["field"] for column in form.columns}
        if form.cleaned_data != read:
            for name in form.sheets:
                guidance[name] = guidance.get(name, {}) | {"columns": form.cleaned_data}
    return guidance


def _profile(forms: list[ColumnsForm]) -> dict[str, str]:
    return profiles.profile_of(
        [
            (
                form.sheets,
                [
                    {**column, "field": form.cleaned_data[str(column["index"])]}
                    for column in form.columns
                ],
            )
            for form in forms
        ]
    )


@role_required(Role.SECRETARIAT)
@require_POST
def use_import_profile(request: AuthenticatedHttpRequest, pk: int, profile: int) -> HttpResponse:
    """Reads the columns as a profile has them."""
    batch = find_batch(pk)
    found = get_object_or_404(ImportProfile, pk=profile)
    columns = profiles.columns_by(found, batch)

    def change(guidance: dict[str, Any]) -> dict[str, Any]:
        return guidance | {
            name: guidance.get(name, {}) | {"columns": said} for name, said in columns.items()
        }

    return _guide(request, batch, change, "import_columns")
