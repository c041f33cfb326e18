"""The record's section of personal data: masked numbers, telephones, consent."""

from typing import Any

from artisans.models import Business, DataRequest
from artisans.personal_numbers import masked_numbers
from dekranasda.accounts.models import Consent, User


def section(business: Business, user: User) -> dict[str, Any]:
    """The owner; for the secretariat the masked numbers, too, and two queries.

    These are the purposes of consent with how each stands now, and open requests about the data.
    """
    shown: dict[str, Any] = {"owner": business.owner}
    if user.is_secretariat:
        shown["numbers"] = masked_numbers(business)
        shown["consents"] = Consent.standing(business.owner.uid)
        shown["open_requests"] = list(DataRequest.objects.open().about(business.owner.uid))
    return shown
