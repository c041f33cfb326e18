"""Which works a person may see."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from artisans.models import Business
from dekranasda.accounts.models import Role, User

if TYPE_CHECKING:
    from products.models import Product  # noqa: F401 named in annotations

# What a card prints; the search vector alone is longer than all of it.
CARD_FIELDS = (
    "code",
    "slug",
    "state",
    "grade",
    "name",
    "name_en",
    "maker_name",
    "price_idr",
    "price_max_idr",
    "is_ready_stock",
    "is_made_to_order",
    "cover_sha256",
    "cover_colour",
    "cover_alt",
    "cover_alt_en",
    "published_at",
    "district__name",
)


def shown_works(path: str = "") -> models.Q:
    """The condition under which works, reached over `path`, are shown to the public today."""
    start = f"{path}__" if path else ""
    return models.Q(
        **{
            f"{start}state": "published",
            f"{start}valid_until__gte": timezone.localdate(),
            f"{start}business__is_public": True,
            f"{start}business__state": "active",
        }
    )


class ProductQuerySet(models.QuerySet["Product"]):
    """Works."""

    def published(self) -> "ProductQuerySet":
        """What the public sees: passed curation that is valid today, not suspended or withdrawn,
        and of a maker who lets the business be shown (consent taken back hides the works with it).
        """
        return self.filter(shown_works())

    def newest_first(self) -> "ProductQuerySet":
        """By the day they passed; equal days by their number, so that pages do not overlap."""
        return self.order_by("-published_at", "-pk")

    def as_cards(self) -> "ProductQuerySet":
        """Only what `components/product_card.html` prints, in one query."""
        return self.select_related("district").only(*CARD_FIELDS)

    def editable_by(self, user: User) -> "ProductQuerySet":
        """An artisan's own works, a helper's those they may fill in for their makers, and the
        secretariat's hands reach all."""
        if user.is_secretariat:
            return self
        own = models.Q(business__owner__user=user)
        if user.has_any_role(Role.MENTOR, Role.DISTRICT_OPERATOR):
            helped = Business.objects.helped_by(user, on=timezone.localdate())
            own |= models.Q(business__in=helped.order_by().values("pk"))
        return self.filter(own)

    def owned_by(self, user: User) -> "ProductQuerySet":
        """Where the person decides what only a maker may: the own works; the secretariat all."""
        return self if user.is_secretariat else self.filter(business__owner__user=user)

    def visible_to(self, user: User) -> "ProductQuerySet":
        """What a person may read before publication: own works, and the secretariat's view."""
        return self.editable_by(user)
