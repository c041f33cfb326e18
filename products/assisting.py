"""A helper at a maker's work: named on each page, kept with the draft, led back when done.

What a helper may open follows from `ProductQuerySet.editable_by`.
"""

from django.http import HttpRequest
from django.urls import reverse

from artisans.assistance import ActingFor, acting_for
from dekranasda.accounts.models import User
from products.models import Product, ProductVersion


def take_in_hand(request: HttpRequest, product: Product) -> None:
    """Lets every page of the work say in whose name it is filled in (`request.acting_for`).

    Where the person sends something, the open draft keeps their name as the one that filled it in,
    in the owner's place; who helped earlier stays on record by the grant.
    """
    user = request.user
    assert isinstance(user, User)  # noqa: S101 default deny; for the type checker
    acting = acting_for(product.business, user)
    request.acting_for = acting  # type: ignore[attr-defined]  # read by the pages and `home_of`
    if acting and request.method == "POST":
        product.versions.filter(frozen_at__isnull=True).exclude(filled_by=user).update(
            filled_by=user
        )


def acting_of(request: HttpRequest) -> ActingFor | None:
    """In whose name the person fills in this page; None for the own works."""
    return getattr(request, "acting_for", None)


def home_of(request: HttpRequest) -> str:
    """Where the person goes on from a work: the own start page, or the helped maker's works."""
    acting = acting_of(request)
    return acting.url if acting else reverse("artisan_home")


def helper_of(version: ProductVersion) -> User | None:
    """Who filled a version in, where it was not its maker; takes `filled_by` as it is loaded."""
    filled_by = version.filled_by
    if filled_by is None or filled_by.pk == version.product.business.owner.user_id:
        return None
    return filled_by
