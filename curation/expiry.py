"""The end of a curation's validity: told 60, 30 and 7 days ahead, carried out, and renewed.

The last day is whole, in the council's time zone. Pages read the date themselves; the nightly job
only writes down what is already true, and tells the makers.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation import clock, messages
from curation.models import Certificate, Submission
from curation.submissions import submit
from dekranasda.accounts.models import User
from dekranasda.notices.models import Notice
from products.drafts import declare, new_version
from products.models import Product
from products.publication import expire

# Days ahead, the nearest first. Source: domain 2.2, row 10.
STEPS = (7, 30, 60)


def to_renew(today: date) -> QuerySet[Certificate]:
    """Proofs of works that may be sent again: they end within 60 days, or are over already.

    What is being judged again is left out. The same rule as `may_renew`, for many at once.
    """
    open_again = Submission.objects.open().filter(product=OuterRef("product"))
    return (
        Certificate.objects.filter(
            revoked_at__isnull=True,
            valid_until__lte=today + timedelta(days=STEPS[-1]),
            product__certificate_number=F("number"),
            product__state__in=[Product.State.PUBLISHED, Product.State.EXPIRED],
        )
        .exclude(Exists(open_again))
        .select_related("decision__submission__product__business__owner__user", "product")
        .order_by("valid_until", "pk")
    )


def ending(today: date) -> QuerySet[Certificate]:
    """Certificates of works on show that end within 60 days and are not being judged again."""
    shown = to_renew(today).filter(product__state=Product.State.PUBLISHED)
    return shown.filter(valid_until__gte=today)


def remind(today: date) -> int:
    """Tells makers that a curation ends; each step once, a missed run caught up by the nearest.

    Returns how many messages are new.
    """
    due = {}
    for certificate in ending(today):
        days = (certificate.valid_until - today).days
        step = next(step for step in STEPS if days <= step)
        due[f"curation:expiring:{certificate.number}:{step}"] = (certificate, days)
    known = set(Notice.objects.filter(key__in=due).values_list("key", flat=True))
    new = {key: found for key, found in due.items() if key not in known}
    for key, (certificate, days) in new.items():
        _tell(certificate, "expiring", key=key, days_left=days)
    return len(new)


def expire_overdue(today: date) -> int:
    """Writes down which shown works are past their day and tells their makers; how many."""
    over = Product.objects.filter(state=Product.State.PUBLISHED, valid_until__lt=today)
    count = 0
    for product in over.defer("search").order_by("pk"):
        with transaction.atomic():
            if not expire(product, on=today):
                continue
            count += 1
            certificate = (
                Certificate.objects.filter(number=product.certificate_number)
                .select_related("decision__submission__product__business__owner__user")
                .first()
            )
            if certificate is not None:
                _tell(certificate, "expired", key=f"curation:expired:{certificate.number}")
    return count


def _tell(certificate: Certificate, template: str, *, key: str, **context: object) -> None:
    messages.tell_maker(
        certificate.decision.submission, template, key=key, certificate=certificate, **context
    )


def may_renew(product: Product, *, on: date) -> bool:
    """Whether the work may be sent again because its curation ends within 60 days or is over."""
    return (
        product.state in {Product.State.PUBLISHED, Product.State.EXPIRED}
        and product.valid_until is not None
        and product.valid_until <= on + timedelta(days=STEPS[-1])
        and not Submission.objects.filter(product=product).open().exists()
    )


@transaction.atomic
def renew(product: Product, *, by: User) -> Submission:
    """Sends the work again as it is on show, without a step to fill in.

    Raises ValidationError: «not_due», «has_draft» (changes wait to be sent), and as `submit`.
    """
    at = clock.now()
    if not may_renew(product, on=timezone.localdate(at)):
        raise ValidationError(_("Kurasi karya ini belum perlu diperpanjang."), code="not_due")
    if product.draft() is not None:
        raise ValidationError(
            _("Ada perubahan yang belum dikirim. Lanjutkan dahulu pengisiannya."),
            code="has_draft",
        )
    messages.stop_telling(product, "expiring", "expired")
    version = new_version(product, by=by, source=product.published_version)
    declare(version, by=by, at=at, allows_publication=False)
    return submit(product, by=by)
