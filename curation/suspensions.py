"""A certificate in doubt: suspended at once, answered by the maker, then lifted or revoked by two.

Source: the catalogue's machine of the curation workflow. What the public sees changes through
`products.publication` alone, in the same transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import certificates, clock, complaints, messages
from curation.actors import may_hear_appeal
from curation.deadlines import last_day
from curation.models import Certificate, Complaint, Suspension
from dekranasda.accounts.models import User
from products.models import Product
from products.publication import HAS_PAGE, resume
from products.publication import suspend as hide
from products.publication import withdraw as take_out

ANSWER_DAYS = 14
APPEAL_WINDOW = timedelta(days=14)


def _require(holds: bool, code: str, text: object) -> None:
    if not holds:
        raise ValidationError(text, code=code)  # type: ignore[arg-type]  # lazy text


@contextmanager
def _locked(suspension: Suspension) -> Iterator[Suspension]:
    """The suspension as it stands, locked; saved at the end, the given one brought up to date."""
    with transaction.atomic():
        locked = (
            Suspension.objects.select_for_update(of=("self",))
            .select_related("certificate__product__business__owner__user", "certificate__decision")
            .get(pk=suspension.pk)
        )
        yield locked
        locked.save()
    suspension.refresh_from_db()


@transaction.atomic
def suspend(
    certificate: Certificate, *, reason: str, by: User, complaint: Complaint | None = None
) -> Suspension:
    """Puts a certificate aside and hides its work at once; the maker is told why and may answer.

    Raises ValidationError: «not_allowed», «reason_required», «already_revoked»,
    «already_suspended», «already_settled».
    """
    complaints.require_secretariat(by)
    _require(bool(reason.strip()), "reason_required", _("Tulis alasannya; pembuat membacanya."))
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    _require(locked.revoked_at is None, "already_revoked", _("Sertifikat ini sudah dicabut."))
    _require(
        not Suspension.objects.open().filter(certificate=locked).exists(),
        "already_suspended",
        _("Sertifikat ini sudah ditangguhkan."),
    )
    at = clock.now()
    suspension = Suspension.objects.create(
        certificate=locked,
        complaint=complaint,
        reason=reason.strip(),
        started_by=by,
        started_at=at,
        answer_due_at=clock.end_of_day_after(at, days=ANSWER_DAYS),
    )
    if complaint is not None:
        complaints.settle(complaint, Complaint.Outcome.SUSPENDED, note=reason, by=by)
    product = locked.product
    if product.certificate_number == locked.number and product.state in HAS_PAGE:
        hide(product, reason=suspension.reason)
    _tell(suspension, "suspended")
    return suspension


def answer(suspension: Suspension, *, text: str, by: User) -> None:
    """The maker's answer, once. Raises ValidationError: «reason_required», «already_answered»,
    «already_decided», «too_late»."""
    with _locked(suspension) as locked:
        _require(bool(text.strip()), "reason_required", _("Tulis tanggapan Anda."))
        _require(not locked.outcome, "already_decided", _("Penangguhan ini sudah diputus."))
        _require(locked.answered_at is None, "already_answered", _("Anda sudah menanggapi sekali."))
        at = clock.now()
        _require(
            at < locked.answer_due_at,
            "too_late",
            _("Tenggatnya sudah lewat. Hubungi sekretariat bila masih ada yang perlu disampaikan."),
        )
        locked.answer = text.strip()
        locked.answered_by = by
        locked.answered_at = at


def lift(suspension: Suspension, *, reason: str, by: User) -> None:
    """Ends a suspension in the maker's favour; the work is shown again.

    Raises ValidationError: «not_allowed», «reason_required», «already_decided».
    """
    complaints.require_secretariat(by)
    with _locked(suspension) as locked:
        _decide(locked, Suspension.Outcome.LIFTED, reason=reason, by=by)
        _show_again(locked.certificate, at=_at(locked.decided_at))
        _tell(locked, "suspension_lifted")


def may_propose(suspension: Suspension, *, at: datetime) -> bool:
    """Whether a revocation may be proposed: the maker was heard, or let the deadline pass."""
    return (
        not suspension.outcome
        and suspension.proposed_at is None
        and (suspension.answered_at is not None or at >= suspension.answer_due_at)
    )


def propose_revocation(suspension: Suspension, *, reason: str, by: User) -> None:
    """The first of two persons. The reason is what the public will read.

    Raises ValidationError: «not_allowed», «reason_required», «already_proposed»,
    «already_decided», «not_heard».
    """
    complaints.require_secretariat(by)
    with _locked(suspension) as locked:
        at = clock.now()
        _require(bool(reason.strip()), "reason_required", _("Tulis alasan pencabutan."))
        _require(not locked.outcome, "already_decided", _("Penangguhan ini sudah diputus."))
        _require(locked.proposed_at is None, "already_proposed", _("Pencabutan sudah diusulkan."))
        _require(
            may_propose(locked, at=at),
            "not_heard",
            _("Tunggu tanggapan pembuat, atau sampai tenggatnya lewat."),
        )
        locked.revocation_reason = reason.strip()[:255]
        locked.proposed_by = by
        locked.proposed_at = at


def confirm_revocation(suspension: Suspension, *, by: User) -> None:
    """The second of two persons: the certificate is void, the work leaves for good.

    Raises ValidationError: «not_allowed», «not_proposed», «already_decided», «second_person».
    """
    complaints.require_secretariat(by)
    with _locked(suspension) as locked:
        _require(locked.proposed_at is not None, "not_proposed", _("Pencabutan belum diusulkan."))
        _require(
            locked.proposed_by_id != by.pk,
            "second_person",
            _("Anda yang mengusulkan; orang lain harus menetapkan."),
        )
        _decide(locked, Suspension.Outcome.REVOKED, reason=locked.revocation_reason, by=by)
        certificates.revoke(
            locked.certificate,
            reason=locked.revocation_reason,
            proposed_by=locked.proposed_by,  # type: ignore[arg-type]  # stands with proposed_at
            by=by,
            at=_at(locked.decided_at),
        )
        _tell(locked, "revoked")


def may_appeal(suspension: Suspension, *, at: datetime) -> bool:
    """Whether the maker may still object to the revocation: once, within 14 days."""
    return (
        suspension.outcome == Suspension.Outcome.REVOKED
        and suspension.appealed_at is None
        and at < _at(suspension.decided_at) + APPEAL_WINDOW
    )


def appeal(suspension: Suspension, *, statement: str, by: User) -> None:
    """The maker objects to the revocation. Raises «reason_required», «too_late»."""
    with _locked(suspension) as locked:
        at = clock.now()
        _require(bool(statement.strip()), "reason_required", _("Jelaskan apa yang keliru."))
        _require(
            may_appeal(locked, at=at),
            "too_late",
            _("Keberatan diajukan sekali, paling lambat 14 hari setelah pencabutan."),
        )
        locked.appeal = statement.strip()
        locked.appealed_by = by
        locked.appealed_at = at


def may_hear(user: User, suspension: Suspension, *, on: date) -> bool:
    """Whether the person may rule on the objection: no part in the case, no part in the judging."""
    submission = suspension.certificate.decision.submission
    part = {suspension.started_by_id, suspension.proposed_by_id, suspension.decided_by_id}
    return (
        suspension.appealed_at is not None
        and not suspension.appeal_outcome
        and user.pk not in part
        and may_hear_appeal(user, submission, on=on)
    )


def rule(suspension: Suspension, *, upheld: bool, reason: str, by: User) -> None:
    """The ruling on an objection; where it is upheld, certificate and work are valid again.

    Raises ValidationError: «not_allowed», «reason_required».
    """
    with _locked(suspension) as locked:
        at = clock.now()
        _require(
            may_hear(by, locked, on=timezone.localdate(at)),
            "not_allowed",
            _("Keberatan ini diputus oleh orang yang tidak ikut menilai atau mencabut."),
        )
        _require(bool(reason.strip()), "reason_required", _("Tulis alasan; pembuat membacanya."))
        outcomes = Suspension.AppealOutcome
        locked.appeal_outcome = outcomes.UPHELD if upheld else outcomes.DISMISSED
        locked.appeal_reason = reason.strip()
        locked.appeal_decided_by = by
        locked.appeal_decided_at = at
        if upheld:
            certificates.restore(locked.certificate)
            _show_again(locked.certificate, at=at)
        _tell(locked, "revocation_ruled")


def _decide(locked: Suspension, outcome: Suspension.Outcome, *, reason: str, by: User) -> None:
    _require(bool(reason.strip()), "reason_required", _("Tulis alasannya; pembuat membacanya."))
    _require(not locked.outcome, "already_decided", _("Penangguhan ini sudah diputus."))
    locked.outcome = outcome
    locked.outcome_reason = reason.strip()[:255]
    locked.decided_by = by
    locked.decided_at = clock.now()
    # Saved here, so that what follows sees the certificate free of its suspension.
    locked.save()


def _show_again(certificate: Certificate, *, at: datetime) -> None:
    """Shows the work of a cleared certificate, where its maker still lets it be shown."""
    product = certificate.product
    hidden = {Product.State.SUSPENDED, Product.State.WITHDRAWN}
    if product.certificate_number != certificate.number or product.state not in hidden:
        return
    if not certificates.may_show(certificate):
        if product.state == Product.State.SUSPENDED:
            take_out(product, reason=str(_("Pembuatnya tidak lagi ingin tampil.")))
        return
    if product.state == Product.State.SUSPENDED:
        resume(product, on=timezone.localdate(at))
    elif certificate.valid_until >= timezone.localdate(at):
        certificates.show(certificate, at=at)


def _at(moment: datetime | None) -> datetime:
    if moment is None:
        raise AssertionError("a decided suspension has its moment")
    return moment


def _tell(suspension: Suspension, template: str) -> None:
    """Writes to the maker; each step of a suspension is told once."""
    messages.tell_maker(
        suspension.certificate.decision.submission,
        template,
        key=f"curation:{template}:{suspension.pk}",
        suspension=suspension,
        certificate=suspension.certificate,
        answer_until=last_day(suspension.answer_due_at),
    )
