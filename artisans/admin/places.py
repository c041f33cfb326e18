"""The admin of districts, villages and crafts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from artisans.models import (
    Craft,
    District,
    Village,
)


@admin.register(District)
class DistrictAdmin(admin.ModelAdmin[District]):
    list_display = ("name", "code")
    search_fields = ("name", "code")
    autocomplete_fields = ("operators",)
    ordering = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: District | None = None) -> Any:
        """The code of a district that is there: villages point at it."""
        return ("code",) if obj else ()


@admin.register(Village)
class VillageAdmin(admin.ModelAdmin[Village]):
    list_display = ("name", "district", "code", "postcode")
    list_filter = ("district",)
    list_select_related = ("district",)
    search_fields = ("name", "code", "district__name")
    autocomplete_fields = ("district",)

    def get_readonly_fields(self, request: HttpRequest, obj: Village | None = None) -> Any:
        """The code of a village that is there: the registry points at it."""
        return ("code",) if obj else ()


@admin.register(Craft)
class CraftAdmin(admin.ModelAdmin[Craft]):
    list_display = ("name", "code", "material_class", "kbli_2020", "kbli_2025", "position")
    list_filter = ("material_class",)
    search_fields = ("name", "name_en", "code", "kbli_2020", "kbli_2025")
