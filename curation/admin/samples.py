"""Samples and what was done to photographs, to read."""

from django.contrib import admin

from curation.models import PhotoCover, PhotoMark, Sample, SampleMovement
from dekranasda.lib.read_only import ReadOnlyAdmin


@admin.register(Sample)
class SampleAdmin(ReadOnlyAdmin):
    list_display = ("code", "submission", "what", "return_by", "registered_by")
    list_select_related = ("submission__version", "registered_by")
    search_fields = ("code", "submission__code")


@admin.register(SampleMovement)
class SampleMovementAdmin(ReadOnlyAdmin):
    list_display = ("sample", "kind", "condition", "made_by", "made_at")
    list_filter = ("kind",)
    list_select_related = ("sample", "made_by")
    search_fields = ("sample__code",)


@admin.register(PhotoMark)
class PhotoMarkAdmin(ReadOnlyAdmin):
    list_display = ("submission", "sentence", "made_by", "sent_at")
    list_select_related = ("submission__version", "made_by")
    search_fields = ("submission__code",)


@admin.register(PhotoCover)
class PhotoCoverAdmin(ReadOnlyAdmin):
    list_display = ("submission", "photo", "made_by", "made_at")
    list_select_related = ("submission__version", "photo", "made_by")
    search_fields = ("submission__code",)
