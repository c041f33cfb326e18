"""What trainings and exhibitions hold about a person, for the copy that the person may have."""

from django.utils.translation import gettext as _

from artisans.models import Artisan
from dekranasda.lib.personal_copy import Section, in_words, rows_in_words
from events.models import (
    Attendance,
    Certificate,
    Consignment,
    Evaluation,
    Exhibit,
    OutcomeReport,
    OutletMonth,
    Placement,
    Registration,
    SelectionPick,
    StallApplication,
    StallChange,
    StandSale,
)

SEAT = (
    "state", "position", "code", "needs_transport", "brings_child", "accessibility",
    "registered_at", "seated_at", "offer_expires_at", "cancelled_at", "cancel_cause",
)  # fmt: skip
PICK = ("place", "last_trained_on", "from_district", "was_drawn")
STALL = ("pieces", "has_disability", "applied_at", "withdrawn_at", "total", "place", "kept_promise")
EXHIBIT = (
    "stand", "quantity", "price_idr", "condition", "returned_count", "damaged_count",
    "missing_count", "note",
)  # fmt: skip
PLACEMENT = (
    "quantity",
    "price_idr",
    "placed_on",
    "returned_count",
    "ended_on",
    "is_public",
    "note",
)
SALE = ("kind", "pieces", "price_idr", "sold_at", "undone_at")
CONSIGNMENT = ("handed_on", "handed_by", "returned_on", "returned_to", "note")


def held(artisan: Artisan) -> list[Section]:
    """Registrations with attendance, certificates, evaluations, and works at exhibitions."""
    seats = Registration.objects.filter(artisan=artisan).select_related("event").order_by("pk")
    exhibits = Exhibit.objects.filter(product__business__owner=artisan).select_related("event")
    placements = Placement.objects.filter(product__business__owner=artisan)
    return [
        Section(
            "registrations",
            _("Pelatihan dan acara"),
            [{_("acara"): seat.event.title} | in_words(seat, *SEAT) for seat in seats],
        ),
        Section(
            "invitations",
            _("Undangan acara"),
            [
                {_("acara"): pick.selection.event.title} | in_words(pick, *PICK)
                for pick in SelectionPick.objects.filter(
                    business__owner=artisan
                ).select_related("selection__event")
            ],
        ),
        Section(
            "attendance",
            _("Kehadiran"),
            rows_in_words(
                Attendance.objects.filter(registration__in=seats), "marked_at", "removed_at"
            ),
        ),
        Section(
            "event_certificates",
            _("Sertifikat pelatihan"),
            rows_in_words(
                Certificate.objects.filter(registration__in=seats),
                "number", "check_code", "issued_on", "revoked_on", "revoked_reason",
            ),
        ),
        Section(
            "evaluations",
            _("Penilaian Anda atas pelatihan"),
            rows_in_words(
                Evaluation.objects.filter(registration__in=seats),
                "before", "after", "satisfaction", "clarity", "usefulness", "comment",
                "answered_at",
            ),
        ),
        Section(
            "outcome_reports",
            _("Kabar sesudah pelatihan"),
            rows_in_words(
                OutcomeReport.objects.filter(registration__in=seats),
                "month", "turnover_band", "has_new_product", "workers", "answered_at",
            ),
        ),
        Section(
            "stalls",
            _("Permohonan stan"),
            [
                {_("acara"): row.call.event.title} | in_words(row, *STALL)
                for row in StallApplication.objects.filter(
                    business__owner=artisan
                ).select_related("call__event")
            ],
        ),
        Section(
            "stall_changes",
            _("Perubahan urutan stan"),
            rows_in_words(
                StallChange.objects.filter(application__business__owner=artisan),
                "from_place", "to_place", "reason", "changed_at",
            ),
        ),
        Section(
            "exhibits",
            _("Karya di pameran"),
            [
                {_("acara"): row.event.title}
                | in_words(row, *EXHIBIT)
                for row in exhibits
            ],
        ),
        Section(
            "stand_sales",
            _("Penjualan di pameran"),
            rows_in_words(StandSale.objects.filter(exhibit__in=exhibits), *SALE),
        ),
        Section(
            "placements",
            _("Karya di tempat jual"),
            [
                {_("tempat jual"): row.outlet.name} | in_words(row, *PLACEMENT)
                for row in placements.select_related("outlet")
            ],
        ),
        Section(
            "outlet_sales",
            _("Penjualan di tempat jual"),
            rows_in_words(
                OutletMonth.objects.filter(placement__in=placements),
                "month", "pieces", "income_idr",
            ),
        ),
        Section(
            "consignments",
            _("Surat titip"),
            rows_in_words(
                Consignment.objects.filter(business__owner=artisan), *CONSIGNMENT
            ),
        ),
    ]  # fmt: skip
