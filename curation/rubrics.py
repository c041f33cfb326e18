"""Which rubric judges which work: one for each class of products, fixed when the round opens."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from curation.models import ClassCraft, Criterion, ProductClass, Round, RoundRubric, Rubric
from products.models import ProductVersion


def class_of(craft_id: str | None) -> ProductClass | None:
    """The class that works of a craft belong to: its own, or the one for all others."""
    own = ClassCraft.objects.select_related("product_class").filter(craft=craft_id).first()
    if own is not None:
        return own.product_class
    return ProductClass.objects.filter(is_default=True).first()


def terms_for(round: Round, version: ProductVersion) -> RoundRubric | None:
    """What the round set for the class of the work; None where the round's own rubric holds."""
    product_class = class_of(version.craft_id)
    rows = round.class_rubrics.select_related("rubric")
    return rows.filter(product_class=product_class).first()


def rubric_for(round: Round, version: ProductVersion) -> Rubric:
    """The rubric by which the round judges the work."""
    terms = terms_for(round, version)
    return terms.rubric if terms else round.rubric


def rubrics_of(round: Round) -> list[Rubric]:
    """Every rubric of the round, its own in front. Two queries."""
    others = round.class_rubrics.select_related("rubric__product_class")
    return [round.rubric, *(row.rubric for row in others if row.rubric_id != round.rubric_id)]


def rounds_judged_by(rubric: Rubric) -> QuerySet[Round]:
    """The opened rounds that judge some works by the rubric, the newest in front."""
    through = RoundRubric.objects.filter(rubric=rubric).values("round")
    return Round.objects.public().filter(Q(rubric=rubric) | Q(pk__in=through))


def criteria_of(rubric_ids: Iterable[int]) -> Mapping[int, list[Criterion]]:
    """The criteria of several rubrics in their order, by rubric. One query."""
    found: dict[int, list[Criterion]] = {key: [] for key in rubric_ids}
    for criterion in Criterion.objects.filter(rubric__in=found):
        found[criterion.rubric_id].append(criterion)
    return found


def columns_of(criteria: Mapping[int, list[Criterion]]) -> list[Criterion]:
    """One criterion of each code, for a table over works of several rubrics."""
    by_code: dict[str, Criterion] = {}
    for rows in criteria.values():
        for criterion in rows:
            by_code.setdefault(criterion.code, criterion)
    return list(by_code.values())
