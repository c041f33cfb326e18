"""The demo council's rounds: two that are over and one in full swing, by the real functions.

Every submission goes through the same transitions as in life, with the clock set to the day it
would have happened; nothing is written into the tables of curation by hand.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from curation import (
    appeals,
    assignments,
    clock,
    decisions,
    meetings,
    minutes,
    models,
    panels,
    plans,
    release,
    reviews,
    screening,
    stepping_back,
    weaknesses,
)
from curation.defaults import FOOD, load_default_rubric
from curation.models import (
    Appeal,
    Assignment,
    CompletionItem,
    Decision,
    GateCheck,
    PanelMember,
    Round,
    RoundRubric,
    Rubric,
    Submission,
)
from curation.submissions import submit, withdraw
from dekranasda.accounts.models import User
from dekranasda.demo import calibrations, sample_stories
from dekranasda.demo.days import Calendar, calendars, moment
from dekranasda.demo.sources import read
from dekranasda.demo.works import code_for
from dekranasda.notices.models import Notice
from products.models import Photo, Product

CODES = ("MTU", "DSN", "HRG", "IDN", "KMS", "PSR", "LST", "LGL")
# The scores of a typical curator for each grade; the curators differ from it by a step at most.
PROFILES = {
    "A": (4, 4, 3, 4, 3, 3, 3, 2),
    "B": (3, 3, 3, 3, 2, 3, 2, 2),
    "C": (2, 2, 3, 2, 1, 3, 2, 2),
    "D": (2, 1, 1, 2, 1, 1, 2, 1),
}
COMMENTS = {
    "MTU": "Haluskan bagian sambungan dan tepi; masih terasa kasar saat dipegang.",
    "DSN": "Bentuknya sudah banyak di pasar. Coba satu unsur yang hanya ada pada karya Anda.",
    "HRG": "Tuliskan biaya bahan dan jam kerja, agar harga tidak di bawah ongkos.",
    "IDN": "Ceritakan hubungan motif dan tekniknya dengan Bojonegoro.",
    "KMS": "Kemasan belum melindungi saat dikirim. Tambahkan kotak dan label nama.",
    "PSR": "Catat berapa yang sanggup dibuat sebulan, supaya pesanan besar dapat dijawab.",
    "LST": "Sebutkan asal bahan dan apa yang dilakukan dengan sisanya.",
    "LGL": "NIB sudah ada; daftarkan merek bila nama usaha mulai dikenal.",
}
FEEDBACK = {
    "coaching": "Karya ini berguna dan dicari. Tiga hal di bawah perlu dikerjakan bersama "
    "pendamping sebelum diajukan lagi.",
    "rejected": "Bobot dan ukurannya belum dapat dikirim dengan aman, dan harganya belum "
    "menutup jam kerja. Pendamping akan menghubungi Anda.",
    "revision_requested": "Hampir lolos. Tambahkan label dan foto kemasan, lalu kirim kembali.",
}
# What the chair shows on the photograph, by outcome: the criterion and the words.
POINTED_OUT = {
    "coaching": ("MTU", "Sambungan di sini belum rapat."),
    "rejected": ("DSN", "Bagian ini membuat karya berat dan sulit dikirim."),
    "revision_requested": ("KMS", "Label nama dapat diikat di sini."),
}
NOTES = {
    "departing": "Panel sependapat mutunya sudah memenuhi; yang kurang hanya label dan kemasan.",
    "disputed": "Dua kurator menilai desainnya baru, satu menilainya meniru. Contoh pembanding "
    "diminta dibawa ke sidang.",
}


def seed_rounds(users: dict[str, User], today: date) -> None:
    """Plays the three rounds once."""
    if Round.objects.filter(is_demo=True).exists():
        return
    council = Council(users)
    rubric = load_default_rubric(models)
    for calendar in calendars(today):
        round = council.open_round(calendar, rubric)
        for entry in read("products"):
            product = Product.objects.get(code=code_for(entry["number"]))
            draft = product.draft()
            if draft is None or draft.photos.count() < 3:
                continue  # a work without its photographs is not sent, as in life
            story = _story_in(entry["outcome"], calendar.number)
            if story:
                council.play(product, round, story, calendar)
        council.release_all(round, calendar)


def _story_in(outcome: str, number: int) -> str:
    """What happens to a work in the round, or nothing. The digit of A1, B2 names the round."""
    grade, digit = outcome[:-1], outcome[-1]
    if digit.isdigit():
        return f"grade_{grade}" if int(digit) == number else ""
    rounds = {"coaching": 2, "rejected": 2, "withdrawn": 2, "revision": 2}
    if outcome == "draft":
        return ""
    return outcome if rounds.get(outcome, 3) == number else ""


class Council:
    """Plays every part: secretariat, curators, chair, releaser."""

    def __init__(self, users: dict[str, User]) -> None:
        self.secretariat = users["sekretariat"]
        self.second = users["sekretariat2"]
        self.chair = users["ketua"]
        self.leaders = [users["pimpinan"], users["pimpinan2"]]
        self.curators = [users[f"kurator{number}"] for number in range(1, 6)]
        self.played = 0
        self.has_replaced = False
        self.has_paper = False

    def open_round(self, calendar: Calendar, rubric: Rubric) -> Round:
        """Creates the round with its panel and announces it."""
        round = Round.objects.create(
            number=calendar.number,
            slug=calendar.slug,
            title=calendar.title,
            title_en=calendar.title_en,
            call="Kirim karya terbaik Anda. Tiga kurator menilai sendiri-sendiri menurut kriteria "
            "yang terbit di halaman ini; setiap putusan disertai alasan.",
            call_en="Send your best work. Three curators judge on their own by the criteria on "
            "this page; every decision comes with its reasons.",
            opens_at=moment(calendar.opens, 8),
            closes_at=moment(calendar.closes + timedelta(days=1), 0),
            review_due_at=moment(calendar.review_due + timedelta(days=1), 0),
            meets_on=calendar.meets,
            releases_on=calendar.releases,
            rubric=rubric,
            is_demo=True,
        )
        food = Rubric.objects.get(slug=FOOD, version=1)
        RoundRubric.objects.create(round=round, product_class=food.product_class, rubric=food)
        round.opened_at = moment(calendar.opens, 8)
        round.save()
        for user in (self.chair, *self.curators):
            self._seat(round, user, calendar)
        if calendar.number == 3:
            with clock.fixed_at(moment(calendar.opens - timedelta(days=5))):
                calibrations.calibrate(round, self.curators, by=self.secretariat)
        return round

    def _seat(self, round: Round, user: User, calendar: Calendar) -> None:
        """Invites a curator before the round opens, who accepts with the statement."""
        member = PanelMember.objects.create(
            round=round, user=user, is_chair=user == self.chair, target_load=12, max_load=20
        )
        with clock.fixed_at(moment(calendar.opens - timedelta(days=10))):
            invitation = panels.invite(member, by=self.secretariat)
        with clock.fixed_at(moment(calendar.opens - timedelta(days=8))):
            panels.accept(invitation, agreed=True, by=user)

    def play(self, product: Product, round: Round, story: str, calendar: Calendar) -> None:
        """Takes one work as far as its story goes."""
        self.played += 1
        maker = product.business.owner.user
        if maker is None:
            raise AssertionError("every demo maker has an account")
        day = calendar.opens + timedelta(days=3 + self.played % 15)
        with clock.fixed_at(moment(day)):
            work = submit(product, by=maker)
        if story == "submitted":
            return
        with clock.fixed_at(moment(day + timedelta(days=1))):
            if not self._screen(work, story, maker):
                return
        with clock.fixed_at(moment(day + timedelta(days=2))):
            panel = self._assign(work)
            assignments.start_review(work, by=self.secretariat)
        if story == "in_review" and not self.has_replaced:
            panel = self._replace(work, panel, day + timedelta(days=3))
        self._score(work, panel, story, day + timedelta(days=5))
        if story in {"in_review", "deliberation"}:
            return
        is_over = calendar.number < 3
        self._decide(work, panel, story, calendar.meets if is_over else day + timedelta(days=9))

    def _screen(self, work: Submission, story: str, maker: User) -> bool:
        """Answers the gates; tells whether the work goes on to the curators."""
        if story == "withdrawn":
            withdraw(work, by=maker, reason="Dikirim lagi setelah foto diperbarui.")
            return False
        gates = work.rubric.gates.all()
        screening.save_checks(
            work,
            results=dict.fromkeys(gates, (GateCheck.Result.PASSED, "")),
            by=self.secretariat,
        )
        sample_stories.play(work, story, by=self.secretariat)
        if story == "needs_completion":
            Part = CompletionItem.Part  # noqa: N806 an enumeration
            screening.return_for_completion(
                work,
                requests=[
                    screening.Request(
                        Part.PHOTOS, "Foto tampak depan agak gelap; ulangi di dekat jendela."
                    ),
                    screening.Request(Part.MATERIAL, "Tuliskan garis tengah dan tebal irisannya."),
                ],
                due_at=clock.end_of_day_after(clock.now(), days=40),
                by=self.secretariat,
            )
            return False
        screening.queue(work, redaction_confirmed=True, by=self.secretariat)
        return story != "queued"

    def _assign(self, work: Submission) -> list[User]:
        """Three of the five curators in turn."""
        panel = [self.curators[(self.played + place) % 5] for place in range(3)]
        assignments.assign(work, curators=panel, by=self.secretariat)
        return panel

    def _replace(self, work: Submission, panel: list[User], day: date) -> list[User]:
        """The third curator cannot take the work; the secretariat names another."""
        self.has_replaced = True
        held = work.assignments.get(curator=panel[2])
        with clock.fixed_at(moment(day)):
            stepping_back.decline(
                held, reason="Sedang bertugas di luar kota.", may_ask_later=True, by=panel[2]
            )
            best = plans.replacement_for(work)
            if best is None:
                raise AssertionError("five curators are enough for a replacement")
            assignments.replace(held, curator=best.user, reason="", by=self.secretariat)
        return [*panel[:2], best.user]

    def _score(self, work: Submission, panel: list[User], story: str, day: date) -> None:
        """Every curator scores alone; one of three has not yet in a work under review."""
        profile = PROFILES[story[-1] if story.startswith("grade_") else self._profile_of(story)]
        for place, curator in enumerate(panel):
            assignment = work.assignments.get(curator=curator)
            if story == "in_review" and place:
                self._write_on_paper(assignment, profile, day)
                break
            with clock.fixed_at(moment(day, 11 + place)):
                reviews.save_review(
                    assignment,
                    by=curator,
                    marks=self._marks(profile, place, disputed=story == "deliberation"),
                    complete=True,
                )
                reviews.finalise(assignment, by=curator)

    def _write_on_paper(self, assignment: Assignment, profile: Iterable[int], day: date) -> None:
        """One curator of the round scored one work without a device."""
        if self.has_paper:
            return
        self.has_paper = True
        with clock.fixed_at(moment(day, 15)):
            marks = self._marks(profile, 1, disputed=False)
            calibrations.enter_sheet(assignment, marks, by=self.secretariat)

    @staticmethod
    def _profile_of(story: str) -> str:
        return {"coaching": "C", "rejected": "D", "revision": "B", "deliberation": "B"}.get(
            story, "A"
        )

    @staticmethod
    def _marks(profile: Iterable[int], place: int, *, disputed: bool) -> dict[str, reviews.Mark]:
        """The second curator is a little milder on packaging, the third stricter on the market."""
        marks = {}
        for code, typical in zip(CODES, profile, strict=True):
            value = typical
            if place == 1 and code == "KMS":
                value = min(4, value + 1)
            if place == 2 and code == "PSR":
                value = max(1, value - 1)
            if disputed and place == 2 and code == "DSN":
                value = 1
            marks[code] = reviews.Mark(value, COMMENTS[code] if value < 3 else "")
        return marks

    def _point_out(self, work: Submission, code: str, sentence: str) -> None:
        """The chair shows on the first photograph what the panel talks about."""
        photo = work.version.photos.exclude(kind=Photo.Kind.MAKER).order_by("position")[0]
        criterion = work.rubric.criteria.get(code=code)
        weaknesses.mark(
            work, photo, criterion=criterion, x=62, y=58, sentence=sentence, by=self.chair
        )

    def _decide(self, work: Submission, panel: list[User], story: str, day: date) -> None:
        """The chair proposes, a curator signs; making it known is another person's part."""
        outcome = {
            "coaching": Decision.Outcome.COACHING,
            "rejected": Decision.Outcome.REJECTED,
            "revision": Decision.Outcome.REVISION_REQUESTED,
        }.get(story, Decision.Outcome.ACCEPTED)
        work.refresh_from_db()
        self._meet(work.round, day)
        with clock.fixed_at(moment(day, 14)):
            if outcome != Decision.Outcome.ACCEPTED:
                self._point_out(work, *POINTED_OUT[outcome])
            decision = decisions.propose(
                work,
                proposal=decisions.Proposal(
                    outcome=outcome,
                    justification="Kemasan dan label dapat diperbaiki dalam sebulan, sehingga "
                    "panel meminta perbaikan dan bukan menolak.",
                    feedback=FEEDBACK.get(outcome, ""),
                ),
                by=self.chair,
            )
            if decision.departs:
                for curator in panel:
                    decisions.vote(work, choice="for", by=curator)
                self._note(work, NOTES["departing"])
            decisions.sign(work, by=panel[0])

    def _meet(self, round: Round, day: date) -> None:
        """Opens the round's meeting with everybody there, if none is going on."""
        if meetings.open_meeting_of(round):
            return
        with clock.fixed_at(moment(day, 9)):
            meetings.open_meeting(
                round,
                place="Ruang Angling Dharma, Pendopo Malowopati",
                present=[self.chair, *self.curators],
                minutes_by=self.secretariat,
                by=self.chair,
            )

    def _note(self, work: Submission, text: str) -> None:
        meeting = meetings.open_meeting_of(work.round)
        if meeting:
            meetings.write_note(meeting, work, text=text, seen=0, by=self.secretariat)

    def _adjourn(self, round: Round) -> None:
        """Ends the round's meeting at four in the afternoon of its day; its minutes follow."""
        meeting = meetings.open_meeting_of(round)
        if meeting:
            with clock.fixed_at(moment(meeting.held_on, 16)):
                meetings.close_meeting(meeting, by=self.chair)
            with clock.fixed_at(moment(meeting.held_on + timedelta(days=1))):
                record = minutes.draft(meeting, by=self.secretariat)
                minutes.sign(record, by=self.chair)
                if round.number < 3:  # the newest waits for its second signature
                    minutes.sign(record, by=self.secretariat)

    def release_all(self, round: Round, calendar: Calendar) -> None:
        """Makes a finished round known; one maker objects and is answered."""
        self._adjourn(round)
        if calendar.number == 3:
            self._reconvene(round)
            return
        with clock.fixed_at(moment(calendar.releases, 9)):
            seen = [decision.pk for decision in release.waiting(round)]
            if seen:
                release.release_batch(round, seen=seen, by=self.second)
        refused = round.submissions.filter(state="rejected").first()
        if refused:
            self._hear(refused, calendar)
        told_at = moment(calendar.releases + timedelta(days=6))
        Notice.objects.due().update(
            state=Notice.State.SENT, sent_at=told_at, created_at=told_at, sent_by=self.secretariat
        )

    def _reconvene(self, round: Round) -> None:
        """A meeting that is going on right now; one curator has not come."""
        meetings.open_meeting(
            round,
            place="Ruang Angling Dharma, Pendopo Malowopati",
            present=[self.chair, *self.curators[:4]],
            minutes_by=self.secretariat,
            by=self.chair,
        )
        disputed = round.submissions.filter(state="deliberation").first()
        if disputed:
            self._note(disputed, NOTES["disputed"])

    def _hear(self, work: Submission, calendar: Calendar) -> None:
        maker = work.product.business.owner.user
        if maker is None:
            raise AssertionError("every demo maker has an account")
        with clock.fixed_at(moment(calendar.releases + timedelta(days=5))):
            appeals.appeal(
                work,
                ground=Appeal.Ground.FACT,
                statement="Peti kirim sudah ada, tetapi fotonya belum saya sertakan.",
                by=maker,
            )
            appeals.name_board(work, members=self.leaders, by=self.secretariat)
