"""What a piece costs to make."""

from django.contrib import admin

from dekranasda.lib.read_only import ReadOnly
from products.models import CostSheet, MinimumWage


@admin.register(MinimumWage)
class MinimumWageAdmin(admin.ModelAdmin[MinimumWage]):
    """The regency's minimum wage, year by year, for the makers' reckoning of cost."""

    list_display = ("year", "monthly_idr", "source", "is_verified")
    list_filter = ("is_verified",)
    search_fields = ("source",)


@admin.register(CostSheet)
class CostSheetAdmin(ReadOnly, admin.ModelAdmin[CostSheet]):
    """What makers reckoned; theirs to change, on their own page."""

    list_display = ("version", "pieces", "hours", "hourly_wage_idr", "is_shared", "updated_at")
    list_filter = ("is_shared",)
    list_select_related = ("version__product",)
    search_fields = ("version__name", "version__product__code")
    show_full_result_count = False
