"""The admin of imports, for reading only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from artisans.admin.common import ReadOnlyAdmin
from artisans.models import (
    ImportBatch,
    ImportRow,
)


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin, admin.ModelAdmin[ImportBatch]):
    list_display = ("file_name", "state", "uploaded_by", "uploaded_at", "committed_at")
    list_filter = ("state", "uploaded_at")
    list_select_related = ("uploaded_by",)
    search_fields = ("file_name", "uploaded_by__full_name")
    exclude = ("mapping", "counts")
    date_hierarchy = "uploaded_at"


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnlyAdmin, admin.ModelAdmin[ImportRow]):
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
