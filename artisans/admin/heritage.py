"""Endangered crafts in the admin, to look at; the workbench's pages keep the levels in step."""

from django.contrib import admin

from artisans.models import Bearer, Tradition, TraditionLevel, TraditionYear
from dekranasda.lib.read_only import ReadOnlyAdmin


@admin.register(Tradition)
class TraditionAdmin(ReadOnlyAdmin):
    list_display = ("name", "craft", "is_public")
    list_filter = ("is_public",)
    list_select_related = ("craft",)
    search_fields = ("name",)


@admin.register(Bearer)
class BearerAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "tradition", "standing", "since", "stopped_in")
    list_filter = ("standing",)
    list_select_related = ("tradition", "artisan")


@admin.register(TraditionYear)
class TraditionYearAdmin(ReadOnlyAdmin):
    list_display = ("tradition", "year", "makers", "learners", "source")
    list_select_related = ("tradition",)


@admin.register(TraditionLevel)
class TraditionLevelAdmin(ReadOnlyAdmin):
    list_display = ("tradition", "level", "since", "noted_by")
    list_filter = ("level",)
    list_select_related = ("tradition", "noted_by")
