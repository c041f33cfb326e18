"""The admin of what people keep of the registry's list and change by it; for reading."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from artisans.list_columns import COLUMNS
from artisans.models import BulkChange, ChosenColumns, RegistryEntry, RegistryExport, SavedView
from dekranasda.lib.read_only import ReadOnly


@admin.register(RegistryEntry)
class RegistryEntryAdmin(ReadOnly, admin.ModelAdmin[RegistryEntry]):
    """What the database keeps for the list; the business itself is changed elsewhere."""

    show_full_result_count = False
    list_display = ("business", "sort_owner", "village", "craft", "level", "state", "is_public")
    list_filter = ("state", "size_class", "is_public", "has_account", "has_nib", "district")
    list_select_related = ("business", "village", "craft")
    search_fields = ("sort_name", "sort_owner")
    exclude = ("words",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegistryEntry]:
        """The list needs no search vectors."""
        return super().get_queryset(request).defer("words")


@admin.register(ChosenColumns)
class ChosenColumnsAdmin(ReadOnly, admin.ModelAdmin[ChosenColumns]):
    list_display = ("user", "chosen")
    list_select_related = ("user",)
    search_fields = ("user__full_name",)

    @admin.display(description=_("kolom"))
    def chosen(self, row: ChosenColumns) -> str:
        """The columns by their headings."""
        return ", ".join(str(COLUMNS[name].heading) for name in row.columns if name in COLUMNS)


@admin.register(SavedView)
class SavedViewAdmin(admin.ModelAdmin[SavedView]):
    list_display = ("name", "user", "is_shared", "created_at")
    list_filter = ("is_shared",)
    list_select_related = ("user",)
    search_fields = ("name", "user__full_name")
    autocomplete_fields = ("user",)


@admin.register(BulkChange)
class BulkChangeAdmin(ReadOnly, admin.ModelAdmin[BulkChange]):
    list_display = ("__str__", "reason", "done_count", "state", "by", "at")
    list_filter = ("kind", "state")
    list_select_related = ("by",)
    search_fields = ("reason", "value_in_words", "by__full_name")
    date_hierarchy = "at"


@admin.register(RegistryExport)
class RegistryExportAdmin(ReadOnly, admin.ModelAdmin[RegistryExport]):
    list_display = ("requested_at", "by", "row_count", "state", "expires_at")
    list_filter = ("state",)
    list_select_related = ("by",)
    search_fields = ("by__full_name",)
    date_hierarchy = "requested_at"
