"""Which events and registrations a person may see."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from dekranasda.accounts.models import Role, User

if TYPE_CHECKING:
    from artisans.models import Artisan
    from events.models import (  # noqa: F401 named in annotations
        Agreement,
        Attendance,
        Event,
        EventDocument,
        Exhibit,
        FollowUp,
        Outlet,
        Partner,
        Placement,
        Registration,
        StallApplication,
        StandSale,
        VisitRequest,
    )


class EventQuerySet(models.QuerySet["Event"]):
    """Events."""

    def published(self) -> "EventQuerySet":
        """What the public sees: published ones, and cancelled ones with their notice."""
        return self.exclude(state="draft")

    def upcoming(self, *, at: datetime) -> "EventQuerySet":
        """Not over yet, the next first."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "pk")

    def past(self, *, at: datetime) -> "EventQuerySet":
        """Over, the last first."""
        return self.filter(ends_at__lte=at).order_by("-starts_at", "-pk")

    def in_month(self, first: date) -> "EventQuerySet":
        """Those that touch the month that begins on the day."""
        begin = timezone.make_aware(datetime.combine(first, time.min))
        after = timezone.make_aware(datetime.combine(next_month(first), time.min))
        return self.filter(starts_at__lt=after, ends_at__gte=begin).order_by("starts_at", "pk")

    def open_now(self, *, at: datetime) -> "EventQuerySet":
        """Those that give seats at the moment, the next first."""
        is_open = models.Q(registration_closes_at__gt=at) | models.Q(
            registration_closes_at__isnull=True, starts_at__gt=at
        )
        return self.filter(is_open, state="published", quota__isnull=False).order_by(
            "starts_at", "pk"
        )

    def open_for(self, artisan: "Artisan", *, at: datetime) -> "EventQuerySet":
        """Those the artisan may still register for: of the own craft and district, or for all."""
        crafts = artisan.businesses.values("craft")
        districts = artisan.businesses.values("village__district")
        return (
            self.open_now(at=at)
            .filter(models.Q(crafts__isnull=True) | models.Q(crafts__in=crafts))
            .filter(models.Q(districts__isnull=True) | models.Q(districts__in=districts))
            .filter(by_invitation=False)
            .distinct()
        )

    def managed_by(self, user: User) -> "EventQuerySet":
        """All for the secretariat, for mentors the events they teach at."""
        if user.is_secretariat:
            return self
        return self.filter(mentors=user)

    def reported_to(self, user: User) -> "EventQuerySet":
        """Those whose figures the person reads: what they manage, and all for the leader."""
        return self if user.has_role(Role.LEADER) else self.managed_by(user)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations."""

    def of_user(self, user: User) -> "RegistrationQuerySet":
        """The person's own, as an artisan."""
        return self.filter(artisan__user=user)

    def managed_by(self, user: User) -> "RegistrationQuerySet":
        """All for the secretariat, for mentors those of the events they teach at."""
        if user.is_secretariat:
            return self
        return self.filter(event__mentors=user)

    def seated(self) -> "RegistrationQuerySet":
        """With a seat: confirmed or attended."""
        return self.filter(state__in=["confirmed", "attended"])

    def waiting(self) -> "RegistrationQuerySet":
        """On the waiting list, in its order."""
        return self.filter(state="waiting").order_by("position")

    def live(self) -> "RegistrationQuerySet":
        """Coming, asked to come, or waiting."""
        return self.filter(state__in=["confirmed", "offered", "waiting"])

    def engaged(self) -> "RegistrationQuerySet":
        """Who is not invited (again): has a seat, is asked, waits, or was asked before."""
        states = ["confirmed", "attended", "offered", "waiting"]
        return self.filter(models.Q(state__in=states) | models.Q(selection__isnull=False))

    def offered(self, *, at: datetime) -> "RegistrationQuerySet":
        """Asked to come, and still in time to answer; who has least time first."""
        asked = self.filter(state="offered", offer_expires_at__gt=at, event__state="published")
        return asked.order_by("offer_expires_at", "pk")

    def overdue(self, *, at: datetime) -> "RegistrationQuerySet":
        """Offers that nobody answered in time, the oldest first."""
        late = self.filter(state="offered", offer_expires_at__lte=at, event__state="published")
        return late.order_by("offer_expires_at", "pk")


