"""A rubric in the reader's words, for the desk's page and the public one."""

from curation.models import Rubric
from dekranasda.templatetags.portal import translated


def criteria_rows(rubric: Rubric) -> list[dict[str, object]]:
    """The criteria with weight in percent and the sentence of every level, 0 first."""
    return [
        {
            "pk": one.pk,
            "code": one.code,
            "name": translated(one, "name"),
            "weight": f"{one.weight.normalize():f}",
            "levels": [translated(one, name) for _value, name, _text in one.levels],
        }
        for one in rubric.criteria.all()
    ]


def grade_rows(rubric: Rubric) -> list[dict[str, object]]:
    """The grades in words: from which total, which floors, what follows."""
    names = {one.code: translated(one, "name") for one in rubric.criteria.all()}
    return [
        {
            "letter": grade.letter,
            "minimum": grade.minimum,
            "floors": [(names.get(code, code), floor) for code, floor in grade.floors.items()],
            "allows_zero": grade.allows_zero,
            "months": grade.validity_months,
            "outcome": grade.get_outcome_display(),
        }
        for grade in rubric.grades.all()
    ]
