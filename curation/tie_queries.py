"""The registry's and the council's records on ties, in three queries for any number of works."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from artisans.models import (
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
from curation.screeners import RECORDS
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


def records(works: Collection[Submission], people: Collection[int], on: date) -> Iterable[Row]:
    """What is on record between the works and the people; one query.

    The key is the business, for `HELPER` the product, for `BY_SUBMISSION` the submission.
    """
    businesses = {work.product.business_id for work in works}
    parts = [
        *_own_hand(works, businesses, people),
        *_cases(works, people),
        *_mentoring(businesses, people),
        _centres(businesses, people, on),
        _associations(businesses, people, on),
        _declared(businesses, people),
    ]
    rows: Iterable[Row] = parts[0].union(*parts[1:])
    return rows


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


def _own_hand(
    works: Collection[Submission], businesses: Collection[int], people: Collection[int]
) -> list[QuerySet[Any, Any]]:
    """Owners, those who filled in the data, those who screened."""
    products = {work.product_id for work in works}
    keys = [work.pk for work in works]
    return [
        _part(
            Business.objects.filter(pk__in=businesses, owner__user__in=people),
            "pk",
            "owner__user",
            Rule.OWN.value,
        ),
        _part(
            ProductVersion.objects.filter(product__in=products, filled_by__in=people),
            "product",
            "filled_by",
            Rule.HELPER.value,
        ),
        *(
            _part(
                model._default_manager.filter(**{"submission__in": keys, f"{user}__in": people}),
                "submission",
                user,
                Rule.SCREENER.value,
            )
            for model, user in RECORDS
        ),
        _part(
            StateChange.objects.filter(
                submission__in=keys, made_by__in=people, action__in=SCREENING
            ),
            "submission",
            "made_by",
            Rule.SCREENER.value,
        ),
    ]


def _cases(works: Collection[Submission], people: Collection[int]) -> list[QuerySet[Any, Any]]:
    """Who judged or decided before an objection was upheld, and who heard it."""
    upheld = {"submission__appeal__outcome": Appeal.Outcome.UPHELD, "submission__in": works}
    told = Decision.objects.filter(released_at__isnull=False, superseded_at__isnull=False, **upheld)
    votes = Vote.objects.filter(decision__in=told.order_by().values("pk"), member__in=people)
    voided = Assignment.objects.filter(state=Assignment.State.VOIDED, curator__in=people, **upheld)
    heard = BoardMember.objects.filter(appeal__submission__in=works, member__in=people).exclude(
        appeal__outcome=""
    )
    before = Rule.DECIDED_BEFORE.value
    return [
        _part(told.filter(proposed_by__in=people), "submission", "proposed_by", before),
        _part(told.filter(signed_by__in=people), "submission", "signed_by", before),
        _part(votes, "decision__submission", "member", before),
        _part(voided, "submission", "curator", before),
        _part(heard, "appeal__submission", "member", Rule.HEARD_APPEAL.value),
    ]


def _mentoring(businesses: Collection[int], people: Collection[int]) -> list[QuerySet[Any, Any]]:
    """Plans, also those handed over since (their trail knows who had them before), and visits."""
    mine = {"business__in": businesses, "mentor__in": people}
    trail = MentoringPlan.pgh_event_model  # type: ignore[attr-defined]  # pghistory
    rule = Rule.MENTOR.value
    return [
        _part(MentoringPlan.objects.filter(**mine), "business", "mentor", rule, day="closed_on"),
        _part(trail.objects.filter(**mine), "business", "mentor", rule, day="pgh_obj__closed_on"),
        _part(MentoringVisit.objects.filter(**mine), "business", "mentor", rule, day="visited_on"),
    ]


def _began(path: str, on: date) -> Q:
    return Q(**{f"{path}joined_on__isnull": True}) | Q(**{f"{path}joined_on__lte": on})


def _lasts(path: str, on: date) -> Q:
    return Q(**{f"{path}left_on__isnull": True}) | Q(**{f"{path}left_on__gt": on})


def _centres(businesses: Collection[int], people: Collection[int], on: date) -> QuerySet[Any, Any]:
    """Members of the same craft centre, on the day or once."""
    other = "centre__memberships__"
    found = CentreMembership.objects.filter(
        _began("", on),
        _began(other, on),
        business__in=businesses,
        centre__memberships__business__owner__user__in=people,
    )
    both = (
        _lasts("", on)
        & _lasts(other, on)
        & Q(centre__memberships__business__state=Business.State.ACTIVE)
    )
    rule = Case(When(both, then=Value(Rule.CENTRE.value)), default=Value(Rule.CENTRE_ENDED.value))
    return _part(found, "business", other + "business__owner__user", rule)


def _associations(
    businesses: Collection[int], people: Collection[int], on: date
) -> QuerySet[Any, Any]:
    """Members of the same association, on the day or once."""
    other = "association__memberships__"
    found = AssociationMembership.objects.filter(
        _began("", on),
        _began(other, on),
        artisan__businesses__in=businesses,
        association__memberships__artisan__user__in=people,
    )
    rule = Case(
        When(_lasts("", on) & _lasts(other, on), then=Value(Rule.ASSOCIATION.value)),
        default=Value(Rule.ASSOCIATION_ENDED.value),
    )
    return _part(found, "artisan__businesses", other + "artisan__user", rule)


def _declared(businesses: Collection[int], people: Collection[int]) -> QuerySet[Any, Any]:
    """What curators declared and staff pinned, unless it was lifted."""
    found = Conflict.objects.filter(
        business__in=businesses, curator__in=people, lifted_at__isnull=True
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
