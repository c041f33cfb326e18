"""What a rubric must fulfil before a round may use it, and how one version leads to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from curation.models import Criterion, Grade, Rubric
from curation.scoring import HIGHEST, CriterionRule, GradeRule, grade_for, total

WHOLE = Decimal(100)
# From the best to the worst: a grade that needs more points may not mean less.
OUTCOME_ORDER = (Grade.Outcome.ACCEPTED, Grade.Outcome.COACHING, Grade.Outcome.REJECTED)


def plain(number: Decimal) -> str:
    """A weight or a minimum without needless decimals, with a comma."""
    return f"{number.normalize():f}".replace(".", ",")


def require_open(rubric: Rubric) -> Rubric:
    """The rubric, locked. Raises ValidationError «frozen» once a round opened with it."""
    locked = Rubric.objects.select_for_update(of=("self",)).get(pk=rubric.pk)
    if locked.is_frozen:
        raise ValidationError(
            _("Rubrik ini sudah dipakai dan tidak dapat diubah. Salin menjadi versi baru."),
            code="frozen",
        )
    return locked


def problems_of(rubric: Rubric) -> list[str]:
    """What keeps a round from using the rubric, in plain words; empty when nothing does."""
    criteria = list(rubric.criteria.all())
    grades = list(rubric.grades.order_by("-minimum"))
    return [
        *_criteria_problems(criteria),
        *_grade_problems(grades, {one.code for one in criteria}),
        *_gate_problems(rubric, {grade.letter for grade in grades}),
    ]


def _criteria_problems(criteria: list[Criterion]) -> list[str]:
    if not criteria:
        return [_("Belum ada kriteria.")]
    found = []
    weights = sum((one.weight for one in criteria), Decimal(0))
    if weights != WHOLE:
        found.append(
            _("Bobot kriteria berjumlah %(sum)s, seharusnya 100.") % {"sum": plain(weights)}
        )
    for one in criteria:
        if not one.weight:
            found.append(_("Kriteria «%(name)s» belum punya bobot.") % {"name": one.name})
        missing = [str(value) for value, _field, text in one.levels if not text.strip()]
        if missing:
            found.append(
                _("Kriteria «%(name)s» belum punya kalimat untuk nilai %(values)s.")
                % {"name": one.name, "values": ", ".join(missing)}
            )
    return found


def _grade_problems(grades: list[Grade], codes: set[str]) -> list[str]:
    if not grades:
        return [_("Belum ada kelas.")]
    found = []
    if all(grade.outcome != Grade.Outcome.ACCEPTED for grade in grades):
        found.append(_("Rubrik belum punya kelas lolos."))
    if grades[-1].minimum != 0:
        found.append(
            _(
                "Kelas terendah (%(letter)s) mulai dari %(minimum)s, sehingga nilai di bawahnya "
                "tidak punya kelas. Mulai dari 0."
            )
            % {"letter": grades[-1].letter, "minimum": plain(grades[-1].minimum)}
        )
    for better, lower in zip(grades, grades[1:], strict=False):
        if OUTCOME_ORDER.index(Grade.Outcome(better.outcome)) > OUTCOME_ORDER.index(
            Grade.Outcome(lower.outcome)
        ):
            found.append(
                _("Kelas %(better)s lebih tinggi daripada %(lower)s, tetapi artinya lebih buruk.")
                % {"better": better.letter, "lower": lower.letter}
            )
    for grade in grades:
        unknown = sorted(set(grade.floors) - codes)
        if unknown:
            found.append(
                _("Kelas %(letter)s mensyaratkan kriteria %(codes)s, yang tidak ada.")
                % {"letter": grade.letter, "codes": ", ".join(unknown)}
            )
        if any(not 1 <= floor <= HIGHEST for floor in grade.floors.values()):
            found.append(
                _("Nilai terendah pada kelas %(letter)s harus antara 1 dan 4.")
                % {"letter": grade.letter}
            )
    return found


def _gate_problems(rubric: Rubric, letters: set[str]) -> list[str]:
    return [
        _("Syarat «%(name)s» membatasi kelas %(letter)s, yang tidak ada.")
        % {"name": gate.name, "letter": gate.caps_grade_at}
        for gate in rubric.gates.all()
        if gate.caps_grade_at and gate.caps_grade_at not in letters
    ]


@transaction.atomic
def copy_of(rubric: Rubric) -> Rubric:
    """The next version of the rubric as a copy that may be changed.

    Raises ValidationError «in_preparation» where a version that may be changed is there already.
    """
    versions = Rubric.objects.select_for_update(of=("self",)).filter(slug=rubric.slug)
    waiting = next((one for one in versions if not one.is_frozen), None)
    if waiting is not None:
        raise ValidationError(
            _("Versi %(version)s rubrik ini sudah disiapkan. Ubah versi itu."),
            code="in_preparation",
            params={"version": waiting.version},
        )
    last = versions.aggregate(last=Max("version"))["last"] or 0
    copy = Rubric.objects.create(
        slug=rubric.slug,
        product_class=rubric.product_class,
        name=rubric.name,
        name_en=rubric.name_en,
        version=last + 1,
        note=rubric.note,
    )
    parts: list[models.Model] = [
        *rubric.criteria.all(),
        *rubric.gates.all(),
        *rubric.grades.all(),
    ]
    for part in parts:
        part.pk = None
        part._state.adding = True
        part.rubric = copy  # type: ignore[attr-defined]  # every part has one
        part.save()
    return copy


@dataclass(frozen=True)
class Change:
    """One difference between two versions: of which part, before and after; empty where absent."""

    part: str
    before: str
    after: str


def previous_of(rubric: Rubric) -> Rubric | None:
    """The version before this one."""
    earlier = Rubric.objects.filter(slug=rubric.slug, version__lt=rubric.version)
    return earlier.order_by("-version").first()


def changes_between(old: Rubric, new: Rubric) -> list[Change]:
    """What the newer version says differently, part by part, in the order of the page."""
    before, after = _as_words(old), _as_words(new)
    return [
        Change(part, before.get(part, ""), after.get(part, ""))
        for part in dict.fromkeys([*after, *before])
        if before.get(part, "") != after.get(part, "")
    ]


def _as_words(rubric: Rubric) -> dict[str, str]:
    words: dict[str, str] = {_("Nama"): rubric.name, _("Keterangan"): rubric.note}
    for one in rubric.criteria.all():
        words[f"{one.code}: {_('nama')}"] = one.name
        words[f"{one.code}: {_('bobot')}"] = f"{plain(one.weight)}%"
        for value, _field, text in one.levels:
            words[f"{one.code}: {_('nilai')} {value}"] = text
    for gate in rubric.gates.all():
        cap = f" ({gate.caps_grade_at})" if gate.caps_grade_at else ""
        words[f"{_('Syarat')} {gate.code}"] = gate.name + cap
    for grade in rubric.grades.all():
        words[f"{_('Kelas')} {grade.letter}"] = _grade_words(grade)
    return words


def _grade_words(grade: Grade) -> str:
    parts = [_("mulai %(minimum)s") % {"minimum": plain(grade.minimum)}]
    parts += [f"{code} ≥ {floor}" for code, floor in sorted(grade.floors.items())]
    if not grade.allows_zero:
        parts.append(_("tanpa nilai 0"))
    if grade.validity_months:
        parts.append(_("berlaku %(n)s bulan") % {"n": grade.validity_months})
    return ", ".join([*parts, str(grade.get_outcome_display())])


@dataclass(frozen=True)
class Worked:
    """A worked example: the points of every criterion, their sum, and the grade it gives."""

    rows: list[dict[str, Any]]
    points: Decimal | None
    letter: str
    outcome: str


def worked_example(rubric: Rubric, scores: Mapping[str, int | None]) -> Worked:
    """What one curator's scores come to under the rubric, step by step."""
    criteria = list(rubric.criteria.all())
    rules = [CriterionRule(one.code, one.weight) for one in criteria]
    points = total(scores, rules)
    answered = {code: Decimal(value) for code, value in scores.items() if value is not None}
    grades = [
        GradeRule(one.letter, one.minimum, one.outcome, dict(one.floors), one.allows_zero)
        for one in rubric.grades.all()
    ]
    grade = grade_for(points, answered, grades) if points is not None and grades else None
    return Worked(
        rows=[
            {
                "criterion": one,
                "score": scores.get(one.code),
                "points": total({one.code: scores.get(one.code)}, [CriterionRule(one.code, WHOLE)]),
                "part": None
                if scores.get(one.code) is None
                else one.weight * (scores[one.code] or 0) / HIGHEST,
            }
            for one in criteria
        ],
        points=points,
        letter=grade.letter if grade else "",
        outcome=str(Grade.Outcome(grade.outcome).label) if grade else "",
    )
