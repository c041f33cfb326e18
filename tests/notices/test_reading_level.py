"""Messages to makers are short to read."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests import reading

FOLDER = Path(settings.BASE_DIR, "templates", "notices")
# Messages to people of the council; all others may reach a maker.
FOR_THE_COUNCIL = (
    "agreement_", "curation_appeal_board", "curation_assigned", "curation_invited",
    "curation_scores_reminder", "many_numbers_seen", "mentoring_assigned", "promise_due",
    "tradition_worse", "visit_late", "visit_request_news",
)  # fmt: skip
TO_MAKERS = sorted(
    path.stem for path in FOLDER.glob("*.txt") if not path.stem.startswith(FOR_THE_COUNCIL)
)


def words_of(template):
    """The text as a maker reads it, with two words for whatever is filled in."""
    text = (FOLDER / f"{template}.txt").read_text()
    text = re.sub(r"{% plural %}.*?{% endblocktranslate %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% translate \"(.*?)\" %}", r"\1", text)
    return re.sub(r"{%.*?%}", "", re.sub(r"{{.*?}}", "Kata kata", text))


@pytest.mark.parametrize("template", TO_MAKERS)
def test_message_to_a_maker_is_easy_to_read(template):
    assert reading.problems_of(words_of(template).splitlines()) == []


def test_what_is_hard_is_found():
    units = [
        "Kami mohon agar Saudara segera melengkapi berita acara verifikasi kuorum sesuai regulasi "
        "yang berlaku dan menyampaikannya kepada petugas administrasi di kantor dinas terkait "
        "sebelum tenggat waktu yang telah ditetapkan dalam surat keputusan kepala dinas.",
        "Tulis NIB (nomor induk berusaha) Anda.",
    ]

    found = reading.problems_of(units)

    assert found[0].startswith("34 words: Kami mohon")
    assert [one for one in found if one.startswith("unexplained")] == [
        f"unexplained: {term}"
        for term in (
            "administrasi", "berita acara", "kuorum", "regulasi", "surat keputusan", "verifikasi",
        )
    ]  # fmt: skip
