"""What a maker reads of a submission: one honest sentence, whose turn, by when, and the journey."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from curation.deadlines import due_on_of, last_day, working_days_after
from curation.models import (
    Appeal,
    Assignment,
    Decision,
    Round,
    StateChange,
    Submission,
    Suspension,
)
from curation.transitions import Action, State
from dekranasda.templatetags.portal import tanggal
from products.models import Product

# What a maker sees of each state: kind of tag and word. The panel's inner steps look alike.
PUBLIC_STATES: dict[str, tuple[str, str | Promise]] = {
    State.SUBMITTED: ("sent", gettext_lazy("Diperiksa kelengkapannya")),
    State.NEEDS_COMPLETION: ("fix", gettext_lazy("Perlu dilengkapi")),
    State.QUEUED: ("waiting", gettext_lazy("Menunggu penilaian")),
    State.IN_REVIEW: ("review", gettext_lazy("Sedang dinilai")),
    State.DELIBERATION: ("review", gettext_lazy("Menunggu sidang")),
    State.DECIDED: ("review", gettext_lazy("Menunggu sidang")),
    State.ACCEPTED: ("passed", gettext_lazy("Lolos kurasi")),
    State.COACHING: ("fix", gettext_lazy("Pembinaan")),
    State.REVISION_REQUESTED: ("fix", gettext_lazy("Hampir lolos")),
    State.REJECTED: ("failed", gettext_lazy("Belum lolos")),
    State.INELIGIBLE: ("failed", gettext_lazy("Tidak memenuhi syarat")),
    State.LAPSED: ("closed", gettext_lazy("Ditutup")),
    State.WITHDRAWN: ("closed", gettext_lazy("Anda tarik")),
    State.APPEALED: ("waiting", gettext_lazy("Keberatan diperiksa")),
}


@dataclass(frozen=True)
class PublicStatus:
    """The state in a maker's words."""

    kind: str
    label: str
    line: str
    facts: list[tuple[str, str]] = field(default_factory=list)


def status_of(submission: Submission, *, at: datetime) -> PublicStatus:
    """The status sentence with whose turn it is and by when. At most two queries."""
    kind, label = PUBLIC_STATES[State(submission.state)]
    work, today = submission.product, timezone.localdate(at)
    if submission.state == State.ACCEPTED and work.has_expired(on=today):
        line = _("Karya ini lolos kurasi, dan masa berlakunya sudah berakhir.")
        return PublicStatus("closed", str(Product.State.EXPIRED.label), line)
    line, whose, due = _sentence(submission, today)
    facts = [(_("Giliran"), whose)] if whose else []
    is_past = due is not None and due < timezone.localdate(at)
    if due:
        facts.append((_("Seharusnya") if is_past else _("Paling lambat"), tanggal(due)))
    return PublicStatus("late" if is_past else kind, str(label), line, facts)


def status_after(found: Suspension | None) -> PublicStatus | None:
    """What stands in the place of «passed» while a certificate is suspended or once it is revoked;
    None where it is valid."""
    if found is None or found.outcome == Suspension.Outcome.LIFTED:
        return None
    if found.outcome == Suspension.Outcome.REVOKED:
        if found.appeal_outcome == Suspension.AppealOutcome.UPHELD:
            return None
        line = _("Karya ini pernah lolos; sertifikatnya dicabut. Alasannya di bawah.")
        return PublicStatus("failed", _("Dicabut"), line)
    line = _("Karya ini lolos, tetapi sedang ditangguhkan dan tidak tampil di katalog.")
    return PublicStatus("late", _("Ditangguhkan"), line)


def _sentence(work: Submission, today: date) -> tuple[str, str, date | None]:
    """(sentence, whose turn, deadline) of the state."""
    round, council, you = work.round, _("Dekranasda"), _("Anda")
    match State(work.state):
        case State.SUBMITTED:
            due = due_on_of(work)
            return _late_or(_screening_line(due), due, today, round), council, due
        case State.NEEDS_COMPLETION:
            count = work.completion_items.filter(answered_at__isnull=True).count()
            line = ngettext(
                "Perlu dilengkapi: %(count)d hal. Lengkapi, lalu kirim kembali.",
                "Perlu dilengkapi: %(count)d hal. Lengkapi, lalu kirim kembali.",
                count,
            ) % {"count": count}
            until = last_day(work.due_at)
            return _missed_or(line, until, today), you, until
        case State.QUEUED:
            line = _("Berkas lengkap. Karya menunggu dinilai kurator. Anda tidak perlu apa-apa.")
            return _late_or(line, round.review_due_on, today, round), council, round.review_due_on
        case State.IN_REVIEW:
            count = (
                Assignment.objects.active().filter(submission=work, version=work.version_id).count()
            )
            line = _(
                "Sedang dinilai oleh %(count)d kurator. Anda tidak perlu melakukan apa pun."
            ) % {"count": count}
            return _late_or(line, round.review_due_on, today, round), council, round.review_due_on
        case State.DELIBERATION | State.DECIDED:
            line = _("Menunggu sidang kurasi. Hasilnya diumumkan %(date)s.") % {
                "date": tanggal(round.releases_on)
            }
            return _late_or(line, round.releases_on, today, round), council, round.releases_on
        case State.REVISION_REQUESTED:
            line = _("Hampir lolos. Perbaiki hal-hal di bawah ini, lalu kirim kembali.")
            until = last_day(work.due_at)
            return _missed_or(line, until, today), you, until
        case State.APPEALED:
            line = _("Keberatan Anda sedang diperiksa oleh orang yang tidak ikut menilai.")
            due = Appeal.objects.get(submission=work).due_on
            return _late_or(line, due, today, round), council, due
    return _final_sentence(work, today), "", None


