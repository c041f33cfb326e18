"""Decisions, appeals, certificates, to read."""

from django.contrib import admin

from curation.models import Appeal, Certificate, Decision
from dekranasda.lib.read_only import ReadOnlyAdmin


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("submission", "outcome", "grade", "total", "proposed_by", "released_at")
    list_filter = ("outcome",)
    list_select_related = ("submission__version", "proposed_by")
    search_fields = ("submission__code",)


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    list_display = ("submission", "ground", "made_at", "outcome", "decided_at")
    list_select_related = ("submission__version",)
    search_fields = ("submission__code",)


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ("number", "work_name", "holder_name", "grade", "valid_until", "revoked_at")
    search_fields = ("number", "work_name", "holder_name")
    list_filter = ("grade",)
