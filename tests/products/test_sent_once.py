"""The same draft sent again, and by ten at once: one submission, one notice, the same receipt."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from curation.models import Submission
from curation.transitions import State
from dekranasda.notices.models import Notice
from products import drafts
from products.models import Product
from tests.curation.cases import Council, make_council, ready_product

pytestmark = pytest.mark.django_db(transaction=True)
DECLARED = {"declares_own_work": "on", "allows_curation": "on"}


@pytest.fixture
def council() -> Council:
    """A round that takes works."""
    return make_council()


@pytest.fixture
def work(council) -> Product:
    """A complete draft."""
    return ready_product(council)


def press(client: Client, work: Product) -> tuple[int, str]:
    """The last step's button, as a browser follows it: step 6, then the sending."""
    answer = client.post(reverse("products:draft_check", args=[work.code]), DECLARED)
    if answer.status_code == 307:
        answer = client.post(answer["Location"], DECLARED)
    return answer.status_code, answer["Location"]


def receipts(work: Product) -> int:
    """How many notices tell the maker that the work has come in."""
    return Notice.objects.filter(key__startswith="curation:received:").count()


def test_the_button_pressed_twice_sends_once(council, work, as_user):
    maker = as_user(council.makers[0])
    receipt = (302, reverse("curation:submitted", args=[work.code]))

    assert [press(maker, work), press(maker, work)] == [receipt, receipt]

    assert Submission.objects.get().state == State.SUBMITTED
    assert receipts(work) == 1


def test_ten_who_press_at_once_send_once(council, work, as_user, monkeypatch):
    makers = [as_user(council.makers[0]) for _ in range(10)]
    together = threading.Barrier(len(makers), timeout=60)
    answers: list[tuple[int, str]] = []
    declare = drafts.declare

    # Everybody has seen a draft that is complete and not sent before anybody goes on.
    def declare_together(version, **fields):
        together.wait()
        declare(version, **fields)

    def go(maker: Client) -> None:
        try:
            answers.append(press(maker, work))
        finally:
            connection.close()

    monkeypatch.setattr("products.drafts.declare", declare_together)
    threads = [threading.Thread(target=go, args=(maker,)) for maker in makers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    monkeypatch.undo()

    assert answers == [(302, reverse("curation:submitted", args=[work.code]))] * 10
    assert Submission.objects.count() == 1
    assert work.versions.count() == 1
    assert receipts(work) == 1
