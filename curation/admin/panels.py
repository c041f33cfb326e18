"""Invitations, ties and waivers, to read; they are written at the desk."""

from django.contrib import admin

from curation.models import Conflict, Invitation, TieWaiver
from dekranasda.lib.read_only import ReadOnlyAdmin


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("user", "round", "state", "invited_at", "answered_at", "reason")
    list_filter = ("state", "round")
    list_select_related = ("user", "round")
    search_fields = ("user__full_name",)


@admin.register(Conflict)
class ConflictAdmin(ReadOnlyAdmin):
    list_display = ("curator", "business", "kind", "relation", "reason", "declared_at", "lifted_at")
    list_filter = ("kind", "relation")
    list_select_related = ("curator", "business")
    search_fields = ("curator__full_name", "business__name")


@admin.register(TieWaiver)
class TieWaiverAdmin(ReadOnlyAdmin):
    list_display = ("curator", "business", "rule", "round", "reason", "granted_by", "granted_at")
    list_filter = ("rule", "round")
    list_select_related = ("curator", "business", "round", "granted_by")
    search_fields = ("curator__full_name", "business__name")
