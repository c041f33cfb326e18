"""Changes to a rubric in preparation; one that a round opened with is refused."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from curation.models import Criterion, Round, Rubric
from curation.rubric_rules import require_open


@transaction.atomic
def change(rubric: Rubric, save: Callable[[], object]) -> None:
    """Carries out a change of the rubric under its lock. Raises ValidationError «frozen»."""
    require_open(rubric)
    save()


@transaction.atomic
def save_criterion(criterion: Criterion, *, earlier_code: str = "") -> None:
    """Keeps a criterion, a new one behind the others; floors follow a code that changed.

    Raises ValidationError «frozen».
    """
    rubric = require_open(criterion.rubric)
    if criterion.pk is None:
        last = rubric.criteria.aggregate(last=Max("position"))["last"]
        criterion.position = 0 if last is None else last + 1
    criterion.save()
    if not earlier_code or earlier_code == criterion.code:
        return
    for grade in rubric.grades.all():
        if earlier_code in grade.floors:
            grade.floors[criterion.code] = grade.floors.pop(earlier_code)
            grade.save(update_fields=["floors"])


@transaction.atomic
def delete_criterion(criterion: Criterion) -> None:
    """Takes a criterion out. Raises ValidationError «frozen», «floor» where a grade asks for it."""
    rubric = require_open(criterion.rubric)
    asking = [grade.letter for grade in rubric.grades.all() if criterion.code in grade.floors]
    if asking:
        raise ValidationError(
            _("Kelas %(letters)s mensyaratkan kriteria ini. Hapus dulu syaratnya pada kelas."),
            code="floor",
            params={"letters": ", ".join(asking)},
        )
    criterion.delete()


@transaction.atomic
def change_terms(round: Round, save: Callable[[], object]) -> None:
    """Carries out a change of what a round judges each class by.

    Raises ValidationError «already_open» once the round was announced.
    """
    locked = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if locked.opened_at is not None:
        raise ValidationError(_("Rubrik periode yang sudah diumumkan tetap."), code="already_open")
    save()
