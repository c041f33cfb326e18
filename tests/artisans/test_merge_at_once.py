"""Two people merge at the same moment: one of them does, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from artisans.merging import Wanted, merge
from artisans.models import Business, DuplicatePair
from tests.factories import make_artisan, make_business, make_product, make_user


@pytest.fixture
def three(transactional_db):
    return [make_business(owner=make_artisan(), name=f"Usaha {number}") for number in range(3)]


def pair_of(first, second):
    first, second = sorted([first, second], key=lambda business: business.pk)
    return DuplicatePair.objects.create(
        kind="business", first_business=first, second_business=second
    )


def at_once(*jobs):
    """Runs each (pair, wanted) in a thread of its own; «done» or the code of the refusal."""
    barrier = Barrier(len(jobs), timeout=60)

    def run(job):
        pair, wanted = job
        user = make_user()
        barrier.wait()
        try:
            merge(pair, wanted, by=user, at=timezone.now())
        except ValidationError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(jobs)) as pool:
        return sorted(pool.map(run, jobs))


def test_two_merges_of_one_pair_in_both_directions_end_with_one(three):
    first, second, _third = three
    make_product(first)
    make_product(second)
    pair = pair_of(first, second)

    outcomes = at_once(
        (pair, Wanted(stays="first", with_owners=True)),
        (pair, Wanted(stays="second", with_owners=True)),
    )

    assert outcomes == ["decided", "done"]
    assert Business.objects.filter(state="merged").count() == 1


def test_merges_in_a_ring_leave_one_and_no_ring(three):
    one, two, three_ = three
    pairs = [pair_of(one, two), pair_of(two, three_), pair_of(three_, one)]

    outcomes = at_once(
        (pairs[0], Wanted(stays="first", with_owners=True)),
        (pairs[1], Wanted(stays="first", with_owners=True)),
        (pairs[2], Wanted(stays="second", with_owners=True)),
    )

    assert "done" in outcomes
    # «changed» where the owner was joined with another a moment ago.
    assert set(outcomes) <= {"done", "merged", "decided", "changed"}
    standing = Business.objects.filter(merged_into__isnull=True)
    assert standing.exists()
    into = dict(Business.objects.values_list("pk", "merged_into"))
    for key in into:
        seen: list[int | None] = [key]
        while (target := into.get(seen[-1] or 0)) is not None:
            assert target not in seen
            seen.append(target)
        assert standing.filter(pk=seen[-1]).exists()
