"""The demo council's calibration and a score sheet on paper, by the real functions."""

import io
from datetime import timedelta

from PIL import Image, ImageDraw

from curation import calibration, clock, paper, private_photos
from curation.marks import Mark
from curation.models import Assignment, Round, Submission
from dekranasda.accounts.models import User

PIECES = 3
WHY = {
    4: "Dapat menjadi contoh bagi karya lain.",
    3: "Rapi dan sama pada semua contoh.",
    2: "Dapat dipakai, tetapi selesainya belum rata.",
    1: "Cacatnya terlihat pada pandangan pertama.",
    0: "Tidak ada, atau tidak dapat dinilai.",
}


def calibrate(round: Round, curators: list[User], *, by: User) -> None:
    """Three past works, scored by every curator before the round; one is stricter than the rest.

    Two of them come back on each curator's desk, unmarked.
    """
    for work in calibration.candidates(round)[:PIECES]:
        calibration.set_piece(round, work, references=_references(work), by=by)
    calibration.open_calibration(round, by=by)
    for place, curator in enumerate(curators):
        clock_now = clock.now() + timedelta(hours=place + 1)
        with clock.fixed_at(clock_now):
            for review in calibration.begin(round, by=curator):
                reference = _references(review.piece.submission)
                calibration.save_scores(
                    review,
                    by=curator,
                    marks=_scored(reference, stricter=place == len(curators) - 1),
                    panel_note="",
                    complete=True,
                )
            calibration.send_attempt(round, by=curator)


def _references(work: Submission) -> dict[str, Mark]:
    """What the panel held of the work when it was decided: the middle of its scores."""
    given: dict[str, list[int]] = {}
    for review in work.reviews.all():
        for score in review.scores.select_related("criterion"):
            given.setdefault(score.criterion.code, []).append(score.value or 0)
    middle = {code: sorted(values)[len(values) // 2] for code, values in given.items()}
    return {code: Mark(value, WHY[value]) for code, value in middle.items()}


def _scored(reference: dict[str, Mark], *, stricter: bool) -> dict[str, Mark]:
    """A curator's scores near the reference; the stricter one gives a point less on two of them."""
    marks = {}
    for place, (code, mark) in enumerate(reference.items()):
        value = max(0, (mark.value or 0) - (stricter and place % 3 == 0))
        marks[code] = Mark(value, "Perlu dirapikan." if value < 3 else "")
    return marks


def enter_sheet(assignment: Assignment, marks: dict[str, Mark], *, by: User) -> None:
    """A sheet that a curator filled in by hand and the secretariat typed; it waits for a look."""
    paper.enter(
        assignment,
        marks=marks,
        panel_note="Ditulis di lokasi, tanpa sinyal.",
        scan=private_photos.keep(_photograph(marks), "lembar.jpg"),
        by=by,
    )


def _photograph(marks: dict[str, Mark]) -> bytes:
    """A plain picture of a filled sheet."""
    picture = Image.new("RGB", (1240, 1754), "#f7f5ef")
    draw = ImageDraw.Draw(picture)
    draw.text((120, 100), "Lembar penilaian (contoh)", fill="#1d2733", font_size=48)
    for line, (code, mark) in enumerate(marks.items()):
        y = 240 + 150 * line
        draw.text((120, y), code, fill="#1d2733", font_size=44)
        for value in range(5):
            x = 420 + 140 * value
            draw.ellipse((x, y, x + 60, y + 60), outline="#1d2733", width=3)
            draw.text((x + 18, y + 6), str(value), fill="#1d2733", font_size=40)
            if value == mark.value:
                draw.line((x - 6, y - 6, x + 66, y + 66), fill="#23408e", width=8)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=80)
    return target.getvalue()
