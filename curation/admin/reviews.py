"""Assignments and opened reviews."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from curation.models import Assignment, Review, Score
from dekranasda.lib.read_only import ReadOnlyAdmin


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ("submission", "curator", "state", "assigned_at", "due_at")
    list_filter = ("state",)
    list_select_related = ("submission__version", "curator")
    search_fields = ("submission__code", "curator__full_name")


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
