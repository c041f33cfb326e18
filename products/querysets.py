"""Which works a person may see."""

from typing import TYPE_CHECKING

from django.db import models

from dekranasda.accounts.models import Role, User

if TYPE_CHECKING:
    from products.models import Product  # noqa: F401 named in annotations


class ProductQuerySet(models.QuerySet["Product"]):
    """Works."""

    def published(self) -> "ProductQuerySet":
        """What the public sees: passed curation, shown, not suspended or withdrawn."""
        return self.filter(state="published")

    def editable_by(self, user: User) -> "ProductQuerySet":
        """An artisan's own works; the secretariat's hands reach all."""
        if user.is_superuser or user.has_role(Role.SECRETARIAT):
            return self
        return self.filter(business__owner__user=user)

    def visible_to(self, user: User) -> "ProductQuerySet":
        """What a person may read before publication: own works, and the secretariat's view."""
        return self.editable_by(user)
