"""The printed sign-in card: a sign-in link as a code to scan, for who does not use WhatsApp.

A card is carried home and used when there is time, so it holds for thirty days; like every link it
works once, and ends as soon as another link or card is made for the same person.
"""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import typst
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dekranasda.accounts.models import SignInLink, User
from dekranasda.lib.paper import qr_svg
from dekranasda.lib.phone import local_writing
from dekranasda.templatetags.portal import tanggal, translated

TEMPLATE = Path(__file__).parent / "typst" / "sign_in_card.typ"
DAYS = 30


@dataclass(frozen=True)
class Card:
    """What one card says. `address` is the secret: it stands in the code and nowhere else."""

    name: str
    address: str
    last_day: date
    language: str


def issue_cards(people: Iterable[User], *, by: User, at: datetime) -> list[Card]:
    """A card for each person; their earlier links and cards end. All of them or none.

    A card holds to the end of the thirtieth day after today.
    """
    last_day = timezone.localdate(at) + timedelta(days=DAYS)
    end = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))
    with transaction.atomic():
        return [
            Card(
                name=person.full_name,
                address=link_address(SignInLink.issue(person, by=by, at=at, lifetime=end - at)),
                last_day=last_day,
                language=person.language,
            )
            for person in people
        ]


def link_address(token: str) -> str:
    """The whole address of a sign-in link; in Indonesian, the shortest."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(settings.SITE_URL) + reverse("sign_in_link", args=[token])


def cards_pdf(cards: Iterable[Card]) -> io.BytesIO:
    """The cards, two on an A4 sheet, each in its person's language."""
    data = {
        "title": _("Kartu Masuk"),
        "council": settings.COUNCIL["name"],
        "cards": [_words(card) for card in cards],
    }
    document: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
    )
    return io.BytesIO(document)


def _words(card: Card) -> dict[str, object]:
    council = settings.COUNCIL
    with translation.override(card.language):
        return {
            "title": _("Kartu Masuk"),
            "name": card.name,
            "qr": qr_svg(card.address),
            "steps": [
                _("Buka kamera HP. Arahkan ke kotak di samping."),
                _("Ketuk tautan yang muncul di layar."),
                _("Ketuk «Masuk sekarang». Lalu buat kata sandi Anda."),
            ],
            "until": _("Untuk satu kali masuk, sampai %(day)s.") % {"day": tanggal(card.last_day)},
            "keep": _("Simpan seperti kunci rumah: jangan dipinjamkan, jangan difoto."),
            "lost": _("Hilang atau tidak bisa? Hubungi sekretariat, %(phone)s (%(hours)s).")
            % {
                "phone": local_writing(str(council["whatsapp"])),
                "hours": translated(council, "hours"),
            },
        }
