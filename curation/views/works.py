"""What the pages about one submission share: finding it, the way back, one form."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from curation.models import Submission
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.templatetags.portal import translated


def work_of(request: AuthenticatedHttpRequest, slug: str, code: str) -> Submission:
    """The submission at this address among those that the person may see, else 404."""
    found = Submission.objects.with_work().visible_to(request.user)
    return get_object_or_404(found, round__slug=slug, code=code)


def crumbs_of(work: Submission, *last: str) -> list[tuple[str, str]]:
    """The way back from a page about the submission."""
    crumbs = [
        (_("Kurasi"), reverse("curation:round_list")),
        (translated(work.round, "title"), work.round.get_absolute_url()),
        (work.code, work.get_absolute_url() if last else ""),
    ]
    return [*crumbs, *((label, "") for label in last)]


def form_page(
    request: AuthenticatedHttpRequest, work: Submission, form: Any, title: str, action: str
) -> HttpResponse:
    """One form about the submission: what is asked, the button, the way back."""
    context = {
        "form": form,
        "title": title,
        "lead": f"{work.code} · {work.version.name}",
        "action": action,
        "back_url": work.get_absolute_url(),
        "breadcrumb": crumbs_of(work, title),
    }
    return render(request, "curation/form.html", context)
