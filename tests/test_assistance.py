"""Filling in for a maker: only with the maker's word, only for whom one cares, named everywhere."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from artisans import assistance
from artisans.models import AssistanceGrant, Business, MentoringPlan
from curation.conflicts import all_ties
from curation.models import Submission
from curation.tie_rules import Rule
from dekranasda.accounts.models import Consent
from dekranasda.notices.models import Notice
from dekranasda.pages.consents import record_consents
from products import drafts
from products.models import Photo, Product, ProductVersion
from tests.curation.cases import make_council
from tests.factories import (
    let_help,
    make_artisan,
    make_business,
    make_craft,
    make_material,
    make_photo,
    make_product,
)

Way = AssistanceGrant.Way
pytestmark = pytest.mark.django_db


@pytest.fixture
def aminah():
    """The business of an artisan who has a telephone but no account."""
    owner = make_artisan(name="Siti Aminah", slug="siti-aminah", phone="+6281234567001")
    return make_business(owner=owner, name="Anyaman Aminah", slug="anyaman-aminah")


@pytest.fixture
def in_care(aminah, maya):
    """Aminah's business, whose mentor maya is."""
    MentoringPlan.objects.create(
        business=aminah, mentor=maya, title="Rencana", opened_on=timezone.localdate()
    )
    return aminah


def page_of(business: Business, name: str = "assisted_business") -> str:
    return reverse(name, args=[business.pk])


WORD = {"way": "in_person", "read_out": "on"}


def word(**fields: object) -> dict[str, object]:
    return {**WORD, "agreed_on": timezone.localdate().isoformat(), **fields}


def editable(user) -> set[str]:
    return set(Product.objects.editable_by(user).values_list("code", flat=True))


# The word


def test_the_word_opens_the_works_and_is_told_to_the_maker(as_user, maya, in_care):
    work = make_product(in_care)
    client = as_user(maya)
    assert client.get(work.versions.get().step_url(2)).status_code == 404
    assert client.get(page_of(in_care)).url == page_of(in_care, "assistance_begin")
    read = client.get(page_of(in_care, "assistance_begin")).content.decode()
    assert "Saya, Siti Aminah, mengizinkan Maya Anggraini mengisi data dan foto" in read

    answer = client.post(page_of(in_care, "assistance_begin"), word())

    assert answer.url == page_of(in_care)
    assert work.versions.get().step_url(2) == reverse("products:draft_step", args=[work.code, 2])
    step = client.get(work.versions.get().step_url(2)).content.decode()
    assert "Anda mengisi atas nama <b>Siti Aminah</b>" in step
    assert page_of(in_care) in step
    grant = AssistanceGrant.objects.get()
    assert grant.words.startswith("Saya, Siti Aminah, mengizinkan Maya Anggraini")
    assert grant.ends_on == timezone.localdate() + timedelta(days=90)
    consent = Consent.objects.get(subject=in_care.owner.uid, purpose=Consent.Purpose.ASSISTED)
    assert (consent.channel, consent.recorded_by) == (Consent.Channel.SPOKEN, maya)
    told = Notice.objects.get(template="assistance_begun")
    assert (told.channel, told.address) == (Notice.Channel.WHATSAPP, "+6281234567001")
    assert "Maya Anggraini" in told.body
    assert "hubungi sekretariat" in told.body


def test_nothing_is_noted_without_reading_out_and_without_the_signed_paper(as_user, maya, in_care):
    client, url = as_user(maya), page_of(in_care, "assistance_begin")
    future = (timezone.localdate() + timedelta(days=1)).isoformat()
    long_ago = (timezone.localdate() - timedelta(days=31)).isoformat()

    unread = client.post(url, word(read_out=""))
    without = client.post(url, word(way="paper"))
    ahead = client.post(url, word(agreed_on=future))
    old = client.post(url, word(agreed_on=long_ago))
    odd = client.post(url, word(agreed_on="kemarin", way="mimpi"))
    fake = SimpleUploadedFile("surat.jpg", b"bukan foto", content_type="image/jpeg")
    forged = client.post(url, word(way="paper", document=fake))

    answers = [unread, without, ahead, old, odd, forged]
    assert [answer.status_code for answer in answers] == [422] * 6
    assert "Tambahkan foto surat" in without.content.decode()
    assert "sudah lebih dari 30 hari" in old.content.decode()
    assert not AssistanceGrant.objects.exists()

    paper = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 surat", content_type="application/pdf")
    assert client.post(url, word(way="paper", document=paper)).status_code == 302
    grant = AssistanceGrant.objects.get()
    kept = client.get(reverse("assistance_document", args=[grant.pk]))
    assert kept.content == b"%PDF-1.7 surat"
    assert "attachment" in kept["Content-Disposition"]


