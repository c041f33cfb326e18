"""The outbox in the admin, to read."""

from django.contrib import admin

from dekranasda.lib.read_only import ReadOnlyAdmin
from dekranasda.notices.models import Notice


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "recipient_name", "subject", "channel", "state", "sent_at")
    list_filter = ("state", "channel", "template")
    search_fields = ("recipient_name", "subject")
    date_hierarchy = "created_at"
