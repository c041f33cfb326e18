"""Assignments, conflicts and opened reviews."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from curation.admin.read_only import ReadOnlyAdmin
from curation.models import Assignment, Conflict, Review, Score


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ("submission", "curator", "state", "assigned_at", "due_at")
    list_filter = ("state",)
    list_select_related = ("submission__version", "curator")
    search_fields = ("submission__code", "curator__full_name")


@admin.register(Conflict)
class ConflictAdmin(admin.ModelAdmin[Conflict]):
    list_display = ("curator", "business", "kind", "reason", "declared_at")
    list_select_related = ("curator", "business")
    autocomplete_fields = ("curator",)
    raw_id_fields = ("business",)
    exclude = ("declared_by", "kind", "declared_at")
    search_fields = ("curator__full_name", "business__name")

    def save_model(self, request: HttpRequest, obj: Conflict, form: Any, change: bool) -> None:
        """What staff writes down is pinned by them."""
        if not change:
            obj.kind = Conflict.Kind.PINNED
            obj.declared_by = request.user  # type: ignore[assignment]  # signed in
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Conflict | None = None) -> bool:
        """A conflict is a record."""
        return False


class OpenedReviews(ReadOnlyAdmin):
    """Scores are shown here only after the session opened; before, to nobody but their curator."""

    shown_states = (
        "deliberation",
        "decided",
        "accepted",
        "coaching",
        "revision_requested",
        "rejected",
    )


@admin.register(Review)
class ReviewAdmin(OpenedReviews):
    list_display = ("submission", "curator", "total", "finalised_at")
    list_select_related = ("submission__version", "curator")
    search_fields = ("submission__code", "curator__full_name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        """Only reviews whose session opened."""
        return super().get_queryset(request).filter(submission__state__in=self.shown_states)


@admin.register(Score)
class ScoreAdmin(OpenedReviews):
    list_display = ("review", "criterion", "value", "comment")
    list_select_related = ("review__submission__version", "review__curator", "criterion")
    search_fields = ("review__submission__code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Score]:
        """Only scores whose session opened."""
        return super().get_queryset(request).filter(review__submission__state__in=self.shown_states)
