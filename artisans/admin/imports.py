"""The admin of imports, for reading only."""

from datetime import datetime

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from artisans.models import (
    ImportBatch,
    ImportChange,
    ImportConflict,
    ImportGrouping,
    ImportMatch,
    ImportProfile,
    ImportRow,
)
from dekranasda.lib.read_only import ReadOnly


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, admin.ModelAdmin[ImportBatch]):
    list_display = ("file_name", "state", "uploaded_by", "uploaded_at", "committed_at")
    list_filter = ("state", "uploaded_at")
    list_select_related = ("uploaded_by",)
    search_fields = ("file_name", "uploaded_by__full_name")
    exclude = ("mapping", "counts", "guidance")
    date_hierarchy = "uploaded_at"


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnly, admin.ModelAdmin[ImportRow]):
    list_display = ("place", "batch", "outcome", "business")
    list_filter = ("outcome", "kind")
    list_select_related = ("batch", "business")
    search_fields = ("batch__file_name", "business__name")
    show_full_result_count = False

    @admin.display(description=_("tempat di berkas"), ordering="pk")
    def place(self, row: ImportRow) -> str:
        """Sheet and row."""
        return str(row)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRow]:
        """The list needs neither the content of rows nor their ciphers."""
        return super().get_queryset(request).defer("national_id_cipher", "fingerprint")


@admin.register(ImportProfile)
class ImportProfileAdmin(admin.ModelAdmin[ImportProfile]):
    list_display = ("name", "saved_by", "saved_at")
    list_select_related = ("saved_by",)
    search_fields = ("name",)
    fields = ("name", "saved_by", "saved_at")
    readonly_fields = ("saved_by", "saved_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Profiles come from the columns page of an import."""
        return False


@admin.register(ImportConflict)
class ImportConflictAdmin(ReadOnly, admin.ModelAdmin[ImportConflict]):
    list_display = ("row", "field", "old", "new", "choice", "decided_by", "decided_at")
    list_filter = ("choice", "lock", "is_stored")
    list_select_related = ("row", "decided_by")
    search_fields = ("batch__file_name", "old", "new")


@admin.register(ImportMatch)
class ImportMatchAdmin(ReadOnly, admin.ModelAdmin[ImportMatch]):
    list_display = ("row", "business", "first_row", "choice", "decided_by", "decided_at")
    list_filter = ("choice",)
    list_select_related = ("row", "business", "first_row", "decided_by")
    search_fields = ("batch__file_name", "business__name")


@admin.register(ImportChange)
class ImportChangeAdmin(ReadOnly, admin.ModelAdmin[ImportChange]):
    list_display = ("batch", "kind", "object_id", "business", "kept_because")
    list_filter = ("kind", "kept_because")
    list_select_related = ("batch", "business")
    search_fields = ("batch__file_name", "business__name")
    exclude = ("before", "after")


@admin.register(ImportGrouping)
class ImportGroupingAdmin(ReadOnly, admin.ModelAdmin[ImportGrouping]):
    """The keys of rows that are one business; large, and of use to the portal alone."""

    list_display = ("batch", "uploaded_at")
    list_select_related = ("batch",)
    search_fields = ("batch__file_name",)
    exclude = ("groups", "registry")

    @admin.display(description=_("diunggah pada"), ordering="batch__uploaded_at")
    def uploaded_at(self, grouping: ImportGrouping) -> datetime:
        """When its list came."""
        return grouping.batch.uploaded_at

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportGrouping]:
        """Without the content, which has an entry for each row of the list."""
        return super().get_queryset(request).defer("groups", "registry")
