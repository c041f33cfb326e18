"""Who belongs to a craft centre or an association, from which day to which."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from artisans.models import (
    Artisan,
    Association,
    AssociationMembership,
    Business,
    CentreMembership,
    CraftCentre,
    MemberRole,
)

M = TypeVar("M", CentreMembership, AssociationMembership)


@transaction.atomic
def join_centre(
    business: Business,
    centre: CraftCentre,
    *,
    joined_on: date | None,
    today: date,
    role: str = MemberRole.MEMBER,
) -> CentreMembership:
    """Makes the business a member; a membership elsewhere ends on the same day.

    Raises ValidationError «already_member», «in_future», «overlaps», or of a second chair.
    """
    Business.objects.select_for_update(of=("self",)).get(pk=business.pk)
    earlier = business.memberships.current().select_for_update(of=("self",)).first()
    if earlier is not None:
        if earlier.centre_id == centre.pk:
            raise ValidationError(_("Usaha ini sudah anggota sentra ini."), code="already_member")
        earlier.left_on = joined_on or today
        keep_membership(earlier, today=today)
    joining = CentreMembership(business=business, centre=centre, role=role, joined_on=joined_on)
    return keep_membership(joining, today=today)


@transaction.atomic
def join_association(
    artisan: Artisan,
    association: Association,
    *,
    joined_on: date | None,
    today: date,
    role: str = MemberRole.MEMBER,
) -> AssociationMembership:
    """Makes the person a member. Raises ValidationError like `join_centre`."""
    joining = AssociationMembership(
        artisan=artisan, association=association, role=role, joined_on=joined_on
    )
    return keep_membership(joining, today=today)


@transaction.atomic
def keep_membership(membership: M, *, today: date) -> M:
    """Saves a new or changed membership and returns it.

    Raises ValidationError: «in_future», «overlaps» (a membership of the same one in the same
    days), and what the constraints refuse, in words.
    """
    lock(membership)
    for name in ("joined_on", "left_on"):
        if (day := getattr(membership, name)) and day > today:
            raise ValidationError(
                {name: ValidationError(_("Tanggal ini masih di depan."), code="in_future")}
            )
    membership.full_clean()
    if _overlaps(membership):
        raise ValidationError(
            _("Pada hari itu sudah ada keanggotaan lain. Periksa tanggal masuk dan keluarnya."),
            code="overlaps",
        )
    membership.save()
    return membership


def move_all(businesses: Iterable[int], centre: int | None, *, on: date) -> None:
    """Makes all of them members of the centre from the day on, or of none; others end then."""
    keys = set(businesses)
    current = CentreMembership.objects.current().filter(business__in=keys)
    staying = set(current.filter(centre=centre).values_list("business_id", flat=True))
    current.exclude(business__in=staying).update(left_on=Greatest("joined_on", Value(on)))
    if centre is not None:
        CentreMembership.objects.bulk_create(
            CentreMembership(business_id=key, centre_id=centre, joined_on=on)
            for key in sorted(keys - staying)
        )


def move_back(
    businesses: Iterable[int], centre: int | None, *, instead_of: int | None, on: date
) -> None:
    """Undoes `move_all` of that day: its memberships go, the ones it ended go on."""
    own = CentreMembership.objects.filter(business__in=set(businesses))
    own.current().filter(centre=instead_of, joined_on=on).delete()
    own.filter(centre=centre, left_on=on).update(left_on=None)


def lock(membership: CentreMembership | AssociationMembership) -> None:
    """One change at a time for a business, and for the chair of a centre or association."""
    if isinstance(membership, CentreMembership):
        Business.objects.select_for_update(of=("self",)).get(pk=membership.business_id)
        CraftCentre.objects.select_for_update(of=("self",)).get(pk=membership.centre_id)
    else:
        Association.objects.select_for_update(of=("self",)).get(pk=membership.association_id)


def _overlaps(membership: M) -> bool:
    """Whether another membership of the same business, or person and association, shares days."""
    others = type(membership)._default_manager.exclude(pk=membership.pk)
    if isinstance(membership, CentreMembership):
        others = others.filter(business=membership.business_id)
    else:
        others = others.filter(artisan=membership.artisan_id, association=membership.association_id)
    if membership.joined_on:
        others = others.filter(Q(left_on__isnull=True) | Q(left_on__gt=membership.joined_on))
    if membership.left_on:
        others = others.filter(Q(joined_on__isnull=True) | Q(joined_on__lt=membership.left_on))
    if not membership.joined_on:
        # An unknown beginning lies after whatever is known to have ended.
        others = others.filter(left_on__isnull=True)
    return others.exists()
