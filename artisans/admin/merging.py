"""The admin of likely duplicates and merges, for reading only."""

from django.contrib import admin

from artisans.models import DuplicatePair, Merge
from dekranasda.lib.read_only import ReadOnly


@admin.register(DuplicatePair)
class DuplicatePairAdmin(ReadOnly, admin.ModelAdmin[DuplicatePair]):
    list_display = ("__str__", "kind", "score", "state", "decided_by", "decided_at")
    list_filter = ("kind", "state", "is_named")
    list_select_related = (
        "first_business",
        "second_business",
        "first_artisan",
        "second_artisan",
        "decided_by",
    )
    search_fields = (
        "first_business__name",
        "second_business__name",
        "first_artisan__name",
        "second_artisan__name",
    )
    date_hierarchy = "found_at"


@admin.register(Merge)
class MergeAdmin(ReadOnly, admin.ModelAdmin[Merge]):
    list_display = ("__str__", "kind", "merged_by", "merged_at", "undone_by", "undone_at")
    list_filter = ("kind", "merged_at")
    list_select_related = (
        "survivor_business",
        "loser_business",
        "survivor_artisan",
        "loser_artisan",
        "merged_by",
        "undone_by",
    )
    search_fields = (
        "survivor_business__name",
        "loser_business__name",
        "survivor_artisan__name",
        "loser_artisan__name",
    )
    date_hierarchy = "merged_at"
