"""From a request for an account to the own business: who it may be, the call, the answer."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from artisans.imports.people import fold_name, name_likeness
from artisans.models import Artisan, Business, BusinessClaim
from artisans.registration import as_whole_number, with_lock
from dekranasda.accounts.models import Consent, SignUpRequest, User

# From which likeness of names on two people of one village are shown as perhaps the same.
ALIKE = 0.8
MOST_ALIKE = 5


@dataclass(frozen=True)
class Candidate:
    """A person of the registry whom a request may come from, and why.

    Only who is on record with the number can be linked: the call has reached nobody else.
    """

    artisan: Artisan
    is_linkable: bool
    reasons: list[str] = field(default_factory=list)


def with_number(request: SignUpRequest) -> Any:
    """The people of the registry whom the number of a request may belong to."""
    people, phone = Artisan.objects.order_by(), request.phone
    holders = (
        people.with_phone(phone).values("pk"),
        people.filter(businesses__phone=phone).values("pk"),
        people.filter(user__phone=phone).values("pk"),
    )
    return (
        Artisan.objects.filter(pk__in=holders[0].union(*holders[1:]), merged_into__isnull=True)
        .select_related("user", "village__district")
        .prefetch_related("businesses__village", "businesses__craft")
    )


def candidates(request: SignUpRequest) -> list[Candidate]:
    """Who it may be, the surest first: by the number, then by a like name in the same village."""
    asked = fold_name(request.full_name)
    found = [_candidate(person, request, asked, True) for person in with_number(request)]
    if request.village_code:
        known = [one.artisan.pk for one in found]
        found += _alike(request, asked, known)
    return sorted(found, key=lambda one: (not one.is_linkable, -len(one.reasons)))


def _alike(request: SignUpRequest, asked: str, known: Collection[int]) -> list[Candidate]:
    """People of the village with a like name but another number; two queries."""
    place = Q(village=request.village_code) | Q(businesses__village=request.village_code)
    people = (
        Artisan.objects.filter(place, user__isnull=True, merged_into__isnull=True)
        .exclude(pk__in=known)
        .distinct()
    )
    names = people.values_list("pk", "name")
    likeness = {pk: name_likeness(asked, fold_name(name)) for pk, name in names}
    best = sorted((pk for pk in likeness if likeness[pk] >= ALIKE), key=lambda pk: -likeness[pk])
    chosen = Artisan.objects.filter(pk__in=best[:MOST_ALIKE]).select_related("village__district")
    related = chosen.prefetch_related("businesses__village", "businesses__craft")
    return [_candidate(person, request, asked, False) for person in related]


def _candidate(person: Artisan, request: SignUpRequest, asked: str, is_linkable: bool) -> Candidate:
    reasons = []
    businesses = list(person.businesses.all())
    if request.phone in (person.phone, getattr(person.user, "phone", None)):
        reasons.append(_("nomor orangnya sama"))
    elif re.search(as_whole_number(request.phone), person.other_phones):
        reasons.append(_("nomor lainnya sama"))
    if any(business.phone == request.phone for business in businesses):
        reasons.append(_("nomor usahanya sama"))
    likeness = name_likeness(asked, fold_name(person.name))
    if likeness >= ALIKE:
        reasons.append(_("nama mirip (%(share)d %%)") % {"share": round(likeness * 100)})
    villages = {person.village_id, *(business.village_id for business in businesses)}
    if request.village_code and request.village_code in villages:
        reasons.append(_("desa sama"))
    return Candidate(person, is_linkable, reasons)


def settle_request(
    request: SignUpRequest,
    *,
    artisan: Artisan,
    by: User,
    at: datetime,
    businesses: Collection[Business] | None = None,
) -> User:
    """The account of the artisan, made where there was none; the request is closed.

    The caller has spoken to the person; a sign-in link is handed over next. `businesses` are those
    that the person called theirs, all of them unless told; each is offered for a last look after
    the first sign-in, the others wait for staff. Raises ValidationError where the artisan has an
    account under another number («other_account»), the number belongs to another person's account
    («phone_taken»), nothing was chosen («no_business») or a colleague was quicker
    («request_closed»).
    """
    if businesses is not None and not businesses:
        raise ValidationError(_("Pilih paling sedikit satu usaha."), code="no_business")
    with transaction.atomic():
        # The request first: of two members of staff the second is told before anything is made.
        request.close(SignUpRequest.State.LINKED, by=by, at=at)
        artisan = Artisan.objects.select_for_update().get(pk=artisan.pk)
        user = _account_of(artisan, request.phone, at=at)
        if artisan.user_id is None:
            artisan.user = user
            artisan.phone = artisan.phone or request.phone
            artisan.save(update_fields=["user", "phone"])
            _offer(artisan, user, businesses, by=by, at=at)
    return user


def open_account(artisan: Artisan, *, by: User, at: datetime) -> User:
    """An account for somebody on record who stands before a member of staff, or the one they have.

    Their businesses are offered for a last look after the first sign-in, as after a call; requests
    that wait for a call to the number are settled. Raises ValidationError where no number is on
    record («no_number»), or it belongs to another person's account («phone_taken»).
    """
    with transaction.atomic():
        artisan = Artisan.objects.select_for_update().get(pk=artisan.pk)
        if artisan.user:
            return artisan.user
        numbers = (
            artisan.businesses.exclude(phone="").order_by("pk").values_list("phone", flat=True)
        )
        phone = artisan.phone or numbers.first()
        if not phone:
            raise ValidationError(
                _("Catat dahulu nomor WhatsApp perajin ini, untuk masuk nanti."), code="no_number"
            )
        with_lock(phone)
        user = _account_of(artisan, phone, at=at)
        artisan.user, artisan.phone = user, phone
        artisan.save(update_fields=["user", "phone"])
        _offer(artisan, user, None, by=by, at=at)
        for request in SignUpRequest.objects.filter(phone=phone, state=SignUpRequest.State.OPEN):
            request.close(SignUpRequest.State.LINKED, by=by, at=at)
    return user


def _account_of(artisan: Artisan, phone: str, *, at: datetime) -> User:
    holder = User.objects.filter(phone=phone).first()
    if artisan.user and artisan.user != holder:
        raise ValidationError(
            _("Perajin ini sudah punya akun dengan nomor lain. Ubah nomornya di admin dahulu."),
            code="other_account",
        )
    if holder and artisan.user != holder:
        owner = Artisan.objects.filter(user=holder).first()
        if owner or holder.is_council:
            raise ValidationError(
                _("Nomor ini sudah dipakai akun %(name)s.") % {"name": holder.full_name},
                code="phone_taken",
            )
    user = artisan.user or holder
    if user is None:
        user = User(full_name=artisan.name, phone=phone, date_joined=at)
        user.set_unusable_password()
        user.save()
    return user


def _offer(
    artisan: Artisan,
    user: User,
    chosen: Collection[Business] | None,
    *,
    by: User,
    at: datetime,
) -> None:
    keys = None if chosen is None else {business.pk for business in chosen}
    claims = []
    for business in artisan.businesses.exclude(state=Business.State.MERGED):
        claim = BusinessClaim(business=business, user=user, offered_by=by, offered_at=at)
        if keys is not None and business.pk not in keys:
            claim.state = BusinessClaim.State.DENIED
            claim.note = _("Disangkal saat ditelepon.")
            claim.answered_at = at
        claims.append(claim)
    BusinessClaim.objects.bulk_create(claims)


def answer_claim(claim: BusinessClaim, *, state: str, note: str, at: datetime) -> BusinessClaim:
    """Writes down what the person says of an offered business.

    Yes, and yes in part, record the consent to keep the data; no to all of them ends the link
    between account and entry, so that nobody goes on seeing a stranger's data. Raises
    ValidationError («already_answered»).
    """
    with transaction.atomic():
        claim = BusinessClaim.objects.select_for_update().get(pk=claim.pk)
        if claim.state != BusinessClaim.State.OFFERED:
            raise ValidationError(_("Pertanyaan ini sudah Anda jawab."), code="already_answered")
        claim.state = state
        claim.note = note
        claim.answered_at = at
        claim.save()
        artisan = Artisan.objects.select_for_update().filter(user=claim.user).first()
        if artisan is None:
            return claim
        if state == BusinessClaim.State.DENIED:
            _unlink(artisan, claim.user)
        else:
            _consent(artisan, claim.user, at=at)
    return claim


def _unlink(artisan: Artisan, user: User) -> None:
    others = BusinessClaim.objects.filter(user=user).exclude(state=BusinessClaim.State.DENIED)
    if not others.exists():
        artisan.user = None
        artisan.save(update_fields=["user"])


def _consent(artisan: Artisan, user: User, *, at: datetime) -> None:
    if Consent.is_current(artisan.uid, Consent.Purpose.REGISTRY):
        return
    Consent.record(
        artisan.uid,
        Consent.Purpose.REGISTRY,
        is_given=True,
        channel=Consent.Channel.PORTAL,
        by=user,
        at=at,
    )


def settle_claim(claim: BusinessClaim, *, by: User, at: datetime) -> bool:
    """Notes that staff have mended what the person said; False where a colleague was quicker."""
    changed = BusinessClaim.objects.filter(pk=claim.pk, settled_at__isnull=True).update(
        settled_by=by, settled_at=at
    )
    return bool(changed)
