"""The registry's and the council's records on ties, in three queries for any number of works."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from artisans.models import (
    AssistanceGrant,
    AssociationMembership,
    Business,
    CentreMembership,
    MentoringPlan,
    MentoringVisit,
)
from curation.models import (
    Appeal,
    Assignment,
    BoardMember,
    Conflict,
    Decision,
    StateChange,
    Submission,
    Vote,
)
from curation.screeners import RECORDS, traces
from curation.tie_rules import Rule
from curation.transitions import Action
from dekranasda.accounts.models import User
from products.models import ProductVersion

SCREENING = (
    Action.RETURN_FOR_COMPLETION,
    Action.REOPEN,
    Action.PROPOSE_INELIGIBLE,
    Action.DISMISS_INELIGIBLE,
    Action.CONFIRM_INELIGIBLE,
    Action.QUEUE,
)
SHORTEST_ADDRESS = 12  # letters and digits; "RT 03 RW 01" is many people's address

BY_SUBMISSION = {Rule.SCREENER, Rule.DECIDED_BEFORE, Rule.HEARD_APPEAL}
Row = tuple[int, int, str, date | None, str]  # key, user, rule, day, words


@dataclass(frozen=True)
class Given:
    """A value that each question brings along; it holds its place in the statement's parameters."""

    name: str


def _keys(name: str) -> RawSQL:
    """The keys of that name, for `__in`."""
    return RawSQL("SELECT unnest(%s::bigint[])", [Given(name)])


WORKS, PRODUCTS, BUSINESSES = _keys("works"), _keys("products"), _keys("businesses")
PEOPLE = _keys("people")
DAY = RawSQL("%s::date", [Given("day")])


def records(works: Collection[Submission], people: Collection[int], on: date) -> list[Row]:
    """What is on record between the works and the people; one query.

    The key is the business, for `HELPER` the product, for `BY_SUBMISSION` the submission.
    """
    given: dict[str, Any] = {
        "works": [work.pk for work in works],
        "products": [work.product_id for work in works],
        "businesses": [work.product.business_id for work in works],
        "people": list(people),
        "day": on,
    }
    statement, parameters = _statement()
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [given[one.name] if isinstance(one, Given) else one for one in parameters]
        )
        rows: list[Row] = cursor.fetchall()
    return rows


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """The union of everything on record, written once: the desk asks it at every step."""
    parts = [*_own_hand(), *_cases(), *_mentoring(), _centres(), _associations(), _declared()]
    statement, parameters = parts[0].union(*parts[1:]).query.sql_with_params()
    return statement, tuple(parameters)


def _part(
    found: QuerySet[Any], key: str, user: str, rule: Any, *, day: str = "", words: str = ""
) -> QuerySet[Any, Any]:
    """One arm of the union, its five columns of the same types in every arm."""
    return found.order_by().values_list(
        F(key),
        F(user),
        Cast(Value(rule) if isinstance(rule, str) else rule, CharField()),
        Cast(F(day) if day else Value(None), DateField()),
        Cast(F(words) if words else Value(""), CharField()),
    )


def _own_hand() -> list[QuerySet[Any, Any]]:
    """Owners, those who filled in the data or were let do so, those who screened."""
    owned = Business.objects.filter(pk__in=BUSINESSES, owner__user__in=PEOPLE)
    filled = ProductVersion.objects.filter(product__in=PRODUCTS, filled_by__in=PEOPLE)
    granted = AssistanceGrant.objects.filter(business__products__in=PRODUCTS, helper__in=PEOPLE)
    moved = StateChange.objects.filter(
        submission__in=WORKS, made_by__in=PEOPLE, action__in=SCREENING
    )
    return [
        _part(owned, "pk", "owner__user", Rule.OWN.value),
        _part(filled, "product", "filled_by", Rule.HELPER.value),
        _part(granted, "business__products", "helper", Rule.HELPER.value),
        *(
            _part(
                traces(model).filter(**{"submission__in": WORKS, f"{user}__in": PEOPLE}),
                "submission",
                user,
                Rule.SCREENER.value,
            )
            for model, user in RECORDS
        ),
        _part(moved, "submission", "made_by", Rule.SCREENER.value),
    ]


def _cases() -> list[QuerySet[Any, Any]]:
    """Who judged or decided before an objection was upheld, and who heard it."""
    upheld = {"submission__appeal__outcome": Appeal.Outcome.UPHELD, "submission__in": WORKS}
    told = Decision.objects.filter(released_at__isnull=False, superseded_at__isnull=False, **upheld)
    votes = Vote.objects.filter(decision__in=told.order_by().values("pk"), member__in=PEOPLE)
    voided = Assignment.objects.filter(state=Assignment.State.VOIDED, curator__in=PEOPLE, **upheld)
    heard = BoardMember.objects.filter(appeal__submission__in=WORKS, member__in=PEOPLE).exclude(
        appeal__outcome=""
    )
    before = Rule.DECIDED_BEFORE.value
    return [
        _part(told.filter(proposed_by__in=PEOPLE), "submission", "proposed_by", before),
        _part(told.filter(signed_by__in=PEOPLE), "submission", "signed_by", before),
        _part(votes, "decision__submission", "member", before),
        _part(voided, "submission", "curator", before),
        _part(heard, "appeal__submission", "member", Rule.HEARD_APPEAL.value),
    ]