class EventDocumentQuerySet(models.QuerySet["EventDocument"]):
    """Papers of events."""

    def public(self) -> "EventDocumentQuerySet":
        """What everybody may take home, of events that everybody sees."""
        return self.filter(is_public=True).exclude(event__state="draft")

    def managed_by(self, user: User) -> "EventDocumentQuerySet":
        """All for the secretariat, for mentors those of the events they teach at."""
        if user.is_secretariat:
            return self
        return self.filter(event__mentors=user)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Notes of who was there."""

    def standing(self) -> "AttendanceQuerySet":
        """Not taken back."""
        return self.filter(removed_at__isnull=True)


class StallApplicationQuerySet(models.QuerySet["StallApplication"]):
    """Applications for stalls."""

    def of_user(self, user: User) -> "StallApplicationQuerySet":
        """Those of the person's own businesses."""
        return self.filter(business__owner__user=user)

    def standing(self) -> "StallApplicationQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def in_order(self) -> "StallApplicationQuerySet":
        """Those with a place, the first place first."""
        return self.filter(place__isnull=False).order_by("place")

    def with_stall(self) -> "StallApplicationQuerySet":
        """Those of announced lists that have one of the stalls."""
        return self.filter(call__published_at__isnull=False, place__lte=models.F("call__stalls"))


def keeps_cooperation(user: User) -> bool:
    """Whether the person writes what is agreed with other regions; the leader reads it."""
    return user.is_secretariat


def _reads_cooperation(user: User) -> bool:
    return user.acts_as(Role.SECRETARIAT, Role.LEADER)


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Partners."""

    def visible_to(self, user: User) -> "PartnerQuerySet":
        """All for the secretariat and the leader, none for others."""
        return self if _reads_cooperation(user) else self.none()

    def editable_by(self, user: User) -> "PartnerQuerySet":
        """All for the secretariat, none for others."""
        return self if keeps_cooperation(user) else self.none()


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Documents of cooperation."""

    def visible_to(self, user: User) -> "AgreementQuerySet":
        """All for the secretariat and the leader, none for others."""
        return self if _reads_cooperation(user) else self.none()

    def editable_by(self, user: User) -> "AgreementQuerySet":
        """All for the secretariat, none for others."""
        return self if keeps_cooperation(user) else self.none()

    def public(self) -> "AgreementQuerySet":
        """What everybody may read of; drafts are nobody's yet."""
        return self.filter(is_public=True, signed_on__isnull=False)

    def binding(self) -> "AgreementQuerySet":
        """Memoranda and contracts."""
        return self.filter(kind__in=["memorandum", "contract"])

    def unsigned(self, *, on: date) -> "AgreementQuerySet":
        """Binding ones that are drafts on the day."""
        is_open = models.Q(signed_on__isnull=True) | models.Q(signed_on__gt=on)
        return self.binding().filter(is_open)

    def in_force(self, *, on: date) -> "AgreementQuerySet":
        """Signed binding ones whose time has not ended on the day."""
        runs = models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=on)
        return self.binding().filter(runs, signed_on__lte=on)

    def ended(self, *, on: date) -> "AgreementQuerySet":
        """Binding ones whose time has ended on the day."""
        return self.binding().filter(expires_on__lt=on)

    def ending(self, *, on: date, within: timedelta) -> "AgreementQuerySet":
        """Signed binding ones whose time ends within the days, the first to end first."""
        days = (on, on + within)
        found = self.binding().filter(signed_on__lte=on, expires_on__range=days)
        return found.order_by("expires_on", "pk")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Promises."""

    def visible_to(self, user: User) -> "FollowUpQuerySet":
        """All for the secretariat and the leader; for others those that they watch over."""
        return self if _reads_cooperation(user) else self.filter(owner=user)

    def editable_by(self, user: User) -> "FollowUpQuerySet":
        """All for the secretariat; for others those that they watch over."""
        return self if keeps_cooperation(user) else self.filter(owner=user)

    def public(self) -> "FollowUpQuerySet":
        """What everybody may read."""
        return self.filter(is_public=True)

    def unsettled(self) -> "FollowUpQuerySet":
        """Neither done nor given up."""
        return self.filter(done_on__isnull=True, dropped_on__isnull=True)

    def overdue(self, *, on: date) -> "FollowUpQuerySet":
        """Unsettled after their day, the longest late first."""
        return self.unsettled().filter(due_on__lt=on).order_by("due_on", "pk")

    def settled(self) -> "FollowUpQuerySet":
        """Done or given up, the latest first."""
        over = models.Q(done_on__isnull=False) | models.Q(dropped_on__isnull=False)
        return self.filter(over).order_by("-done_on", "-dropped_on", "pk")


class VisitRequestQuerySet(models.QuerySet["VisitRequest"]):
    """Requests of delegations."""

    def visible_to(self, user: User) -> "VisitRequestQuerySet":
        """All for the secretariat and the leader, none for others."""
        return self if _reads_cooperation(user) else self.none()

    def editable_by(self, user: User) -> "VisitRequestQuerySet":
        """All for the secretariat, none for others."""
        return self if keeps_cooperation(user) else self.none()

    def open(self) -> "VisitRequestQuerySet":
        """Those that wait for an answer of either side, the oldest first."""
        return self.filter(state__in=["new", "proposed"]).order_by("made_at", "pk")


class ExhibitQuerySet(models.QuerySet["Exhibit"]):
    """Works at exhibitions."""

    def managed_by(self, user: User) -> "ExhibitQuerySet":
        """All for the secretariat, for mentors those of the events they teach at."""
        if user.is_secretariat:
            return self
        return self.filter(event__mentors=user)

    def of_user(self, user: User) -> "ExhibitQuerySet":
        """Those of the person's own businesses."""
        return self.filter(product__business__owner__user=user)

    def on_show(self) -> "ExhibitQuerySet":
        """Those whose work the public may see today."""
        return self.filter(
            product__state="published",
            product__valid_until__gte=timezone.localdate(),
            product__business__is_public=True,
            product__business__state="active",
        )

    def with_sales(self) -> "ExhibitQuerySet":
        """With `sold` and `ordered` pieces and the `income_idr` of the sold ones."""
        live = models.Q(sales__undone_at__isnull=True)
        sales, orders = live & models.Q(sales__kind="sale"), live & models.Q(sales__kind="order")
        amount = models.F("sales__pieces") * models.F("sales__price_idr")
        return self.annotate(  # type: ignore[no-redef]  # named in the model for its properties
            sold=Coalesce(models.Sum("sales__pieces", filter=sales), 0),
            ordered=Coalesce(models.Sum("sales__pieces", filter=orders), 0),
            income_idr=Coalesce(
                models.Sum(amount, filter=sales, output_field=models.BigIntegerField()), 0
            ),
        )


