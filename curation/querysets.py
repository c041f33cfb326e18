"""Which rounds, submissions and reviews a person may see."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from curation.transitions import BEFORE_DECISION, OPEN, OUTCOMES, State
from dekranasda.accounts.models import Role, User
from products.models import Product

if TYPE_CHECKING:
    from curation.models import Assignment, PanelMember, Round, Submission  # noqa: F401 named in annotations


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds."""

    def public(self) -> "RoundQuerySet":
        """Rounds that were opened; a round in preparation is nobody's business yet."""
        return self.filter(opened_at__isnull=False)

    def open_at(self, at: datetime) -> "RoundQuerySet":
        """Rounds that take submissions at the moment, the one that closes first in front."""
        return self.public().filter(opens_at__lte=at, closes_at__gt=at).order_by("closes_at")

    def visible_to(self, user: User) -> "RoundQuerySet":
        """The secretariat and leaders see all; curators and chairs the rounds of their panel."""
        if user.acts_as(Role.SECRETARIAT, Role.LEADER):
            return self
        return self.filter(panel__user=user)

    def in_room_of(self, user: User) -> "RoundQuerySet":
        """Rounds in whose sessions the person sits: on the panel, or taking the minutes."""
        takes = models.Q(meetings__minutes_by=user, meetings__closed_at__isnull=True)
        sits = models.Q(panel__user=user, panel__accepted_at__isnull=False)
        return self.filter(sits | takes).distinct()

    def judged_by(self, user: User) -> "RoundQuerySet":
        """Rounds whose works the person may open: on the panel, statement given."""
        return self.filter(panel__user=user, panel__accepted_at__isnull=False)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions."""

    def open(self) -> "SubmissionQuerySet":
        """Not at an end: something may still happen."""
        return self.filter(state__in=OPEN)

    def before_decision(self) -> "SubmissionQuerySet":
        """Still on the way to a decision."""
        return self.filter(state__in=BEFORE_DECISION)

    def with_work(self) -> "SubmissionQuerySet":
        """With what a list shows of each: the version, its product and business, the round."""
        return self.select_related("version__craft", "product__business__owner", "round")

    def owned_by(self, user: User) -> "SubmissionQuerySet":
        """The maker's own; the secretariat's hands reach all."""
        if user.is_secretariat:
            return self
        return self.filter(product__business__owner__user=user)

    def followed_by(self, user: User) -> "SubmissionQuerySet":
        """Of works that the person may fill in: own ones, and those of a maker they help."""
        works = Product.objects.editable_by(user).order_by()
        return self.filter(product__in=works.values("pk"))

    def visible_to(self, user: User) -> "SubmissionQuerySet":
        """What staff may open with the maker's name: the secretariat all; leaders what is known.

        Curators and chairs never come this way: their pages show the work without its maker.
        """
        if user.is_secretariat:
            return self
        return self.none()

    def of_panel(self, user: User) -> "SubmissionQuerySet":
        """What a panel member may open in deliberation, without the member's conflicts.

        Ties that are computed or fade with time are for `conflicts.ties` to leave out.
        """
        conflicts = self.model._meta.apps.get_model("curation", "Conflict")._default_manager
        in_force = models.Q(round__panel__user=user, round__panel__accepted_at__isnull=False)
        return self.filter(in_force).exclude(
            product__business__in=conflicts.filter(curator=user, lifted_at__isnull=True)
            .exclude(kind="declared", relation__in=["acquainted", "trade"])
            .values("business")
        )

    def in_room_of(self, user: User) -> "SubmissionQuerySet":
        """What the person may follow in session: as panel member, or as the minute-taker.

        The minute-taker of an open meeting leaves the room for a work of the own business.
        """
        meetings = self.model._meta.apps.get_model("curation", "Meeting")._default_manager
        taken = meetings.filter(minutes_by=user, closed_at__isnull=True)
        mine = self.filter(round__in=taken.values("round")).exclude(
            product__business__owner__user=user
        )
        return self.filter(
            models.Q(pk__in=self.of_panel(user).values("pk")) | models.Q(pk__in=mine.values("pk"))
        )

    def in_curators_hands(self) -> "SubmissionQuerySet":
        """Being scored."""
        return self.filter(state=State.IN_REVIEW)

    def released(self) -> "SubmissionQuerySet":
        """With an outcome that was made known."""
        return self.filter(state__in=OUTCOMES)


class PanelQuerySet(models.QuerySet["PanelMember"]):
    """Panels of rounds."""

    def in_force(self) -> "PanelQuerySet":
        """Those who accepted, with the statement of independence."""
        return self.filter(accepted_at__isnull=False)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Which curator scores which version."""

    def active(self) -> "AssignmentQuerySet":
        """Neither recused, expired nor voided."""
        return self.filter(state="active")

    def to_score(self, user: User) -> "AssignmentQuerySet":
        """What a curator may score now: own, active, of the version under review."""
        return self.active().filter(
            curator=user,
            submission__state=State.IN_REVIEW,
            version=models.F("submission__version"),
        )
