"""Searches that no work answered as they were typed: what words staff's synonyms are missing.

Words and a number by day, nothing of who asked; what may be a person's number or address is not
kept at all.
"""

import re
from datetime import date, timedelta

from django.db import connection

from products.models import EmptySearch
from products.search import Wanted
from products.words import terms_of

MOST_A_DAY = 500
KEPT_DAYS = 180
LONGEST_WORDS = 60
# A telephone number, a national number, an address for mail.
PERSONAL = re.compile(r"@|\d{4}|(?:\d\D?){6}")


def note(text: str, words: Wanted | None, *, has_hits: bool, on: date) -> None:
    """Counts one search that was widened or remained empty. One statement.

    A day keeps a limited number of different texts, so that nobody can fill the table.
    """
    shown = " ".join(term.words for term in terms_of(text))[:LONGEST_WORDS]
    if not shown or PERSONAL.search(text):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO products_emptysearch (day, words, outcome, number)
            SELECT %(day)s, %(words)s, %(outcome)s, 1
            WHERE (SELECT count(*) FROM products_emptysearch WHERE day = %(day)s) < %(most)s
            OR EXISTS (
                SELECT FROM products_emptysearch WHERE day = %(day)s AND words = %(words)s
            )
            ON CONFLICT (day, words) DO UPDATE
            SET number = products_emptysearch.number + 1, outcome = excluded.outcome
            """,
            {
                "day": on,
                "words": shown,
                "outcome": outcome_of(words, has_hits=has_hits),
                "most": MOST_A_DAY,
            },
        )


def outcome_of(words: Wanted | None, *, has_hits: bool) -> str:
    """What the visitor was shown instead."""
    if words is None or not has_hits:
        return EmptySearch.Outcome.NOTHING
    if words.is_any:
        return EmptySearch.Outcome.SOME
    return EmptySearch.Outcome.CORRECTED if words.correction else EmptySearch.Outcome.COMPLETED


def forget(*, on: date) -> int:
    """Deletes what is older than half a year; returns how many rows."""
    old = EmptySearch.objects.filter(day__lt=on - timedelta(days=KEPT_DAYS))
    return old.delete()[0]
