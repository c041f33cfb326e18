"""Two entries side by side, and what a merge did; `dekranasda/pages` does the merging."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from artisans.comparison import compared, told
from artisans.forms.merging import MergeForm, NotTheSameForm
from artisans.models import DuplicatePair, Merge
from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role


@role_required(Role.SECRETARIAT)
@require_GET
def duplicate_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Two entries side by side, and which value of each field stays."""
    pair = get_object_or_404(DuplicatePair.objects.with_everything(), pk=pk)
    context = compared(pair, MergeForm(request.GET)) | {"not_same_form": NotTheSameForm()}
    return render(request, "artisans/duplicate_detail.html", context)


@role_required(Role.SECRETARIAT)
@require_GET
def merge_detail(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What a merge did, who did it, and the way to undo it."""
    record = get_object_or_404(Merge.objects.with_everything(), pk=pk)
    return render(request, "artisans/merge_detail.html", told(record))
