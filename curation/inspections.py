"""The look at a sample: its sub-sector's checklist, answered bit by bit, finished once."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from curation import clock
from curation.models import (
    Checklist,
    ChecklistItem,
    Inspection,
    InspectionAnswer,
    Submission,
)
from curation.steps import lock
from curation.transitions import State
from dekranasda.accounts.models import User
from products.models import ProductVersion

INSPECTED_IN = (State.SUBMITTED, State.QUEUED, State.IN_REVIEW)


@dataclass(frozen=True)
class Answer:
    """One answer; an empty photograph leaves the one that is there."""

    result: str = ""
    note: str = ""
    photo: str = ""


def checklist_for(version: ProductVersion) -> Checklist | None:
    """The newest checklist for works of this craft."""
    return Checklist.objects.filter(crafts=version.craft_id).order_by("-version", "pk").first()


def inspection_of(submission: Submission) -> Inspection | None:
    """The inspection of the version at hand."""
    found = Inspection.objects.filter(submission=submission, version=submission.version_id)
    return found.select_related("checklist", "made_by").first()


@transaction.atomic
def begin(submission: Submission, *, by: User) -> Inspection:
    """The inspection of the version at hand, begun where there is none; its checklist is frozen.

    Raises ValidationError: «not_allowed», «wrong_state», «no_checklist».
    """
    if not by.is_secretariat:
        raise ValidationError(_("Hanya sekretariat yang memeriksa contoh."), code="not_allowed")
    locked = lock(submission)
    if known := inspection_of(locked):
        return known
    if locked.state not in INSPECTED_IN:
        raise ValidationError(_("Contoh diperiksa sebelum sidang dibuka."), code="wrong_state")
    checklist = checklist_for(locked.version)
    if checklist is None:
        raise ValidationError(
            _("Belum ada daftar periksa untuk kerajinan ini."), code="no_checklist"
        )
    at = clock.now()
    Checklist.objects.filter(pk=checklist.pk, frozen_at__isnull=True).update(frozen_at=at)
    return Inspection.objects.create(
        submission=locked,
        version=locked.version,
        checklist=checklist,
        made_by=by,
        started_at=at,
    )


def _open(inspection: Inspection) -> Inspection:
    locked = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    if locked.finished_at is not None:
        raise ValidationError(
            _("Pemeriksaan ini sudah selesai dan tidak berubah lagi."), code="finished"
        )
    return locked


@transaction.atomic
def save_answers(inspection: Inspection, answers: Mapping[ChecklistItem, Answer]) -> None:
    """Keeps what was answered so far. Raises ValidationError «finished»."""
    locked = _open(inspection)
    for item, given in answers.items():
        kept = {"result": given.result, "note": given.note.strip()}
        if given.photo:
            kept["photo"] = given.photo
        InspectionAnswer.objects.update_or_create(inspection=locked, item=item, defaults=kept)


def gaps_of(inspection: Inspection) -> list[tuple[ChecklistItem, str]]:
    """The questions that keep the inspection from being finished, each with what is missing."""
    given = {answer.item_id: answer for answer in inspection.answers.all()}
    gaps = []
    for item in inspection.checklist.items.all():
        answer = given.get(item.pk)
        if answer is None or not answer.result:
            gaps.append((item, str(_("Pilih jawabannya."))))
        elif (
            item.wants_photo
            and not answer.photo
            and answer.result != InspectionAnswer.Result.NOT_APPLICABLE
        ):
            gaps.append((item, str(_("Tambahkan fotonya."))))
    return gaps


@transaction.atomic
def finish(inspection: Inspection) -> None:
    """Closes the inspection; curators read its answers. Raises «finished», «missing»."""
    locked = _open(inspection)
    gaps = gaps_of(locked)
    if gaps:
        raise ValidationError(
            [ValidationError(f"{item.text}: {what}", code="missing") for item, what in gaps]
        )
    locked.finished_at = clock.now()
    locked.save(update_fields=["finished_at"])


def copy_of(checklist: Checklist) -> Checklist:
    """The next version of a checklist, which may be changed.

    Raises ValidationError «in_preparation» where there is one already.
    """
    with transaction.atomic():
        versions = list(Checklist.objects.select_for_update().filter(slug=checklist.slug))
        if any(one.frozen_at is None for one in versions):
            raise ValidationError(
                _("Daftar ini sudah punya versi yang sedang disiapkan."), code="in_preparation"
            )
        copy = Checklist.objects.create(
            slug=checklist.slug,
            version=max(one.version for one in versions) + 1,
            name=checklist.name,
            name_en=checklist.name_en,
        )
        copy.crafts.set(checklist.crafts.all())
        for item in checklist.items.all():
            item.pk, item.checklist = None, copy
            item._state.adding = True
            item.save()
    return copy