def test_only_who_cares_for_the_business_may_ask(as_user, in_care, sari, ratna, agus, dewi):
    elsewhere = make_business(village=None)

    may = {
        name: as_user(user).get(page_of(in_care, "assistance_begin")).status_code
        for name, user in {"sari": sari, "ratna": ratna, "agus": agus, "dewi": dewi}.items()
    }

    assert may == {"sari": 403, "ratna": 403, "agus": 200, "dewi": 200}
    assert as_user(agus).get(page_of(elsewhere, "assistance_begin")).status_code == 404
    with pytest.raises(ValidationError, match="milik Anda sendiri"):
        assistance.begin(
            sari.artisan.businesses.get(),
            helper=sari,
            way=Way.IN_PERSON,
            agreed_on=timezone.localdate(),
            at=timezone.now(),
        )


def test_the_word_ends_in_every_way_it_can(maya, in_care, bima, dewi):
    work = make_product(in_care)
    let_help(in_care, maya)
    grants, today = AssistanceGrant.objects, timezone.localdate()
    assert editable(maya) == {work.code}

    def holds_with(**fields: object) -> bool:
        grants.update(**fields)
        answer = editable(maya) == {work.code}
        grants.update(ended_at=None, ended_by=None, given_by=in_care.owner)
        grants.update(agreed_on=today, ends_on=today + timedelta(days=90))
        return answer

    yesterday = today - timedelta(days=1)
    assert holds_with(agreed_on=yesterday, ends_on=today)
    assert not holds_with(agreed_on=yesterday, ends_on=yesterday)
    assert not holds_with(ended_at=timezone.now(), ended_by=maya)
    assert not holds_with(given_by=bima.artisan)  # the business has another owner by now
    plans = MentoringPlan.objects.filter(business=in_care)
    plans.update(closed_on=today)
    assert editable(maya) == set()
    plans.update(closed_on=None)
    assert editable(maya) == {work.code}
    record_consents(  # taken back at the secretariat
        in_care.owner,
        {Consent.Purpose.ASSISTED: False},
        channel=Consent.Channel.SPOKEN,
        by=dewi,
        at=timezone.now(),
    )
    assert editable(maya) == set()
    assistance.begin(in_care, helper=maya, way=Way.TELEPHONE, agreed_on=today, at=timezone.now())
    assert editable(maya) == {work.code}
    assert grants.filter(ended_at=None).count() == 1


# The works


def fill_in(version: ProductVersion) -> None:
    """All that the six steps ask for."""
    told = {"name": "Tas pandan", "price_idr": 90_000, "length_cm": 30, "craft": make_craft()}
    for name, value in {**told, "production_time": "week", "capacity_per_month": 9}.items():
        setattr(version, name, value)
    version.save()
    version.materials.set([make_material()])
    for kind in (Photo.Kind.FRONT, Photo.Kind.DETAIL, Photo.Kind.SCALE):
        make_photo(version, kind=kind)


def test_a_helper_fills_in_and_sends_both_names_are_kept(as_user, maya, in_care, dewi):
    make_council()
    let_help(in_care, maya)
    client = as_user(maya)

    started = client.post(page_of(in_care, "assisted_create"))

    version = ProductVersion.objects.get()
    assert started.url == version.step_url(1)
    fill_in(version)
    check = client.get(version.step_url(6)).content.decode()
    assert "Saya sudah membacakan kepada Siti Aminah" in check
    assert "karya ini buatan saya" not in check.lower()
    yes = {"declares_own_work": "on", "allows_curation": "on", "allows_publication": "on"}
    on = client.post(version.step_url(6), yes)
    assert on.status_code == 307
    sent = client.post(on.url)
    assert sent.url == reverse("curation:submitted", args=[version.product.code])
    assert "atas nama <b>Siti Aminah</b>" in client.get(sent.url).content.decode()
    work = version.product
    version.refresh_from_db()
    assert (version.filled_by, version.frozen_at is None) == (maya, False)
    said = Consent.objects.get(subject=in_care.owner.uid, purpose=Consent.Purpose.CURATION)
    assert (said.channel, said.recorded_by) == (Consent.Channel.SPOKEN, maya)
    submission = Submission.objects.get()
    assert (submission.submitted_by, submission.product.business.owner.name) == (
        maya,
        "Siti Aminah",
    )
    staff = as_user(dewi).get(submission.get_absolute_url()).content.decode()
    assert "diisi oleh Maya Anggraini" in staff
    status = client.get(reverse("curation:product_status", args=[work.code])).content.decode()
    assert "Tarik karya ini" not in status
    for only_makers in ("curation:withdraw", "curation:appeal", "curation:renew"):
        assert client.get(reverse(only_makers, args=[work.code])).status_code == 404
    assert client.post(reverse("curation:show_product", args=[work.code])).status_code == 404
    tied = all_ties([submission], [maya], on=timezone.localdate())[submission.pk, maya.pk]
    assert {Rule.SUBMITTER, Rule.HELPER} <= {one.rule for one in tied}


