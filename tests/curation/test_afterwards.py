"""After a work passed: its end, its renewal, complaints, suspension and revocation by two."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from curation import clock, complaints, expiry, suspensions
from curation.models import Certificate, Complaint, Submission, Suspension
from curation.status import status_after
from dekranasda.accounts.models import Role
from dekranasda.notices.models import Notice
from products.models import Product, ProductVersion
from tests.curation.cases import finish, make_council, owner_of
from tests.factories import give_consent, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(council):
    """A certificate whose work is on show."""
    work = finish(council)
    give_consent(work.product.business.owner)
    certificate = Certificate.objects.get(product=work.product)
    from curation import certificates  # noqa: PLC0415 only here

    certificates.show_later(certificate)
    return Certificate.objects.select_related("product").get(pk=certificate.pk)


def owner(certificate):
    user = certificate.product.business.owner.user
    assert user is not None
    return user


def public_places(certificate):
    """Every public address at which the work could be met, and what is looked for there."""
    product = certificate.product
    return [
        ("/katalog/", product.code),
        (f"/cari/?q={product.name.split()[0]}", product.get_absolute_url()),
        ("/sitemap-karya.xml", product.code),
        ("/data/katalog.csv", product.code),
        ("/", product.get_absolute_url()),
        (f"/perajin/{product.business.owner.slug}/", product.get_absolute_url()),
    ]


def meets(client, address, mark):
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return mark in body.decode()


def revoked(council, certificate, *, at=None):
    """Suspended, answered, and revoked by two."""
    suspension = suspensions.suspend(certificate, reason="Laporan pembeli.", by=council.secretariat)
    suspensions.answer(suspension, text="Saya membuatnya sendiri.", by=owner(certificate))
    suspensions.propose_revocation(
        suspension, reason="Terbukti barang beli jadi.", by=council.secretariat
    )
    suspensions.confirm_revocation(suspension, by=council.second)
    return suspension


def moment(day: date, hour: int, minute: int = 0, second: int = 0):
    """A moment of the day in UTC."""
    from datetime import UTC, datetime  # noqa: PLC0415 only here

    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)


# Expiry


def test_the_last_day_ends_at_midnight_in_western_indonesia(shown, client, monkeypatch):
    last = shown.valid_until
    product = shown.product

    for instant, is_over in (
        (moment(last, 16, 59, 59), False),  # 23.59.59 WIB
        (moment(last, 17), True),  # 00.00.00 WIB of the next day
    ):
        monkeypatch.setattr(timezone, "now", lambda instant=instant: instant)
        assert Product.objects.published().filter(pk=product.pk).exists() is not is_over
        page = client.get(product.get_absolute_url()).text
        assert ("Kurasi karya ini berakhir" in page) is is_over  # read before any job ran
        with clock.fixed_at(instant):
            assert expiry.expire_overdue(timezone.localdate(clock.now())) == int(is_over)
    product.refresh_from_db()
    assert product.state == Product.State.EXPIRED
    assert not any(meets(client, *place) for place in public_places(shown))
    with clock.fixed_at(moment(last, 17)):
        assert "Kedaluwarsa" in client.get(f"/verifikasi/{shown.number}/").text


def test_makers_hear_60_30_and_7_days_ahead_once_each_and_at_the_end(shown):
    def told():
        return list(
            Notice.objects.filter(key__startswith="curation:expir")
            .order_by("pk")
            .values_list("key", flat=True)
        )

    for days in (61, 60, 59, 30, 30, 8, 7, 1, 0, -1, -2):
        with clock.fixed_at(moment(shown.valid_until - timedelta(days=days), 5)):
            call_command("curation_daily")

    steps = [f"curation:expiring:{shown.number}:{step}" for step in (60, 30, 7)]
    assert told() == [*steps, f"curation:expired:{shown.number}"]


def test_renewal_sends_what_is_on_show_without_a_step_to_fill_in(shown, as_user):
    product = shown.product
    shown_version = product.published_version
    later = make_council(number=9, slug="nanti")
    client = as_user(owner(shown))
    page = f"/saya/karya/{product.code}/perpanjang/"
    assert client.get(page).status_code == 302  # a year ahead there is nothing to renew
    Product.objects.filter(pk=product.pk).update(
        valid_until=timezone.localdate() - timedelta(days=1)
    )

    own_page = client.get(f"/saya/karya/{product.code}/").text
    assert "masa berlakunya sudah berakhir" in own_page
    assert "Lihat di katalog" not in own_page

    incomplete = client.post(page, {"is_unchanged": "on"})
    assert incomplete.status_code == 422
    assert ProductVersion.objects.filter(product=product).count() == 1
    client.post(page, {"is_unchanged": "on", "declares_own_work": "on"})

    renewal = Submission.objects.order_by("-pk")[0]
    assert renewal.round == later.round
    assert renewal.predecessor is not None
    assert renewal.version.number == shown_version.number + 1
    assert (renewal.version.name, renewal.version.photos.count()) == (
        shown_version.name,
        shown_version.photos.count(),
    )


# Complaints


def complain(client, product, **fields):
    page = f"/lapor/{product.code}/"
    token = client.get(page).context["form"]["form_token"].value()
    data = {"kind": "not_handmade", "statement": "Ada label pabrik.", "form_token": token}
    return client.post(page, {**data, **fields})


def test_a_stranger_complains_once_and_programs_are_thanked_for_nothing(shown, client, council):
    product = shown.product

    assert complain(client, product, website="http://x").status_code == 302
    assert not Complaint.objects.exists()
    assert complain(client, product, statement=" ").status_code == 422
    assert complain(client, product).status_code == 302
    assert complain(client, product).status_code == 302  # the same words again

    complaint = Complaint.objects.get()
    assert complaint.contact == ""
    with pytest.raises(ValidationError) as refusal:
        complaints.dismiss(complaint, reason=" ", by=council.secretariat)
    assert refusal.value.code == "reason_required"
    complaints.dismiss(complaint, reason="Labelnya milik kemasan.", by=council.secretariat)
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        Complaint.objects.update(note="Lain.")


def test_complaints_are_limited_by_connection(shown, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "complaint": "2/h/ip"}

    answers = [complain(client, shown.product, statement=f"Hal {n}.") for n in range(3)]

    assert [one.status_code for one in answers] == [302, 302, 422]
    assert "Hal 2." in answers[2].text  # nothing typed is lost
    assert Complaint.objects.count() == 2


def test_contacts_of_complaints_go_after_90_days(shown, client, council):
    complain(client, shown.product, contact="0812 0000 0000")
    complaint = Complaint.objects.get()
    complaints.dismiss(complaint, reason="Tidak benar.", by=council.secretariat)

    assert complaints.forget_contacts() == 0
    with clock.fixed_at(timezone.now() + timedelta(days=91)):
        assert complaints.forget_contacts() == 1
    complaint.refresh_from_db()
    assert complaint.contact == ""


# Suspension


def test_a_suspended_work_is_hidden_at_once_from_everybody(shown, client, as_user, council):
    product = shown.product
    assert all(meets(client, *place) for place in public_places(shown)[:4])  # and is kept
    complain(client, product)

    as_user(council.secretariat).post(
        f"/kerja/kurasi/laporan/{Complaint.objects.get().pk}/tangguhkan/",
        {"reason": "Diduga barang beli jadi."},
    )

    assert Suspension.objects.get().complaint.outcome == Complaint.Outcome.SUSPENDED
    assert not any(meets(client, *place) for place in public_places(shown))
    for address in (
        product.get_absolute_url(),
        f"{product.get_absolute_url()}label/",
        f"{product.get_absolute_url()}foto/1/",
    ):
        assert client.get(address).status_code in (404, 410)
    assert client.get(f"/lapor/{product.code}/").status_code == 404
    page = client.get(f"/verifikasi/{shown.number}/").text
    assert "Sedang ditinjau" in page
    assert "beli jadi" not in page  # nothing is said in public before it is decided
    mine = as_user(owner(shown)).get(f"/saya/karya/{product.code}/").text
    assert "Diduga barang beli jadi." in mine
    assert "Belum tampil di katalog" not in mine  # consent is not what it lacks
    assert Notice.objects.filter(key__startswith="curation:suspended:").count() == 1


def test_the_maker_answers_once_and_in_time_and_lifting_shows_the_work_again(shown, council):
    suspension = suspensions.suspend(shown, reason="Laporan.", by=council.secretariat)

    with pytest.raises(ValidationError) as early:
        suspensions.propose_revocation(suspension, reason="Ya.", by=council.second)
    assert early.value.code == "not_heard"
    with clock.fixed_at(suspension.answer_due_at), pytest.raises(ValidationError) as late:
        suspensions.answer(suspension, text="Ini buatan saya.", by=owner(shown))
    assert late.value.code == "too_late"
    suspensions.answer(suspension, text="Ini buatan saya.", by=owner(shown))
    with pytest.raises(ValidationError) as again:
        suspensions.answer(suspension, text="Sekali lagi.", by=owner(shown))
    assert again.value.code == "already_answered"
    suspensions.lift(suspension, reason="Terbukti buatan sendiri.", by=council.second)

    assert Product.objects.published().filter(pk=shown.product_id).exists()
    assert Notice.objects.filter(key__startswith="curation:suspension_lifted:").count() == 1
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        Suspension.objects.update(answer="Lain.")
    with pytest.raises(DatabaseError), transaction.atomic():
        suspension.delete()


def test_a_suspended_work_can_neither_be_sent_nor_shown_nor_outlive_its_day(shown, council):
    suspension = suspensions.suspend(shown, reason="Laporan.", by=council.secretariat)
    from curation import certificates  # noqa: PLC0415 only here
    from curation.submissions import submit  # noqa: PLC0415 only here

    with pytest.raises(ValidationError) as refusal:
        submit(shown.product, by=owner(shown))
    assert refusal.value.code == "suspended"
    with pytest.raises(ValidationError) as refusal:
        certificates.show_later(shown)
    assert refusal.value.code == "not_valid"
    with clock.fixed_at(moment(shown.valid_until + timedelta(days=1), 5)):
        suspensions.lift(suspension, reason="Tidak terbukti.", by=council.second)
    assert Product.objects.get(pk=shown.product_id).state == Product.State.EXPIRED


# Revocation


def test_revocation_takes_two_persons_also_in_the_database(shown, council):
    suspension = suspensions.suspend(shown, reason="Laporan.", by=council.secretariat)
    with pytest.raises(ValidationError) as unasked:
        suspensions.confirm_revocation(suspension, by=council.second)
    assert unasked.value.code == "not_proposed"
    with clock.fixed_at(suspension.answer_due_at):  # no answer came
        suspensions.propose_revocation(suspension, reason="Beli jadi.", by=council.secretariat)

    with pytest.raises(ValidationError) as alone:
        suspensions.confirm_revocation(suspension, by=council.secretariat)
    assert alone.value.code == "second_person"
    for stranger in (council.chair, council.leader, owner(shown)):
        with pytest.raises(ValidationError) as refusal:
            suspensions.confirm_revocation(suspension, by=stranger)
        assert refusal.value.code == "not_allowed"
    with pytest.raises(IntegrityError, match="revocation_by_two"), transaction.atomic():
        Suspension.objects.update(
            outcome="revoked",
            outcome_reason="Beli jadi.",
            decided_by=council.secretariat,
            decided_at=timezone.now(),
        )
    with pytest.raises(IntegrityError, match="revoked_by_two"), transaction.atomic():
        Certificate.objects.update(
            revoked_at=timezone.now(),
            revoked_reason="Beli jadi.",
            revoked_by=council.secretariat,
            revoked_proposed_by=council.secretariat,
        )


def test_the_public_reads_when_and_why_a_certificate_was_revoked(shown, council, client):
    revoked(council, shown)

    page = client.get(f"/verifikasi/{shown.number}/").text

    assert "Dicabut" in page
    assert "Terbukti barang beli jadi." in page
    assert "Laporan pembeli" not in page
    assert not any(meets(client, *place) for place in public_places(shown))
    assert Notice.objects.filter(key__startswith="curation:revoked:").count() == 1


def test_an_objection_goes_to_others_and_brings_the_certificate_back(
    shown, council, client, as_user
):
    suspension = revoked(council, shown)
    suspensions.appeal(suspension, statement="Fotonya tertukar.", by=owner(shown))
    board = make_user(Role.LEADER, full_name="Bu Pimpinan")

    for involved in (council.secretariat, council.chair, council.curators[0], owner(shown)):
        page = as_user(involved).get(f"/kerja/kurasi/penangguhan/{suspension.pk}/keberatan/")
        assert page.status_code in (403, 404)
    assert "keberatan atas pencabutan" in as_user(board).get("/kerja/").text
    as_user(board).post(
        f"/kerja/kurasi/penangguhan/{suspension.pk}/keberatan/",
        {"ruling": "upheld", "reason": "Foto memang tertukar."},
    )

    assert Product.objects.published().filter(pk=shown.product_id).exists()
    assert "Berlaku" in client.get(f"/verifikasi/{shown.number}/").text
    suspension.refresh_from_db()
    assert suspension.appeal_outcome == "upheld"
    with pytest.raises(ValidationError) as refusal:
        suspensions.appeal(suspension, statement="Lagi.", by=owner(shown))
    assert refusal.value.code == "too_late"


def test_objections_end_after_14_days(shown, council):
    suspension = revoked(council, shown)

    with (
        clock.fixed_at(suspension.decided_at + timedelta(days=14)),
        pytest.raises(ValidationError) as refusal,
    ):
        suspensions.appeal(suspension, statement="Keliru.", by=owner(shown))

    assert refusal.value.code == "too_late"


# Pages


def test_the_register_shows_every_certificate_with_its_standing(
    shown, council, as_user, django_assert_max_num_queries
):
    other = finish(council)
    revoked(council, shown)
    client = as_user(council.secretariat)

    page = client.get("/kerja/kurasi/sertifikat/").text

    assert {one.number in page for one in Certificate.objects.all()} == {True}
    assert "Terbukti barang beli jadi." in page
    only = client.get("/kerja/kurasi/sertifikat/?keadaan=revoked").text
    assert shown.number in only
    assert Certificate.objects.get(product=other.product).number not in only
    with django_assert_max_num_queries(14):
        client.get("/kerja/kurasi/sertifikat/?keadaan=valid&q=vas")


def test_a_whole_case_through_the_pages(shown, council, as_user):
    secretariat, second = council.secretariat, council.second
    as_user(secretariat).post(
        f"/kerja/kurasi/sertifikat/{shown.number}/tangguhkan/", {"reason": "Pemeriksaan di tempat."}
    )
    suspension = Suspension.objects.get()
    desk = f"/kerja/kurasi/penangguhan/{suspension.pk}/"
    mine = f"/saya/karya/{shown.product.code}/"

    as_user(owner_of(Submission.objects.get())).post(
        mine + "tanggapan/", {"text": "Saya membuatnya sendiri."}
    )
    assert "Saya membuatnya sendiri." in as_user(second).get(desk).text
    assert "Putuskan penangguhan" in as_user(second).get("/kerja/").text
    as_user(secretariat).post(desk + "cabut/", {"reason": "Beli jadi."})
    assert "Tetapkan pencabutan" not in as_user(secretariat).get(desk).text
    as_user(second).post(desk + "tetapkan/")
    page = as_user(owner(shown)).get(mine).text

    assert "Sertifikat dicabut" in page
    assert as_user(owner(shown)).get(mine + "pencabutan/keberatan/").status_code == 200
    assert as_user(council.outsider).get(desk).status_code in (403, 404)


@pytest.mark.parametrize(
    ("outcome", "appeal", "kind"),
    [
        ("", "", "late"),
        ("lifted", "", None),
        ("revoked", "", "failed"),
        ("revoked", "dismissed", "failed"),
        ("revoked", "upheld", None),
    ],
)
def test_makers_page_does_not_congratulate_while_a_certificate_is_put_aside(outcome, appeal, kind):
    found = status_after(Suspension(outcome=outcome, appeal_outcome=appeal))

    assert (found.kind if found else None) == kind
    assert status_after(None) is None
