"""Messages: e-mail that failed, and what a person was told."""

from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.notices import by_hand, outbox
from dekranasda.notices.models import Notice

PAGE_SIZE = 25
OWN_PAGE_SIZE = 10


@role_required(Role.SECRETARIAT)
@require_GET
def failed_notice_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """E-mail that did not arrive, and e-mail that is tried again."""
    failed = Notice.objects.failed().select_related("recipient")
    page = Paginator(failed, PAGE_SIZE).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "counts": Notice.objects.tab_counts(),
        "struggling": Notice.objects.struggling()[:PAGE_SIZE],
    }
    return render(request, "notices/failed_notice_list.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def retry_notice(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Sends a failed e-mail once more."""
    outbox.retry(get_object_or_404(Notice.objects.failed(), pk=pk))
    messages.success(request, _("Surel dikirim ulang. Hasilnya terlihat dalam beberapa menit."))
    return redirect("notices:failed_notice_list")


@role_required(Role.SECRETARIAT)
@require_POST
def send_by_hand(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Lets somebody send a failed e-mail by WhatsApp instead."""
    notice = get_object_or_404(Notice.objects.failed().select_related("recipient"), pk=pk)
    if by_hand.send_by_hand_instead(notice):
        messages.success(request, _("Pesannya sekarang menunggu dikirim lewat WhatsApp."))
    return redirect("notices:failed_notice_list")


@require_GET
def own_notice_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Everything the council told the signed-in person, newest first."""
    notices = Notice.objects.for_recipient(request.user)
    page = Paginator(notices, OWN_PAGE_SIZE).get_page(request.GET.get("hal"))
    unread = notices.filter(read_at=None).count()
    return render(request, "notices/own_notice_list.html", {"page": page, "unread": unread})


@require_POST
def mark_notices_read(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Takes the mark of the new from the person's messages."""
    Notice.objects.for_recipient(request.user).filter(read_at__isnull=True).update(
        read_at=timezone.now()
    )
    return redirect("notices:own_notice_list")


@require_POST
def open_notice(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """To the page of one's own message, which counts as read from then on.

    The address says where the reader comes from, so that a page that is gone, or closed to them by
    now, shows the way back (`components/lost.html`).
    """
    notice = get_object_or_404(Notice.objects.for_recipient(request.user).exclude(link=""), pk=pk)
    Notice.objects.filter(pk=pk, read_at=None).update(read_at=timezone.now())
    link = urlsplit(notice.link)
    query = "&".join(part for part in (link.query, "dari=pesan") if part)
    return redirect(urlunsplit(("", "", link.path, query, link.fragment)))
