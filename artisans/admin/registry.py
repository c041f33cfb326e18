"""The admin of what people keep of the registry's list and change by it; for reading."""

from django.contrib import admin

from artisans.admin.common import ReadOnlyAdmin
from artisans.models import BulkChange, RegistryExport, SavedView


@admin.register(SavedView)
class SavedViewAdmin(admin.ModelAdmin[SavedView]):
    list_display = ("name", "user", "is_shared", "created_at")
    list_filter = ("is_shared",)
    list_select_related = ("user",)
    search_fields = ("name", "user__full_name")
    autocomplete_fields = ("user",)


@admin.register(BulkChange)
class BulkChangeAdmin(ReadOnlyAdmin, admin.ModelAdmin[BulkChange]):
    list_display = ("kind", "value_in_words", "reason", "done_count", "state", "by", "at")
    list_filter = ("kind", "state")
    list_select_related = ("by",)
    search_fields = ("reason", "value_in_words", "by__full_name")
    date_hierarchy = "at"


@admin.register(RegistryExport)
class RegistryExportAdmin(ReadOnlyAdmin, admin.ModelAdmin[RegistryExport]):
    list_display = ("requested_at", "by", "row_count", "state", "expires_at")
    list_filter = ("state",)
    list_select_related = ("by",)
    search_fields = ("by__full_name",)
    date_hierarchy = "requested_at"
