"""Papers of events: kept privately, handed out by views that ask who may have them."""

from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from artisans.documents import store_document
from dekranasda.accounts.models import User
from dekranasda.lib import clock
from events.models import Event, EventDocument

MOST_OF_EVENT = 12


def add_document(
    event: Event, document: EventDocument, *, raw: bytes, name: str, by: User
) -> EventDocument:
    """Keeps a file with the words of an unsaved `document` for the event.

    Raises ValidationError: «too_many», and what `store_document` raises.
    """
    with transaction.atomic():
        Event.objects.select_for_update().get(pk=event.pk)
        if event.documents.count() >= MOST_OF_EVENT:
            raise ValidationError(
                _("Paling banyak %(most)d bahan. Hapus salah satu dulu."),
                code="too_many",
                params={"most": MOST_OF_EVENT},
            )
        document.event = event
        document.stored_name = store_document(raw, name, folder="events")
        document.added_by, document.added_at = by, clock.now()
        document.save()
    return document


@transaction.atomic
def remove_document(document: EventDocument) -> None:
    """Takes the paper away; its file goes after the commit."""
    transaction.on_commit(partial(storages["private"].delete, document.stored_name))
    document.delete()
