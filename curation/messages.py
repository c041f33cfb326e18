"""What curation tells people: receipts and requests at once, decisions held until release."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from curation.deadlines import last_day
from curation.models import Decision, Invitation, Round, Submission
from dekranasda.accounts.models import User
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice
from products.models import Product

# What a message makes wrong or needless, should it still wait: it names what holds from now on.
OUTCOMES = ("accepted", "coaching", "revision_requested", "rejected")
OF_A_JUDGING = (
    "received",
    "needs_completion",
    "lapsed",
    "ineligible",
    "appeal_received",
    *OUTCOMES,
)
SUPERSEDES = {
    "needs_completion": ("needs_completion", "lapsed"),
    "lapsed": ("needs_completion", "revision_requested"),
    "ineligible": ("needs_completion",),
    "appeal_dismissed": ("appeal_received",),
    "appeal_upheld": ("appeal_received", "ineligible", *OUTCOMES),
    "suspension_lifted": ("suspended",),
    "revoked": ("suspended", "expiring"),
    "revocation_ruled": ("revoked",),
    "expiring": ("expiring",),
    "expired": ("expiring",),
}


def tell_maker(submission: Submission, template: str, *, key: str, **context: object) -> Notice:
    """Writes a message to the work's maker, to be sent at once; earlier ones it replaces stop."""
    if replaced := SUPERSEDES.get(template):
        stop_telling(submission.product, *replaced)
    return outbox.queue(key=key, **_to_maker(submission, template, context))


def stop_telling(product: Product, *templates: str) -> None:
    """Stops messages of these kinds about the work that were not delivered."""
    kinds = [f"curation_{template}" for template in templates]
    codes = Submission.objects.filter(product=product).values_list("code", flat=True)
    links = [_page_of(product), *(_lookup_of(code) for code in codes)]
    outbox.cancel(Notice.objects.filter(link__in=links, template__in=kinds))


def decision_key(decision: Decision) -> str:
    """The key of the one message that a decision may cause."""
    return f"curation:decision:{decision.pk}"


def hold_decision(decision: Decision) -> Notice:
    """Writes the decision's message as it will be read, held until the release."""
    context = {"decision": decision}
    return outbox.hold(
        key=decision_key(decision), **_to_maker(decision.submission, decision.outcome, context)
    )


def notices_of(decisions: Iterable[Decision]) -> dict[int, Notice]:
    """The message of each decision, by decision: for the preview, the delivery and the letters."""
    keys = {decision_key(decision): decision.pk for decision in decisions}
    return {keys[notice.key]: notice for notice in Notice.objects.filter(key__in=keys)}


def release_decision(decision: Decision) -> int:
    """Lets the held message go; how many went: one, or none where it is missing."""
    return outbox.release([decision_key(decision)])


def cancel_decision(decision: Decision) -> None:
    """Cancels the message of a decision that no longer stands, unless it went out."""
    outbox.cancel([decision_key(decision)])


def tell_curator(round: Round, curator: User, *, due_at: datetime, on: date) -> Notice:
    """Tells a curator once a day and round that works wait to be scored."""
    return outbox.queue(
        key=f"curation:assigned:{round.pk}:{curator.pk}:{on:%Y%m%d}",
        recipient=curator,
        template="curation_assigned",
        context={"round": round, "due_on": last_day(due_at)},
        link=reverse("curation:score_next", args=[round.slug]),
    )


def tell_board(submission: Submission, member: User, *, due_on: date) -> Notice:
    """Tells somebody that they were named to hear an objection."""
    return outbox.queue(
        key=f"curation:board:{submission.code}:{member.pk}",
        recipient=member,
        template="curation_appeal_board",
        context={"submission": submission, "due_on": due_on},
        link=reverse("curation:hear_appeal", args=[submission.code]),
    )


def tell_invited(invitation: Invitation, template: str, *, key: str, **context: object) -> Notice:
    """Writes to somebody who was asked into a panel."""
    return outbox.queue(
        key=key,
        recipient=invitation.user,
        template=f"curation_{template}",
        context={
            "round": invitation.round,
            "due_on": last_day(invitation.due_at),
            **context,
        },
        link=reverse("curation:invitation", args=[invitation.round.slug]),
    )


def stop_inviting(invitations: Iterable[Invitation]) -> None:
    """Stops what was not delivered of invitations that are answered or over."""
    for invitation in invitations:
        told = Notice.objects.filter(recipient=invitation.user_id)
        outbox.cancel(
            told.filter(key=f"curation:invited:{invitation.pk}")
            | told.filter(key__startswith=f"curation:invited:{invitation.pk}:")
        )


def remind_curator(
    round: Round, curator: User, *, key: str, count: int, stage: str, due_at: datetime
) -> Notice:
    """Reminds a curator of the works whose scores are not sent."""
    return outbox.queue(
        key=key,
        recipient=curator,
        template="curation_scores_reminder",
        context={"round": round, "count": count, "stage": stage, "due_on": last_day(due_at)},
        link=reverse("curation:score_next", args=[round.slug]),
    )


def is_new(key: str) -> bool:
    """Whether no message with the key was written yet."""
    return not Notice.objects.filter(key=key).exists()


def _to_maker(submission: Submission, template: str, context: dict[str, Any]) -> dict[str, Any]:
    """Who reads it and what: the maker's account, or the phone of the registry without one."""
    business = submission.product.business
    owner = business.owner
    return {
        "recipient": owner.user,
        "recipient_name": owner.name,
        "address": "" if owner.user else owner.phone or business.phone,
        "template": f"curation_{template}",
        "context": {"submission": submission, "due_on": last_day(submission.due_at), **context},
        "link": _link_for(submission),
    }


def _link_for(submission: Submission) -> str:
    """The work's page; for a maker without an account the one that asks for code and digits."""
    if submission.product.business.owner.user_id is None:
        return _lookup_of(submission.code)
    return _page_of(submission.product)


def _lookup_of(code: str) -> str:
    return reverse("curation:status_lookup") + f"?kode={code}"


def _page_of(product: Product) -> str:
    return reverse("curation:product_status", args=[product.code])
