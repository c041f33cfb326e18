"""A maker in whom everything that can be recorded bears a mark, to be searched for afterwards."""

import uuid
from datetime import timedelta

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from artisans.facts import note_sources
from artisans.imports.staging import create_batch
from artisans.models import (
    Artisan,
    Association,
    Business,
    DuplicatePair,
    ImportBatch,
    ImportChange,
    ImportMatch,
    ImportRow,
    MentoringPlan,
)
from artisans.models.facts import FactSource
from dekranasda.accounts.models import PersonalDataAccess, SignInLink, User
from dekranasda.editorial.models import FeaturedStory
from dekranasda.notices import outbox
from events.models import (
    Attendance,
    Consignment,
    Evaluation,
    Event,
    Exhibit,
    OutcomeReport,
    Outlet,
    OutletMonth,
    Placement,
    Registration,
    RotationRule,
    Selection,
    StallApplication,
    StallCall,
    StallChange,
    StandSale,
)
from events.models import Certificate as EventCertificate
from products.models import Enquiry, MakerViews, WorkViews
from tests.factories import (
    give_consent,
    make_artisan,
    make_business,
    make_centre,
    make_published_product,
    make_tradition,
)

MARK = "KNRY"
NIK = "3522205003759001"
PHONE = "+6281299955501"
FIELDS = ("learned_from", "story", "story_en", "visit_policy")


def make_marked_maker(by: User) -> Artisan:
    """A maker whose every word is a mark, with a work in the catalogue, a visit and a seat."""
    now = timezone.now()
    user = User.objects.create_user(
        email="knry@contoh.id",
        phone=PHONE,
        full_name="KNRYnama Sulastri",
        password="rahasia-panjang",
    )
    artisan = make_artisan(
        user=user, name="KNRYnama Sulastri", slug="knrynama", phone=PHONE,
        other_phones="+6281299955502", born_on="1975-03-10",
        **{name: f"KNRY{name}" for name in FIELDS},
    )  # fmt: skip
    artisan.keep_national_id(NIK)
    artisan.keep_tax_id(NIK)
    artisan.save()
    artisan.own_photos.create(kind="portrait", sha256="ce" * 32, alt="KNRYwajah", added_by=user)
    business = make_business(
        owner=artisan, name="KNRYusaha", slug="knryusaha", phone=PHONE, address="KNRYalamat",
        products_text="KNRYproduk", description="KNRYket", business_id="1234567890123",
    )  # fmt: skip
    business.keep_tax_id("012345678901000")
    business.save()
    give_consent(artisan)
    make_published_product(
        business,
        name="KNRYkarya",
        story="KNRYcerita",
        cost_sheet={"pieces": 1, "hours": 6, "hourly_wage_idr": 15_000},
        photos=[{"sha256": pair * 32, "alt": "KNRYfoto"} for pair in ("ab", "ef")],
    )
    plan = MentoringPlan.objects.create(
        business=business, mentor=by, title="KNRYrencana", opened_on=now.date()
    )
    plan.targets.create(title="KNRYsasaran", comment="KNRYcatatan")
    business.visits.create(
        mentor=by, plan=plan, visited_on=now.date(), findings="KNRYtemuan", photo_sha256="cd" * 32
    )
    business.licences.create(kind="merek", number="KNRYizin")
    business.assistance.create(
        given_by=artisan, helper=by, way="in_person", words="KNRYizinkan", agreed_on=now.date(),
        ends_on=now.date(),
    )  # fmt: skip
    visit = business.visits.get()
    visit.targets.add(plan.targets.get())
    visit.notes.create(text="KNRYtambahan", written_by=by)
    business.claims.create(user=user, state="partly", note="KNRYkeliru", offered_by=by)
    business.memberships.create(centre=make_centre(), role="member")
    artisan.association_memberships.create(
        association=Association.objects.create(name="Paguyuban Jati"), role="chair"
    )
    tradition = make_tradition()
    master = artisan.traditions.create(tradition=tradition, standing="master", note="KNRYtradisi")
    tradition.bearers.create(standing="learner", name="Murid Lain").learns_from.add(master)
    business.years.create(year=2025, turnover_idr=48_000_000)
    business.assessments.create(assessed_on=now.date(), level=4)
    note_sources(
        artisan, ["phone"], kind=FactSource.Kind.OFFICE, as_of=now.date(), by=by, at=now,
        source="KNRYasal",
    )  # fmt: skip
    _seat(business, by)
    _compared(business)
    _traces(artisan, business, by)
    FeaturedStory.objects.create(artisan=artisan, position=1)
    return artisan


