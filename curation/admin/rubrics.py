"""Rubrics, until they are frozen."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from curation.models import ClassCraft, Criterion, Gate, Grade, ProductClass, Rubric


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


class ClassCraftInline(admin.TabularInline[ClassCraft, ProductClass]):
    model = ClassCraft
    extra = 0


@admin.register(ProductClass)
class ProductClassAdmin(admin.ModelAdmin[ProductClass]):
    list_display = ("name", "slug", "is_default")
    inlines = (ClassCraftInline,)


@admin.register(Rubric)
class RubricAdmin(admin.ModelAdmin[Rubric]):
    list_display = ("name", "version", "product_class", "frozen_at", "created_at")
    list_select_related = ("product_class",)
    readonly_fields = ("frozen_at", "created_at")
    search_fields = ("name",)
    inlines = (CriterionInline, GateInline, GradeInline)

    def has_change_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        """Only in preparation."""
        is_open = obj is None or obj.frozen_at is None
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Rubric | None = None) -> bool:
        """Only in preparation."""
        is_open = obj is None or obj.frozen_at is None
        return is_open and super().has_delete_permission(request, obj)