def test_the_helpers_name_stays_when_the_maker_goes_on(as_user, sari, sari_business, maya):
    let_help(sari_business, maya)
    version = drafts.start_draft(sari_business, by=sari, at=timezone.now())
    url = reverse("products:draft_autosave", args=[version.product.code, 2])

    as_user(maya).post(url, {"name": "Vas"})
    version.refresh_from_db()
    written = version.filled_by
    as_user(sari).post(url, {"name": "Vas besar"})

    version.refresh_from_db()
    assert (written, version.filled_by) == (maya, maya)
    page = as_user(sari).get(reverse("curation:product_status", args=[version.product.code]))
    assert "Diisi oleh Maya Anggraini atas nama Anda." in page.content.decode()


def test_a_helper_reads_no_number_and_no_setting_of_the_maker(as_user, maya, sari, sari_business):
    work = make_product(sari_business)
    let_help(sari_business, maya)
    client = as_user(maya)
    pages = [page_of(sari_business), *(work.versions.get().step_url(step) for step in range(1, 7))]

    bodies = [client.get(url).content.decode() for url in pages]

    for body in bodies:
        assert "81230000001" not in body.replace(" ", "").replace("-", "")
    assert "Sari" not in client.get(reverse("own_settings")).content.decode()
    assert client.get(reverse("own_data")).status_code == 404


def test_lists_cost_the_same_for_one_and_for_many(as_user, maya):
    client = as_user(maya)

    def cost() -> int:
        client.get(reverse("assisted_list"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("assisted_list"))
        assert page.status_code == 200
        return len(queries)

    def add() -> None:
        business = make_business()
        let_help(business, maya)
        make_product(business)

    add()
    one = cost()
    add()
    add()
    assert cost() == one


# The maker


def test_the_maker_sees_who_helps_and_ends_it(as_user, maya, sari, sari_business, bima):
    work = make_product(sari_business)
    let_help(sari_business, maya)
    grant = AssistanceGrant.objects.get()
    url = reverse("own_assistance_end", args=[grant.pk])

    page = as_user(sari).get(reverse("own_assistance")).content.decode()
    assert "Maya Anggraini" in page
    assert grant.words[:40] in page
    assert as_user(bima).post(url).status_code == 404
    assert "Maya" not in as_user(bima).get(reverse("own_assistance")).content.decode()
    assert editable(maya) == {work.code}

    as_user(sari).post(url)

    assert editable(maya) == set()
    assert as_user(maya).get(work.versions.get().step_url(2)).status_code == 404
    assert not Consent.is_current(sari.artisan.uid, Consent.Purpose.ASSISTED)
    assert Notice.objects.for_recipient(maya).filter(template="assistance_ended").count() == 1
    assert as_user(sari).post(url).status_code == 404  # nothing is left to end


def test_staff_end_any_grant_a_helper_only_the_own(as_user, maya, dewi, agus, in_care):
    let_help(in_care, maya)
    let_help(in_care, agus)
    mine, other = AssistanceGrant.objects.order_by("pk")

    refused = as_user(maya).post(reverse("assistance_end", args=[other.pk])).status_code
    own = as_user(maya).post(reverse("assistance_end", args=[mine.pk])).status_code
    staff = as_user(dewi).post(reverse("assistance_end", args=[other.pk])).status_code

    assert (refused, own, staff) == (404, 302, 302)
    assert not AssistanceGrant.objects.filter(ended_at=None).exists()
    assert Notice.objects.filter(template="assistance_ended").count() == 3  # maker twice, agus once
