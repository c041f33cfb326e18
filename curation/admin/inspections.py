"""Checklists until they are frozen; inspections to read."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from curation import inspections
from curation.admin.rubrics import FrozenInline
from curation.models import Checklist, ChecklistItem, Inspection
from dekranasda.lib.read_only import ReadOnlyAdmin


class ChecklistItemInline(FrozenInline):
    model = ChecklistItem


@admin.action(description=_("Salin menjadi versi baru"))
def copy_checklist(_admin: Any, request: HttpRequest, chosen: QuerySet[Checklist]) -> None:
    """A checklist in use cannot be edited, only copied: the copy is the next version."""
    for checklist in chosen:
        try:
            inspections.copy_of(checklist)
        except ValidationError as error:
            messages.error(request, f"{checklist}: {error.messages[0]}")


@admin.register(Checklist)
class ChecklistAdmin(admin.ModelAdmin[Checklist]):
    list_display = ("name", "version", "frozen_at")
    readonly_fields = ("frozen_at",)
    search_fields = ("name",)
    filter_horizontal = ("crafts",)
    inlines = (ChecklistItemInline,)
    actions = (copy_checklist,)

    def has_change_permission(self, request: HttpRequest, obj: Checklist | None = None) -> bool:
        """Only in preparation."""
        return (obj is None or obj.frozen_at is None) and super().has_change_permission(
            request, obj
        )

    def has_delete_permission(self, request: HttpRequest, obj: Checklist | None = None) -> bool:
        """Only in preparation."""
        return (obj is None or obj.frozen_at is None) and super().has_delete_permission(
            request, obj
        )


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ("submission", "checklist", "made_by", "finished_at")
    list_select_related = ("submission__version", "checklist", "made_by")
    search_fields = ("submission__code",)
