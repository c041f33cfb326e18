"""What curation tells people: receipts and requests at once, decisions held until release."""

from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from curation.models import Decision, Round, Submission
from dekranasda.accounts.models import User
from dekranasda.notices.models import Notice


def tell_maker(submission: Submission, template: str, *, key: str, **context: object) -> Notice:
    """Writes a message to the work's maker, to be sent at once."""
    return _write_to_maker(submission, template, key=key, held=False, context=context)


def decision_key(decision: Decision) -> str:
    """The key of the one message that a decision may cause."""
    return f"curation:decision:{decision.pk}"


def hold_decision(decision: Decision) -> Notice:
    """Writes the decision's message as it will be read, held until the release."""
    submission = decision.submission
    return _write_to_maker(
        submission,
        decision.outcome,
        key=decision_key(decision),
        held=True,
        context={"decision": decision},
    )


def held_notices(decisions: list[Decision]) -> dict[int, Notice]:
    """The messages that wait with the decisions, by decision, for the preview of a release."""
    keys = {decision_key(decision): decision.pk for decision in decisions}
    return {keys[notice.key]: notice for notice in Notice.objects.filter(key__in=keys)}


def release_decision(decision: Decision) -> None:
    """Hands the held message to the worker."""
    Notice.objects.filter(key=decision_key(decision), state=Notice.State.HELD).update(
        state=Notice.State.QUEUED
    )


def cancel_decision(decision: Decision) -> None:
    """Cancels the message of a decision that no longer stands, unless it went out."""
    Notice.objects.filter(key=decision_key(decision), state=Notice.State.HELD).update(
        state=Notice.State.CANCELLED
    )


def tell_curator(round: Round, curator: User, *, due_at: datetime, on: date) -> Notice:
    """Tells a curator once a day and round that works wait to be scored."""
    link = reverse("curation:score_next", args=[round.slug])
    return _write(
        key=f"curation:assigned:{round.pk}:{curator.pk}:{on:%Y%m%d}",
        recipient=curator,
        name=curator.full_name,
        phone="" if curator.email else curator.phone or "",
        email=curator.email or "",
        template="assigned",
        link=link,
        held=False,
        context={"round": round, "due_at": due_at},
    )


def _write_to_maker(
    submission: Submission, template: str, *, key: str, held: bool, context: dict[str, Any]
) -> Notice:
    business = submission.product.business
    owner = business.owner
    user = owner.user
    return _write(
        key=key,
        recipient=user,
        name=owner.name,
        phone=(user.phone if user else "") or owner.phone or business.phone,
        email=(user.email if user else "") or "",
        template=template,
        link=reverse("curation:product_status", args=[submission.product.code]),
        held=held,
        context={"submission": submission, "name": owner.name, **context},
    )


def _write(
    *,
    key: str,
    recipient: User | None,
    name: str,
    phone: str,
    email: str,
    template: str,
    link: str,
    held: bool,
    context: dict[str, Any],
) -> Notice:
    language = recipient.language if recipient else "id"
    with translation.override(language):
        text = render_to_string(f"curation/notices/{template}.txt", {**context, "name": name})
    subject, _blank, body = text.strip().partition("\n")
    channel = Notice.Channel.PORTAL
    if phone:
        channel = Notice.Channel.WHATSAPP
    elif email:
        channel = Notice.Channel.EMAIL
    notice, _is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient,
            "recipient_name": name,
            "channel": channel,
            "address": phone or email,
            "template": f"curation/{template}",
            "subject": subject.strip()[:200],
            "body": body.strip(),
            "link": link,
            "state": Notice.State.HELD if held else Notice.State.QUEUED,
        },
    )
    return notice
