"""Registers at the desk: narrowed, printed, and as workbooks for whoever may take them along."""

import io

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from curation import clock, registers
from curation.certificates import standing_of
from curation.forms import CertificateFilterForm, DecisionFilterForm
from curation.models import Round
from curation.views.public import KINDS
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib.workbook import CONTENT_TYPE, Sheet, write_workbook

ROWS = 50
READERS = (Role.SECRETARIAT, Role.LEADER)
EXPORTS = permission_required("curation.export_decision", raise_exception=True)


def _trail(title: str) -> list[tuple[str, str]]:
    return [(_("Kurasi"), reverse("curation:round_list")), (title, "")]


@role_required(*READERS)
@require_GET
def decision_register(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Every decision that was made known."""
    form = DecisionFilterForm(request.GET, rounds=Round.objects.public())
    found = registers.decisions(**form.wanted())
    page = Paginator(found, ROWS).get_page(request.GET.get("hal"))
    context = {
        "form": form,
        "page": page,
        "rows": [(one, registers.certificate_number(one)) for one in page.object_list],
        "can_export": request.user.has_perm("curation.export_decision"),
        "breadcrumb": _trail(_("Register keputusan")),
    }
    return render(request, "curation/decision_register.html", context)


@role_required(*READERS)
@require_GET
def certificate_register(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Every certificate that was issued."""
    on = timezone.localdate(clock.now())
    form = CertificateFilterForm(request.GET)
    found = registers.certificates(on=on, **form.wanted())
    page = Paginator(found, ROWS).get_page(request.GET.get("hal"))
    rows = []
    for one in page.object_list:
        standing = standing_of(one, on=on)
        rows.append((one, KINDS[standing], standing.label))
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "can_suspend": request.user.is_secretariat,
        "can_export": request.user.has_perm("curation.export_decision"),
        "breadcrumb": _trail(_("Register sertifikat")),
    }
    return render(request, "curation/certificate_register.html", context)


@role_required(*READERS)
@require_GET
@EXPORTS
def decision_workbook(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The narrowed register of decisions as .xlsx."""
    form = DecisionFilterForm(request.GET, rounds=Round.objects.public())
    found = registers.decisions(**form.wanted())
    return _as_file("keputusan", registers.decision_sheet(found))


@role_required(*READERS)
@require_GET
@EXPORTS
def certificate_workbook(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The narrowed register of certificates as .xlsx."""
    on = timezone.localdate(clock.now())
    found = registers.certificates(on=on, **CertificateFilterForm(request.GET).wanted())
    return _as_file("sertifikat", registers.certificate_sheet(found, on=on))


def _as_file(name: str, sheet: Sheet) -> HttpResponse:
    file = io.BytesIO()
    write_workbook(file, [sheet])
    response = HttpResponse(file.getvalue(), content_type=CONTENT_TYPE)
    name = f"register-{name}-{timezone.localdate():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
