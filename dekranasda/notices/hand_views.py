"""WhatsApp messages, sent by the secretariat one after the other: open, send, say so, next."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.models import Role
from dekranasda.lib import clock
from dekranasda.notices import by_hand, topics
from dekranasda.notices.by_hand import Marked
from dekranasda.notices.forms import NumberForm
from dekranasda.notices.models import Notice

PAGE_SIZE = 25
LATELY = by_hand.UNDO_WITHIN * 7


@role_required(Role.SECRETARIAT)
@require_GET
def notice_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What waits to be sent, the longest waiting first, of all topics or of one."""
    topic, words = request.GET.get("topik", ""), request.GET.get("q", "").strip()[:100]
    found = Notice.objects.for_hand().naming(words)
    counts = found.count_by_topic()
    context = {
        "topic": topic,
        "words": words,
        "at": clock.now(),
        "total": sum(counts.values()),
        "topics": [
            (name, label, counts[name], name == topic)
            for name, label in topics.LABELS.items()
            if counts[name] or name == topic
        ],
    }
    notices = found.about(topic).select_related("claimed_by")
    return _list_page(request, notices, "notices/notice_list.html", context)


@role_required(Role.SECRETARIAT)
@require_GET
def sent_notice_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What was sent by hand in a week, by whom, and the way back from a wrong tap."""
    at = clock.now()
    sent = Notice.objects.sent_by_hand(since=at - LATELY).select_related("sent_by")
    context = {"undo_since": at - by_hand.UNDO_WITHIN}
    return _list_page(request, sent, "notices/sent_notice_list.html", context)


@role_required(Role.SECRETARIAT)
@require_GET
def wrong_number_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """People who cannot be reached under the number that the portal has."""
    people = Notice.objects.wrong_number().by_person()
    return _list_page(request, people, "notices/wrong_number_list.html", {})


@role_required(Role.SECRETARIAT)
@require_POST
def take_next_notice(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Gives the person the longest waiting message."""
    return _next(request)


@role_required(Role.SECRETARIAT)
@require_POST
def take_notice(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Gives the person one message of the list."""
    try:
        by_hand.take(pk, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return _to_list(request)
    return _to_message(request, pk)


@role_required(Role.SECRETARIAT)
@require_GET
def hand_notice(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One message in the person's hands: its draft for WhatsApp, then the question after it."""
    notice = get_object_or_404(
        Notice.objects.select_related("claimed_by"), pk=pk, channel=Notice.Channel.WHATSAPP
    )
    at = clock.now()
    context = {
        "notice": notice,
        "is_mine": notice.claimed_by_id == request.user.pk and notice.is_taken(at=at),
        "said": _just_marked(request),
        "left": Notice.objects.for_hand().about(_topic(request)).unclaimed(at=at).count(),
        "topic": _topic(request),
    }
    return render(request, "notices/hand_notice.html", context)


@role_required(Role.SECRETARIAT)
@require_POST
def mark_notice_sent(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Notes that the message was sent and goes on to the next."""
    notice = get_object_or_404(Notice, pk=pk, channel=Notice.Channel.WHATSAPP)
    try:
        marked = by_hand.mark_sent(notice, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return _to_list(request)
    name = {"name": notice.recipient_name}
    if marked == Marked.NOTED:
        return _next(request, said=notice)
    if marked == Marked.CANCELLED:
        text = _("Pesan untuk %(name)s tidak berlaku lagi: ada keputusan baru. Mohon kabari.")
        messages.warning(request, text % name)
    else:
        messages.info(request, _("Pesan ini sudah tercatat sebelumnya."))
    return _to_list(request)


@role_required(Role.SECRETARIAT)
@require_POST
def skip_notice(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Leaves the message in the list for later and goes on to the next."""
    notice = get_object_or_404(Notice, pk=pk, channel=Notice.Channel.WHATSAPP)
    by_hand.put_back(notice, by=request.user)
    return _next(request, after=notice)


@role_required(Role.SECRETARIAT)
@require_POST
def take_back_notice(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Lets a message wait again that was marked by a wrong tap."""
    notice = get_object_or_404(Notice, pk=pk, channel=Notice.Channel.WHATSAPP)
    if by_hand.take_back(notice):
        text = _("Pesan untuk %(name)s menunggu dikirim lagi.")
        messages.success(request, text % {"name": notice.recipient_name})
    else:
        messages.info(request, _("Pesan ini tidak dapat diurungkan lagi."))
    return _to_list(request)


@role_required(Role.SECRETARIAT)
@require_POST
def report_wrong_number(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Sets aside everything for this number and goes on to the next message."""
    notice = get_object_or_404(Notice, pk=pk, channel=Notice.Channel.WHATSAPP)
    if by_hand.report_wrong_number(notice, by=request.user):
        text = _("Nomor %(name)s ditandai salah. Pesannya menunggu di daftar «Nomor salah».")
        messages.warning(request, text % {"name": notice.recipient_name})
    return _next(request)


@role_required(Role.SECRETARIAT)
@require_http_methods(["GET", "POST"])
def correct_number(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Takes the right number of somebody; the messages set aside wait again."""
    notice = get_object_or_404(Notice.objects.wrong_number(), pk=pk)
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = by_hand.correct_number(notice, form.cleaned_data["phone"])
        messages.success(request, _("%(count)d pesan menunggu dikirim lagi.") % {"count": count})
        return redirect("notices:wrong_number_list")
    return render(request, "notices/correct_number.html", {"notice": notice, "form": form})


def _just_marked(request: AuthenticatedHttpRequest) -> Notice | None:
    """The message that the person marked a moment ago, to be undone with one tap."""
    pk = request.GET.get("tercatat", "")
    mine = Notice.objects.sent_by_hand(since=clock.now() - by_hand.CLAIM).filter(
        sent_by=request.user
    )
    return mine.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 18 else None


def _topic(request: AuthenticatedHttpRequest) -> str:
    topic = request.POST.get("topik") or request.GET.get("topik") or ""
    return topic if topic in topics.LABELS else ""


def _next(
    request: AuthenticatedHttpRequest, *, after: Notice | None = None, said: Notice | None = None
) -> HttpResponse:
    """To the next message of the topic, or to the list where none is left."""
    notice = by_hand.take_next(by=request.user, topic=_topic(request), after=after)
    if notice is not None:
        return _to_message(request, notice.pk, said=said)
    messages.success(request, _("Tidak ada pesan lain yang menunggu."))
    return redirect("notices:sent_notice_list") if said else _to_list(request)


def _to_message(
    request: AuthenticatedHttpRequest, pk: int, *, said: Notice | None = None
) -> HttpResponseRedirect:
    query = {"topik": _topic(request), "tercatat": said.pk if said else ""}
    address = reverse("notices:hand_notice", args=[pk])
    return redirect(_with(address, query))


def _to_list(request: AuthenticatedHttpRequest) -> HttpResponseRedirect:
    return redirect(_with(reverse("notices:notice_list"), {"topik": _topic(request)}))


def _with(address: str, query: Mapping[str, object]) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{address}?{urlencode(given)}" if given else address


def _list_page(
    request: AuthenticatedHttpRequest,
    rows: QuerySet[Notice, Any],
    template: str,
    context: Mapping[str, object],
) -> HttpResponse:
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("hal"))
    return render(
        request, template, {"page": page, "counts": Notice.objects.tab_counts(), **context}
    )
