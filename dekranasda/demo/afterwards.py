"""What happened to demo works after they passed: a complaint to read, a suspension to answer.

By the real functions; the works are those that passed first, so that the catalogue stays full.
"""

import uuid
from datetime import timedelta

from django.utils import timezone

from curation import clock, complaints, suspensions
from curation.models import Certificate, Complaint
from dekranasda.accounts.models import User


def seed_afterwards(users: dict[str, User]) -> None:
    """One complaint that waits and one work that was suspended after another, once."""
    if Complaint.objects.exists():
        return
    shown = Certificate.objects.filter(
        product__is_demo=True,
        product__state="published",
        product__featured_position__isnull=True,
        revoked_at__isnull=True,
    ).exclude(product__business__owner__user__email="perajin@contoh.id")
    certificates = list(shown.select_related("product").order_by("issued_on", "pk")[:2])
    if len(certificates) < 2:  # noqa: PLR2004 one for each of the two stories
        return
    first, second = certificates
    two_days_ago = timezone.now() - timedelta(days=2)
    with clock.fixed_at(two_days_ago):
        complaints.file(
            first.product,
            kind=Complaint.Kind.NOT_AS_SHOWN,
            statement="Warnanya lebih gelap daripada di foto. Dibeli di pameran bulan lalu.",
            contact="",
            token=uuid.UUID(int=1),
        )
        filed = complaints.file(
            second.product,
            kind=Complaint.Kind.NOT_HANDMADE,
            statement="Di pasar ada barang yang sama persis dengan label pabrik.",
            contact="",
            token=uuid.UUID(int=2),
        )
    with clock.fixed_at(two_days_ago + timedelta(hours=20)):
        suspensions.suspend(
            second,
            reason="Ada laporan bahwa barang serupa dijual dengan label pabrik. Mohon jelaskan "
            "cara membuatnya, bila bisa dengan foto prosesnya.",
            by=users["sekretariat"],
            complaint=filed,
        )
