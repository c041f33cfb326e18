"""Which rows of the registry a person may see."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Func, Q, Value

from dekranasda.accounts.models import Role, User

if TYPE_CHECKING:
    from artisans.models import (  # noqa: F401 named in annotations
        Artisan,
        Association,
        AssociationMembership,
        Business,
        CentreMaterial,
        CentreMembership,
        CraftCentre,
        GroupDocument,
        RegistryEntry,
        SavedView,
    )


class CraftCentreQuerySet(models.QuerySet["CraftCentre"]):
    """Craft centres."""

    def published(self) -> "CraftCentreQuerySet":
        """Those with a public page."""
        return self.filter(is_public=True)

    def visible_to(self, user: User) -> "CraftCentreQuerySet":
        """All for the council's registry roles, those of the own districts for operators."""
        if user.acts_as(Role.SECRETARIAT, Role.LEADER):
            return self
        return self.filter(district__operators=user)

    def editable_by(self, user: User) -> "CraftCentreQuerySet":
        """All for the secretariat, none for others."""
        is_keeper = user.is_secretariat
        return self if is_keeper else self.none()

    def with_counts(self) -> "CraftCentreQuerySet":
        """Each with `member_count`, the members of today, and `lacking`, open materials."""
        current = Q(memberships__left_on__isnull=True)
        return self.annotate(
            member_count=Count("memberships", filter=current, distinct=True),
            lacking=Count("materials", filter=Q(materials__met_on__isnull=True), distinct=True),
        )


class CentreMembershipQuerySet(models.QuerySet["CentreMembership"]):
    """Businesses in centres."""

    def current(self) -> "CentreMembershipQuerySet":
        """Those without an end."""
        return self.filter(left_on__isnull=True)


class CentreMaterialQuerySet(models.QuerySet["CentreMaterial"]):
    """Materials that centres lack."""

    def lacking(self) -> "CentreMaterialQuerySet":
        """Those not met yet."""
        return self.filter(met_on__isnull=True)

    def visible_to(self, user: User) -> "CentreMaterialQuerySet":
        """All for the council's registry roles and mentors, own districts' for operators."""
        seers = (Role.SECRETARIAT, Role.LEADER, Role.MENTOR)
        if user.acts_as(*seers):
            return self
        return self.filter(centre__district__operators=user)


