"""The editor of rubrics: what it refuses, in plain words, and that nothing typed is lost."""

import pytest

from curation import rubric_rules
from curation.defaults import FOOD
from curation.models import ProductClass, Round, RoundRubric, Rubric
from tests.curation.test_pages import is_sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(council) -> Rubric:
    """The council's rubric, copied to a version that may be changed."""
    return rubric_rules.copy_of(council.round.rubric)


@pytest.fixture
def desk(council, as_user):
    return as_user(council.secretariat)


def address(rubric, *rest) -> str:
    return f"/kerja/rubrik/{rubric.slug}-v{rubric.version}/" + "".join(rest)


def text_of(answer) -> str:
    return answer.content.decode()


def test_pages_of_rubrics_are_sound(council, copy, desk, client):
    criterion = copy.criteria.first()
    frozen = council.round.rubric
    for page in (
        "/kerja/rubrik/",
        "/kerja/rubrik/baru/",
        address(copy),
        address(copy, "?MTU=4&DSN=3&HRG=3&IDN=4&KMS=2&PSR=3&LST=3&LGL=2"),
        address(copy, "ubah/"),
        address(copy, "banding/"),
        address(copy, "bobot/"),
        address(copy, "syarat/"),
        address(copy, "kelas/"),
        address(copy, f"kriteria/{criterion.pk}/"),
        address(frozen),
    ):
        assert is_sound(desk.get(page)), page
    tried = text_of(desk.get(address(copy, "?MTU=4&DSN=3&HRG=3&IDN=4&KMS=2&PSR=3&LST=3&LGL=2")))
    assert "<b>80</b>" in tried
    assert "kelas A, Lolos" in tried
    sheet = desk.get(address(copy, "lembar.pdf"))
    assert b"".join(sheet.streaming_content).startswith(b"%PDF-")
    public = f"/kurasi/rubrik/{frozen.slug}-v{frozen.version}/"
    assert is_sound(client.get(public))
    english = text_of(client.get(f"/en{public}"))
    assert "Visible defects" in english
    assert "Rubric for crafts" in english
    assert public in text_of(client.get("/kurasi/"))
    assert public in text_of(client.get(f"/kurasi/{council.round.slug}/"))
    assert client.get(f"/kurasi/rubrik/{copy.slug}-v{copy.version}/").status_code == 404


def test_weights_that_are_not_100_are_refused_and_kept_on_the_page(copy, desk):
    weights = {f"weight_{one.pk}": "12,5" for one in copy.criteria.all()}
    first = copy.criteria.first()

    answer = desk.post(address(copy, "bobot/"), weights | {f"weight_{first.pk}": "10"})

    assert answer.status_code == 422
    assert "Bobot berjumlah 97,5; tambahkan 2,5." in text_of(answer)
    assert 'value="10"' in text_of(answer)
    assert desk.post(address(copy, "bobot/"), weights).status_code == 302
    assert rubric_rules.problems_of(copy) == []


def test_criterion_needs_a_sentence_for_every_level(copy, desk):
    criterion = copy.criteria.get(code="MTU")
    sent = {
        "code": "MUT",
        "name": "Mutu",
        "weight": "20",
        **{f"level_{n}": f"Kalimat {n}" for n in range(5)},
    }
    page = address(copy, f"kriteria/{criterion.pk}/")

    answer = desk.post(page, sent | {"level_3": " ", "weight": "0", "code": "DSN"})

    assert answer.status_code == 422
    for words in ("Tulis kalimat untuk nilai ini", "bobot di atas 0", "dipakai kriteria lain"):
        assert words in text_of(answer)
    assert "Kalimat 4" in text_of(answer)
    assert desk.post(page, sent).status_code == 302
    # The grades' floors follow the new code.
    assert copy.grades.get(letter="A").floors == {"MUT": 3, "DSN": 3, "IDN": 2}
    refused = desk.post(address(copy, f"kriteria/{criterion.pk}/hapus/"), follow=True)
    assert "mensyaratkan kriteria ini" in text_of(refused)
    assert copy.criteria.filter(pk=criterion.pk).exists()


def grade_rows(*rows) -> dict[str, str]:
    sent = {"kelas-TOTAL_FORMS": str(len(rows)), "kelas-INITIAL_FORMS": "0"}
    for place, (letter, minimum, outcome, months, floors) in enumerate(rows):
        start = f"kelas-{place}-"
        sent |= {start + "letter": letter, start + "minimum": minimum, start + "outcome": outcome}
        sent |= {start + "validity_months": months, start + "refuses_zero": "on"}
        sent |= {f"{start}floor_{code}": str(floor) for code, floor in floors.items()}
    return sent


