"""The admin of where single facts come from, for reading only."""

from django.contrib import admin

from artisans.models import FactSource
from dekranasda.lib.read_only import ReadOnly


@admin.register(FactSource)
class FactSourceAdmin(ReadOnly, admin.ModelAdmin[FactSource]):
    list_display = ("subject", "field", "kind", "source", "as_of", "recorded_by")
    list_filter = ("kind", "field")
    list_select_related = ("recorded_by",)
    search_fields = ("subject", "source", "recorded_by__full_name")
    date_hierarchy = "recorded_at"
    show_full_result_count = False
