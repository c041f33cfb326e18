"""Score sheets on paper: typed in by a clerk, counted only once their curator confirmed them."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from curation import clock, reviews
from curation.marks import Mark, gaps, refuse_out_of_range
from curation.models import Assignment, PaperSheet, Review
from curation.steps import lock
from curation.transitions import State
from dekranasda.accounts.models import Role, User


def may_enter(assignment: Assignment, user: User) -> bool:
    """Clerks of the secretariat who have no part in the round's panel."""
    if not user.has_role(Role.SECRETARIAT):
        return False
    return not assignment.submission.round.panel.filter(user=user).exists()


def waiting_for(user: User) -> QuerySet[PaperSheet]:
    """The sheets that this curator has to confirm, of works still under review."""
    return PaperSheet.objects.filter(
        state=PaperSheet.State.PENDING, assignment__in=Assignment.objects.to_score(user)
    ).select_related("assignment__submission__round", "assignment__version", "entered_by")


@transaction.atomic
def enter(
    assignment: Assignment,
    *,
    marks: Mapping[str, Mark],
    panel_note: str,
    scan: str,
    by: User,
) -> PaperSheet:
    """Keeps what a clerk typed from a curator's sheet, with the photograph of it, as pending.

    Raises ValidationError: «not_allowed», «wrong_state», «final», «pending», «scan_required», and
    what complete scores lack. No score counts or is drafted before the curator confirms.
    """
    held = refuse_closed(assignment, by=by)
    if not scan:
        raise ValidationError(_("Lampirkan foto lembarnya."), code="scan_required")
    criteria = list(held.submission.rubric.criteria.all())
    refuse_out_of_range(criteria, marks)
    if missing := gaps(criteria, marks):
        raise ValidationError(missing)
    return PaperSheet.objects.create(
        assignment=held,
        marks={one.code: [marks[one.code].value, marks[one.code].comment] for one in criteria},
        panel_note=panel_note.strip(),
        scan=scan,
        entered_by=by,
        entered_at=clock.now(),
    )


@transaction.atomic
def refuse_closed(assignment: Assignment, *, by: User) -> Assignment:
    """The assignment, locked, if a sheet may be typed in for it. Raises ValidationError."""
    work = lock(assignment.submission)
    held = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    held.submission = work
    if not may_enter(held, by):
        raise ValidationError(
            _("Lembar diketik oleh sekretariat yang bukan anggota panel."), code="not_allowed"
        )
    if work.state != State.IN_REVIEW or held.state != Assignment.State.ACTIVE:
        raise ValidationError(_("Karya ini tidak sedang dinilai."), code="wrong_state")
    if Review.objects.filter(assignment=held, finalised_at__isnull=False).exists():
        raise ValidationError(_("Kurator ini sudah mengirim penilaiannya."), code="final")
    if held.paper_sheets.filter(state=PaperSheet.State.PENDING).exists():
        raise ValidationError(_("Lembar untuk karya ini sudah menunggu kurator."), code="pending")
    return held


def marks_on(sheet: PaperSheet) -> dict[str, Mark]:
    """What the clerk typed, by the criterion's code."""
    return {code: Mark(value, comment) for code, (value, comment) in sheet.marks.items()}


@transaction.atomic
def confirm(
    sheet: PaperSheet, *, marks: Mapping[str, Mark], panel_note: str, by: User
) -> PaperSheet:
    """The curator takes the sheet, as typed or corrected, as the own complete scores.

    Raises ValidationError «not_yours», «settled», and as `reviews.save_review`.
    """
    held = _pending(sheet, by)
    reviews.save_review(held.assignment, by=by, marks=marks, panel_note=panel_note, complete=True)
    typed = marks_on(held)
    held.was_corrected = panel_note.strip() != held.panel_note or any(
        marks.get(code) != mark for code, mark in typed.items()
    )
    return _settle(held, PaperSheet.State.CONFIRMED, by)


@transaction.atomic
def refuse(sheet: PaperSheet, *, reason: str, by: User) -> PaperSheet:
    """The curator does not recognise the sheet. Raises also «reason_required»."""
    held = _pending(sheet, by)
    if not reason.strip():
        raise ValidationError(_("Tulis alasannya."), code="reason_required")
    held.reason = reason.strip()[:255]
    return _settle(held, PaperSheet.State.REFUSED, by)


def _pending(sheet: PaperSheet, by: User) -> PaperSheet:
    held = (
        PaperSheet.objects.select_for_update(of=("self",))
        .select_related("assignment__submission")
        .get(pk=sheet.pk)
    )
    if held.assignment.curator_id != by.pk:
        raise ValidationError(_("Karya ini tidak ditugaskan kepada Anda."), code="not_yours")
    if held.state != PaperSheet.State.PENDING:
        raise ValidationError(_("Lembar ini sudah diputuskan."), code="settled")
    return held


def _settle(held: PaperSheet, state: str, by: User) -> PaperSheet:
    held.state, held.settled_by, held.settled_at = state, by, clock.now()
    held.save()
    return held
