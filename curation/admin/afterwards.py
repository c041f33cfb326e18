"""Complaints and suspensions, to read."""

from django.contrib import admin

from curation.models import Complaint, Suspension
from dekranasda.lib.read_only import ReadOnlyAdmin


@admin.register(Complaint)
class ComplaintAdmin(ReadOnlyAdmin):
    list_display = ("product", "kind", "made_at", "outcome", "settled_at")
    list_filter = ("kind", "outcome")
    list_select_related = ("product",)
    search_fields = ("product__code", "product__name")


@admin.register(Suspension)
class SuspensionAdmin(ReadOnlyAdmin):
    list_display = ("certificate", "started_by", "started_at", "outcome", "decided_at")
    list_filter = ("outcome",)
    list_select_related = ("certificate", "started_by")
    search_fields = ("certificate__number",)
