"""The admin of published counts."""

from django.contrib import admin

from artisans.admin.common import TrackedAdmin
from artisans.models import Figure


@admin.register(Figure)
class FigureAdmin(TrackedAdmin, admin.ModelAdmin[Figure]):
    list_display = ("label", "value", "source", "as_of", "position")
    list_filter = ("key", "as_of")
    search_fields = ("label", "key", "definition", "source")
    date_hierarchy = "as_of"
