"""What became better between two judgements of one work: words, what was changed; numbers apart.

The earlier judgement is the newest that was made known of an earlier version, in this submission
or in one before. Makers and mentors read words; numbers are for the chair and the secretariat.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.text import capfirst

from curation import verdicts
from curation.blind import blind_text
from curation.models import Assignment, Decision, PointAnswer, Submission
from dekranasda.accounts.models import User
from products.drafts import NOT_COPIED
from products.models import ProductVersion

NOT_TOLD = NOT_COPIED | {"filled_by"}


@dataclass(frozen=True)
class CriterionGrowth:
    """One criterion before and after, in words; `after` is empty until it is made known."""

    name: str
    name_en: str
    before: str | Promise
    after: str | Promise
    is_better: bool
    is_worse: bool
    answer: str = ""  # the maker's, to what was weak; without names only for the panel


@dataclass(frozen=True)
class Growth:
    """The way from an earlier version of a work to this one."""

    earlier: Decision
    criteria: list[CriterionGrowth]
    fields: list[str]
    photos_added: int
    photos_removed: int

    @property
    def is_unchanged(self) -> bool:
        """Whether the work was sent again as it was."""
        return not (self.fields or self.photos_added or self.photos_removed)


def earlier_decision(work: Submission) -> Decision | None:
    """The newest judgement of an earlier version of the work that its maker was told."""
    return (
        Decision.objects.filter(
            submission__product=work.product_id,
            version__number__lt=work.version.number,
            released_at__isnull=False,
            superseded_at__isnull=True,
        )
        .select_related("submission__rubric", "version")
        .order_by("-released_at", "-pk")
        .first()
    )


def growth_of(work: Submission, now: Decision | None) -> Growth | None:
    """How the work grew since its last judgement; None where there is none.

    `now` is a decision that the reader may know; of another version than the present it says
    nothing of the present one.
    """
    earlier = earlier_decision(work)
    if earlier is None:
        return None
    before = verdicts.verdict_of(earlier)
    is_now = now is not None and now.version_id == work.version_id
    after = {one.code: one for one in verdicts.verdict_of(now)} if now and is_now else {}
    ranks = {str(word): value for value, word in verdicts.WORDS.items() if value}
    answers = _answers(earlier)
    criteria = []
    for one in before:
        later = after.get(one.code)
        step = ranks[str(later.word)] - ranks[str(one.word)] if later else 0
        criteria.append(
            CriterionGrowth(
                name=one.name,
                name_en=one.name_en,
                before=one.word,
                after=later.word if later else "",
                is_better=step > 0,
                is_worse=step < 0,
                answer=answers.get(one.code, ""),
            )
        )
    added, removed = _photos(earlier.version, work.version)
    return Growth(earlier, criteria, _changed(earlier.version, work.version), added, removed)


def _answers(earlier: Decision) -> dict[str, str]:
    """What the maker answered to each weak criterion of a judgement, by its code. One query."""
    written = PointAnswer.objects.filter(
        submission=earlier.submission_id, version=earlier.version_id, criterion__isnull=False
    )
    return dict(written.values_list("criterion__code", "text"))


def without_names(growth: Growth, version: ProductVersion) -> Growth:
    """The same with the maker's answers as the panel reads them."""
    criteria = [
        replace(one, answer=blind_text(version, one.answer)) if one.answer else one
        for one in growth.criteria
    ]
    return replace(growth, criteria=criteria)


def numbers_of(work: Submission, earlier: Decision) -> list[tuple[str, Decimal, Decimal | None]]:
    """(criterion, middle before, middle now) for chair and secretariat, never for makers."""
    before = verdicts.middles_of(earlier.submission, earlier.version_id)
    after = verdicts.middles_of(work, work.version_id)
    return [
        (one.name, before[one.code], after.get(one.code))
        for one in earlier.submission.rubric.criteria.all()
        if one.code in before
    ]


def may_compare(work: Submission, user: User) -> bool:
    """Whether the person's own scores are in, so that an earlier judgement cannot sway them."""
    return not (
        Assignment.objects.active()
        .filter(
            submission=work,
            version=work.version_id,
            curator=user,
        )
        .exclude(review__finalised_at__isnull=False)
        .exists()
    )


def _changed(before: ProductVersion, after: ProductVersion) -> list[str]:
    """The fields that are not the same, by the names that forms show; never their contents."""
    names = [
        str(field.verbose_name)
        for field in ProductVersion._meta.concrete_fields
        if field.name not in NOT_TOLD
        and getattr(before, field.attname) != getattr(after, field.attname)
    ]
    for name in ("materials", "techniques"):
        one, other = (
            set(getattr(version, name).values_list("pk", flat=True)) for version in (before, after)
        )
        if one != other:
            names.append(str(ProductVersion._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    return [str(capfirst(name)) for name in names]


def _photos(before: ProductVersion, after: ProductVersion) -> tuple[int, int]:
    one, other = (
        set(version.photos.values_list("sha256", flat=True)) for version in (before, after)
    )
    return len(other - one), len(one - other)
