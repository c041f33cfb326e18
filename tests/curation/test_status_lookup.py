"""The status without an account: the maker's own digits open it; nothing else tells anything."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from artisans.models import Artisan
from curation import messages
from curation.forms.public import submission_code
from curation.models import Submission
from dekranasda.notices.models import Notice
from tests.curation.cases import make_ready, submit
from tests.factories import let_help, make_artisan, make_business, make_product

pytestmark = pytest.mark.django_db
SHOWN = "Sedang diperiksa kelengkapannya"
REFUSED = "Kode dan angka itu tidak cocok"


def ask(client, code: str, digits: str):
    return client.post("/status/", {"code": code, "digits": digits})


def told(client, code: str, digits: str) -> bool:
    answer = ask(client, code, digits).content.decode()
    assert (SHOWN in answer) != (REFUSED in answer)
    return SHOWN in answer


WRITINGS = [
    "KUR-2026-0001",
    " kur-2026-0001 ",
    "kur 2026 0001",
    "2026-1",
    "KUR–2026–\uff10\uff10\uff10\uff11",
    "k.u.r.20260001",
]


@pytest.mark.parametrize("typed", WRITINGS)
def test_the_code_is_known_however_it_is_typed(typed):
    assert submission_code(typed) == "KUR-2026-0001"


def test_any_number_of_the_maker_counts_and_none_of_the_helper(council, client):
    helped = make_business(
        owner=make_artisan(phone="+6281234501111", other_phones="+6281234502222")
    )
    helped.phone = "+6281234503333"
    helped.save()
    helper = let_help(helped)
    helper.phone = "+6281234504444"
    helper.save()
    work = submissions_of(make_ready(make_product(helped)), helper)

    tried = ("1111", "2222", "3333", "4444")
    opened = {digits: told(client, work.code, digits) for digits in tried}

    assert opened == {"1111": True, "2222": True, "3333": True, "4444": False}
    assert told(client, work.code, " 11 11 ")
    assert told(client, work.code, "0812-3450-1111")
    assert told(client, work.code, "\u0661\u0661\u0661\u0661")
    told_of = Notice.objects.get(key=f"curation:received:{work.code}")
    assert told_of.link == f"/status/?kode={work.code}"
    assert work.code in client.get(told_of.link).content.decode()


def test_messages_to_a_maker_without_an_account_are_stopped_as_well(council):
    owner = make_artisan(phone="+6281234501111")
    work = submissions_of(make_ready(make_product(make_business(owner=owner))), council.second)
    told_of = Notice.objects.get(key=f"curation:received:{work.code}")

    messages.stop_telling(work.product, "received")

    told_of.refresh_from_db()
    assert told_of.state == Notice.State.CANCELLED


def submissions_of(product, by) -> Submission:
    from curation.submissions import submit as send  # noqa: PLC0415 beside the round's own

    return send(product, by=by)


def test_a_refusal_is_the_same_and_costs_the_same_whatever_was_wrong(council, client):
    work, nameless = submit(council), submit(council)
    Artisan.objects.filter(pk=nameless.product.business.owner_id).update(phone="")
    tries = {
        "unknown code": ("KUR-2026-9999", "0123"),
        "wrong digits": (work.code, "9999"),
        "no telephone": (nameless.code, "0123"),
        "no code at all": ("Vas Bubut Jati", "0123"),
    }
    client.get("/status/")
    answers, costs = {}, {}

    for name, (code, digits) in tries.items():
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, code, digits)
        body = answer.content.decode()
        for typed in (code, digits):
            body = body.replace(f'value="{typed}"', "")
        body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
        answers[name] = (answer.status_code, body)
        costs[name] = len(queries)

    assert len(set(answers.values())) == 1, {name: body for name, (_, body) in answers.items()}
    assert next(iter(answers.values()))[0] == 422
    assert len(set(costs.values())) == 1, costs
    page = ask(client, work.code, "0123").content.decode()
    assert SHOWN in page
    for secret in (work.version.name, work.product.business.name, work.product.code):
        assert secret not in page


HOSTILE = [
    "😀😀😀😀",
    "x" * 10_000,
    "' OR 1=1; DROP TABLE curation_submission; --",
    "<script>alert(1)</script>",
    "\x00KUR-2026-0001",
    "%00%27",
    "KUR-2026-" + "9" * 25,
    "ß" * 40,
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:20])
def test_whatever_is_typed_is_answered_in_words(council, client, text):
    as_code = ask(client, text, "0123")
    as_digits = ask(client, "KUR-2026-0001", text)
    as_address = client.get("/status/", {"kode": text})

    assert (as_code.status_code, as_digits.status_code) == (422, 422)
    assert as_address.status_code == 200
    for answer in (as_code, as_digits, as_address):
        assert "<script>alert" not in answer.content.decode()


def test_digits_cannot_be_tried_through_nor_pages_be_hammered(council, client, settings):
    work = submit(council)

    mine = [ask(client, work.code, f"{number:04}").status_code for number in range(200, 212)]
    unknown = [ask(client, "KUR-2026-9998", f"{n:04}").status_code for n in range(12)]

    assert mine == unknown == [422] * 10 + [429] * 2
    assert ask(client, work.code, "0123").status_code == 429
    looked = [client.get("/status/").status_code for _time in range(31)]
    assert looked[-1] == 429


def test_a_maker_may_look_as_often_as_they_like(council, client):
    work = submit(council)

    assert [told(client, work.code, "0123") for _time in range(12)] == [True] * 12
