"""Ready sentences for comments, kept by the secretariat."""

from django.contrib import admin

from curation.models import CommentPhrase


@admin.register(CommentPhrase)
class CommentPhraseAdmin(admin.ModelAdmin[CommentPhrase]):
    list_display = ("code", "text", "position")
    list_filter = ("code",)
    search_fields = ("text",)
