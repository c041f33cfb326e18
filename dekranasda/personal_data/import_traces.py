"""What a person leaves in imports: staged rows, samples of columns, and the files themselves."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from artisans.imports.people import fold_name
from artisans.imports.staging import drop_file
from artisans.models import Artisan, ImportBatch, ImportChange, ImportConflict, ImportRow

Outcome, State = ImportRow.Outcome, ImportBatch.State


def erase_import_traces(people: list[Artisan], businesses: Collection[int]) -> None:
    """Empties the rows of people and businesses and removes the files that they came in.

    A row that was not stored yet becomes a problem, so that it never is. Samples of columns are
    dropped with the file: any of them may be theirs. An undo of the import leaves them alone, since
    it finds nothing noted of them.
    """
    rows = ImportRow.objects.filter(_belonging_to(people, businesses)) | _by_contact(people)
    pks = list(rows.values_list("pk", flat=True))
    batches = ImportBatch.objects.filter(rows__in=pks).distinct()
    ImportRow.objects.filter(pk__in=pks).exclude(batch__state=State.COMMITTED).update(
        outcome=Outcome.PROBLEM, problems=["erased_person"]
    )
    ImportRow.objects.filter(pk__in=pks).update(
        values={},
        cells={},
        national_id_cipher=None,
        national_id_index=None,
        tax_id_cipher=None,
        fingerprint=None,
    )
    # What a list and the registry said differently holds both texts.
    ImportConflict.objects.filter(Q(row__in=pks) | Q(first_row__in=pks)).delete()
    changed = [person.pk for person in people]
    ImportChange.objects.filter(
        Q(business__in=businesses) | Q(kind=ImportChange.Kind.ARTISAN, object_id__in=changed)
    ).delete()
    for batch in batches:
        drop_file(batch)


def _belonging_to(people: list[Artisan], businesses: Collection[int]) -> Q:
    indexes = [person.national_id_index for person in people if person.national_id_index]
    return Q(business__in=businesses) | Q(national_id_index__in=indexes)


def _by_contact(people: list[Artisan]) -> Any:
    """Rows without a business that bear the person's telephone and name."""
    waiting = ImportRow.objects.filter(business__isnull=True)
    found: list[int] = []
    for person in people:
        if not person.phone:
            continue
        same_phone = waiting.filter(values__phones__contains=[person.phone])
        found += [
            pk
            for pk, name in same_phone.values_list("pk", "values__owner_name")
            if fold_name(name or "") == fold_name(person.name)
        ]
    return ImportRow.objects.filter(pk__in=found)
