"""Mentoring visits: recorded once, with a photograph where there is one; corrected in the open."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from artisans.models import Business, MentoringNote, MentoringPlan, MentoringTarget, MentoringVisit
from dekranasda.accounts.models import User
from dekranasda.lib import images

FIELDS = ("visited_on", "findings", "action", "next_visit_on")


def record_visit(
    business: Business,
    *,
    by: User,
    at: datetime,
    token: UUID,
    photo: bytes = b"",
    targets: Iterable[MentoringTarget] = (),
    **fields: Any,
) -> MentoringVisit:
    """The visit, saved; the same form sent twice is the first visit, with what was sent last.

    A phone that lost the signal sends again, perhaps after a word was mended: nothing is lost and
    nothing stands twice. Raises images.ImageRefused or photo_store.StorageRefused for a photograph
    that cannot be kept, and ValidationError («token_taken») for another person's form.
    """
    chosen = list(targets)
    visit = MentoringVisit(
        business=business,
        mentor=by,
        form_token=token,
        recorded_at=at,
        plan=_plan_of(business, chosen, by),
        photo_sha256=stored(photo),
        **fields,
    )
    try:
        with transaction.atomic():
            visit.save()
            visit.targets.set(chosen)
    except IntegrityError:
        return _sent_again(visit, chosen, at=at)
    return visit


def stored(photo: bytes) -> str:
    """The digest of the photograph, cleaned and stored; empty without one."""
    return images.store(images.clean(photo)).sha256 if photo else ""


def _plan_of(business: Business, targets: list[MentoringTarget], by: User) -> MentoringPlan | None:
    if targets:
        return targets[0].plan
    plans = MentoringPlan.objects.open().filter(business=business)
    return plans.filter(mentor=by).first() or plans.first()


def _sent_again(
    sent: MentoringVisit, targets: list[MentoringTarget], *, at: datetime
) -> MentoringVisit:
    known = MentoringVisit.objects.filter(
        form_token=sent.form_token, mentor=sent.mentor, business=sent.business
    ).first()
    if known is None:
        raise ValidationError(
            _("Isian ini sudah dipakai untuk kunjungan lain. Buka lagi halaman kunjungan."),
            code="token_taken",
        )
    fields = {name: getattr(sent, name) for name in FIELDS}
    is_same = all(getattr(known, name) == value for name, value in fields.items())
    if (is_same and sent.photo_sha256 in ("", known.photo_sha256)) or not known.is_editable_by(
        sent.mentor, at=at
    ):
        return known
    return change_visit(known, photo_sha256=sent.photo_sha256, targets=targets, **fields)


def change_visit(
    visit: MentoringVisit,
    *,
    photo_sha256: str = "",
    targets: Iterable[MentoringTarget] = (),
    **fields: Any,
) -> MentoringVisit:
    """The visit with its author's new words; the audit trail keeps the old ones.

    Callers take the visit from `editable_by`: after 48 hours there is `add_note` instead.
    """
    with transaction.atomic(), pghistory.context(reason="Perubahan oleh penulisnya"):
        visit = MentoringVisit.objects.select_for_update().get(pk=visit.pk)
        for name, value in fields.items():
            setattr(visit, name, value)
        visit.photo_sha256 = photo_sha256 or visit.photo_sha256
        visit.save()
        visit.targets.set(targets)
    return visit


def add_note(visit: MentoringVisit, *, text: str, by: User, at: datetime) -> MentoringNote:
    """A correction that stands below the visit from now on; the visit itself stays as it was."""
    return MentoringNote.objects.create(visit=visit, text=text, written_by=by, written_at=at)
