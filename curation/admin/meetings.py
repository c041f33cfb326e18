"""Meetings, votes, quorums, to read."""

from django.contrib import admin

from curation.models import Meeting, MeetingAttendance, MeetingNote, Sitting, Vote
from dekranasda.lib.read_only import ReadOnlyAdmin


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    list_display = ("round", "number", "held_on", "place", "closed_at")
    list_filter = ("round",)


@admin.register(MeetingAttendance)
class MeetingAttendanceAdmin(ReadOnlyAdmin):
    list_display = ("meeting", "member", "state", "arrived_at", "left_at")
    list_select_related = ("meeting__round", "member")


@admin.register(MeetingNote)
class MeetingNoteAdmin(ReadOnlyAdmin):
    list_display = ("meeting", "submission", "written_by", "written_at")
    list_select_related = ("meeting__round", "submission__version", "written_by")


@admin.register(Vote)
class VoteAdmin(ReadOnlyAdmin):
    list_display = ("decision", "member", "choice", "cast_at")
    list_select_related = ("decision__submission", "member")


@admin.register(Sitting)
class SittingAdmin(ReadOnlyAdmin):
    list_display = ("decision", "meeting", "present", "panel")
    list_select_related = ("decision__submission", "meeting__round")
