"""What the page of two entries shows: who stays, every field with its choice, what will happen."""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from artisans.forms.merging import WORDS, MergeForm, seen_text
from artisans.merging import Wanted
from artisans.models import Business, DuplicatePair, EntryKind, Merge
from artisans.side_by_side import (
    Line,
    better_side,
    counts_of,
    left_in_words,
    lines_of,
    news_since,
    rows_of,
    seen_now,
    staying_rows,
)


def compared(pair: DuplicatePair, form: MergeForm | None = None) -> dict[str, Any]:
    """The context of both pages: the two, their lines, and what the person wants by them."""
    form = form or MergeForm(QueryDict())
    first, second, on = pair.first, pair.second, timezone.localdate()
    counts = counts_of(first, second)
    stays = form.stays or better_side(first, second, counts)
    lines: list[Line] = []
    people = first, second
    if isinstance(first, Business) and isinstance(second, Business):
        lines = lines_of(first, second, choices=form.sides("usaha"), stays=stays, on=on)
        people = first.owner, second.owner
    owner_lines: list[Line] = []
    if people[0].pk != people[1].pk:
        owner_lines = lines_of(*people, choices=form.sides("orang"), stays=stays, on=on)
    is_business = pair.kind == EntryKind.BUSINESS
    with_owners = is_business and bool(owner_lines) and form.with_owners is not False
    survivor, loser = (first, second) if stays == "first" else (second, first)
    record = Merge.objects.that_took(pair).first()
    return {
        "pair": pair,
        "form": form,
        "is_business": is_business,
        "is_open": pair.state == DuplicatePair.State.OPEN and record is None,
        "counts": counts,
        "owned": [] if is_business else _owned(pair),
        "stays": stays,
        "survivor": survivor,
        "loser": loser,
        "lines": lines,
        "owner_lines": owner_lines,
        "with_owners": with_owners,
        "wanted": Wanted(
            stays=stays,
            business={line.name: line.chosen for line in lines},
            owner={line.name: line.chosen for line in owner_lines},
            with_owners=with_owners,
            note=form.data.get("note", "").strip(),
            seen=form.seen,
        ),
        "seen": seen_text(seen_now(pair)),
        "record": record,
    }


def _owned(pair: DuplicatePair) -> list[list[Business]]:
    """The standing businesses of each of two people; one query."""
    keys = [pair.first.pk, pair.second.pk]
    standing = Business.objects.filter(owner__in=keys, merged_into__isnull=True)
    owned = list(standing.order_by("name", "pk"))
    return [[business for business in owned if business.owner_id == key] for key in keys]


def consequences_of(pair: DuplicatePair, context: dict[str, Any]) -> dict[str, Any]:
    """What the merge will do, in words, and what others changed since the page was opened."""
    survivor, loser = context["survivor"], context["loser"]
    side = "second" if context["stays"] == "first" else "first"
    going = [
        (count.name, number) for count in context["counts"] if (number := getattr(count, side))
    ]
    staying = staying_rows(loser, survivor)
    if context["with_owners"]:
        staying += staying_rows(loser.owner, survivor.owner)
    hidden = _hidden(context)
    return {
        "going": going,
        "staying": staying,
        "news": news_since(pair, context["form"].seen),
        "shown_lines": _changed_lines(context),
        "hidden": hidden,
        "choices": urlencode([*hidden, ("dilihat", context["seen"])]),
        "account_moves": _account_moves(context),
    }


def _changed_lines(context: dict[str, Any]) -> list[Line]:
    """The fields of which the survivor takes another value than its own."""
    people = context["owner_lines"] if context["with_owners"] or not context["lines"] else []
    return [
        line
        for line in [*context["lines"], *people]
        if line.chosen != context["stays"] and not line.is_same
    ]


def _account_moves(context: dict[str, Any]) -> str:
    """The account that will open the survivor's pages, in words; empty where none moves."""
    survivor, loser = context["survivor"], context["loser"]
    if context["is_business"]:
        if not context["with_owners"]:
            return ""
        survivor, loser = survivor.owner, loser.owner
    if loser.user_id and not survivor.user_id:
        return _("Akun %(name)s selanjutnya membuka catatan %(other)s.") % {
            "name": loser.name,
            "other": survivor.name,
        }
    return ""


def _hidden(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Every choice as the form's own fields, so that nothing is chosen anew by a default."""
    found = [("tetap", WORDS[context["stays"]])]
    if context["is_business"] and context["owner_lines"]:
        found.append(("pemilik", "gabung" if context["with_owners"] else "dua"))
    for part, lines in (("usaha", context["lines"]), ("orang", context["owner_lines"])):
        found += [(f"{part}-{line.name}", WORDS[line.chosen]) for line in lines]
    return found


def told(record: Merge) -> dict[str, object]:
    """What a merge did: what moved, what could not, and what an undo had to leave."""
    along = Merge.objects.filter(part_of=record).first()
    parts = [record, along] if along else [record]
    return {
        "record": record,
        "along": along,
        "moved": [rows for part in parts for rows in rows_of(part.moved)],
        "kept": [rows for part in parts for rows in rows_of(part.kept)],
        "left": [line for part in parts for line in left_in_words(part)],
    }
