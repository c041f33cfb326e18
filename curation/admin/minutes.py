"""Minutes and their signatures, to read."""

from django.contrib import admin

from curation.models import Minutes, MinutesSignature
from dekranasda.lib.read_only import ReadOnlyAdmin


@admin.register(Minutes)
class MinutesAdmin(ReadOnlyAdmin):
    list_display = ("meeting", "version", "number", "issued_at", "sha256")
    list_select_related = ("meeting__round",)
    exclude = ("content", "pdf")
    search_fields = ("number",)


@admin.register(MinutesSignature)
class MinutesSignatureAdmin(ReadOnlyAdmin):
    list_display = ("minutes", "signer", "capacity", "signed_at")
    list_select_related = ("minutes__meeting__round", "signer")
