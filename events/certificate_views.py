"""Certificates of attendance: given out, handed over as PDF, checked by anybody, taken back."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from events.calendar import days_line
from events.certificate_pdf import certificate_pdf, share_line
from events.certificates import found_by, issue_certificates, revoke
from events.models import Certificate, Event, Registration
from events.outcome_forms import RevokeForm


@role_required(Role.SECRETARIAT)
@require_POST
def issue_event_certificates(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Gives everybody who was there often enough a certificate."""
    event = get_object_or_404(Event.objects.managed_by(request.user), pk=pk)
    try:
        count = issue_certificates(event, by=request.user, on=timezone.localdate())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(count)s sertifikat baru terbit.") % {"count": count})
    return redirect("events:participant_list", pk=pk)


@role_required(Role.SECRETARIAT, Role.MENTOR)
@require_GET
def participant_certificate(request: AuthenticatedHttpRequest, code: str) -> FileResponse:
    """The certificate as PDF, to print for who has no phone."""
    mine = Registration.objects.managed_by(request.user)
    return _document(get_object_or_404(_certificates(), registration__in=mine, **_of(code)))


@require_GET
def own_certificate(request: AuthenticatedHttpRequest, code: str) -> FileResponse:
    """The artisan's own certificate as PDF."""
    own = Registration.objects.of_user(request.user)
    return _document(get_object_or_404(_certificates(), registration__in=own, **_of(code)))


def _certificates() -> QuerySet[Certificate]:
    return Certificate.objects.select_related(
        "registration__artisan", "registration__business", "registration__event", "issued_by"
    )


def _of(code: str) -> dict[str, str]:
    return {"registration__code": code.upper()}


def _document(certificate: Certificate) -> FileResponse:
    return FileResponse(
        certificate_pdf(certificate),
        content_type="application/pdf",
        filename=f"sertifikat-{certificate.check_code}.pdf",
    )


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def revoke_certificate(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Declares a certificate void, with a reason that its public page tells."""
    registration = get_object_or_404(
        Registration.objects.managed_by(request.user).select_related("artisan"),
        code=code.upper(),
        certificate__revoked_on=None,
        certificate__isnull=False,
    )
    back = reverse("events:participant_list", args=[registration.event_id])
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        revoke(registration, reason=reason, by=request.user, on=timezone.localdate())
        messages.success(request, _("Sertifikat dicabut."))
        return redirect(back)
    heading = _("Cabut sertifikat %(name)s") % {"name": registration.artisan.name}
    context = {"heading": heading, "form": form, "back_url": back}
    return render(request, "events/event_form.html", context)


@login_not_required
@require_safe
@rate_limit(action="verify", limit_get=True)  # type: ignore[untyped-decorator]
def verify_attendance(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate of attendance is real; only its code opens it."""
    certificate = found_by(code)
    event = certificate.registration.event if certificate else None
    context = {
        "code": code[:40],
        "certificate": certificate,
        "event": event,
        "days": days_line(event) if event else "",
        "share": share_line(certificate) if certificate else "",
        "breadcrumb": [
            (_("Beranda"), reverse("home")),
            (_("Periksa sertifikat"), reverse("curation:verify_search")),
            (code[:40], ""),
        ],
    }
    status = 200 if certificate else 404
    return render(request, "events/verify_attendance.html", context, status=status)
