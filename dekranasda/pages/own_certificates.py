"""A maker's proofs: of works that passed and of trainings, with state, paper and how to share."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from curation import expiry
from curation.certificates import Standing, standing_of
from curation.models import Certificate, Suspension
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.accounts.models import User
from dekranasda.lib.schema_org import absolute
from dekranasda.templatetags.portal import tanggal, translated
from events.models import Certificate as TrainingCertificate

MOST = 100
LOOKS = {
    Standing.VALID: "passed",
    Standing.SUSPENDED: "review",
    Standing.EXPIRED: "closed",
    Standing.REVOKED: "failed",
}


@dataclass(frozen=True)
class Proof:
    """One certificate as the page shows it; `share_url` opens WhatsApp with its public page."""

    name: str
    number: str
    kind: str
    state: str
    validity: str
    pdf_url: str
    check_url: str
    share_url: str = ""
    renew_url: str = ""
    note: str = ""


@require_GET
def own_certificates(request: AuthenticatedHttpRequest) -> HttpResponse:
    """All certificates of the person, those of works first, the newest in front."""
    today = timezone.localdate()
    context = {
        "works": proofs_of_works(request.user, today),
        "trainings": proofs_of_trainings(request.user),
        "back_url": reverse("artisan_home"),
    }
    return render(request, "pages/own_certificates.html", context)


def proofs_of_works(user: User, today: date) -> list[Proof]:
    """Certificates of the person's works with their state today; two queries."""
    questions = Suspension.objects.open().filter(certificate=OuterRef("pk"))
    found = (
        Certificate.objects.filter(product__business__owner__user=user)
        .annotate(has_open_suspension=Exists(questions))
        .select_related("product")
    )
    due = expiry.to_renew(today).filter(product__business__owner__user=user)
    ending = set(due.values_list("pk", flat=True))
    return [_proof_of_work(one, today, is_ending=one.pk in ending) for one in found[:MOST]]


def _proof_of_work(certificate: Certificate, today: date, *, is_ending: bool) -> Proof:
    standing = standing_of(certificate, on=today)
    until = {"date": tanggal(certificate.valid_until)}
    texts: dict[Any, str] = {
        Standing.VALID: _("Berlaku sampai %(date)s.") % until,
        Standing.EXPIRED: _("Berlaku sampai %(date)s.") % until,
        Standing.SUSPENDED: _("Sedang ditinjau. Kami kabari hasilnya."),
        Standing.REVOKED: certificate.revoked_reason,
    }
    is_valid = standing == Standing.VALID
    address = absolute(certificate.get_absolute_url())
    text = _("%(name)s lolos kurasi. Periksa di sini: %(address)s")
    shared = text % {"name": certificate.work_name, "address": address}
    return Proof(
        certificate.work_name,
        certificate.number,
        "late" if is_valid and is_ending else LOOKS[standing],
        _("Segera berakhir") if is_valid and is_ending else str(standing.label),
        texts[standing],
        reverse("curation:certificate_pdf", args=[certificate.number]),
        certificate.get_absolute_url(),
        f"https://wa.me/?text={quote(shared)}" if is_valid else "",
        reverse("curation:renew", args=[certificate.product.code]) if is_ending else "",
    )


def proofs_of_trainings(user: User) -> list[Proof]:
    """Certificates of attendance of the person; one query."""
    found = TrainingCertificate.objects.filter(registration__artisan__user=user)
    related = found.select_related("registration__event").order_by("-issued_on", "-pk")
    return [_proof_of_training(one) for one in related[:MOST]]


def _proof_of_training(certificate: TrainingCertificate) -> Proof:
    is_void = certificate.revoked_on is not None
    title = translated(certificate.registration.event, "title")
    address = absolute(certificate.get_absolute_url())
    text = _("Saya mengikuti %(name)s. Periksa di sini: %(address)s")
    shared = text % {"name": title, "address": address}
    given = _("Diberikan %(date)s.") % {"date": tanggal(certificate.issued_on)}
    return Proof(
        title,
        certificate.number,
        "failed" if is_void else "passed",
        _("Dicabut") if is_void else _("Berlaku"),
        certificate.revoked_reason if is_void else given,
        reverse("events:own_certificate", args=[certificate.registration.code]),
        certificate.get_absolute_url(),
        "" if is_void else f"https://wa.me/?text={quote(shared)}",
    )
