"""Another number to sign in with, once the secretariat has called it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from artisans.facts import note_sources
from artisans.models import Artisan, Business, FactSource
from artisans.registration import with_lock
from dekranasda.accounts.models import SignInLink, User
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice


def change_number(artisan: Artisan, phone: str, *, by: User, at: datetime) -> None:
    """Puts the number in place of the old one: of the account, the person and their businesses.

    A business with a number of its own keeps it. Unused links and cards end, since the old number
    may have received them. The new numbers are the maker's word, which no import overwrites.
    Side effect: a message in the portal, by e-mail where there is one, so that nobody's number is
    changed behind their back; not by WhatsApp, where only the new number could read it.
    Raises ValidationError («phone_taken») for the number of another account.
    """
    with transaction.atomic():
        with_lock(phone)
        artisan = Artisan.objects.select_for_update().get(pk=artisan.pk)
        user = User.objects.select_for_update().get(artisan=artisan)
        if User.objects.filter(phone=phone).exclude(pk=user.pk).exists():
            raise ValidationError(
                _("Nomor ini sudah dipakai akun lain. Periksa lagi nomornya."), code="phone_taken"
            )
        old = user.phone or artisan.phone
        user.phone, user.phone_verified_at, artisan.phone = phone, at, phone
        user.save(update_fields=["phone", "phone_verified_at"])
        artisan.save(update_fields=["phone"])
        reachable = list(artisan.businesses.select_for_update().filter(phone=old)) if old else []
        for business in reachable:
            business.phone = phone
            business.save(update_fields=["phone"])
        rows: list[Artisan | Business] = [artisan, *reachable]
        for row in rows:
            note_sources(
                row,
                ["phone"],
                kind=FactSource.Kind.MAKER,
                as_of=timezone.localdate(at),
                by=by,
                at=at,
                source=_("Ditelepon sekretariat"),
            )
        SignInLink.revoke(user, at=at)
        outbox.queue(
            key=f"number_changed:{user.pk}:{at.isoformat()}",
            recipient=user,
            template="number_changed",
            context={"phone": phone},
            channel=Notice.Channel.EMAIL if user.email else Notice.Channel.PORTAL,
            link=reverse("own_settings"),
        )
