"""Whether a copy of minutes is the one in the archive; told to anybody, kept by nobody."""

import io
from typing import Any

from allauth.decorators import rate_limit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from curation import minutes
from curation.forms import CopyForm
from curation.models import Minutes


def issued(number: str) -> Minutes | None:
    """The issued minutes of that number."""
    return (
        Minutes.objects.select_related("meeting__round", "replaces", "replaced_by")
        .filter(number=number.upper(), issued_at__isnull=False)
        .first()
    )


def minutes_page(
    request: HttpRequest, found: Minutes, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The page of one number: when, which round, the hash, and a field to compare a copy."""
    newer = getattr(found, "replaced_by", None)
    context: dict[str, Any] = {
        "minutes": found,
        "is_intact": minutes.is_intact(found),
        "newer": newer if newer is not None and newer.issued_at else None,
        "form": form or CopyForm(),
        "answer": getattr(form, "answer", None),
        "breadcrumb": [
            (_("Beranda"), reverse("home")),
            (_("Periksa sertifikat"), reverse("curation:verify_search")),
            (found.number, ""),
        ],
    }
    return render(request, "curation/verify_minutes.html", context, status=status)


class MemoryOnly(FileUploadHandler):
    """Keeps an upload in memory up to a limit; what is larger is dropped, never written to disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Starts a file."""
        super().new_file(*args, **kwargs)
        self.parts: list[bytes] = []
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keeps the chunk, or forgets all once the limit is passed."""
        self.size += len(raw_data)
        if self.size <= CopyForm.MOST_BYTES:
            self.parts.append(raw_data)
        else:
            self.parts = []

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file as it was kept; its size tells the form whether it was too large."""
        content = io.BytesIO(b"".join(self.parts))
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name or "", self.content_type, file_size, None
        )


@csrf_exempt  # changes nothing and reads no session: a copy is compared and forgotten
@login_not_required
@never_cache
@require_POST
@rate_limit(action="verify")  # type: ignore[untyped-decorator]  # allauth has no types
def compare(request: HttpRequest, number: str) -> HttpResponse:
    """Compares an uploaded file or a typed hash with the issued minutes."""
    request.upload_handlers = [MemoryOnly(request)]
    found = issued(number)
    if found is None:
        raise Http404
    form = CopyForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["berkas"]
        form.answer = minutes.matches(
            found, typed=form.cleaned_data["sidik"], file=file.read() if file else None
        )
        return minutes_page(request, found, form)
    return minutes_page(request, found, form, status=422)
