"""The admin of businesses, their yearly figures, licences and readiness."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from artisans.admin.common import TrackedAdmin
from artisans.models import (
    Business,
    BusinessYear,
    Licence,
)


class BusinessYearInline(admin.TabularInline[BusinessYear, Business]):
    model = BusinessYear
    extra = 0


class LicenceInline(admin.TabularInline[Licence, Business]):
    model = Licence
    extra = 0
    readonly_fields = ("verified_at", "verified_by")


@admin.register(Business)
class BusinessAdmin(TrackedAdmin, admin.ModelAdmin[Business]):
    show_full_result_count = False
    list_display = (
        "name",
        "owner",
        "craft",
        "village",
        "district",
        "size_class",
        "state",
        "is_public",
    )
    list_filter = ("state", "is_public", "size_class", "craft", "village__district", "is_demo")
    list_select_related = ("owner", "craft", "village__district")
    search_fields = ("name", "owner__name", "products_text")
    autocomplete_fields = ("owner", "craft", "village")
    # The class follows from the yearly figures below.
    readonly_fields = ("centre", "size_class", "created_at")
    inlines = (BusinessYearInline, LicenceInline)
    date_hierarchy = "created_at"

    def has_change_permission(self, request: HttpRequest, obj: Business | None = None) -> bool:
        """What has been merged away changes by undoing the merge."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or obj.merged_into_id is None)

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A business is merged on the page for it, where all that hangs on it comes along."""
        if db_field.name == "state":
            kwargs["choices"] = [
                choice for choice in db_field.choices if choice[0] != Business.State.MERGED
            ]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.display(description=_("kecamatan"), ordering="village__district__name")
    def district(self, business: Business) -> str:
        """The district of the village."""
        return business.village.district.name if business.village else "–"
