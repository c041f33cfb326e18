"""From a verdict to help: a plan whose targets are the weak criteria, and the mentor for it."""

from collections import Counter
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from artisans.models import Business, MentoringPlan, MentoringTarget
from artisans.plans import mentors, open_plan
from curation import verdicts
from curation.conflicts import months_before
from curation.models import Assignment, Decision
from dekranasda.accounts.models import Role, User

# What one business more weighs against knowing the craft or the district of the maker.
CRAFT, DISTRICT = 4, 3


def open_for(decision: Decision, *, by: User, at: datetime) -> MentoringPlan:
    """Opens the plan that follows a decision: one target a weak criterion, with its comments.

    The mentor is the known one, else the best there is (`mentor_for`); the secretariat may hand
    the plan over. Side effect: the mentor is told.
    """
    work = decision.submission
    business = work.product.business
    plan = open_plan(
        business,
        title=_("Setelah kurasi %(code)s: %(name)s")
        % {"code": work.code, "name": work.version.name[:90]},
        mentor=mentor_for(
            business, on=timezone.localdate(at), look_back=work.round.lookback_months
        ),
        origin=work.code,
        by=by,
        at=at,
    )
    MentoringTarget.objects.bulk_create(
        MentoringTarget(plan=plan, code=one.code, title=one.name, comment="\n".join(one.comments))
        for one in verdicts.verdict_of(decision)
        if one.is_weak
    )
    return plan


def mentor_for(business: Business, *, on: date, look_back: int) -> User | None:
    """Who should accompany the maker: the known mentor, else by load, craft and district.

    Nobody who judges: a mentor may not judge the maker for `look_back` months, and whoever judged
    the maker within them is no impartial help either. Nobody accompanies their own business.
    Five queries.
    """
    judges = User.objects.filter(groups__name__in=[Role.CURATOR, Role.CHAIR])
    since = months_before(on, look_back)
    judged = Assignment.objects.filter(
        submission__product__business=business, assigned_at__date__gte=since
    )
    able = list(
        mentors()
        .exclude(pk__in=judges)
        .exclude(pk__in=judged.values("curator"))
        .exclude(artisan=business.owner)
        .order_by("pk")
    )
    known = (
        MentoringPlan.objects.filter(business=business, mentor__in=able)
        .order_by("-opened_on", "-pk")
        .values_list("mentor_id", flat=True)
        .first()
    )
    plans = MentoringPlan.objects.filter(mentor__in=able)
    load = Counter(
        mentor for mentor, _business in set(plans.open().values_list("mentor_id", "business_id"))
    )
    crafts = set(
        plans.filter(business__craft=business.craft_id).values_list("mentor_id", flat=True)
        if business.craft_id
        else ()
    )
    district = business.village.district_id if business.village else None
    districts = set(
        plans.filter(business__village__district=district).values_list("mentor_id", flat=True)
        if district
        else ()
    )

    def cost(mentor: User) -> tuple[bool, int, int]:
        distance = CRAFT * (mentor.pk not in crafts) + DISTRICT * (mentor.pk not in districts)
        return (mentor.pk != known, load[mentor.pk] + distance, mentor.pk)

    return min(able, key=cost, default=None)
