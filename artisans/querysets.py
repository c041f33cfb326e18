"""Which rows of the registry a person may see."""

from typing import TYPE_CHECKING

from django.db import models

from dekranasda.accounts.models import Role, User

if TYPE_CHECKING:
    from artisans.models import Artisan, Business, CraftCentre, RegistryEntry, SavedView  # noqa: F401 named in annotations


class CraftCentreQuerySet(models.QuerySet["CraftCentre"]):
    """Craft centres."""

    def published(self) -> "CraftCentreQuerySet":
        """Those with a public page."""
        return self.filter(is_public=True)


class ArtisanQuerySet(models.QuerySet["Artisan"]):
    """Artisans."""

    def published(self) -> "ArtisanQuerySet":
        """Those with a public page: they run a business that its owner lets be shown."""
        return self.filter(businesses__is_public=True, businesses__state="active").distinct()

    def visible_to(self, user: User) -> "ArtisanQuerySet":
        """All for the council's registry roles, a district's for its operators, else oneself.

        Nobody sees people whose data was erased.
        """
        known = self.filter(erased_at__isnull=True)
        if user.is_superuser or user.has_any_role(Role.SECRETARIAT, Role.LEADER):
            return known
        if user.has_role(Role.DISTRICT_OPERATOR):
            return known.filter(village__district__operators=user)
        return known.filter(user=user)


class BusinessQuerySet(models.QuerySet["Business"]):
    """Businesses."""

    def published(self) -> "BusinessQuerySet":
        """Active and shown with the owner's consent."""
        return self.filter(is_public=True, state="active")

    def visible_to(self, user: User) -> "BusinessQuerySet":
        """What a member of the council or an artisan may read.

        Secretariat and leaders see all, operators their districts, mentors whom they mentor, and
        everybody the own businesses. Nobody sees those whose owner's data was erased.
        """
        known = self.exclude(state="erased")
        if user.is_superuser or user.has_any_role(Role.SECRETARIAT, Role.LEADER):
            return known
        allowed = models.Q(owner__user=user)
        if user.has_role(Role.DISTRICT_OPERATOR):
            allowed |= models.Q(village__district__operators=user)
        if user.has_role(Role.MENTOR):
            allowed |= models.Q(plans__mentor=user, plans__closed_on__isnull=True)
        return known.filter(pk__in=self.model._default_manager.filter(allowed).values("pk"))

    def mentored_by(self, user: User) -> "BusinessQuerySet":
        """Whom a mentor accompanies now; the secretariat oversees every open plan."""
        plans = models.Q(plans__closed_on__isnull=True, plans__isnull=False)
        if not (user.is_superuser or user.has_role(Role.SECRETARIAT)):
            plans &= models.Q(plans__mentor=user)
        return self.filter(pk__in=self.model._default_manager.filter(plans).values("pk"))

    def editable_by(self, user: User) -> "BusinessQuerySet":
        """What a person may change: the secretariat all, operators their districts', artisans the
        own. Merged entries and those of erased people are nobody's any more."""
        alive = self.exclude(state__in=["merged", "erased"])
        if user.is_superuser or user.has_role(Role.SECRETARIAT):
            return alive
        allowed = models.Q(owner__user=user)
        if user.has_role(Role.DISTRICT_OPERATOR):
            allowed |= models.Q(village__district__operators=user)
        return alive.filter(pk__in=self.model._default_manager.filter(allowed).values("pk"))

    def owned_by(self, user: User) -> "BusinessQuerySet":
        """The person's own businesses that are still entries of their own."""
        return self.filter(owner__user=user).exclude(state="merged")

    def kept_by(self, user: User) -> "BusinessQuerySet":
        """Whose figures, permits and readiness a member of the council writes.

        The secretariat all, operators their districts', mentors whom they mentor now.
        """
        alive = self.exclude(state="merged")
        if user.is_superuser or user.has_role(Role.SECRETARIAT):
            return alive
        allowed = models.Q(pk__in=[])
        if user.has_role(Role.DISTRICT_OPERATOR):
            allowed |= models.Q(village__district__operators=user)
        if user.has_role(Role.MENTOR):
            allowed |= models.Q(plans__mentor=user, plans__closed_on__isnull=True)
        return alive.filter(pk__in=self.model._default_manager.filter(allowed).values("pk"))


class RegistryEntryQuerySet(models.QuerySet["RegistryEntry"]):
    """Rows of the registry's list."""

    def visible_to(self, user: User) -> "RegistryEntryQuerySet":
        """All for secretariat and leaders, an operator's districts, nothing for others."""
        if user.is_superuser or user.has_any_role(Role.SECRETARIAT, Role.LEADER):
            return self
        if user.has_role(Role.DISTRICT_OPERATOR):
            return self.filter(district__in=[row.pk for row in user.operated_districts.all()])
        return self.none()

    def with_words(self, text: str) -> "RegistryEntryQuerySet":
        """Those that have all words of the text, however they are spelled; none for no words."""
        query = models.Func(
            models.Value(text), function="registry_query", output_field=models.TextField()
        )
        return self.filter(
            models.Func(
                models.F("words"),
                query,
                arg_joiner=" @@ ",
                template="(%(expressions)s)",
                output_field=models.BooleanField(),
            )
        )


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Kept filters of the list."""

    def visible_to(self, user: User) -> "SavedViewQuerySet":
        """One's own, and those that the secretariat shares with all."""
        return self.filter(models.Q(user=user) | models.Q(is_shared=True))
