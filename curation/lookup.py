"""The status without an account: for makers who have the receipt's code and their own phone."""

import hmac

from curation import clock
from curation.models import Submission
from curation.status import PublicStatus, status_of


def status_by_code(code: str, digits: str) -> PublicStatus | None:
    """The public status of a submission; None alike for a wrong code and wrong digits.

    `digits` are the last four of one of the maker's numbers. Nothing else is told: neither the
    work nor its maker.
    """
    submission = (
        Submission.objects.select_related("round", "product__business__owner__user")
        .filter(code=code)
        .first()
    )
    owner = submission.product.business.owner if submission else None
    numbers = []
    if submission and owner:
        account = owner.user.phone if owner.user else None
        numbers = [owner.phone, account, submission.product.business.phone]
    matches = [hmac.compare_digest((number or "")[-4:], digits) for number in numbers]
    if submission is None or not any(matches):
        return None
    return status_of(submission, at=clock.now())
