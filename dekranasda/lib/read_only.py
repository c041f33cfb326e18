"""What the admin shows and nobody changes there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadOnly:
    """For admins and inlines of records: rows are written by the portal's own functions alone."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin[Any]):
    """The admin of a record."""
