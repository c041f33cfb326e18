"""The maker's pages: send, status with the verdict in words, withdraw, object, certificate."""

from datetime import datetime
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artisans.models import MentoringPlan
from curation import (
    appeals,
    certificates,
    changes,
    clock,
    deadlines,
    expiry,
    growth,
    photo_screening,
    point_answers,
    status,
    submissions,
    suspensions,
    verdicts,
    weaknesses,
)
from curation.certificate_pdf import certificate_pdf
from curation.forms import AppealForm
from curation.models import (
    Appeal,
    Certificate,
    CompletionItem,
    Decision,
    PhotoMark,
    Submission,
    Suspension,
)
from curation.querysets import SubmissionQuerySet
from curation.transitions import BEFORE_DECISION, State
from dekranasda.accounts.access import AuthenticatedHttpRequest
from dekranasda.lib.refusals import carried_out, done
from dekranasda.lib.schema_org import absolute
from dekranasda.templatetags.portal import tanggal, translated
from products.assisting import acting_of, helper_of, home_of, take_in_hand
from products.models import Photo, Product
from products.page_views import attention_to

# What only the maker decides, never somebody who fills in for them.
ONLY_MAKERS = ("can_withdraw", "can_appeal", "can_answer", "can_object", "can_renew")
# The step of the submission in which a part is mended.
STEPS = {"photos": 1, "name": 2, "material": 3, "price": 4, "story": 5}


def own_product(request: AuthenticatedHttpRequest, code: str) -> Product:
    """The person's own work, or one they fill in for somebody; a stranger gets 404."""
    found = Product.objects.editable_by(request.user).select_related("business__owner__user")
    product = get_object_or_404(found, code=code.upper())
    take_in_hand(request, product)
    return product


def _submission(request: AuthenticatedHttpRequest, code: str) -> Submission:
    """The newest submission of the maker's own work."""
    return newest_of(Submission.objects.owned_by(request.user), code)


def newest_of(submissions: SubmissionQuerySet, code: str) -> Submission:
    """The work's newest submission among these."""
    found = submissions.with_work()
    newest = found.filter(product__code=code.upper()).order_by("-submitted_at", "-pk").first()
    return newest or get_object_or_404(Submission.objects.none())


