"""The registers of the office: decisions made known and certificates, as lists and workbooks."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from curation.certificates import Standing, standing_of
from curation.models import Certificate, Decision, Suspension
from dekranasda.lib.workbook import Cell, Sheet
from dekranasda.templatetags.portal import translated


def decisions(*, text: str = "", round: str = "", outcome: str = "") -> QuerySet[Decision]:
    """Every decision that was made known, the newest in front; nothing before its release."""
    found = Decision.objects.filter(released_at__isnull=False).select_related(
        "submission__round",
        "submission__product__business__owner",
        "version",
        "proposed_by",
        "signed_by",
        "released_by",
        "certificate",
    )
    if round:
        found = found.filter(submission__round__slug=round)
    if outcome:
        found = found.filter(outcome=outcome)
    for word in text.split():
        found = found.filter(
            Q(submission__code__icontains=word)
            | Q(letter_number__icontains=word)
            | Q(version__name__icontains=word)
            | Q(submission__product__business__name__icontains=word)
            | Q(submission__product__business__owner__name__icontains=word)
        )
    return found.order_by("-released_at", "-pk")


def certificates(
    *, on: date, text: str = "", standing: str = "", grade: str = ""
) -> QuerySet[Certificate]:
    """Every certificate that was issued, the newest in front."""
    suspended = Suspension.objects.open().filter(certificate=OuterRef("pk"))
    found = Certificate.objects.select_related(
        "issued_by", "decision__submission__round", "revoked_by"
    ).annotate(has_open_suspension=Exists(suspended))
    stands = Q(revoked_at__isnull=True)
    free = stands & Q(has_open_suspension=False)
    wanted = {
        Standing.REVOKED: ~stands,
        Standing.SUSPENDED: stands & Q(has_open_suspension=True),
        Standing.EXPIRED: free & Q(valid_until__lt=on),
        Standing.VALID: free & Q(valid_until__gte=on),
    }
    if standing in wanted:
        found = found.filter(wanted[Standing(standing)])
    if grade:
        found = found.filter(grade=grade)
    for word in text.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(work_name__icontains=word)
            | Q(holder_name__icontains=word)
            | Q(business_name__icontains=word)
        )
    return found.order_by("-issued_on", "-pk")


def decision_sheet(found: QuerySet[Decision]) -> Sheet:
    """The register of decisions as a sheet of typed cells."""
    return Sheet(_("Keputusan"), _decision_headings(), _decision_rows(found))


def _decision_headings() -> Sequence[str]:
    return (
        _("Nomor surat"),
        _("Kode"),
        _("Karya"),
        _("Perajin"),
        _("Usaha"),
        _("Periode"),
        _("Keputusan"),
        _("Kelas"),
        _("Nilai panel"),
        _("Kelas hitungan"),
        _("Alasan berbeda"),
        _("Diusulkan oleh"),
        _("Ditandatangani oleh"),
        _("Diumumkan oleh"),
        _("Diumumkan pada"),
        _("Berlaku sampai"),
        _("Sertifikat"),
        _("Diganti karena"),
    )


def _decision_rows(found: QuerySet[Decision]) -> Iterator[Sequence[Cell]]:
    for one in found.iterator(chunk_size=500):
        business = one.submission.product.business
        yield (
            one.letter_number,
            one.submission.code,
            one.version.name,
            business.owner.name,
            business.name,
            translated(one.submission.round, "title"),
            one.get_outcome_display(),
            one.grade,
            one.total,
            one.computed_grade,
            one.justification,
            one.proposed_by.full_name,
            one.signed_by.full_name if one.signed_by else "",
            one.released_by.full_name if one.released_by else "",
            one.released_at,
            one.valid_until,
            certificate_number(one),
            one.superseded_reason,
        )


def certificate_number(decision: Decision) -> str:
    """The number of the certificate that the decision led to; empty where there is none."""
    found = getattr(decision, "certificate", None)
    return found.number if found else ""


def certificate_sheet(found: QuerySet[Certificate], *, on: date) -> Sheet:
    """The register of certificates as a sheet of typed cells."""
    headings = (
        _("Nomor"),
        _("Karya"),
        _("Pemegang"),
        _("Usaha"),
        _("Kelas"),
        _("Terbit"),
        _("Berlaku sampai"),
        _("Keadaan"),
        _("Diterbitkan oleh"),
        _("Dicabut pada"),
        _("Alasan dicabut"),
    )
    return Sheet(_("Sertifikat"), headings, _certificate_rows(found, on))


def _certificate_rows(found: QuerySet[Certificate], on: date) -> Iterator[Sequence[Cell]]:
    for one in found.iterator(chunk_size=500):
        yield (
            one.number,
            one.work_name,
            one.holder_name,
            one.business_name,
            one.grade,
            one.issued_on,
            one.valid_until,
            str(standing_of(one, on=on).label),
            one.issued_by.full_name,
            one.revoked_at,
            one.revoked_reason,
        )
