"""Ready sentences for comments to the maker, beside the criterion they belong to."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from curation.models import CommentPhrase, Criterion

MOST = 9  # as many as one key each can choose


def with_phrases(criteria: QuerySet[Criterion]) -> QuerySet[Criterion]:
    """The criteria with `phrases`, the sentences for each; still one query."""
    found = CommentPhrase.objects.filter(code=OuterRef("code")).order_by("position", "pk")
    return criteria.annotate(phrases=ArraySubquery(found.values("text")[:MOST]))


def joined(comment: str, chosen: list[str]) -> str:
    """The typed comment followed by the chosen sentences that it does not hold yet."""
    return " ".join([comment.strip(), *(one for one in chosen if one not in comment)]).strip()
