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
    ReadinessAssessment,
)


class BusinessYearInline(admin.TabularInline[BusinessYear, Business]):
    model = BusinessYear
    extra = 0


class LicenceInline(admin.TabularInline[Licence, Business]):
    model = Licence
    extra = 0


@admin.register(Business)
class BusinessAdmin(TrackedAdmin, admin.ModelAdmin[Business]):
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
    autocomplete_fields = ("owner", "craft", "centre", "village")
    readonly_fields = ("created_at",)
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


@admin.register(BusinessYear)
class BusinessYearAdmin(admin.ModelAdmin[BusinessYear]):
    list_display = (
        "business",
        "year",
        "turnover_idr",
        "capital_idr",
        "workers_male",
        "workers_female",
    )
    list_filter = ("year",)
    list_select_related = ("business",)
    search_fields = ("business__name", "business__owner__name")
    autocomplete_fields = ("business",)


@admin.register(Licence)
class LicenceAdmin(admin.ModelAdmin[Licence]):
    list_display = ("business", "kind", "number", "status", "expires_on")
    list_filter = ("kind", "status", "expires_on")
    list_select_related = ("business",)
    search_fields = ("business__name", "number")
    autocomplete_fields = ("business",)


@admin.register(ReadinessAssessment)
class ReadinessAssessmentAdmin(admin.ModelAdmin[ReadinessAssessment]):
    list_display = ("business", "assessed_on", "level", "points", "source", "assessed_by")
    list_filter = ("level", "version", "assessed_on")
    list_select_related = ("business", "assessed_by")
    search_fields = ("business__name", "business__owner__name", "source")
    autocomplete_fields = ("business", "assessed_by")
    date_hierarchy = "assessed_on"

    @admin.display(description=_("jumlah nilai"))
    def points(self, assessment: ReadinessAssessment) -> int:
        """The points over all headings."""
        return assessment.total

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A judgement stands; a new one is added beside it."""
        return obj is None and super().has_change_permission(request, obj)