def _mentoring() -> list[QuerySet[Any, Any]]:
    """Plans, also those handed over since (their trail knows who had them before), and visits."""
    mine = {"business__in": BUSINESSES, "mentor__in": PEOPLE}
    trail = MentoringPlan.pgh_event_model  # type: ignore[attr-defined]  # pghistory
    rule = Rule.MENTOR.value
    return [
        _part(MentoringPlan.objects.filter(**mine), "business", "mentor", rule, day="closed_on"),
        _part(trail.objects.filter(**mine), "business", "mentor", rule, day="pgh_obj__closed_on"),
        _part(MentoringVisit.objects.filter(**mine), "business", "mentor", rule, day="visited_on"),
    ]


def _began(path: str) -> Q:
    return Q(**{f"{path}joined_on__isnull": True}) | Q(**{f"{path}joined_on__lte": DAY})


def _lasts(path: str) -> Q:
    return Q(**{f"{path}left_on__isnull": True}) | Q(**{f"{path}left_on__gt": DAY})


def _centres() -> QuerySet[Any, Any]:
    """Members of the same craft centre, on the day or once."""
    other = "centre__memberships__"
    found = CentreMembership.objects.filter(
        _began(""),
        _began(other),
        business__in=BUSINESSES,
        centre__memberships__business__owner__user__in=PEOPLE,
    )
    both = (
        _lasts("") & _lasts(other) & Q(centre__memberships__business__state=Business.State.ACTIVE)
    )
    rule = Case(When(both, then=Value(Rule.CENTRE.value)), default=Value(Rule.CENTRE_ENDED.value))
    return _part(found, "business", other + "business__owner__user", rule)


def _associations() -> QuerySet[Any, Any]:
    """Members of the same association, on the day or once."""
    other = "association__memberships__"
    found = AssociationMembership.objects.filter(
        _began(""),
        _began(other),
        artisan__businesses__in=BUSINESSES,
        association__memberships__artisan__user__in=PEOPLE,
    )
    rule = Case(
        When(_lasts("") & _lasts(other), then=Value(Rule.ASSOCIATION.value)),
        default=Value(Rule.ASSOCIATION_ENDED.value),
    )
    return _part(found, "artisan__businesses", other + "artisan__user", rule)


def _declared() -> QuerySet[Any, Any]:
    """What curators declared and staff pinned, unless it was lifted."""
    found = Conflict.objects.filter(
        business__in=BUSINESSES, curator__in=PEOPLE, lifted_at__isnull=True
    )
    relation = Conflict.Relation
    rule = Case(
        When(kind=Conflict.Kind.PINNED, then=Value(Rule.PINNED.value)),
        When(relation=relation.FAMILY, then=Value(Rule.FAMILY.value)),
        When(relation=relation.TRADE, then=Value(Rule.TRADE.value)),
        When(relation=relation.ACQUAINTED, then=Value(Rule.ACQUAINTED.value)),
        default=Value(Rule.DECLARED.value),
    )
    return _part(found, "business", "curator", rule, day="ended_on", words="reason")


@dataclass
class Whereabouts:
    """Where a person or a business can be reached, and what is made where."""

    contacts: set[str] = field(default_factory=set)
    makes: set[tuple[str, str]] = field(default_factory=set)  # (district, craft)
    districts: set[str] = field(default_factory=set)


def _digits(text: str | None) -> set[str]:
    """The phone numbers in the text, by their last nine digits, however they are written."""
    numbers = (re.sub(r"\D", "", part) for part in re.split(r"[,;/\n]", text or ""))
    return {number[-9:] for number in numbers if len(number) >= 9}


def _address(text: str | None, village: str | None) -> set[str]:
    plain = re.sub(r"\W", "", (text or "").lower())
    return {f"{village or ''}:{plain}"} if len(plain) >= SHORTEST_ADDRESS else set()


def whereabouts_of_people(people: Collection[int]) -> dict[int, Whereabouts]:
    """Of each person: own numbers and addresses, own crafts by district; one query.

    E-mail addresses are not compared: no two accounts can have the same.
    """
    found: dict[int, Whereabouts] = {key: Whereabouts() for key in people}
    rows = User.objects.filter(pk__in=people).values_list(
        "pk",
        "phone",
        "artisan__phone",
        "artisan__other_phones",
        "artisan__village__district",
        "artisan__businesses__phone",
        "artisan__businesses__address",
        "artisan__businesses__village",
        "artisan__businesses__village__district",
        "artisan__businesses__craft",
    )
    for key, phone, own, others, home, shop, address, village, district, craft in rows:
        one = found[key]
        for text in (phone, own, others, shop):
            one.contacts |= _digits(text)
        one.contacts |= _address(address, village)
        one.districts |= {place for place in (home, district) if place}
        if district and craft:
            one.makes.add((district, craft))
    return found


def whereabouts_of_businesses(businesses: Collection[int]) -> dict[int, Whereabouts]:
    """The same of each business and its owner; one query."""
    found: dict[int, Whereabouts] = {key: Whereabouts() for key in businesses}
    rows = Business.objects.filter(pk__in=businesses).values_list(
        "pk",
        "phone",
        "owner__phone",
        "owner__other_phones",
        "owner__user__phone",
        "address",
        "village",
        "village__district",
        "craft",
    )
    for key, shop, phone, others, account, address, village, district, craft in rows:
        one = found[key]
        for text in (shop, phone, others, account):
            one.contacts |= _digits(text)
        one.contacts |= _address(address, village)
        one.districts |= {district} if district else set()
        if district and craft:
            one.makes.add((district, craft))
    return found
