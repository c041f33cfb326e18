"""Keeping a business by hand: origins, two people at once, districts, look-alikes."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from artisans.facts import sources_of
from artisans.history import history_of
from artisans.merging import Wanted, merge
from artisans.models import Artisan, Business, DuplicatePair
from artisans.reference import load_reference_data
from tests.factories import make_artisan, make_business

CREATE = reverse("business_create")
LIST = reverse("artisans:business_list")


@pytest.fixture(autouse=True)
def _reference(db):
    load_reference_data()


@pytest.fixture
def batik(db) -> Business:
    """A batik business in Jono, Temayang."""
    owner = make_artisan(name="Kartini Puspita", slug="kartini", phone="+6281299900777")
    return make_business(
        owner=owner, name="Batik Jono", slug="batik-jono", village_id="35.22.21.2009"
    )


def edit(business):
    return reverse("business_edit", args=[business.pk])


def typed(response, **changes):
    """What a browser sends of the page as it is, but for the changes."""
    forms = response.context["forms"]
    data = {}
    for form in (*forms.parts.values(), forms.origin):
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else str(value)
    return {**data, **{name.replace("__", "-"): value for name, value in changes.items()}}


def test_a_change_is_saved_with_its_origin_and_reason(as_user, dewi, batik):
    client = as_user(dewi)
    sent = typed(
        client.get(edit(batik)),
        usaha__address="Jl. Baru 2",
        pemilik__phone="0812 3456 7890",
        kind="document",
        source="KTP dan NIB",
    )

    response = client.post(edit(batik), sent)

    assert response["Location"] == reverse("artisans:business_detail", args=[batik.pk])
    batik.refresh_from_db()
    assert (batik.address, batik.owner.phone) == ("Jl. Baru 2", "+6281234567890")
    assert {name: fact.kind for name, fact in sources_of(batik).items()} == {"address": "document"}
    assert set(sources_of(batik.owner)) == {"phone"}
    newest = history_of(batik)[0]
    assert (newest.by, newest.reason) == ("Dewi Kartika", "dilihat pada dokumen: KTP dan NIB")


def test_who_saves_an_entry_that_was_merged_meanwhile_is_told_where_and_keeps_the_text(
    as_user, dewi, bima, batik
):
    client = as_user(dewi)
    sent = typed(client.get(edit(batik)), usaha__address="Jl. Baru 2")
    other = make_business(name="Batik Jono Asli", slug="batik-jono-asli")
    pair = DuplicatePair.objects.create(
        kind="business", first_business=batik, second_business=other
    )
    merge(pair, Wanted(stays="second"), by=dewi, at=timezone.now())

    response = client.post(edit(batik), sent)

    text = response.content.decode()
    assert response.status_code == 409
    assert edit(other) in text
    assert "Jl. Baru 2" in text
    assert client.get(edit(batik))["Location"].endswith(f"/{batik.pk}/")
    assert as_user(bima).post(edit(batik), sent).status_code in (403, 404)


def test_saving_without_a_change_changes_nothing(as_user, dewi, batik):
    client = as_user(dewi)

    client.post(edit(batik), typed(client.get(edit(batik))))

    assert sources_of(batik) == {}
    assert len(history_of(batik)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("usaha__name", ""),
        ("usaha__business_id", "12345"),
        ("usaha__business_id", "١٢٣٤٥٦٧٨٩٠١٢٣"),
        ("usaha__kbli", "12"),
        ("usaha__phone", "halo"),
        ("usaha__founded_in", "3000"),
        ("usaha__village", "99.99.99.9999"),
        ("usaha__state", "merged"),
        ("pemilik__born_on", "0001-01-01"),
        ("pemilik__name", "x" * 151),
        ("kind", "import"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(as_user, dewi, batik, field, value):
    client = as_user(dewi)
    sent = typed(client.get(edit(batik)), **{"usaha__address": "Jl. Tetap", field: value})

    response = client.post(edit(batik), sent)

    assert response.status_code == 422
    assert "Jl. Tetap" in response.content.decode()
    batik.refresh_from_db()
    assert batik.address == ""


def test_an_nib_of_another_business_is_refused(as_user, dewi, batik):
    make_business(business_id="1207220012345")
    client = as_user(dewi)

    response = client.post(
        edit(batik), typed(client.get(edit(batik)), usaha__business_id="1207 2200 12345")
    )

    assert response.status_code == 422
    assert "NIB ini sudah dipakai usaha lain" in response.content.decode()


def test_the_second_of_two_people_sees_both_texts_and_loses_nothing(as_user, dewi, admin, batik):
    first, second = as_user(dewi), as_user(admin)
    page = second.get(edit(batik))
    first.post(
        edit(batik),
        typed(first.get(edit(batik)), usaha__address="Jl. Pertama", pemilik__name="Kartini P."),
    )
    mine = typed(page, usaha__address="Jl. Kedua", usaha__products_text="Selendang")

    told = second.post(edit(batik), mine)

    assert told.status_code == 409
    rows = {row["name"]: row for row in told.context["differences"]}
    assert {name: (row["theirs"], row["mine"]) for name, row in rows.items()} == {
        "usaha-address": ("Jl. Pertama", "Jl. Kedua"),
        "pemilik-name": ("Kartini P.", "Kartini Puspita"),
    }
    assert rows["pemilik-name"]["is_untouched"]
    batik.refresh_from_db()
    assert (batik.address, batik.products_text) == ("Jl. Pertama", "")
    again = second.post(edit(batik), typed(told))
    assert again.status_code == 302
    batik.refresh_from_db()
    assert (batik.address, batik.products_text, batik.owner.name) == (
        "Jl. Kedua", "Selendang", "Kartini P.",
    )  # fmt: skip


def test_the_second_may_take_the_value_of_the_first(as_user, dewi, admin, batik):
    first, second = as_user(dewi), as_user(admin)
    page = second.get(edit(batik))
    first.post(edit(batik), typed(first.get(edit(batik)), usaha__address="Jl. Pertama"))
    told = second.post(
        edit(batik), typed(page, usaha__address="Jl. Kedua", usaha__products_text="Selendang")
    )

    second.post(edit(batik), {**typed(told), "pakai": ["usaha-address"]})

    batik.refresh_from_db()
    assert (batik.address, batik.products_text) == ("Jl. Pertama", "Selendang")


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_in_the_same_moment_one_is_told(dewi):
    business = make_business(name="Batik Jono", slug="batik-jono")
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(dewi)
    pages = [client.get(edit(business)) for client in clients]
    gate, answers = threading.Barrier(2, timeout=60), []

    def save(number):
        gate.wait()
        sent = typed(pages[number], usaha__address=f"Jl. {number}")
        answers.append(clients[number].post(edit(business), sent).status_code)
        connection.close()

    threads = [threading.Thread(target=save, args=[number]) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [302, 409]


def test_an_operator_edits_the_own_districts_only_and_moves_nothing_out(
    as_user, agus, batik, sari_business
):
    client = as_user(agus)
    page = client.get(edit(sari_business))

    assert client.get(edit(batik)).status_code == 404
    assert client.post(edit(batik), {}).status_code == 404
    moved = client.post(edit(sari_business), typed(page, usaha__village="35.22.21.2009"))
    assert moved.status_code == 422
    saved = client.post(edit(sari_business), typed(page, usaha__address="Jl. Operator"))
    assert saved.status_code == 302
    sari_business.refresh_from_db()
    assert (sari_business.address, sari_business.village.district_id) == (
        "Jl. Operator",
        "35.22.20",
    )


@pytest.mark.parametrize("person", ["hartono", "maya", "ratna"])
def test_others_may_not_edit(request, as_user, batik, person):
    client = as_user(request.getfixturevalue(person))

    assert client.get(edit(batik)).status_code == 403
    assert client.get(CREATE).status_code == 403


def test_a_new_business_is_added_after_a_look_at_its_look_alikes(as_user, dewi, batik):
    client = as_user(dewi)
    sent = typed(
        client.get(CREATE),
        usaha__name="Selendang Kartini",
        usaha__village="35.22.21.2009",
        pemilik__name="Bu Kartini",
        kind="maker",
        source="Datang ke kantor",
    )

    told = client.post(CREATE, sent)

    assert told.status_code == 409
    assert [business.name for business in told.context["look_alikes"]] == ["Batik Jono"]
    assert not Business.objects.filter(name="Selendang Kartini").exists()
    client.post(CREATE, {**sent, "tetap": "1"})
    added = Business.objects.get(name="Selendang Kartini")
    assert (added.owner.name, added.source) == ("Bu Kartini", "Datang ke kantor")
    assert sources_of(added)["village"].kind == "maker"


def test_another_business_of_the_same_person_makes_no_second_person(as_user, dewi, batik):
    client = as_user(dewi)
    address = f"{CREATE}?pemilik={batik.owner_id}"

    client.post(address, typed(client.get(address), usaha__name="Warung Kartini"))

    assert Business.objects.get(name="Warung Kartini").owner == batik.owner
    assert Artisan.objects.count() == 1
    for nonsense in ("0", "x", "9" * 30):
        assert client.get(f"{CREATE}?pemilik={nonsense}").status_code == 404
