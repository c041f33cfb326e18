"""What came of the demo's pages: looks and questions of the last weeks, and where makers work."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from artisans.models import Business, OwnPhoto
from dekranasda.demo.sources import pictures, store_pictures
from products.models import Enquiry, MakerViews, Product, WorkViews
from products.page_views import TOLD_DAYS

# Which makers show their workplace, and the centre whose picture stands for it.
WORKPLACES = {"siti": "S3", "sumarno": "S1"}


def seed_attention(makers: Mapping[str, Business], today: date) -> None:
    """Looks and questions for every work on show, and two workplaces; once."""
    if WorkViews.objects.exists():
        return
    works = list(Product.objects.published().select_related("business").order_by("pk"))
    days = [today - timedelta(days=back) for back in range(TOLD_DAYS)]
    WorkViews.objects.bulk_create(
        WorkViews(product=work, day=day, number=1 + (place + day.day) % 7)
        for place, work in enumerate(works)
        for day in days
        if (place + day.toordinal()) % 3
    )
    owners = sorted({work.business.owner_id for work in works})
    MakerViews.objects.bulk_create(
        MakerViews(artisan_id=owner, day=day, number=1 + (place + day.day) % 4)
        for place, owner in enumerate(owners)
        for day in days
        if (place + day.toordinal()) % 4 == 0
    )
    Enquiry.objects.bulk_create(
        Enquiry(product=work, asked_at=timezone.now() - timedelta(days=3 * back, hours=5))
        for place, work in enumerate(works)
        for back in range(place % 5)
    )
    for key, centre in WORKPLACES.items():
        _show_workplace(makers[key], centre)


def _show_workplace(business: Business, centre: str) -> None:
    for picture in pictures().get(centre, []):
        photo = store_pictures()[picture]
        OwnPhoto.objects.get_or_create(
            artisan=business.owner,
            sha256=photo.sha256,
            defaults={
                "kind": OwnPhoto.Kind.WORKPLACE,
                "width": photo.width,
                "height": photo.height,
                "colour": photo.colour,
                "alt": f"{picture.alt_id} (gambar contoh)"[:160],
                "alt_en": picture.alt_en,
                "is_shown": True,
                "added_by": business.owner.user,
            },
        )
