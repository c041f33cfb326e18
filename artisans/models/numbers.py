"""National numbers on a row: kept as a cipher bound to it, found by a blind index, shown masked."""

import logging
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from dekranasda.lib import encryption

logger = logging.getLogger(__name__)


def context_of(row: Any, field: str) -> str:
    """What the cipher of a row's field is bound to: table, column and the row's uid."""
    return f"{row._meta.db_table}.{field}|{row.uid}"


def read_number(row: Any, field: str) -> str:
    """The whole number of a row's field, or an empty text. Raises DecryptionError."""
    cipher = getattr(row, f"{field}_cipher")
    return encryption.decrypt(cipher, context=context_of(row, field)) if cipher else ""


def masked(row: Any, field: str) -> str:
    """The number with its middle hidden. One that cannot be read is said so, and logged."""
    try:
        number = read_number(row, field)
    except encryption.DecryptionError as error:
        logger.error("%s of %s %s: %s", field, row._meta.label, row.pk, error)  # noqa: TRY400
        return _("tidak terbaca, hubungi administrator")
    return encryption.mask(number) if number else ""


def tax_id_index(number: str) -> bytes:
    """The blind index of an NPWP; the old 15 digits and the new 16 with a zero are one number."""
    return encryption.blind_index(number.zfill(16), purpose="tax_id")


class HoldsTaxNumber(models.Model):
    """A row with an NPWP: a person's stands at the artisan, a body's at the business."""

    tax_id_cipher = models.BinaryField(null=True, editable=False)
    tax_id_index = models.BinaryField(max_length=16, null=True, editable=False)

    class Meta:
        abstract = True

    def keep_tax_id(self, number: str) -> None:
        """Sets the NPWP's cipher and blind index on this object; the caller saves it."""
        self.tax_id_cipher = encryption.encrypt(number, context=context_of(self, "tax_id"))
        self.tax_id_index = tax_id_index(number)

    def read_tax_id(self) -> str:
        """The whole NPWP, or an empty text. Raises DecryptionError. Callers log the access."""
        return read_number(self, "tax_id")