class StandSaleQuerySet(models.QuerySet["StandSale"]):
    """Sales and orders at the stand."""

    def standing(self) -> "StandSaleQuerySet":
        """Not undone."""
        return self.filter(undone_at__isnull=True)


class OutletQuerySet(models.QuerySet["Outlet"]):
    """Outlets that sell works."""

    def with_standing(self) -> "OutletQuerySet":
        """With `works`, the number of works that are placed there now."""
        open_ones = models.Q(placements__ended_on__isnull=True)
        return self.annotate(works=models.Count("placements", filter=open_ones))


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Works at outlets."""

    def of_user(self, user: User) -> "PlacementQuerySet":
        """Those of the person's own businesses."""
        return self.filter(product__business__owner__user=user)

    def with_sales(self) -> "PlacementQuerySet":
        """With `sold` pieces and their `income_idr`."""
        return self.annotate(  # type: ignore[no-redef]  # named in the model for its property
            sold=Coalesce(models.Sum("months__pieces"), 0),
            income_idr=Coalesce(
                models.Sum("months__income_idr"), 0, output_field=models.BigIntegerField()
            ),
        )

    def standing(self) -> "PlacementQuerySet":
        """Not ended."""
        return self.filter(ended_on__isnull=True)

    def shown(self) -> "PlacementQuerySet":
        """What the public may know: the maker and the outlet agree, and it stands there now."""
        return (
            self.standing()
            .filter(is_public=True, outlet__is_public=True, outlet__is_active=True)
            .select_related("outlet__district")
            .order_by("outlet__name")
        )


def next_month(first: date) -> date:
    """The first day of the month after the one the day is in."""
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)