@require_POST
def submit_product(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Sends the work's draft for curation, or the completed or mended one."""
    product = own_product(request, code)
    try:
        submissions.send(product, by=request.user)
    except ValidationError as error:
        # The same button pressed twice, or its answer lost on the way: it was sent the first time.
        if submissions.was_just_sent(product):
            return redirect("curation:submitted", product.code)
        for text in error.messages:
            messages.error(request, text)
        if product.draft() is not None:
            return redirect("products:draft_check", product.code)
        return redirect("curation:product_status", product.code)
    return redirect("curation:submitted", product.code)


@require_GET
def submitted(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """The receipt: the code, what happens next, by when."""
    work = newest_of(Submission.objects.followed_by(request.user), code)
    take_in_hand(request, work.product)
    context = {
        "work": work,
        "status": status.status_of(work, at=clock.now()),
        "helper": helper_of(work.version),
        "share_url": _share_address(work),
        **_way_back(request),
    }
    return render(request, "curation/submitted.html", context)


def _share_address(work: Submission) -> str:
    """WhatsApp with the receipt in words, to choose somebody to send it to."""
    text = _(
        "%(name)s sudah diterima untuk dikurasi. Kode: %(code)s. Perkembangan: %(address)s"
    ) % {
        "name": work.version.name,
        "code": work.code,
        "address": absolute(reverse("curation:status_lookup")),
    }
    return f"https://wa.me/?text={quote(text)}"


@require_GET
def product_status(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Where the work stands, what to do, the verdict in words, the journey."""
    product = own_product(request, code)
    work = (
        Submission.objects.with_work()
        .filter(product=product)
        .order_by("-submitted_at", "-pk")
        .first()
    )
    draft = product.draft()
    version = work.version if work else draft
    context = {
        "product": product,
        "work": work,
        "name": version.name if version else "",
        "cover": version.photos.first() if version else None,
        "resume_url": reverse("products:draft_resume", args=[product.code]) if draft else "",
        "revise_url": reverse("products:draft_revise", args=[product.code]),
        "helper": helper_of(version) if version else None,
        **_way_back(request),
        **(_status_context(work, product) if work else {}),
    }
    context["may_decide"] = request.user.is_secretariat or not acting_of(request)
    if not context["may_decide"]:
        context |= dict.fromkeys(ONLY_MAKERS, False)
    return render(request, "curation/product_status.html", context)


def _way_back(request: AuthenticatedHttpRequest) -> dict[str, str]:
    label = _("Kembali") if acting_of(request) else _("Halaman saya")
    return {
        "back_url": home_of(request),
        "back_label": label,
    }


def _status_context(work: Submission, product: Product) -> dict[str, object]:
    at = clock.now()
    decision = status.released_decision(work)
    verdict = verdicts.verdict_of(decision) if decision else []
    certificate = Certificate.objects.filter(product=product).order_by("-issued_on", "-pk").first()
    answers = _answers(work, product)
    plan = None
    if work.state in {State.COACHING, State.REJECTED, State.REVISION_REQUESTED}:
        plan = (
            MentoringPlan.objects.filter(business=product.business_id, closed_on__isnull=True)
            .select_related("mentor")
            .order_by(Case(When(origin=work.code, then=0), default=1), "-opened_on", "-pk")
            .first()
        )
    found = Suspension.objects.filter(certificate__product=product).first()
    after = status.status_after(found) if work.state == State.ACCEPTED else None
    return {
        "status": after or status.status_of(work, at=at),
        "timeline": status.timeline_of(work),
        "items": _item_notes(work, product, answers),
        "marked_photos": _marked_photos(work),
        "can_send": _can_send(work, product),
        "decision": decision,
        "verdict": [
            {"name": translated(one, "name"), "word": one.word, "is_weak": one.is_weak}
            for one in verdict
        ],
        "notes": _verdict_notes(verdict, decision, product, work, answers),
        "changes": changes.since_asked(work),
        "certificate": certificate,
        **afterwards_of(product, found, at),
        "growth": (grown := growth.growth_of(work, decision)),
        "grown": changes.changes_between(grown.earlier.version, work.version) if grown else None,
        "is_shown": product.state == Product.State.PUBLISHED
        and product.is_current(on=timezone.localdate(at)),
        "attention": attention_to(Product.objects.filter(pk=product.pk), on=timezone.localdate(at)),
        "plan": plan,
        "can_withdraw": work.state in {*BEFORE_DECISION, State.REVISION_REQUESTED},
        "can_appeal": appeals.may_appeal(work, at=at),
        "appeal_until": deadlines.last_day(appeals.appeal_until(work)),
        "appeal": Appeal.objects.filter(submission=work).first(),
        "can_resubmit": work.state in FINISHED,
    }


def afterwards_of(product: Product, found: Suspension | None, at: datetime) -> dict[str, object]:
    """What became of a work that passed: a suspension and its answers, the way to renew."""
    return {
        "suspension": found,
        "answer_until": deadlines.last_day(found.answer_due_at) if found else None,
        "can_answer": found
        and not found.outcome
        and not found.answered_at
        and at < found.answer_due_at,
        "can_object": found and suspensions.may_appeal(found, at=at),
        "can_renew": expiry.may_renew(product, on=timezone.localdate(at)),
        "is_over": product.has_expired(on=timezone.localdate(at)),
    }


MENDED = point_answers.MENDED
FINISHED = {
    State.COACHING,
    State.REJECTED,
    State.INELIGIBLE,
    State.LAPSED,
    State.WITHDRAWN,
    State.ACCEPTED,
}


def _open_items(work: Submission) -> list[CompletionItem]:
    if work.state != State.NEEDS_COMPLETION:
        return []
    return list(work.completion_items.filter(answered_at__isnull=True))


def _marked_photos(work: Submission) -> list[tuple[Photo, list[PhotoMark]]]:
    """The photographs on which the secretariat marked something, with the marks of each."""
    if work.state != State.NEEDS_COMPLETION:
        return []
    by_photo: dict[Photo, list[PhotoMark]] = {}
    for mark in photo_screening.marks_for_maker(work):
        by_photo.setdefault(mark.photo, []).append(mark)
    return list(by_photo.items())


def _can_send(work: Submission, product: Product) -> bool:
    """Whether answering papers alone is enough, so that no new version is needed."""
    items = _open_items(work)
    return bool(items) and all(item.part == CompletionItem.Part.DOCUMENTS for item in items)


def _mend_url(product: Product, part: str) -> str:
    step = STEPS.get(part)
    if step is None:
        return ""
    return reverse("products:draft_revise", args=[product.code]) + f"?langkah={step}"


def _answers(work: Submission, product: Product) -> dict[str, dict[str, str]]:
    """What the maker answered to each point, and where an open one is answered."""
    written = point_answers.answers_to(work)
    open_keys = {point.key for point in point_answers.open_points(work)}
    return {
        key: {
            "answer": written.get(key, ""),
            "answer_url": reverse("curation:answer_point", args=[product.code, key])
            if key in open_keys
            else "",
        }
        for key in {*written, *open_keys}
    }


def _item_notes(
    work: Submission, product: Product, answers: dict[str, dict[str, str]]
) -> list[dict[str, object]]:
    """The checklist of a request: each part with its reason, ticked where the draft changed it."""
    items = _open_items(work)
    mended = changes.changed_parts(work.version, product.draft()) if items else set()
    return [
        {
            "title": item.get_part_display(),
            "text": item.reason,
            "url": _mend_url(product, item.part),
            "action": _("Ubah lagi") if item.part in mended else _("Perbaiki ini"),
            "done": _("Sudah Anda ubah") if item.part in mended else "",
            **answers.get(str(item.pk), {}),
        }
        for item in items
    ]


def _verdict_notes(
    verdict: list[verdicts.CriterionVerdict],
    decision: Decision | None,
    product: Product,
    work: Submission,
    answers: dict[str, dict[str, str]],
) -> list[dict[str, object]]:
    """Each criterion that was commented or marked: word, comments, marked photographs, the step."""
    marked = weaknesses.told_with(decision) if decision else {}
    return [
        {
            "code": one.code,
            "title": translated(one, "name"),
            "word": one.word,
            "is_weak": one.is_weak,
            "comments": one.comments,
            "photos": marked.get(one.code, []),
            "url": _mend_url(product, one.field) if work.state in MENDED and one.is_weak else "",
            "action": _("Perbaiki ini"),
            **answers.get(one.code, {}),
        }
        for one in verdict
        if one.comments or one.code in marked
    ]


@require_http_methods(["GET", "POST"])
def withdraw(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Takes the work back, after a question."""
    work = _submission(request, code)
    back = reverse("curation:product_status", args=[work.product.code])
    if request.method == "POST":
        done(
            request,
            lambda: submissions.withdraw(work, by=request.user),
            _("Karya Anda tarik dari kurasi. Datanya tetap tersimpan."),
        )
        return redirect(back)
    context = {
        "title": _("Tarik karya ini dari kurasi?"),
        "text": _(
            "Penilaiannya dihentikan. Data dan foto tetap tersimpan, dan Anda dapat mengirimnya "
            "lagi selama periode masih dibuka."
        ),
        "action": _("Ya, tarik karya"),
        "back_url": back,
        "danger": True,
    }
    return render(request, "council/artisan_confirm.html", context)


@require_http_methods(["GET", "POST"])
def appeal(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """The maker objects, once, with ground and words."""
    work = _submission(request, code)
    back = reverse("curation:product_status", args=[work.product.code])
    if not appeals.may_appeal(work, at=clock.now()):
        messages.error(request, _("Keberatan untuk karya ini tidak dapat diajukan lagi."))
        return redirect(back)
    form = AppealForm(request.POST or None, request.FILES or None)
    if carried_out(
        request,
        form,
        lambda: appeals.appeal(
            work,
            ground=form.cleaned_data["ground"],
            statement=form.cleaned_data["statement"],
            evidence=form.evidence(),
            by=request.user,
        ),
        _("Keberatan Anda sudah kami terima."),
    ):
        return redirect(back)
    until = tanggal(deadlines.last_day(appeals.appeal_until(work)))
    context = {"work": work, "form": form, "back_url": back, "until": until}
    return render(request, "curation/appeal.html", context)


@require_POST
def show_product(request: AuthenticatedHttpRequest, code: str) -> HttpResponse:
    """Publishes a work that passed before its maker agreed to be shown."""
    product = get_object_or_404(Product.objects.owned_by(request.user), code=code.upper())
    certificate = Certificate.objects.filter(product=product).order_by("-issued_on").first()
    if certificate is None:
        messages.error(request, _("Karya ini belum lolos kurasi."))
    else:
        done(
            request,
            lambda: certificates.show_later(certificate),
            _("Karya Anda sekarang tampil di katalog."),
        )
    return redirect("curation:product_status", product.code)


@require_GET
def certificate(request: AuthenticatedHttpRequest, number: str) -> FileResponse:
    """The certificate as PDF, for its maker and the secretariat."""
    products = Product.objects.editable_by(request.user)
    found = get_object_or_404(
        Certificate.objects.select_related("version"), number=number, product__in=products
    )
    document = certificate_pdf(found, on=timezone.localdate(clock.now()))
    return FileResponse(document, filename=f"{found.number}.pdf", content_type="application/pdf")
