"""A request to complete opens only what it names: everything else stays as it was submitted."""

from collections.abc import Collection

from curation.models import CompletionItem, Submission
from products.cost_sheets import copy_sheet
from products.forms import STEP_FORMS
from products.models import Photo, ProductVersion

Part = CompletionItem.Part
Step = ProductVersion.Step
STEP_OF_PART: dict[str, Step] = {
    Part.PHOTOS: Step.PHOTOS,
    Part.NAME: Step.NAME,
    Part.MATERIAL: Step.MATERIAL,
    Part.PRICE: Step.PRICE,
    Part.STORY: Step.STORY,
}


def open_steps(submission: Submission) -> list[int]:
    """The steps that the open requests name, for the maker's form."""
    parts = submission.completion_items.filter(answered_at__isnull=True)
    named = set(parts.values_list("part", flat=True))
    return sorted(int(step) for part, step in STEP_OF_PART.items() if part in named)


def keep_unflagged(draft: ProductVersion, sent: ProductVersion, steps: Collection[int]) -> None:
    """Gives every part of the draft that no request named back what was submitted."""
    relations = {field.name for field in ProductVersion._meta.many_to_many}
    for step, form in STEP_FORMS.items():
        if step in steps:
            continue
        for name in form._meta.fields or ():
            if name in relations:
                getattr(draft, name).set(getattr(sent, name).all())
            else:
                setattr(draft, name, getattr(sent, name))
    if Step.NAME not in steps:
        draft.name_en = sent.name_en
    if Step.STORY not in steps:
        draft.story_en = sent.story_en
    draft.save()
    if Step.PRICE not in steps:
        copy_sheet(sent, draft)
    if Step.PHOTOS not in steps:
        _keep_photos(draft, sent)


def _keep_photos(draft: ProductVersion, sent: ProductVersion) -> None:
    draft.photos.all().delete()
    copies = list(sent.photos.all())
    for photo in copies:
        photo.pk, photo.version = None, draft
    Photo.objects.bulk_create(copies)
