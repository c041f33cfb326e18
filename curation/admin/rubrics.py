"""Rubrics, until they are frozen."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from curation.models import Criterion, Gate, Grade, Rubric


class FrozenInline(admin.TabularInline[Any, Any]):
    """A part of a rubric; it cannot be touched once the rubric is in use."""

    extra = 0

    def _is_open(self, obj: Model | None) -> bool:
        return obj is None or getattr(obj, "frozen_at", None) is None

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only to a rubric in preparation."""
        return self._is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only of a rubric in preparation."""
        return self._is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only of a rubric in preparation."""
        return self._is_open(obj) and super().has_delete_permission(request, obj)


class CriterionInline(FrozenInline):
    model = Criterion
    fields = ("position", "code", "name", "weight", "level_1", "level_2", "level_3", "level_4")


class GateInline(FrozenInline):
    model = Gate
    fields = ("position", "code", "name", "help_text", "caps_grade_at")


class GradeInline(FrozenInline):
    model = Grade


@admin.action(description="Salin menjadi versi baru")
def copy_rubric(_admin: Any, _request: HttpRequest, chosen: QuerySet[Rubric]) -> None:
    """A rubric in use cannot be edited, only copied: the copy is the next version."""
    for rubric in chosen:
        last = Rubric.objects.filter(name=rubric.name).order_by("-version").first()
        number = (last.version if last else 0) + 1
        copy = Rubric.objects.create(name=rubric.name, version=number, note=rubric.note)
        parts: list[Model] = [*rubric.criteria.all(), *rubric.gates.all(), *rubric.grades.all()]
        for part in parts:
            part.pk = None
            part._state.adding = True
            part.rubric = copy  # type: ignore[attr-defined]  # every part has one
            part.save()


@admin.register(Rubric)
class RubricAdmin(admin.ModelAdmin[Rubric]):
    list_display = ("name", "version", "frozen_at", "created_at")
    readonly_fields = ("frozen_at", "created_at")
    search_fields = ("name",)
    inlines = (CriterionInline, GateInline, GradeInline)
    actions = (copy_rubric,)

    def has_change_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        """Only in preparation."""
        is_open = obj is None or obj.frozen_at is None
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        """Only in preparation."""
        is_open = obj is None or obj.frozen_at is None
        return is_open and super().has_delete_permission(request, obj)
