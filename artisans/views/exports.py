"""Workbooks of the registry's list: small ones at once, large ones by the worker."""

from tempfile import TemporaryFile
from uuid import UUID

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from artisans.exporting import AT_ONCE, order_export, write_list
from artisans.lists import RegistryFilter, RegistryList
from artisans.models import RegistryExport
from artisans.saved_views import columns_of
from artisans.views.registry import READERS
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.lib.workbook import CONTENT_TYPE

SECONDS_BETWEEN_LOOKS = 3


@role_required(*READERS)
@require_POST
def export_list(request: AuthenticatedHttpRequest) -> HttpResponseBase:
    """A workbook of exactly what is narrowed, in the columns that are shown."""
    wanted = RegistryFilter.of_text(request.POST.get("kept", ""))
    columns = columns_of(request.user)
    found = RegistryList(request.user, wanted, today=timezone.localdate())
    if found.is_capped or found.total > AT_ONCE:
        export = order_export(request.user, wanted, columns, at=timezone.now())
        return redirect("artisans:export_detail", token=export.token)
    file = TemporaryFile()  # noqa: SIM115 the response closes it
    write_list(file, found, columns)
    file.seek(0)
    return _as_file(file)


def _as_file(file: object) -> FileResponse:
    name = f"registri-{timezone.localdate():%Y-%m-%d}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name)
    response["Content-Type"] = CONTENT_TYPE
    response["Cache-Control"] = "private, no-store"
    return response


@role_required(*READERS)
@require_GET
def export_detail(request: AuthenticatedHttpRequest, token: UUID) -> HttpResponse:
    """Whether the person's workbook is ready; looks again by itself while it is not."""
    export = _own(request, token)
    response = render(request, "artisans/export_detail.html", {"export": export})
    if export.state == RegistryExport.State.WORKING:
        response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


def _own(request: AuthenticatedHttpRequest, token: UUID) -> RegistryExport:
    """The person's own workbook while it is kept. Raises Http404."""
    kept = RegistryExport.objects.filter(by=request.user, expires_at__gt=timezone.now())
    return get_object_or_404(kept, token=token)


@role_required(*READERS)
@require_GET
def export_file(request: AuthenticatedHttpRequest, token: UUID) -> HttpResponseBase:
    """The workbook itself, for the person who ordered it."""
    export = _own(request, token)
    if export.state != RegistryExport.State.READY:
        raise Http404
    return _as_file(storages["private"].open(export.stored_name))