class AssociationQuerySet(models.QuerySet["Association"]):
    """Associations of makers."""

    def visible_to(self, user: User) -> "AssociationQuerySet":
        """All for the council's registry roles, those of the own districts for operators."""
        if user.acts_as(Role.SECRETARIAT, Role.LEADER):
            return self
        own = Q(village__district__operators=user) | Q(centre__district__operators=user)
        return self.filter(pk__in=self.model._default_manager.filter(own).values("pk"))

    def editable_by(self, user: User) -> "AssociationQuerySet":
        """All for the secretariat, none for others."""
        is_keeper = user.is_secretariat
        return self if is_keeper else self.none()

    def active(self, *, on: date) -> "AssociationQuerySet":
        """Those that exist on the day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))


class GroupDocumentQuerySet(models.QuerySet["GroupDocument"]):
    """Papers of centres and associations."""

    def visible_to(self, user: User) -> "GroupDocumentQuerySet":
        """Those of the centres and associations that the person may see."""
        if user.acts_as(Role.SECRETARIAT, Role.LEADER):
            return self
        from_village = Q(association__village__district__operators=user)
        from_centre = Q(association__centre__district__operators=user)
        own = Q(centre__district__operators=user) | from_village | from_centre
        return self.filter(pk__in=self.model._default_manager.filter(own).values("pk"))

    def editable_by(self, user: User) -> "GroupDocumentQuerySet":
        """All for the secretariat, none for others."""
        is_keeper = user.is_secretariat
        return self if is_keeper else self.none()


class AssociationMembershipQuerySet(models.QuerySet["AssociationMembership"]):
    """People in associations."""

    def current(self) -> "AssociationMembershipQuerySet":
        """Those without an end."""
        return self.filter(left_on__isnull=True)


# Further numbers of a person, one by one; an index of artisans holds them.
OTHER_PHONES = Func(
    F("other_phones"),
    Value("[^+0-9]+"),
    function="regexp_split_to_array",
    output_field=ArrayField(models.TextField()),
)


class ArtisanQuerySet(models.QuerySet["Artisan"]):
    """Artisans."""

    def with_phone(self, phone: str) -> "ArtisanQuerySet":
        """Those whose number it is, the first or a further one, whole; each found by an index."""
        people = self.model._default_manager.order_by()
        first = people.filter(phone=phone)
        further = people.exclude(other_phones="").annotate(further=OTHER_PHONES)
        holders = first.values("pk").union(further.filter(further__contains=[phone]).values("pk"))
        return self.filter(pk__in=holders)

    def named(self, text: str) -> "ArtisanQuerySet":
        """Those whose name or business carries every word, by name."""
        found = self
        for word in text.split():
            found = found.filter(Q(name__icontains=word) | Q(businesses__name__icontains=word))
        return found.distinct().order_by("name", "pk")

    def among(self, found: "ArtisanQuerySet") -> "ArtisanQuerySet":
        """The found ones with what a choice of them says."""
        return self.filter(pk__in=[one.pk for one in found]).select_related("village")

    def published(self) -> "ArtisanQuerySet":
        """Those with a public page: they run a business that its owner lets be shown."""
        return self.filter(businesses__is_public=True, businesses__state="active").distinct()

    def visible_to(self, user: User) -> "ArtisanQuerySet":
        """All for the council's registry roles, a district's for its operators, else oneself.

        Nobody sees people whose data was erased.
        """
        known = self.filter(erased_at__isnull=True)
        if user.acts_as(Role.SECRETARIAT, Role.LEADER):
            return known
        if user.has_role(Role.DISTRICT_OPERATOR):
            return known.filter(village__district__operators=user)
        return known.filter(user=user)


class BusinessQuerySet(models.QuerySet["Business"]):
    """Businesses."""

    def found_by(self, owners: "ArtisanQuerySet", **number: str) -> "BusinessQuerySet":
        """Those that stand and are of these owners, or have a number (`phone`, `business_id`).

        As a union of keys: conditions on two tables in one OR would read both to the end.
        """
        every = self.model._default_manager.exclude(state="merged").order_by()
        keys = every.filter(owner__in=owners.order_by()).values("pk")
        own = [every.filter(**{name: value}).values("pk") for name, value in number.items()]
        return self.filter(pk__in=keys.union(*own))

    def named(self, text: str) -> "BusinessQuerySet":
        """Those whose name or owner's name carries every word, by name."""
        found = self
        for word in text.split():
            found = found.filter(Q(name__icontains=word) | Q(owner__name__icontains=word))
        return found.order_by("name", "pk")

    def among(self, found: "BusinessQuerySet") -> "BusinessQuerySet":
        """The found ones with what a choice of them says."""
        related = self.filter(pk__in=[one.pk for one in found])
        return related.select_related("owner", "village", "centre")

    def published(self) -> "BusinessQuerySet":
        """Active and shown with the owner's consent."""
        return self.filter(is_public=True, state="active")

    def visible_to(self, user: User) -> "BusinessQuerySet":
        """What a member of the council or an artisan may read.

        Secretariat and leaders see all, operators their districts, mentors whom they mentor, and
        everybody the own businesses. Nobody sees those whose owner's data was erased.
        """
        known = self.exclude(state="erased")
        if user.acts_as(Role.SECRETARIAT, Role.LEADER):
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
        if not user.is_secretariat:
            plans &= models.Q(plans__mentor=user)
        return self.filter(pk__in=self.model._default_manager.filter(plans).values("pk"))

    def editable_by(self, user: User) -> "BusinessQuerySet":
        """What a person may change: the secretariat all, operators their districts', artisans the
        own. Merged entries and those of erased people are nobody's any more."""
        return self.exclude(state__in=["merged", "erased"])._in_care_of(user)

    def joined_from_under(self, user: User) -> "BusinessQuerySet":
        """Merged entries that would be the person's to change if they still stood."""
        return self.filter(state="merged")._in_care_of(user)

    def _in_care_of(self, user: User) -> "BusinessQuerySet":
        if user.is_secretariat:
            return self
        allowed = models.Q(owner__user=user)
        if user.has_role(Role.DISTRICT_OPERATOR):
            allowed |= models.Q(village__district__operators=user)
        return self.filter(pk__in=self.model._default_manager.filter(allowed).values("pk"))

    def owned_by(self, user: User) -> "BusinessQuerySet":
        """The person's own businesses that are still entries of their own."""
        return self.filter(owner__user=user).exclude(state="merged")

    def kept_by(self, user: User) -> "BusinessQuerySet":
        """Whose figures, permits and readiness a member of the council writes.

        The secretariat all, operators their districts', mentors whom they mentor now.
        """
        alive = self.exclude(state="merged")
        if user.is_secretariat:
            return alive
        allowed = models.Q(pk__in=[])
        if user.has_role(Role.DISTRICT_OPERATOR):
            allowed |= models.Q(village__district__operators=user)
        if user.has_role(Role.MENTOR):
            allowed |= models.Q(plans__mentor=user, plans__closed_on__isnull=True)
        return alive.filter(pk__in=self.model._default_manager.filter(allowed).values("pk"))

    def helped_by(self, user: User, *, on: date) -> "BusinessQuerySet":
        """In whose owner's name a helper may fill in works on the day.

        The owner's word is on record and holds, and the business is still in the helper's care.
        """
        grants = self.model._meta.get_field("assistance").related_model
        live = grants._default_manager.live(on=on).given_to(user)  # type: ignore[union-attr]
        return self.kept_by(user).filter(pk__in=live.order_by().values("business"))


class RegistryEntryQuerySet(models.QuerySet["RegistryEntry"]):
    """Rows of the registry's list."""

    def visible_to(self, user: User) -> "RegistryEntryQuerySet":
        """All for secretariat and leaders, an operator's districts, nothing for others."""
        if user.acts_as(Role.SECRETARIAT, Role.LEADER):
            return self
        if user.has_role(Role.DISTRICT_OPERATOR):
            return self.filter(district__in=[row.pk for row in user.operated_districts.all()])
        return self.none()

    def with_words(self, text: str) -> "RegistryEntryQuerySet":
        """Those that have all words of the text, however they are spelled; none for no words."""
        return self._matching(Func(Value(text), function="registry_query"))

    def with_marks(self, marks: Iterable[str]) -> "RegistryEntryQuerySet":
        """Those with one of the marks that the list's choices have (`registry_marks`)."""
        quoted = " | ".join("'" + mark.replace("'", "''") + "'" for mark in marks)
        return self._matching(Value(quoted))

    def _matching(self, query: Any) -> "RegistryEntryQuerySet":
        return self.filter(
            Func(
                F("words"),
                query,
                template="(%(expressions)s::tsquery)",
                arg_joiner=" @@ ",
                output_field=models.BooleanField(),
            )
        )


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Kept filters of the list."""

    def visible_to(self, user: User) -> "SavedViewQuerySet":
        """One's own, and those that the secretariat shares with all."""
        return self.filter(models.Q(user=user) | models.Q(is_shared=True))
