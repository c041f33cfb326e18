"""What a maker changed between two versions of a work: answer by answer, and in photographs.

Makers and the secretariat read old and new words; the panel reads only which answers changed
(`growth.py`), as words may say whose the work is.
"""

from dataclasses import dataclass

from curation import flagged
from curation.models import CompletionItem, Submission
from products.answers import answers_of
from products.models import ProductVersion


@dataclass(frozen=True)
class Change:
    """One answer that is not the same, as the summary before sending words it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """All that changed: answers, and how many photographs came and went."""

    answers: list[Change]
    photos_added: int
    photos_removed: int

    @property
    def is_none(self) -> bool:
        """Whether both versions say the same."""
        return not (self.answers or self.photos_added or self.photos_removed)


def changes_between(before: ProductVersion, after: ProductVersion) -> Changes:
    """What a later version says differently; eight queries whatever the number of changes."""
    old, new = _answers(before), _answers(after)
    answers = [
        Change(label, old.get(label, ""), new.get(label, ""))
        for label in {**old, **new}
        if old.get(label, "") != new.get(label, "")
    ]
    one, other = (
        set(version.photos.values_list("sha256", flat=True)) for version in (before, after)
    )
    return Changes(answers, len(other - one), len(one - other))


def since_asked(work: Submission) -> Changes | None:
    """What changed since the last request to complete; None where none was answered anew."""
    item = (
        CompletionItem.objects.filter(submission=work, answered_at__isnull=False)
        .exclude(version=work.version_id)
        .select_related("version__product", "version__craft", "version__motif")
        .order_by("-answered_at", "-pk")
        .first()
    )
    return changes_between(item.version, work.version) if item else None


def changed_parts(sent: ProductVersion, draft: ProductVersion | None) -> set[str]:
    """The parts (of `CompletionItem.Part`) in which a draft differs from what was sent."""
    if draft is None:
        return set()
    old, new = (
        {(one.step, one.label): one.text for one in answers_of(version, [])}
        for version in (sent, draft)
    )
    steps = {key[0] for key in {**old, **new} if old.get(key) != new.get(key)}
    photos = [
        list(version.photos.values_list("kind", "sha256", "alt")) for version in (sent, draft)
    ]
    if photos[0] != photos[1]:
        steps.add(int(ProductVersion.Step.PHOTOS))
    return {part for part, step in flagged.STEP_OF_PART.items() if int(step) in steps}


def _answers(version: ProductVersion) -> dict[str, str]:
    return {one.label: one.text for one in answers_of(version, [])}
