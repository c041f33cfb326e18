"""When the public pages last changed: one row, moved by the database itself."""

import pgtrigger
from django.db import connection, models


class PublicEpoch(models.Model):
    """A number that grows with every committed change of what the public may see.

    Kept pages carry it in their key, so that a work withdrawn or a person hidden is gone from them
    with the same commit. Nothing in the code can forget to move it: triggers do.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "edisi halaman publik"
        verbose_name_plural = "edisi halaman publik"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="public_epoch_one"),)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The number now; 0 before the first change. One query, without the cost of the ORM."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM dekranasda_publicepoch")
            row = cursor.fetchone()
        return int(row[0]) if row else 0


class KeyCanary(models.Model):
    """A known text under each encryption key, by which a wrong key is noticed before it writes.

    Bears the digest of a known text under the index key, too (`dekranasda/keys.py`).
    """

    key_id = models.CharField(max_length=60, primary_key=True)
    cipher = models.BinaryField()
    index = models.BinaryField(max_length=16)

    class Meta:
        verbose_name = "kunci yang dikenal"
        verbose_name_plural = "kunci yang dikenal"

    def __str__(self) -> str:
        return self.key_id


def moves_public_epoch(shown: str) -> pgtrigger.Trigger:
    """A trigger for a model whose rows the public sees where the SQL condition `shown` holds.

    The condition names OLD and NEW, either of which is NULL where there is none. The trigger runs
    at the commit, so that the one row is locked for a moment only and cannot be part of a deadlock.
    """
    return pgtrigger.Trigger(
        name="moves_public_epoch",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        timing=pgtrigger.Deferred,
        func=f"""
            IF {shown} THEN
                INSERT INTO dekranasda_publicepoch (id, number) VALUES (1, 1)
                ON CONFLICT (id) DO UPDATE SET number = dekranasda_publicepoch.number + 1;
            END IF;
            RETURN NULL;
        """,  # noqa: S608 conditions are written in models, never by visitors
    )
