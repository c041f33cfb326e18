"""Mentoring visits: recorded once, with a photograph where there is one."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from artisans.models import Business, MentoringVisit
from dekranasda.accounts.models import User
from dekranasda.lib import images


def record_visit(
    business: Business, *, by: User, token: UUID, photo: bytes = b"", **fields: Any
) -> MentoringVisit:
    """The visit, saved; the same form sent twice gives the first visit again.

    Raises images.ImageRefused or photo_store.StorageRefused for a photograph that cannot be kept.
    """
    visit = MentoringVisit(business=business, mentor=by, form_token=token, **fields)
    if photo:
        visit.photo_sha256 = images.store(images.clean(photo)).sha256
    try:
        with transaction.atomic():
            visit.save()
    except IntegrityError:
        return MentoringVisit.objects.get(form_token=token, mentor=by)
    return visit