def _seat(business: Business, by: User) -> None:
    start = timezone.now() + timedelta(days=9)
    event = Event.objects.create(
        kind=Event.Kind.TRAINING, slug="latihan", title="Latihan", starts_at=start,
        ends_at=start + timedelta(hours=3), place="Balai", quota=5, taken=1,
        registration_closes_at=start, state=Event.State.PUBLISHED,
    )  # fmt: skip
    seat = Registration.objects.create(
        event=event, artisan=business.owner, business=business, registered_by=by,
        state=Registration.State.CONFIRMED, accessibility="KNRYkursi",
        registered_at=timezone.now(), seated_at=timezone.now(),
    )  # fmt: skip

    selection = Selection.objects.create(
        event=event, wanted=1, eligible_count=1, seed="1", answer_by=start,
        drawn_at=timezone.now(), drawn_by=by,
    )  # fmt: skip
    selection.picks.create(place=1, business=business, from_district=0, was_drawn=False)
    Attendance.objects.create(registration=seat, marked_at=start, marked_by=by)
    EventCertificate.objects.create(
        registration=seat, number="PLT-2026-0001", issued_on=start.date(), issued_by=by
    )
    Evaluation.objects.create(registration=seat, comment="KNRYsaran")
    OutcomeReport.objects.create(
        registration=seat, month=3, turnover_band="1-5", has_new_product=True, workers=2,
        answered_at=start, answered_by=by,
    )  # fmt: skip
    work = business.products.get()
    exhibit = Exhibit.objects.create(event=event, product=work, note="KNRYpamer")
    StandSale.objects.create(
        exhibit=exhibit, key=uuid.uuid4(), price_idr=5000, sold_at=start, received_at=start,
        recorded_by=by,
    )  # fmt: skip
    outlet = Outlet.objects.create(name="Galeri")
    placement = Placement.objects.create(
        outlet=outlet, product=work, quantity=2, placed_on=start.date(), note="KNRYtitipan"
    )
    OutletMonth.objects.create(
        placement=placement, month=start.date().replace(day=1), pieces=1, income_idr=5000,
        recorded_by=by, recorded_at=start,
    )  # fmt: skip
    Consignment.objects.create(
        event=event, business=business, handed_on=start.date(), handed_by="KNRYpenitip",
        received_by=by,
    )  # fmt: skip
    Enquiry.objects.create(product=work)
    WorkViews.objects.create(product=work, day=timezone.localdate())
    MakerViews.objects.create(artisan=business.owner, day=timezone.localdate())
    call = StallCall.objects.create(
        event=event, rule=RotationRule.objects.create(name="Rumus"), stalls=1, closes_at=start
    )
    application = StallApplication.objects.create(
        call=call, business=business, pieces=3, stand="KNRYstan", place=1,
        applied_at=timezone.now(), applied_by=by,
    )  # fmt: skip
    StallChange.objects.create(
        application=application, from_place=2, to_place=1, reason="Karena KNRYnama Sulastri sakit",
        changed_by=by, changed_at=timezone.now(),
    )  # fmt: skip


def _compared(business: Business) -> None:
    """What searches and imports noted of the business beside another one."""
    other = make_business(name="Usaha lain", slug="usaha-lain")
    DuplicatePair.objects.create(
        kind="business", first_business=business, second_business=other, note="KNRYmirip"
    )
    batch = ImportBatch.objects.create(file_name="lain.xlsx", file_sha256="2" * 64)
    row = ImportRow.objects.create(batch=batch, sheet="A", row=1, outcome="create")
    ImportMatch.objects.create(
        batch=batch, row=row, business=business, person_weight=1, business_weight=1
    )
    ImportChange.objects.create(
        batch=batch, business=business, kind="business", object_id=business.pk,
        before={"name": "KNRYdulu"}, after={"name": "KNRYusaha"},
    )  # fmt: skip


def _traces(artisan: Artisan, business: Business, by: User) -> None:
    """What no foreign key leads to: messages, logs, imports, the register, links."""
    now = timezone.now()
    outbox.queue(
        key="pesan-uji", recipient=artisan.user, template="many_numbers_seen",
        context={"person": "KNRYpesan", "count": 1},
    )  # fmt: skip
    assert artisan.user
    SignInLink.issue(artisan.user, by=by, at=now)
    PersonalDataAccess.objects.create(
        subject=artisan.uid, field="national_id", reason="untuk KNRYnama Sulastri", seen_by=by
    )
    LogEntry.objects.create(
        user=by, content_type=ContentType.objects.get_for_model(Artisan), object_id=str(artisan.pk),
        object_repr=str(artisan), action_flag=CHANGE, change_message="Ubah KNRYnama Sulastri",
    )  # fmt: skip
    batch = create_batch(b"KNRYberkas", "daftar.xlsx", by=by, at=now)
    batch.mapping = {"sheets": [{"name": "A", "columns": [{"samples": ["KNRYcontoh"]}]}]}
    batch.save()
    values = {"owner_name": "KNRYnama Sulastri", "phones": [PHONE]}
    ImportRow.objects.create(
        batch=batch, sheet="A", row=1, outcome="create", values=values, business=business,
        fingerprint=b"x" * 16,
    )  # fmt: skip
    ImportRow.objects.create(
        batch=batch, sheet="A", row=2, outcome="create", values=values,
        national_id_index=artisan.national_id_index,
    )  # fmt: skip
    ImportRow.objects.create(batch=batch, sheet="A", row=3, outcome="create", values=values)
