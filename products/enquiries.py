"""The way from a work to its maker: whom a visitor may write to, and with which words."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from artisans.models import Artisan
from dekranasda.accounts.models import Consent
from dekranasda.lib.phone import local_writing, whatsapp_digits
from products.models import Product

TITLES = {Artisan.Gender.MALE: _("Pak"), Artisan.Gender.FEMALE: _("Bu")}


@dataclass(frozen=True)
class Contact:
    """Who answers a question about a work: the maker, or the council in the maker's place."""

    phone: str
    is_maker: bool
    paused_until: date | None
    is_paused: bool

    @property
    def written(self) -> str:
        """The number as people read it."""
        return local_writing(self.phone)


def contact_for(product: Product, *, on: date) -> Contact:
    """Whom to ask on the day: the maker who agreed to it and takes orders, else the council.

    Costs one query, for the newest word of consent. The product comes with business and owner.
    """
    business = product.business
    phone = business.phone or business.owner.phone
    pause_ends = business.paused_until
    is_paused = not business.taking_orders or (pause_ends is not None and pause_ends >= on)
    may_call = bool(phone) and Consent.is_current(business.owner.uid, Consent.Purpose.PUBLIC_PHONE)
    is_maker = may_call and not is_paused
    return Contact(
        phone=phone if is_maker else settings.COUNCIL["whatsapp"],
        is_maker=is_maker,
        paused_until=pause_ends if is_paused and pause_ends and pause_ends >= on else None,
        is_paused=is_paused,
    )


def draft_message(product: Product, contact: Contact, *, place: str, language: str) -> str:
    """The words a visitor finds in WhatsApp and may change; English ones carry the Indonesian
    below, so that the maker understands."""
    with override("id"):
        indonesian = _draft(product, contact, place=place, name=product.name)
    if language != "en":
        return indonesian
    english = _draft(product, contact, place=place, name=product.name_en or product.name)
    return f"{english}\n\n{indonesian}" if english != indonesian else english


def _draft(product: Product, contact: Contact, *, place: str, name: str) -> str:
    words = {"work": name, "code": product.code, "place": place}
    if not contact.is_maker:
        return (
            gettext(
                "Halo, saya melihat %(work)s (kode %(code)s) di %(place)s. "
                "Apakah masih tersedia, dan bagaimana menghubungi pembuatnya?"
            )
            % words
        )
    owner = product.business.owner
    title = TITLES.get(Artisan.Gender(owner.gender), "") if owner.gender else ""
    words["name"] = f"{title} {owner.name}".strip()
    return (
        gettext(
            "Halo %(name)s, saya melihat %(work)s (kode %(code)s) di %(place)s. "
            "Apakah masih tersedia? Saya dari …"
        )
        % words
    )


def whatsapp_address(contact: Contact, text: str) -> str:
    """The address that opens WhatsApp with the draft."""
    return f"https://wa.me/{whatsapp_digits(contact.phone)}?text={quote(text)}"
