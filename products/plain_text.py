"""What makers write for everybody to read: without ways around the portal and its fair judging."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PHONE = re.compile(r"(?<![\d.,])(?:\+?62|0)[\s.\-()]*8(?:[\s.\-()]*\d){7,11}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}")
LINK = re.compile(r"(?i)\b(?:https?://|www\.|wa\.me/)\S+|\b[\w-]+\.(?:com|id|shop|store)\b")


def refuse_contacts(text: str) -> None:
    """Raises ValidationError «phone_in_text», «email_in_text» or «link_in_text».

    Buyers reach the maker by the button on the page, and curators must not learn who made a work.
    """
    if PHONE.search(text):
        raise ValidationError(
            _(
                "Nomor telepon tidak perlu ditulis di sini. Pembeli menghubungi Anda lewat tombol "
                "WhatsApp. Hapus nomornya."
            ),
            code="phone_in_text",
        )
    if EMAIL.search(text):
        raise ValidationError(
            _("Alamat surel tidak perlu ditulis di sini. Hapus alamatnya."), code="email_in_text"
        )
    if LINK.search(text):
        raise ValidationError(
            _("Alamat situs tidak dapat ditulis di sini. Hapus alamatnya."), code="link_in_text"
        )


# Marks that turn or hide the writing around them; the joiner of emoji (U+200D) stays.
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff]"
)


def tidy(text: str) -> str:
    """The text without invisible marks, its lines ending alike, at most one empty line between."""
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"[ \t\u00a0]+", " ", text)
    return re.sub(r" ?\n ?(?:\n ?){2,}", "\n\n", text).strip()
