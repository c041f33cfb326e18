"""Events in the admin, for repair. Seats and states are written by registration.py alone."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from dekranasda.lib.read_only import ReadOnlyAdmin
from events.models import (
    Agreement,
    Attendance,
    Certificate,
    Consignment,
    Evaluation,
    Event,
    EventDocument,
    Exhibit,
    ExportTemplate,
    FollowUp,
    OutcomeReport,
    Outlet,
    OutletMonth,
    Partner,
    Placement,
    Registration,
    RotationRule,
    Selection,
    SelectionPick,
    Session,
    StallApplication,
    StallCall,
    StallChange,
    StandSale,
    VisitGoal,
    VisitParty,
    VisitPhoto,
    VisitRequest,
)
from events.models.moves import PLANNED


class SessionInline(admin.TabularInline[Session, Event]):
    model = Session
    extra = 0


class ExhibitInline(admin.TabularInline[Exhibit, Event]):
    model = Exhibit
    extra = 0
    raw_id_fields = ("product",)


class FollowUpInline(admin.StackedInline[FollowUp, Event]):
    model = FollowUp
    extra = 0
    raw_id_fields = ("agreement",)
    autocomplete_fields = ("owner",)


@admin.register(Event)
class EventAdmin(admin.ModelAdmin[Event]):
    list_display = ("title", "kind", "starts_at", "place", "state", "quota", "taken")
    list_filter = ("kind", "state", "budget_year")
    search_fields = ("title", "place", "activity_code")
    date_hierarchy = "starts_at"
    prepopulated_fields: ClassVar[dict[str, Sequence[str]]] = {"slug": ("title",)}
    # Seats move the waiting list; states, times and places tell people: only on the workbench.
    readonly_fields = ("state", "cancel_reason", "quota", "taken", "revision", "revised_at")
    filter_horizontal = ("crafts", "districts")
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}
    autocomplete_fields = ("mentors",)
    inlines = (SessionInline, ExhibitInline, FollowUpInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None) -> list[str]:
        return [*self.readonly_fields, *(PLANNED if obj else ())]


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    list_display = ("event", "artisan", "state", "position", "code", "registered_at")
    list_filter = ("state", "event__kind")
    list_select_related = ("event", "artisan")
    search_fields = ("code", "artisan__name", "event__title")


@admin.register(EventDocument)
class EventDocumentAdmin(ReadOnlyAdmin):
    list_display = ("title", "event", "is_public", "added_by", "added_at")
    list_filter = ("is_public",)
    list_select_related = ("event", "added_by")
    search_fields = ("title", "event__title")


class SelectionPickInline(admin.TabularInline[SelectionPick, Selection]):
    model = SelectionPick
    extra = 0
    can_delete = False
    raw_id_fields = ("business",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Selection)
class SelectionAdmin(ReadOnlyAdmin):
    list_display = ("event", "wanted", "eligible_count", "seed", "drawn_by", "drawn_at")
    list_select_related = ("event", "drawn_by")
    search_fields = ("event__title",)
    inlines = (SelectionPickInline,)


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    list_display = ("registration", "session", "marked_at", "marked_by", "removed_at")
    list_select_related = (
        "registration__artisan",
        "registration__event",
        "session",
        "marked_by",
    )


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ("number", "registration", "issued_on", "revoked_on")
    list_select_related = ("registration__artisan", "registration__event")
    search_fields = ("number", "check_code", "registration__artisan__name")


@admin.register(Evaluation)
class EvaluationAdmin(admin.ModelAdmin[Evaluation]):
    list_display = ("registration", "before", "after", "satisfaction")
    list_select_related = ("registration__artisan", "registration__event")
    raw_id_fields = ("registration",)


@admin.register(OutcomeReport)
class OutcomeReportAdmin(ReadOnlyAdmin):
    list_display = ("registration", "month", "turnover_band", "has_new_product", "workers")
    list_filter = ("month",)
    list_select_related = ("registration__artisan", "registration__event")


class AgreementInline(admin.StackedInline[Agreement, Partner]):
    model = Agreement
    extra = 0
    raw_id_fields = ("event",)


@admin.register(Partner)
class PartnerAdmin(admin.ModelAdmin[Partner]):
    list_display = ("name", "kind", "contact")
    list_filter = ("kind",)
    search_fields = ("name",)
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}
    inlines = (AgreementInline,)


@admin.register(Agreement)
class AgreementAdmin(admin.ModelAdmin[Agreement]):
    list_display = ("title", "partner", "kind", "signed_on", "expires_on", "is_public")
    list_filter = ("kind", "is_public")
    list_select_related = ("partner",)
    raw_id_fields = ("event",)


@admin.register(FollowUp)
class FollowUpAdmin(admin.ModelAdmin[FollowUp]):
    list_display = ("promise", "event", "goal", "promised_by", "due_on", "done_on")
    list_filter = ("goal", "is_public")
    list_select_related = ("event",)
    raw_id_fields = ("event", "agreement")
    autocomplete_fields = ("owner",)


@admin.register(RotationRule)
class RotationRuleAdmin(admin.ModelAdmin[RotationRule]):
    """A rule in use is refused by the database; the page says so by showing it only."""

    list_display = ("name", "grade_a", "grade_b", "readiness", "waiting", "district")
    search_fields = ("name",)

    def has_change_permission(self, request: HttpRequest, obj: RotationRule | None = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_used(obj)

    def has_delete_permission(self, request: HttpRequest, obj: RotationRule | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_used(obj)


def _is_used(rule: RotationRule | None) -> bool:
    return rule is not None and StallCall.objects.filter(rule=rule).exists()


class StallChangeInline(admin.TabularInline[StallChange, StallApplication]):
    model = StallChange
    extra = 0
    can_delete = False
    readonly_fields = ("from_place", "to_place", "reason", "changed_by", "changed_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StallCall)
class StallCallAdmin(ReadOnlyAdmin):
    list_display = ("event", "stalls", "closes_at", "computed_at", "published_at")
    list_select_related = ("event",)
    search_fields = ("event__title",)


@admin.register(StallApplication)
class StallApplicationAdmin(ReadOnlyAdmin):
    list_display = ("business", "call", "place", "total", "applied_at", "withdrawn_at")
    list_filter = ("call__event",)
    list_select_related = ("business", "call__event")
    search_fields = ("business__name", "call__event__title")
    inlines = (StallChangeInline,)


@admin.register(VisitRequest)
class VisitRequestAdmin(ReadOnlyAdmin):
    list_display = ("institution", "state", "people", "first_choice", "made_at", "erase_on")
    list_filter = ("state", "kind")
    search_fields = ("institution", "code")
    date_hierarchy = "made_at"


@admin.register(VisitParty)
class VisitPartyAdmin(admin.ModelAdmin[VisitParty]):
    list_display = ("name", "side", "people", "event")
    list_select_related = ("event",)
    raw_id_fields = ("event",)


@admin.register(VisitGoal)
class VisitGoalAdmin(admin.ModelAdmin[VisitGoal]):
    list_display = ("event", "goal", "result")
    list_filter = ("goal",)
    list_select_related = ("event",)
    raw_id_fields = ("event",)


@admin.register(VisitPhoto)
class VisitPhotoAdmin(admin.ModelAdmin[VisitPhoto]):
    """Words only: photographs come in through the visit's page."""

    list_display = ("event", "alt", "added_at")
    list_select_related = ("event",)
    readonly_fields = ("event",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(StandSale)
class StandSaleAdmin(ReadOnlyAdmin):
    list_display = ("exhibit", "kind", "pieces", "price_idr", "sold_at", "undone_at")
    list_filter = ("kind", "exhibit__event")
    list_select_related = ("exhibit__product", "exhibit__event")
    search_fields = ("exhibit__product__name", "exhibit__event__title")


@admin.register(Consignment)
class ConsignmentAdmin(ReadOnlyAdmin):
    list_display = ("business", "event", "handed_on", "returned_on")
    list_select_related = ("business", "event")
    search_fields = ("business__name", "event__title")


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin[Outlet]):
    list_display = ("name", "kind", "district", "is_active", "is_public")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "address")
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Placement)
class PlacementAdmin(admin.ModelAdmin[Placement]):
    list_display = ("product", "outlet", "quantity", "returned_count", "placed_on", "ended_on")
    list_filter = ("outlet",)
    list_select_related = ("product", "outlet")
    search_fields = ("product__name", "outlet__name")
    raw_id_fields = ("product",)


@admin.register(OutletMonth)
class OutletMonthAdmin(ReadOnlyAdmin):
    list_display = ("placement", "month", "pieces", "income_idr")
    list_select_related = ("placement__product", "placement__outlet")
    search_fields = ("placement__product__name", "placement__outlet__name")


@admin.register(ExportTemplate)
class ExportTemplateAdmin(admin.ModelAdmin[ExportTemplate]):
    """Columns are checked as they are saved: `market_columns` names the fields there are."""

    list_display = ("name", "target", "is_active")
    search_fields = ("name",)
    prepopulated_fields: ClassVar[dict[str, Sequence[str]]] = {"slug": ("name",)}
