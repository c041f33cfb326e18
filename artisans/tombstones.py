"""Whom the registry has forgotten: digests by which a later list does not bring them back."""

from datetime import datetime

from artisans.imports.people import fold_name
from artisans.models import Artisan, Tombstone
from dekranasda.lib import encryption


def contact_index(name: str, phone: str) -> bytes:
    """A keyed digest of a person's name with a number; a helper's shared phone alone is nobody."""
    return encryption.blind_index(f"{fold_name(name)}|{phone}", purpose="contact")


def forgotten_digests() -> set[bytes]:
    """The digests of everybody whose data was erased."""
    pairs = Tombstone.objects.values_list("national_id_index", "contact_index")
    return {bytes(digest) for pair in pairs for digest in pair if digest}


def tombstone_of(artisan: Artisan, *, at: datetime) -> Tombstone:
    """An unsaved tombstone for the person as the registry knows them now."""
    return Tombstone(
        subject=artisan.uid,
        national_id_index=artisan.national_id_index,
        contact_index=contact_index(artisan.name, artisan.phone) if artisan.phone else None,
        erased_at=at,
    )