A = ("A", "85", "accepted", "24", {"MTU": 3})


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([A, ("D", "10", "rejected", "", {})], "harus mulai dari 0"),
        ([A, ("B", "85", "accepted", "6", {})], "mulai dari nilai yang sama"),
        ([("A", "85", "rejected", "", {}), ("B", "0", "accepted", "6", {})], "berarti lebih buruk"),
        ([A, ("A", "0", "rejected", "", {})], "A ada dua kali"),
        ([("A", "85", "accepted", "", {}), ("D", "0", "rejected", "", {})], "Isi masa berlaku"),
        ([("D", "0", "rejected", "", {})], "harus berarti lolos"),
        ([A, ("D", "0", "rejected", "", {"MTU": 9})], "bukan salah satu dari pilihan"),
    ],
)
def test_grades_with_gaps_or_contradictions_are_refused(copy, desk, rows, words):
    before = list(copy.grades.values_list("letter", flat=True))

    answer = desk.post(address(copy, "kelas/"), grade_rows(*rows))

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert list(copy.grades.values_list("letter", flat=True)) == before


def test_grades_and_gates_are_saved_whole(copy, desk):
    rows = grade_rows(A, ("D", "0", "rejected", "", {}))
    assert desk.post(address(copy, "kelas/"), rows).status_code == 302
    gates = {"syarat-TOTAL_FORMS": "2", "syarat-INITIAL_FORMS": "0"}
    gates |= {"syarat-0-code": "NIB", "syarat-0-name": "Ada NIB", "syarat-0-caps_grade_at": "A"}
    assert desk.post(address(copy, "syarat/"), gates).status_code == 302

    assert list(copy.grades.values_list("letter", "minimum", "floors")) == [
        ("A", 85, {"MTU": 3}),
        ("D", 0, {}),
    ]
    assert list(copy.gates.values_list("code", "caps_grade_at")) == [("NIB", "A")]


def test_frozen_rubric_is_changed_by_no_page(council, desk):
    rubric = council.round.rubric
    criterion = rubric.criteria.first()
    before = rubric_rules._as_words(rubric)
    gates = {"syarat-TOTAL_FORMS": "0", "syarat-INITIAL_FORMS": "0"}
    sent = {"name": "Lain", "code": "LAIN", "weight": "5", "product_class": "1", "note": "x"}
    sent |= {f"level_{n}": "Lain" for n in range(5)}
    sent |= {f"weight_{one.pk}": "12,5" for one in rubric.criteria.all()}
    sent |= gates | grade_rows(A, ("D", "0", "rejected", "", {}))

    for page in (
        "ubah/",
        "bobot/",
        "syarat/",
        "kelas/",
        "kriteria/baru/",
        f"kriteria/{criterion.pk}/",
        f"kriteria/{criterion.pk}/hapus/",
    ):
        answer = desk.post(address(rubric, page), sent, follow=True)
        assert "Salin menjadi versi baru" in text_of(answer), page

    assert rubric_rules._as_words(Rubric.objects.get(pk=rubric.pk)) == before
    copied = desk.post(address(rubric, "salin/"))
    assert copied.url == address(rubric).replace("-v1", "-v2")


def test_only_the_secretariat_edits_rubrics(council, copy, as_user):
    for person in (council.curators[0], council.leader, council.maker()):
        assert as_user(person).get(address(copy, "bobot/")).status_code == 403


def test_round_in_preparation_chooses_a_rubric_for_each_class(council, desk):
    food = Rubric.objects.get(slug=FOOD)
    kind = ProductClass.objects.get(slug=FOOD)
    draft = Round.objects.get(pk=council.round.pk)
    draft.pk, draft.number, draft.slug, draft.opened_at = None, 99, "berikut", None
    draft.save(force_insert=True)
    sent = {f"rubric_{kind.pk}": str(food.pk), f"sample_{kind.pk}": "on"}

    assert desk.post("/kerja/kurasi/berikut/rubrik/", sent).status_code == 302
    opened = desk.post(f"/kerja/kurasi/{council.round.slug}/rubrik/", sent)

    row = RoundRubric.objects.get()
    assert (row.round, row.rubric, row.needs_sample) == (draft, food, True)
    assert "sudah diumumkan tetap" in text_of(opened)
