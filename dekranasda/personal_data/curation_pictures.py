"""Pictures that curation made of somebody's works, and signatures: gone with the person."""

from functools import partial

from django.core.files.storage import storages
from django.db import transaction

from artisans.models import Business
from curation.models import InspectionAnswer, PhotoCover, SampleMovement
from dekranasda.lib.photo_store import forget
from dekranasda.personal_data.blanking import guards_lifted


def forget_curation_pictures(businesses: list[Business]) -> None:
    """Removes covered copies, photographs of samples and signatures; files after the commit."""
    covers = PhotoCover.objects.filter(submission__product__business__in=businesses)
    digests = list(covers.values_list("sha256", flat=True))
    covers.delete()
    forget(digests)
    steps = SampleMovement.objects.filter(
        sample__submission__product__business__in=businesses
    ).exclude(photo="", signature="")
    names = {name for pair in steps.values_list("photo", "signature") for name in pair if name}
    looks = InspectionAnswer.objects.filter(
        inspection__submission__product__business__in=businesses
    ).exclude(photo="")
    names |= set(looks.values_list("photo", flat=True))
    with guards_lifted([SampleMovement, InspectionAnswer]):
        steps.update(photo="", signature="")
        looks.update(photo="")
    for name in names:
        transaction.on_commit(partial(storages["private"].delete, name))
