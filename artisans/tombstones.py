"""Whom the registry has forgotten: digests by which a later list does not bring them back.

Every digest is keyed (HMAC), so that nobody without the key can try names or numbers against it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from artisans.imports.people import fold_name
from artisans.models import Artisan, Business, Tombstone
from dekranasda.lib import encryption


def contact_index(name: str, phone: str) -> bytes:
    """A person's name with a number; a helper's shared phone alone is nobody."""
    return encryption.blind_index(f"{fold_name(name)}|{phone}", purpose="contact")


def nib_index(number: str) -> bytes:
    """The number of a business."""
    return encryption.blind_index(number, purpose="nib")


def birth_index(name: str, born_on: date, village_code: str) -> bytes:
    """A person's name with the day of birth and the village."""
    said = f"{fold_name(name)}|{born_on.isoformat()}|{village_code}"
    return encryption.blind_index(said, purpose="birth")


def digests_of(
    name: str,
    *,
    phones: Iterable[str],
    nibs: Iterable[str] = (),
    born_on: date | None = None,
    village_codes: Iterable[str | None] = (),
) -> set[bytes]:
    """What somebody is known again by, besides the NIK; without a name by the NIB alone."""
    found = {nib_index(nib) for nib in nibs if nib}
    if name:
        found |= {contact_index(name, phone) for phone in phones if phone}
    if name and born_on:
        found |= {birth_index(name, born_on, code) for code in village_codes if code}
    return found


def forgotten_digests() -> set[bytes]:
    """The digests of everybody whose data was erased."""
    found: set[bytes] = set()
    for index, others in Tombstone.objects.values_list("national_id_index", "digests"):
        found |= {bytes.fromhex(digest) for digest in others}
        if index:
            found.add(bytes(index))
    return found


def tombstone_of(artisan: Artisan, businesses: Iterable[Business], *, at: datetime) -> Tombstone:
    """An unsaved tombstone for the person as the registry knows them now, with the businesses."""
    own = list(businesses)
    phones = {artisan.phone, *artisan.other_phones.split(";"), *(one.phone for one in own)}
    names = {artisan.name}
    if artisan.user:
        phones.add(artisan.user.phone or "")
        names.add(artisan.user.full_name)
    digests: set[bytes] = set()
    for name in names:
        digests |= digests_of(
            name,
            phones=phones,
            nibs={one.business_id for one in own},
            born_on=artisan.born_on,
            village_codes={artisan.village_id, *(one.village_id for one in own)},
        )
    return Tombstone(
        subject=artisan.uid,
        national_id_index=artisan.national_id_index,
        digests=sorted(digest.hex() for digest in digests),
        erased_at=at,
    )
