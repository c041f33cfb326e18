"""Messages: what staff send by hand, what failed, and what a person was told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.notices import outbox
from dekranasda.notices.models import Notice, NoticeQuerySet

PAGE_SIZE = 25
OWN_PAGE_SIZE = 10


@role_required(Role.SECRETARIAT)
@require_GET
def notice_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """WhatsApp messages to send by hand, the longest waiting first."""
    return _list_page(request, Notice.objects.for_hand(), "notices/notice_list.html")


@role_required(Role.SECRETARIAT)
@require_GET
def failed_notice_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """E-mail that did not arrive."""
    return _list_page(request, Notice.objects.failed(), "notices/failed_notice_list.html")


@role_required(Role.SECRETARIAT)
@require_POST
def mark_notice_sent(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes that the message was sent."""
    notice = get_object_or_404(Notice, pk=pk, channel=Notice.Channel.WHATSAPP)
    if outbox.mark_sent(notice, by=request.user):
        messages.success(
            request, _("Pesan untuk %(name)s tercatat terkirim.") % {"name": notice.recipient_name}
        )
    else:
        messages.info(request, _("Pesan ini sudah tercatat sebelumnya."))
    return redirect("notices:notice_list")


@role_required(Role.SECRETARIAT)
@require_POST
def retry_notice(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Sends a failed e-mail once more."""
    outbox.retry(get_object_or_404(Notice.objects.failed(), pk=pk))
    messages.success(request, _("Surel dikirim ulang. Hasilnya terlihat dalam beberapa menit."))
    return redirect("notices:failed_notice_list")


@require_GET
def own_notice_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Everything the council told the signed-in person, newest first."""
    notices = Notice.objects.for_recipient(request.user)
    page = Paginator(notices, OWN_PAGE_SIZE).get_page(request.GET.get("hal"))
    unread = any(notice.read_at is None for notice in page)
    return render(request, "notices/own_notice_list.html", {"page": page, "unread": unread})


@require_POST
def mark_notices_read(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Takes the mark of the new from the person's messages."""
    Notice.objects.for_recipient(request.user).filter(read_at__isnull=True).update(
        read_at=timezone.now()
    )
    return redirect("notices:own_notice_list")


def _list_page(request: HttpRequest, notices: NoticeQuerySet, template: str) -> HttpResponse:
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("hal"))
    return render(
        request, template, {"page": page, "failed_count": Notice.objects.failed().count()}
    )
