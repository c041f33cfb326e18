"""Craft centres and associations: what staff keep, who belongs from when to when, what is shown."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from django.urls import reverse

from artisans.history import newest_step
from artisans.membership import join_association, join_centre, keep_membership
from artisans.models import (
    Association,
    Business,
    CentreMaterial,
    CentreMembership,
    CentrePhoto,
    CraftCentre,
    Figure,
)
from dekranasda.accounts.models import Consent
from dekranasda.lib import photo_store
from tests.factories import (
    give_consent,
    make_artisan,
    make_business,
    make_centre,
    make_craft,
    make_district,
    make_published_product,
    make_village,
)
from tests.products.photographs import upload

TODAY = date(2026, 11, 20)


# Members


@pytest.mark.django_db
def test_the_membership_is_the_truth_of_where_a_business_belongs():
    business, first, second = make_business(), make_centre(), make_centre()

    join_centre(business, first, joined_on=date(2020, 1, 1), today=TODAY)
    join_centre(business, second, joined_on=date(2024, 5, 1), today=TODAY)

    business.refresh_from_db()
    assert business.centre == second
    days = business.memberships.order_by("pk").values_list("centre", "joined_on", "left_on")
    assert list(days) == [
        (first.pk, date(2020, 1, 1), date(2024, 5, 1)),
        (second.pk, date(2024, 5, 1), None),
    ]


@pytest.mark.django_db
def test_the_column_of_a_business_cannot_say_something_else():
    centre, other = make_centre(), make_centre()
    business = make_business(centre=centre)

    Business.objects.filter(pk=business.pk).update(centre=other)
    business.refresh_from_db()
    assert business.centre == centre
    with pytest.raises(InternalError), transaction.atomic():
        Business.objects.create(owner=business.owner, name="B", slug="b", centre=other)
    CentreMembership.objects.all().delete()
    business.refresh_from_db()
    assert business.centre is None


@pytest.mark.django_db
def test_memberships_that_make_no_sense_are_refused():
    business, centre = make_business(), make_centre()
    member = join_centre(business, centre, joined_on=date(2020, 1, 1), today=TODAY)

    with pytest.raises(ValidationError) as refusal:
        join_centre(business, centre, joined_on=None, today=TODAY)
    assert refusal.value.code == "already_member"
    member.left_on = date(2019, 1, 1)
    with pytest.raises(ValidationError, match="sebelum tanggal masuk"):
        keep_membership(member, today=TODAY)
    member.left_on = date(2027, 1, 1)
    with pytest.raises(ValidationError, match="masih di depan"):
        keep_membership(member, today=TODAY)
    member.left_on = date(2022, 1, 1)
    keep_membership(member, today=TODAY)
    with pytest.raises(ValidationError) as refusal:
        join_centre(business, make_centre(), joined_on=date(2021, 1, 1), today=TODAY)
    assert refusal.value.code == "overlaps"
    chair = join_centre(make_business(), centre, joined_on=None, today=TODAY, role="chair")
    with pytest.raises(ValidationError, match="sudah mempunyai ketua"):
        join_centre(make_business(), centre, joined_on=None, today=TODAY, role="chair")
    assert chair.pk


# Pages


@pytest.fixture
def centre(db) -> CraftCentre:
    """A centre with a member, a material it lacks, an association and an office to ask."""
    centre = make_centre(
        name="Sentra Akar Geneng",
        slug="akar-geneng",
        summary="Akar jati",
        contact_name="Balai Desa",
        contact_phone="+62353881234",
        capacity_number=40,
        capacity_unit="set kursi",
        maker_count=80,
        maker_count_source="Paguyuban, perkiraan",
    )
    make_business(centre=centre, name="Jati Aji Karya", is_public=True)
    CentreMaterial.objects.create(centre=centre, name="Tunggak jati", amount="3 truk")
    Association.objects.create(name="Paguyuban Jati Aji", centre=centre, village=make_village())
    return centre


def page(name, *args):
    return reverse(f"artisans:{name}", args=args)


def fields(centre, **changed):
    return {
        "name": centre.name,
        "craft": centre.craft_id,
        "village": centre.village_id,
        "summary": centre.summary,
        "contact_name": centre.contact_name,
        "contact_phone": centre.contact_phone,
        "step": newest_step(centre),
        **changed,
    }


def test_a_centre_is_made_hidden_shown_and_hidden_again(client, as_user, dewi):
    staff = as_user(dewi)
    sent = {"name": "Sentra Topeng Ngraho", "craft": make_craft().pk, "village": make_village().pk}

    assert staff.post(page("centre_create"), {**sent, "village": ""}).status_code == 422
    staff.post(page("centre_create"), {**sent, "capacity_number": "1.500", "capacity_unit": "buah"})
    made = CraftCentre.objects.get()
    assert (made.slug, made.district_id, made.capacity_number, made.is_public) == (
        "sentra-topeng-ngraho",
        make_village().district_id,
        1500,
        False,
    )
    public = f"/sentra/{made.slug}/"
    assert client.get(public).status_code == 404
    assert "Pratinjau" in staff.get(reverse("centre_preview", args=[made.pk])).text

    refused = staff.post(page("show_centre", made.pk), follow=True)
    assert "Isi nama dan ringkasannya" in refused.text
    staff.post(page("centre_update", made.pk), fields(made, summary="Topeng kayu"))
    staff.post(page("show_centre", made.pk))
    assert client.get(public).status_code == 200
    staff.post(page("hide_centre", made.pk))
    assert client.get(public).status_code == 404


def test_the_second_of_two_editors_is_told_and_loses_nothing(as_user, dewi, admin, centre):
    first, second = as_user(dewi), as_user(admin)
    mine = fields(centre, access="Lewat Padangan")
    first.post(page("centre_update", centre.pk), fields(centre, access="Lewat Cepu", why="Survei"))

    told = second.post(page("centre_update", centre.pk), mine)

    centre.refresh_from_db()
    assert told.status_code == 409
    assert centre.access == "Lewat Cepu"
    assert "Dewi Kartika" in told.text
    assert told.text.count("Lewat Padangan") == 2
    assert told.text.count("Lewat Cepu") == 1
    again = second.post(
        page("centre_update", centre.pk), {**mine, "step": told.context["form"].data["step"]}
    )
    centre.refresh_from_db()
    assert (again.status_code, centre.access) == (302, "Lewat Padangan")
    trail = first.get(page("centre_history", centre.pk)).text
    assert "Lewat Cepu → Lewat Padangan" in trail.replace("</span>", "")
    assert "(Survei)" in trail.replace('<span class="muted">', "")


def test_members_join_by_name_and_their_works_follow(as_user, dewi, centre):
    staff = as_user(dewi)
    product = make_published_product(make_business(name="Ukir Kasmi"))
    join = reverse("centre_join", args=[centre.pk])

    found = staff.get(join, {"nama": "kasmi"})
    assert "Ukir Kasmi" in found.text
    assert "Jati Aji Karya" not in found.text
    sent = {"business": product.business_id, "role": "member", "joined_on": "2020-02-03"}
    assert staff.post(f"{join}?nama=kasmi", sent).status_code == 302
    product.refresh_from_db()
    assert product.centre == centre
    again = staff.post(f"{join}?nama=kasmi", sent)
    assert (again.status_code, "sudah anggota" in again.text) == (422, True)
    member = CentreMembership.objects.get(business=product.business)
    change = reverse("centre_member_update", args=[member.pk])
    step = staff.get(change).context["form"].initial["step"]
    early = {"left_on": "2019-01-01", "joined_on": "2020-01-01", "step": step}
    assert staff.post(change, early).status_code == 422
    left = {"joined_on": "2020-01-01", "left_on": "2024-01-01", "why": "Pindah", "step": step}
    staff.post(change, left)
    product.refresh_from_db()
    assert product.centre is None
    record = staff.get(reverse("artisans:business_detail", args=[product.business_id])).text
    assert "sampai 1 Jan 2024" in record


def test_photographs_are_cleaned_ordered_and_forgotten(as_user, dewi, centre):
    staff = as_user(dewi)
    add = page("centre_photo_create", centre.pk)
    for number, alt in ((1, "Akar di halaman"), (2, "Bengkel")):
        staff.post(add, {"photo": upload(number), "alt": alt})
    first, second = centre.photos.all()
    centre.refresh_from_db()
    assert (centre.photo_sha256, centre.photo_alt) == (first.sha256, "Akar di halaman")

    refused = staff.post(add, {"photo": upload(1), "alt": "Sekali lagi"})
    assert (refused.status_code, "sudah ada" in refused.text) == (422, True)
    assert staff.post(add, {"alt": "Tanpa foto"}).status_code == 422
    staff.post(page("centre_photo_first", second.pk))
    centre.refresh_from_db()
    assert centre.photo_sha256 == second.sha256


def test_the_second_to_describe_a_photograph_is_told(as_user, dewi, admin, centre):
    first, second = as_user(dewi), as_user(admin)
    first.post(page("centre_photo_create", centre.pk), {"photo": upload(1), "alt": "Akar"})
    change = page("centre_photo_update", centre.photos.get().pk)
    step = second.get(change).context["form"].initial["step"]
    first.post(change, {"alt": "Tunggak jati", "step": step})

    told = second.post(change, {"alt": "Halaman bengkel", "step": step})

    assert (told.status_code, centre.photos.get().alt) == (409, "Tunggak jati")
    assert "Dewi Kartika" in told.text
    assert told.text.count("Halaman bengkel") == 2
    step = told.context["form"].data["step"]
    assert second.post(change, {"alt": "Halaman bengkel", "step": step}).status_code == 302
    centre.refresh_from_db()
    assert centre.photo_alt == "Halaman bengkel"


def test_the_second_to_change_a_membership_is_told(as_user, dewi, admin, centre):
    first, second = as_user(dewi), as_user(admin)
    member = centre.memberships.get()
    change = reverse("centre_member_update", args=[member.pk])
    step = second.get(change).context["form"].initial["step"]
    first.post(change, {"role": "chair", "joined_on": "2020-01-01", "step": step})

    mine = {"role": "treasurer", "joined_on": "2020-01-01", "step": step}
    told = second.post(change, mine)

    member.refresh_from_db()
    assert (told.status_code, member.role) == (409, "chair")
    assert "Ketua" in told.text
    step = told.context["form"].data["step"]
    assert second.post(change, {**mine, "step": step}).status_code == 302
    member.refresh_from_db()
    assert member.role == "treasurer"


def test_documents_are_kept_for_staff_of_the_place_only(
    client, as_user, dewi, agus, ratna, sari, centre
):
    staff = as_user(dewi)
    deed = SimpleUploadedFile("akta.pdf", b"%PDF-1.7 akta")
    sent = {"file": deed, "title": "Akta notaris", "dated_on": "2019-05-06"}
    refused = staff.post(
        page("centre_document_create", centre.pk),
        {"file": SimpleUploadedFile("a.txt", b"bukan"), "title": "Akta"},
    )
    assert (refused.status_code, "bukan PDF atau foto" in refused.text) == (422, True)
    assert staff.post(page("centre_document_create", centre.pk), sent).status_code == 302
    document = centre.documents.get()
    file = page("document_file", document.pk)

    response = staff.get(file)

    assert response.content == b"%PDF-1.7 akta"
    assert "attachment" in response["Content-Disposition"]
    assert "Akta notaris" in staff.get(page("centre_detail", centre.pk)).text
    assert "Akta notaris" not in client.get(centre.get_absolute_url()).text
    assert as_user(agus).get(file).status_code == 200
    assert as_user(agus).get(page("document_remove", document.pk)).status_code == 403
    agus.operated_districts.clear()
    assert as_user(agus).get(file).status_code == 404
    for stranger in (ratna, sari):
        assert as_user(stranger).get(file).status_code == 403
    step = staff.get(page("document_update", document.pk)).context["form"].initial["step"]
    words = {"title": "Akta pendirian", "step": step}
    assert staff.post(page("document_update", document.pk), words).status_code == 302
    assert staff.post(page("document_update", document.pk), words).status_code == 409


def test_the_file_of_a_removed_document_goes(
    as_user, dewi, centre, django_capture_on_commit_callbacks
):
    staff, group = as_user(dewi), centre.associations.get()
    sent = {"file": SimpleUploadedFile("sk.pdf", b"%PDF-1.7 SK"), "title": "SK kepala desa"}
    staff.post(page("association_document_create", group.pk), sent)
    document = group.documents.get()

    with django_capture_on_commit_callbacks(execute=True):
        staff.post(page("document_remove", document.pk))

    assert not storages["private"].exists(document.stored_name)
    assert "SK kepala desa" in staff.get(page("association_history", group.pk)).text


@pytest.mark.django_db(transaction=True)
def test_files_of_a_removed_photograph_go_unless_another_row_shows_them(as_user, dewi, settings):
    centre, other = make_centre(), make_centre()
    staff = as_user(dewi)
    for one in (centre, other):
        staff.post(page("centre_photo_create", one.pk), {"photo": upload(1), "alt": "Akar"})
    photo, twin = centre.photos.get(), other.photos.get()
    folder = settings.MEDIA_ROOT / photo_store.folder_of(photo.sha256)

    staff.post(page("centre_photo_remove", photo.pk))
    assert folder.exists()
    staff.post(page("centre_photo_remove", twin.pk))
    assert not folder.exists()
    assert CraftCentre.objects.get(pk=other.pk).photo_sha256 == ""


def test_a_makers_number_is_shown_only_with_consent(client, as_user, dewi, centre):
    person = make_artisan(name="Pak Darmo", phone="+6281230000777")
    CraftCentre.objects.filter(pk=centre.pk).update(
        contact_artisan=person, contact_name="", contact_phone=""
    )

    assert "Pak Darmo" not in client.get("/sentra/akar-geneng/").text
    assert "belum ada persetujuan" in as_user(dewi).get(page("centre_detail", centre.pk)).text
    give_consent(person, Consent.Purpose.PUBLIC_PHONE)
    assert "6281230000777" in client.get("/sentra/akar-geneng/").text


def test_the_public_page_never_mixes_recorded_and_counted_makers(client, centre):
    text = client.get("/sentra/akar-geneng/").text
    for words in ("80", "Paguyuban, perkiraan", "kurang dari 5 usaha", "Tunggak jati, 3 truk"):
        assert words in text, words
    for words in ("40 set kursi", "Balai Desa", "+62353881234", "Paguyuban Jati Aji"):
        assert words in text, words
    for number in range(4):
        make_business(centre=centre, name=f"Usaha {number}")
    assert "5 usaha" in client.get("/sentra/akar-geneng/").text
    assert client.get("/en/sentra/akar-geneng/").status_code == 200


def test_the_board_shows_what_is_still_lacking(as_user, hartono, agus, centre):
    elsewhere = make_centre(village=make_village("Geneng", make_district("Margomulyo", "35.22.22")))
    CentreMaterial.objects.create(centre=elsewhere, name="Malam", needed_since=date(2026, 1, 1))
    CentreMaterial.objects.create(
        centre=centre, name="Lem", needed_since=date(2026, 1, 1), met_on=date(2026, 2, 1)
    )

    leader = as_user(hartono).get(page("material_board")).text
    operator = as_user(agus).get(page("material_board")).text

    assert ("Tunggak jati" in leader, "Malam" in leader, "Lem" in leader) == (True, True, False)
    assert ("Tunggak jati" in operator, "Malam" in operator) == (True, False)
    assert (
        "tidak ada bahan"
        in as_user(hartono).get(page("material_board"), {"kerajinan": "zzz"}).text.lower()
    )


def test_an_operator_reads_the_own_districts_centres_and_changes_none(as_user, agus, centre):
    other = make_centre(village=make_village("Geneng", make_district("Margomulyo", "35.22.22")))
    client = as_user(agus)

    assert client.get(page("centre_detail", centre.pk)).status_code == 200
    assert client.get(page("centre_detail", other.pk)).status_code == 404
    for name in ("centre_update", "show_centre", "hide_centre", "material_create"):
        assert client.post(page(name, centre.pk)).status_code == 403, name
    listed = client.get(page("centre_list")).context["page"]
    assert [one.pk for one in listed] == [centre.pk]
    assert client.get(page("association_list")).context["page"].paginator.count == 1


def test_an_association_is_kept_with_its_members(as_user, dewi, centre):
    staff = as_user(dewi)
    person = make_artisan(name="Sumarno")
    sent = {"name": "Kelompok Rajut", "kind": "group", "contact_phone": "0353 881 234"}
    assert (
        staff.post(page("association_create"), {**sent, "contact_phone": "abc"}).status_code == 422
    )

    staff.post(page("association_create"), sent)
    group = Association.objects.get(name="Kelompok Rajut")
    join = page("association_join", group.pk)
    staff.post(f"{join}?nama=sumarno", {"artisan": person.pk, "role": "chair"})

    text = staff.get(group.get_absolute_url()).text
    assert text.count("Sumarno") >= 2
    assert "+62353881234" in text
    assert "Kelompok Rajut" in staff.get(page("association_list"), {"q": "rajut"}).text


@pytest.mark.parametrize("number", [1, 3])
def test_pages_of_centres_take_the_same_queries_whatever_they_show(
    as_user, dewi, centre, client, django_assert_num_queries, number
):
    for index in range(number):
        make_business(centre=centre, name=f"Usaha {index}")
        CentreMaterial.objects.create(centre=centre, name=f"Bahan {index}")
        CentrePhoto.objects.create(centre=centre, sha256=f"{index:064}", alt="Akar")
        group = Association.objects.create(name=f"Kelompok {index}", centre=centre)
        join_association(make_artisan(), group, joined_on=None, today=TODAY)
        make_centre(village=centre.village)
    staff = as_user(dewi)
    staff.get(page("centre_list"))

    expected = {
        page("centre_list"): 7,
        page("centre_detail", centre.pk): 10,
        page("centre_history", centre.pk): 6,
        page("material_board"): 6,
        page("association_list"): 5,
        page("association_detail", group.pk): 7,
    }
    for address, queries in expected.items():
        with django_assert_num_queries(queries):
            staff.get(address)
    with django_assert_num_queries(9):
        client.get("/sentra/akar-geneng/")


# Figures


def test_figures_that_disagree_stand_side_by_side_with_the_live_count(client, as_user, dewi):
    staff = as_user(dewi)
    make_business()
    figure = {"key": "terdata", "label": "UMKM terdata", "as_of": "2025-11-27", "position": "1"}
    sent = {**figure, "value": "11.000", "definition": "Data dinas", "source": "Disperinaker"}

    assert staff.post(page("figure_create"), {**sent, "value": "sebelas ribu"}).status_code == 422
    staff.post(page("figure_create"), sent)
    staff.post(
        page("figure_create"),
        {**sent, "value": "91 751", "definition": "Semua usaha mikro", "source": "Dindagkop"},
    )

    assert list(Figure.objects.order_by("value").values_list("value", flat=True)) == [11000, 91751]
    assert staff.post(page("figure_create"), sent).status_code == 422
    text = client.get("/statistik/").text
    for words in ("11.000", "91.751", "Data dinas", "Semua usaha mikro", "Registri portal ini"):
        assert words in text, words
    csv = b"".join(client.get("/data/angka.csv").streaming_content).decode()
    assert "UMKM terdata,91751,Semua usaha mikro,Dindagkop,2025-11-27,terdata" in csv
    assert "Usaha aktif di registri ini,1," in csv


def test_a_corrected_and_a_removed_figure_leave_a_trail(as_user, dewi, hartono):
    staff = as_user(dewi)
    figure = Figure.objects.create(
        key="ikm", label="IKM", value=1726, definition="d", source="Humas", as_of=TODAY
    )
    sent = {"key": "ikm", "label": "IKM", "definition": "d", "source": "Humas", "position": 0}
    sent |= {"as_of": "2026-11-20", "value": "1762", "why": "Salah ketik"}

    told = staff.post(page("figure_update", figure.pk), {**sent, "step": 1})
    assert told.status_code == 409
    staff.post(page("figure_update", figure.pk), {**sent, "step": newest_step(figure)})
    text = as_user(hartono).get(page("figure_history", figure.pk)).text
    assert "Salah ketik" in text
    assert "1762" in text
    assert as_user(hartono).post(page("figure_remove", figure.pk)).status_code == 403
    staff.post(page("figure_remove", figure.pk))
    labels = type(figure).events.rel.related_model.objects.values_list("pgh_label", flat=True)
    assert sorted(labels) == ["delete", "insert", "update"]
