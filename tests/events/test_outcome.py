"""What came of trainings: scores, opinions, questions months later, a comparison, the figures."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from artisans.models import Artisan, BusinessYear
from events import outcome
from events.comparison import compare
from events.models import Evaluation, Event, OutcomeReport, Registration
from tests.events.factories import make_event, make_member
from tests.factories import make_published_product

DAY = timedelta(days=1)


def came(event, business=None, state="attended"):
    """Somebody who was there, whenever that was."""
    business = business or make_member(craft_id="BTK")
    return Registration.objects.create(
        event=event,
        artisan=business.owner,
        business=business,
        state=state,
        cancelled_at=timezone.now() if state == "cancelled" else None,
        registered_by=business.owner.user,
        registered_at=event.starts_at - 9 * DAY,
    )


def past_training(days, people=0, **fields):
    """A training that ended so many days ago, with people who were there."""
    ends = timezone.now() - days * DAY
    event = make_event(starts_at=ends - timedelta(hours=5), ends_at=ends, **fields)
    event.people = [came(event) for _person in range(people)]
    return event


def test_scores_are_typed_in_one_table_and_only_changed_ones_written(as_user, db, dewi):
    event = past_training(1, people=2)
    one, two = event.people
    Evaluation.objects.create(registration=two, before=30)
    staff, address = as_user(dewi), f"/kerja/acara/{event.pk}/nilai/"
    page = staff.get(address)
    Evaluation.objects.filter(registration=two).update(after=77)  # somebody else meanwhile

    staff.post(
        address,
        {
            f"before-{one.code}": "40", f"after-{one.code}": "85",
            f"before-{two.code}": "35", f"after-{two.code}": "77",
        },
    )  # fmt: skip

    assert page.status_code == 200
    scores = dict(Evaluation.objects.values_list("registration", "before"))
    after = dict(Evaluation.objects.values_list("registration", "after"))
    assert scores == {one.pk: 40, two.pk: 35}
    assert after == {one.pk: 85, two.pk: 77}


def test_a_score_that_cannot_be_is_said_and_what_was_typed_stays(as_user, db, dewi):
    event = past_training(1, people=1)
    code = event.people[0].code

    answer = as_user(dewi).post(
        f"/kerja/acara/{event.pk}/nilai/", {f"before-{code}": "101", f"after-{code}": "80"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="101"' in page
    assert 'value="80"' in page
    assert not Evaluation.objects.exists()


OPINION = {"satisfaction": "5", "clarity": "4", "usefulness": "5", "comment": "Bagus."}


def test_a_participant_says_what_they_think_and_the_scores_stay(as_user, db, bima):
    event = past_training(1, people=1)
    seat = event.people[0]
    Evaluation.objects.create(registration=seat, before=20, after=90)
    address = f"/saya/pelatihan/{seat.code}/pendapat/"

    missing = as_user(seat.artisan.user).post(address, {**OPINION, "clarity": ""})
    stranger = as_user(bima).post(address, OPINION)
    as_user(seat.artisan.user).post(address, OPINION)

    kept = Evaluation.objects.get()
    assert "Ketuk salah satu jawaban" in missing.content.decode()
    assert stranger.status_code == 404
    assert (kept.satisfaction, kept.clarity, kept.usefulness, kept.comment) == (5, 4, 5, "Bagus.")
    assert (kept.before, kept.after, kept.entered_by) == (20, 90, None)


def test_participants_read_their_own_scores_and_nobody_elses(as_user, db, bima):
    event = past_training(1, people=2)
    own, other = event.people
    Evaluation.objects.create(registration=own, before=35, after=85, satisfaction=4)
    Evaluation.objects.create(registration=other, before=11, after=99)
    me, ticket = as_user(own.artisan.user), f"/saya/pelatihan/{own.code}/"

    page, listed = me.get(ticket).content.decode(), me.get("/saya/pelatihan/").content.decode()

    assert "35 dari 100" in page
    assert "85 dari 100" in page
    assert "Puas 4, mudah dimengerti –" in page
    assert "Ubah pendapat Anda" in page
    assert "Nilai tes 35 menjadi 85" in listed
    assert "99" not in page.partition("Hasil Anda")[2].partition("</dl>")[0]
    assert me.get(f"/saya/pelatihan/{other.code}/").status_code == 404
    assert as_user(bima).get(ticket).status_code == 404


def test_an_opinion_copied_from_paper_names_who_copied_it(as_user, db, dewi):
    seat = past_training(1, people=1).people[0]

    as_user(dewi).post(f"/kerja/peserta/{seat.code}/pendapat/", OPINION)

    assert Evaluation.objects.get().entered_by == dewi


def test_who_was_not_there_has_no_opinion_to_give(as_user, db):
    event = past_training(1)
    seat = came(event, state="confirmed")

    page = as_user(seat.artisan.user).get(f"/saya/pelatihan/{seat.code}/pendapat/")

    assert page.status_code == 404


def test_comments_show_without_names_once_five_have_answered(as_user, db, dewi):
    event = past_training(1, people=5)
    for number, seat in enumerate(event.people):
        if number == 4:
            page = as_user(dewi).get(f"/kerja/acara/{event.pk}/hasil/").content.decode()
            assert "Saran 0" not in page
        Evaluation.objects.create(registration=seat, satisfaction=4, comment=f"Saran {number}")

    page = as_user(dewi).get(f"/kerja/acara/{event.pk}/hasil/").content.decode()

    assert "Saran 0" in page
    assert event.people[0].artisan.name not in page


@pytest.mark.parametrize(
    ("days", "month"),
    [(90, None), (92, 3), (181, 3), (184, 6), (364, 6), (366, 12), (546, 12), (549, None)],
)
def test_each_question_is_asked_from_its_month_until_the_next(db, days, month):
    past_training(days, people=1)

    open_now = list(outcome.asked(Registration.objects.all(), at=timezone.now()))

    assert [one.month for one in open_now] == ([month] if month else [])


def test_only_who_was_there_at_a_training_is_asked(db):
    event = past_training(100)
    came(event, state="confirmed")
    came(event, state="cancelled")
    past_training(100, people=1, kind=Event.Kind.EXHIBITION)

    assert not outcome.asked(Registration.objects.all(), at=timezone.now()).exists()


ANSWERS = {"turnover_band": "1-5", "has_new_product": "1", "workers": "3"}


def test_three_answers_close_the_question_and_twice_is_once(as_user, db, dewi):
    seat = past_training(130, people=1).people[0]
    staff, address = as_user(dewi), f"/kerja/kabar/{seat.code}/3/"
    listed = staff.get("/kerja/acara/kabar/").content.decode()

    refused = staff.post(address, {**ANSWERS, "workers": "0"})
    staff.post(address, ANSWERS)
    again = staff.post(address, {**ANSWERS, "workers": "9"})

    report = OutcomeReport.objects.get()
    assert address in listed
    assert refused.status_code == 200
    assert (report.month, report.workers, report.has_new_product) == (3, 3, True)
    assert again["Location"] == "/kerja/acara/kabar/"
    assert address not in staff.get("/kerja/acara/kabar/").content.decode()
    assert staff.get(f"/kerja/kabar/{seat.code}/6/").status_code == 404


def test_a_mentor_is_asked_of_their_own_trainings_alone(as_user, db, maya):
    past_training(100, people=1)
    own = past_training(100, people=1, mentors=[maya]).people[0]

    page = as_user(maya).get("/kerja/acara/kabar/").content.decode()

    assert page.count("/kerja/kabar/") == 1
    assert f"/kerja/kabar/{own.code}/3/" in page


def tells(business, year, turnover, workers):
    """The figures of two years of a business: the year before has 100 and 2."""
    BusinessYear.objects.create(
        business=business, year=year - 1, turnover_idr=100, workers_male=1, workers_female=1
    )
    BusinessYear.objects.create(
        business=business,
        year=year,
        turnover_idr=turnover,
        workers_male=workers - 1,
        workers_female=1,
    )


def test_the_trained_stand_beside_others_over_the_same_panel_and_by_craft(as_user, db, hartono):
    event = past_training(1, people=6)
    year = timezone.localdate(event.ends_at).year
    came(event, make_member(craft_id="ANY"))
    for seat, turnover in zip(event.people, (110, 120, 130, 140, 150), strict=False):
        tells(seat.business, year, turnover, 3)
    for turnover in (90, 100, 100, 105, 400):
        tells(make_member(craft_id="BTK"), year, turnover, 2)
    for _other in range(6):
        tells(make_member(craft_id="ANY"), year, 50, 2)
    for _work in range(2):
        make_published_product(event.people[0].business, curated_on=date(year, 1, 2))

    found = compare(event.registrations.all(), year=year)

    sales, workers, grade = found.measures
    assert (sales.trained.count, sales.trained.value) == (5, 30.0)
    assert (sales.others.count, sales.others.value) == (11, -50.0)
    assert (workers.trained.value, workers.others.value) == (1, 0)
    assert grade.trained.count == 7
    assert grade.trained.value == 100 / 7
    [(craft, [sales, workers, grade])] = found.by_craft  # one trained weaver would be recognised
    assert craft.pk == "BTK"
    assert (sales.trained.count, sales.trained.value) == (5, 30.0)
    assert (sales.others.count, sales.others.value) == (5, 0.0)
    page = as_user(hartono).get(f"/kerja/acara/hasil/?tahun={year}").content.decode()
    assert page.count("<h4>") == 1


def test_a_side_below_five_hides_the_measure_and_says_how_many(as_user, db, hartono):
    event = past_training(1, people=4)
    year = timezone.localdate(event.ends_at).year
    for seat in event.people:
        tells(seat.business, year, 150, 3)
    for _other in range(6):
        tells(make_member(craft_id="BTK"), year, 100, 2)

    measures = compare(event.registrations.all(), year=year).measures
    page = as_user(hartono).get(f"/kerja/acara/hasil/?tahun={year}").content.decode()

    assert [one.is_shown for one in measures] == [False, False, False]
    assert "n = 4" in page
    assert "tidak membuktikan" in page


def test_figures_of_a_year_count_each_participant_once(
    as_user, db, dewi, django_assert_num_queries
):
    event = past_training(1, people=3)
    came(event, state="confirmed")
    for seat, after in zip(event.people, (80, 90), strict=False):
        Evaluation.objects.create(registration=seat, before=40, after=after)
    past_training(2, people=1)
    Artisan.objects.filter(pk=event.people[0].artisan_id).update(gender="P")

    found = outcome.with_figures(Event.objects.filter(pk=event.pk)).get()
    client = as_user(dewi)
    with django_assert_num_queries(16):
        page = client.get("/kerja/acara/hasil/")

    assert (found.seated_count, found.came_count, found.tested_count) == (4, 3, 2)
    assert (found.women_count, found.men_count) == (1, 0)
    assert (found.mean_before, found.mean_after) == (40, 85)
    assert page.status_code == 200


def test_the_workbook_holds_the_figures_as_numbers(as_user, db, dewi):
    event = past_training(1, people=2, cost_idr=3_000_000)
    year = timezone.localdate(event.ends_at).year

    answer = as_user(dewi).get(f"/kerja/acara/hasil.xlsx?tahun={year}")

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    heading, row = book.get_sheet_by_name("Pelatihan").to_python()
    told = dict(zip(heading, row, strict=True))
    assert (told["Hadir"], told["Biaya per peserta hadir"]) == (2, 1_500_000)
    assert len(book.sheet_names) == 3


@pytest.mark.parametrize("year", ["", "x", "1800", "99999"])
def test_any_year_is_answered(as_user, db, dewi, year):
    assert as_user(dewi).get("/kerja/acara/hasil/", {"tahun": year}).status_code == 200
