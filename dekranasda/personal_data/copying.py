"""The copy of everything that the portal holds about one person, in words and for machines."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage, storages
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

import artisans.personal_data
import curation.personal_data
import events.personal_data
import products.personal_data
from artisans.models import Artisan
from artisans.personal_numbers import Number
from dekranasda.accounts.models import Consent, PersonalDataAccess, Role, SignUpRequest, User
from dekranasda.lib.image_worker import MASTER_EDGE
from dekranasda.lib.personal_copy import Document, Section, in_words, rows_in_words
from dekranasda.lib.photo_store import folder_of
from dekranasda.notices.models import Notice

COPY = "copy"


def _account(artisan: Artisan) -> list[Section]:
    user = artisan.user
    names = (
        *("full_name", "phone", "email", "language", "text_size"),
        *("date_joined", "last_login"),
    )
    phones = {artisan.phone, user.phone or "" if user else ""} - {""}
    asked = SignUpRequest.objects.filter(phone__in=phones).order_by("pk")
    consents = Consent.objects.filter(subject=artisan.uid).order_by("recorded_at")
    return [
        Section("account", _("Akun"), [in_words(user, *names)] if user else []),
        Section(
            "consents",
            _("Persetujuan"),
            rows_in_words(
                consents, "purpose", "is_given", "notice_version", "channel", "recorded_at"
            ),
        ),
        Section(
            "sign_ups",
            _("Permohonan akun"),
            rows_in_words(
                asked,
                *("full_name", "phone", "business_name", "village_code", "note", "state"),
                *("created_at", "closed_at"),
            ),
        ),
        Section("access", _("Siapa yang melihat nomor Anda"), who_saw(artisan)),
    ]


def _messages(artisan: Artisan) -> list[Section]:
    told = Notice.objects.for_recipient(artisan.user) if artisan.user else Notice.objects.none()
    rows = rows_in_words(told, "created_at", "channel", "subject", "body")
    return [Section("messages", _("Pesan kepada Anda"), rows)]


# Who contributes to the copy, in the order in which it is read.
CONTRIBUTORS: tuple[Callable[[Artisan], list[Section]], ...] = (
    artisans.personal_data.held,
    _account,
    products.personal_data.held,
    curation.personal_data.held,
    events.personal_data.held,
    _messages,
)


def sections_of(artisan: Artisan) -> list[Section]:
    """Everything held about the person, without empty sections."""
    found = [section for contribute in CONTRIBUTORS for section in contribute(artisan)]
    return [section for section in found if section.rows or section.pictures]


def who_saw(artisan: Artisan) -> list[dict[str, str]]:
    """Each time that somebody opened, changed or copied the person's data: who, when, why."""
    entries = PersonalDataAccess.objects.filter(subject=artisan.uid)
    return [
        {
            _("waktu"): f"{timezone.localtime(entry.seen_at):%d-%m-%Y %H:%M}",
            _("oleh"): _name(entry.seen_by, artisan),
            _("data"): _field(entry.field),
            _("alasan"): entry.reason,
        }
        for entry in entries.select_related("seen_by").prefetch_related("seen_by__groups")
    ]


def _name(user: User, artisan: Artisan) -> str:
    if user.pk == artisan.user_id:
        return _("Anda sendiri")
    labels = {role.value: str(role.label) for role in Role}
    held = [labels[group.name] for group in user.groups.all() if group.name in labels]
    roles = ", ".join(held) or _("Administrator")
    return f"{user.full_name} ({roles})"


def _field(name: str) -> str:
    numbers = {number.value: str(number.label) for number in Number}
    return numbers.get(name.removesuffix("_set"), _("Salinan semua data"))


def copy_of(artisan: Artisan, *, by: User, at: datetime, reason: str) -> bytes:
    """A ZIP of data.json, data.html, photographs and documents; noted in the register, or not made.

    Raises DecryptionError where a number cannot be read.
    """
    sections = sections_of(artisan)
    pictures = {picture.sha256: picture for part in sections for picture in part.pictures}
    documents = [one for part in sections for one in part.documents]
    content = {
        "made_at": at.isoformat(),
        "sections": {
            section.key: {"title": section.title, "rows": list(section.rows)}
            for section in sections
        },
        "photographs": {f"foto/{sha256}.jpg": p.caption for sha256, p in pictures.items()},
        "documents": {one.path: one.caption for one in documents},
    }
    page = render_to_string("personal/copy.html", {"sections": sections, "made_at": at})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(content, ensure_ascii=False, indent=1))
        archive.writestr("data.html", page)
        for sha256 in pictures:
            _add_picture(archive, sha256)
        for document in documents:
            _add_document(archive, document)
    PersonalDataAccess.objects.create(
        subject=artisan.uid, field=COPY, reason=reason[:200], seen_by=by, seen_at=at
    )
    return file.getvalue()


def _add_picture(archive: zipfile.ZipFile, sha256: str) -> None:
    name = f"{folder_of(sha256)}/{MASTER_EDGE}.jpg"
    if default_storage.exists(name):
        with default_storage.open(name) as picture:
            archive.writestr(f"foto/{sha256}.jpg", picture.read(), zipfile.ZIP_STORED)


def _add_document(archive: zipfile.ZipFile, document: Document) -> None:
    storage = storages["private"]
    if storage.exists(document.stored_name):
        with storage.open(document.stored_name) as file:
            archive.writestr(document.path, file.read(), zipfile.ZIP_STORED)


def summary_of(artisan: Artisan) -> list[dict[str, Any]]:
    """What is held, for a page: each section's title and how much there is of it."""
    return [
        {
            "title": part.title,
            "rows": len(part.rows),
            "pictures": len(part.pictures),
            "documents": len(part.documents),
        }
        for part in sections_of(artisan)
    ]