def _screening_line(due: date) -> str:
    return _("Sedang diperiksa kelengkapannya, paling lambat %(date)s.") % {"date": tanggal(due)}


def _final_sentence(work: Submission, today: date) -> str:
    match State(work.state):
        case State.ACCEPTED if work.product.state == Product.State.PUBLISHED:
            return _("Selamat, karya Anda lolos kurasi dan sudah tampil di katalog.")
        case State.ACCEPTED:
            return _("Selamat, karya Anda lolos kurasi.")
        case State.COACHING:
            line = _("Karya ini belum lolos. Pendamping membantu Anda memperbaikinya.")
            return f"{line} {_again(work, today)}"
        case State.REJECTED:
            line = _("Karya ini belum lolos. Baca catatan kurator di bawah.")
            return f"{line} {_again(work, today)}"
        case State.INELIGIBLE:
            return _("Karya ini tidak memenuhi syarat kurasi. Alasannya di bawah.")
        case State.LAPSED:
            return _("Pengajuan ini ditutup karena lewat tenggat. Datanya tetap tersimpan.")
    return _("Anda menarik karya ini dari kurasi.")


def _again(work: Submission, today: date) -> str:
    """From when the work may be sent again: the round that is open or announced next. One query."""
    coming = (
        Round.objects.public()
        .filter(closes_at__date__gte=today)
        .exclude(pk=work.round_id)
        .order_by("opens_at")
        .first()
    )
    if coming is None:
        return _("Anda dapat mengirim lagi pada periode berikutnya.")
    opens = timezone.localdate(coming.opens_at)
    if opens <= today:
        return _("Anda dapat mengirim lagi sekarang, sampai %(date)s.") % {
            "date": tanggal(last_day(coming.closes_at))
        }
    return _("Anda dapat mengirim lagi mulai %(date)s.") % {"date": tanggal(opens)}


def _missed_or(line: str, due: date | None, today: date) -> str:
    """The sentence, or what to do where the maker's own deadline has passed."""
    if due is None or today <= due:
        return line
    return _("Tenggatnya sudah lewat. Hubungi sekretariat bila Anda masih ingin melanjutkan.")


def _late_or(line: str, due: date, today: date, round: Round) -> str:
    """The sentence, or an honest one where the council is late."""
    if today <= due:
        return line
    promise = due
    while promise < today:  # the date that was promised first stays until it has passed, too
        promise = working_days_after(promise, max(round.screening_days, 1))
    return ngettext(
        "Kami terlambat %(days)d hari. Kami kabari lagi paling lambat %(date)s.",
        "Kami terlambat %(days)d hari. Kami kabari lagi paling lambat %(date)s.",
        (today - due).days,
    ) % {"days": (today - due).days, "date": tanggal(promise)}


# Which changes a maker hears of, in which words; the panel's inner steps stay inside.
STEPS: dict[str, str | Promise] = {
    "submit": gettext_lazy("Anda kirim"),
    Action.RETURN_FOR_COMPLETION: gettext_lazy("Diminta melengkapi"),
    Action.COMPLETE: gettext_lazy("Anda lengkapi"),
    Action.LAPSE: gettext_lazy("Ditutup karena lewat tenggat"),
    Action.REOPEN: gettext_lazy("Dibuka kembali"),
    Action.CONFIRM_INELIGIBLE: gettext_lazy("Dinyatakan tidak memenuhi syarat"),
    Action.QUEUE: gettext_lazy("Berkas lengkap"),
    Action.START_REVIEW: gettext_lazy("Mulai dinilai kurator"),
    Action.OPEN_DELIBERATION: gettext_lazy("Selesai dinilai, menunggu sidang"),
    Action.RESUBMIT: gettext_lazy("Anda kirim kembali"),
    Action.APPEAL: gettext_lazy("Anda mengajukan keberatan"),
    Action.NAME_BOARD: gettext_lazy("Pemeriksa keberatan ditunjuk"),
    Action.DISMISS_APPEAL: gettext_lazy("Keberatan tidak diterima"),
    Action.UPHOLD_APPEAL: gettext_lazy("Keberatan diterima, dinilai ulang"),
    Action.WITHDRAW: gettext_lazy("Anda tarik"),
}


def timeline_of(submission: Submission) -> list[dict[str, object]]:
    """The journey for the timeline component, newest on top. One query."""
    label = PUBLIC_STATES[State(submission.state)][1]
    waiting = submission.state in {State.NEEDS_COMPLETION, State.REVISION_REQUESTED}
    steps: list[dict[str, object]] = []
    last = ""
    for change in StateChange.objects.filter(submission=submission):
        title: str | Promise = STEPS.get(change.action, "")
        if change.action == Action.RELEASE:
            title = PUBLIC_STATES[State(change.to_state)][1]
        if not title or title == last:
            continue
        last = str(title)
        steps.append({"state": "done", "title": title, "when": tanggal(change.made_at, "hari")})
    if steps:
        steps[-1]["state"] = "fix" if waiting else "current"
        steps[-1]["current"] = True
    if submission.state in {State.SUBMITTED, State.QUEUED, State.IN_REVIEW}:
        when = _("Pengumuman %(date)s") % {"date": tanggal(submission.round.releases_on)}
        steps.append({"state": "waiting", "title": _("Hasil kurasi"), "when": when})
    elif waiting:
        steps.append({"state": "waiting", "title": _("Dinilai kembali"), "when": ""})
    return steps[::-1] or [{"state": "current", "title": label, "when": ""}]


def released_decision(submission: Submission) -> Decision | None:
    """The decision that the maker may read: released and standing; None before."""
    return (
        Decision.objects.filter(
            submission=submission, released_at__isnull=False, superseded_at__isnull=True
        )
        .select_related("submission__rubric")
        .order_by("-released_at")
        .first()
    )
