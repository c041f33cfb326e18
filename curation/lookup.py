"""The status without an account: for makers who have the receipt's code and their own phone."""

import hmac

from curation import clock
from curation.models import Submission
from curation.status import PublicStatus, status_of


def status_by_code(code: str, digits: str) -> PublicStatus | None:
    """The public status of a submission; None alike for a wrong code and wrong digits.

    `digits` are the last four of one of the maker's numbers; whoever helped to fill in has none
    here. Nothing else is told: neither the work nor its maker. A refusal costs one query and the
    same comparisons, whatever was wrong.
    """
    submission = (
        Submission.objects.select_related("round", "product__business__owner__user")
        .filter(code=code)
        .first()
    )
    matches = [
        hmac.compare_digest(number[-4:].encode(), digits.encode())
        for number in _numbers(submission)
    ]
    if submission is None or not any(matches):
        return None
    return status_of(submission, at=clock.now())


def _numbers(submission: Submission | None) -> list[str]:
    """The maker's numbers: on record, further ones, the business's, the account's."""
    if submission is None:
        return ["", "", "", ""]
    business = submission.product.business
    account = business.owner.user.phone if business.owner.user else ""
    return [
        business.owner.phone,
        *business.owner.other_phones.split(";"),
        business.phone,
        account or "",
    ]
