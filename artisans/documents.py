"""Documents that are handed in, kept privately; and the papers of centres and associations."""

import secrets
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from artisans.models import Association, CraftCentre, GroupDocument
from dekranasda.accounts.models import User
from dekranasda.lib import images

MOST_DOCUMENT_BYTES = 10 * 1024 * 1024
MOST_OF_GROUP = 30
PDF_MARK = b"%PDF-"
PDF_MARK_WITHIN = 1024


def store_document(raw: bytes, name: str = "", *, folder: str) -> str:
    """Keeps a PDF as it is or a photograph made anew, and returns its name in private storage.

    Raises ValidationError: «document_too_big», «not_document», and what images.clean raises for
    a photograph.
    """
    if len(raw) > MOST_DOCUMENT_BYTES:
        raise ValidationError(
            _("Berkas ini lebih besar dari 10 MB. Kecilkan, atau kirim fotonya."),
            code="document_too_big",
        )
    kind, content = "pdf", raw
    if PDF_MARK not in raw[:PDF_MARK_WITHIN]:
        kind, content = "jpg", _photograph(raw, name)
    token = secrets.token_hex(16)
    path = f"{folder}/{token[:2]}/{token}.{kind}"
    return storages["private"].save(path, ContentFile(content))


def _photograph(raw: bytes, name: str) -> bytes:
    try:
        return images.clean(raw, name).master
    except images.ImageRefused as error:
        if error.code != "not_photo":
            raise
        raise ValidationError(
            _("Berkas ini bukan PDF atau foto. Pilih PDF, atau foto dokumennya."),
            code="not_document",
        ) from None


def add_document(
    group: CraftCentre | Association,
    document: GroupDocument,
    *,
    raw: bytes,
    name: str,
    by: User,
    at: datetime,
) -> GroupDocument:
    """Keeps a file with the words of an unsaved `document` for the centre or association.

    Raises ValidationError: «too_many», and what `store_document` raises.
    """
    with transaction.atomic():
        type(group)._default_manager.select_for_update(of=("self",)).get(pk=group.pk)
        if group.documents.count() >= MOST_OF_GROUP:
            raise ValidationError(
                _("Paling banyak %(most)d dokumen. Hapus salah satu dulu."),
                code="too_many",
                params={"most": MOST_OF_GROUP},
            )
        if isinstance(group, CraftCentre):
            document.centre = group
        else:
            document.association = group
        document.stored_name = store_document(raw, name, folder="groups")
        document.added_by, document.added_at = by, at
        document.save()
    return document


@transaction.atomic
def remove_document(document: GroupDocument) -> None:
    """Takes the document away; its file goes after the commit."""
    transaction.on_commit(partial(storages["private"].delete, document.stored_name))
    document.delete()
