"""A curator's own pace: pure arithmetic on moments."""

from datetime import UTC, datetime, timedelta

import pytest

from curation.pace import EXPECTED, pace_of

START = datetime(2026, 11, 2, 2, tzinfo=UTC)


def moments(*minutes: float) -> list[datetime]:
    return [START + timedelta(minutes=minute) for minute in minutes]


def test_pace_is_the_middle_gap_and_pauses_do_not_count():
    # Gaps of 1, 2 and 3 minutes, and one of an hour.
    pace = pace_of(moments(0, 1, 3, 6, 66), at=START + timedelta(minutes=67))

    assert pace.seconds == 120
    assert pace.minutes_for(18) == 36
    assert pace.sitting == 1


def test_pace_is_the_expected_one_until_it_is_known():
    assert pace_of([], at=START).seconds == EXPECTED
    assert pace_of(moments(0, 1, 2), at=START).seconds == EXPECTED  # two gaps say nothing


@pytest.mark.parametrize(("works", "rests"), [(14, False), (15, True), (16, False), (30, True)])
def test_rest_comes_after_every_fifteenth_work_of_a_sitting(works, rests):
    done = moments(*range(works))

    assert pace_of(done, at=done[-1] + timedelta(seconds=5)).needs_rest is rests
    assert pace_of(done, at=done[-1] + timedelta(hours=1)).needs_rest is False
