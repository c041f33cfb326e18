"""The visit this portal began with: Jepara in Bojonegoro, November 2025, as public reports tell it.

Sources disagree about the day (a report says Thursday 27, two official sites Wednesday 26), so the
record keeps one and names both. What was promised is not published: the follow-ups are examples
and say so.
"""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import make_aware

from events.models import Agreement, Event, FollowUp, Goal, Partner, VisitGoal, VisitParty

SLUG = "kunjungan-dekranasda-jepara-2025"
DAY = date(2025, 11, 27)

HOST, GUEST = VisitParty.Side.HOST, VisitParty.Side.GUEST
# Who was there by the official sites; a delegation of ten.
PARTIES = (
    (HOST, settings.COUNCIL["name"], None),
    (HOST, "Disperinaker", None),
    (HOST, "Disbudpar", None),
    (HOST, "Dinas Perdagangan", None),
    (GUEST, "Dekranasda Kabupaten Jepara", 10),
)

PROMISES = (
    (
        Goal.PEOPLE,
        "Contoh: lima pembubut jati magang pada pengukir Mulyoharjo selama dua minggu.",
        "Example: five teak turners train with the carvers of Mulyoharjo for two weeks.",
        "Disperinaker",
        date(2026, 3, 31),
        date(2026, 3, 20),
        "Lima orang selesai magang; dua karya ukir-bubut diajukan untuk dikurasi.",
    ),
    (
        Goal.INNOVATION,
        "Contoh: satu karya bersama, jati Bojonegoro dengan ukiran Jepara.",
        "Example: one joint work, Bojonegoro teak with carving from Jepara.",
        "Dekranasda kedua daerah",
        date(2026, 8, 31),
        date(2026, 8, 14),
        "Bangku taman jati berukir, dipamerkan pada Agustus 2026.",
    ),
    (
        Goal.MARKETING,
        "Contoh: stan bersama pada pameran akhir tahun di kedua daerah.",
        "Example: a shared stand at the year-end exhibitions of both regions.",
        "Sekretariat Dekranasda",
        date(2026, 12, 31),
        None,
        "",
    ),
    (
        Goal.REGULATION,
        "Contoh: pertukaran naskah aturan tentang kurasi dan pengadaan produk lokal.",
        "Example: exchange of rules on curation and on buying local products.",
        "Bagian Hukum",
        date(2026, 6, 30),
        None,
        "",
    ),
    (
        Goal.COMMUNITY,
        "Contoh: temu perajin muda kedua daerah sekali setahun.",
        "Example: young makers of both regions meet once a year.",
        "PKK dan komunitas perajin",
        date(2026, 10, 31),
        None,
        "",
    ),
)


@transaction.atomic
def record_jepara_visit() -> Event:
    """The visit with its partner, minutes and follow-ups; made once, left alone afterwards."""
    known = Event.objects.filter(slug=SLUG).first()
    if known is not None:
        return known
    partner, _is_new = Partner.objects.get_or_create(
        name="Dekranasda Kabupaten Jepara",
        defaults={"kind": Partner.Kind.REGION, "region_code": "33.20"},
    )
    midnight = make_aware(datetime.combine(DAY, datetime.min.time()))
    event = Event.objects.create(
        kind=Event.Kind.VISIT,
        slug=SLUG,
        title="Kunjungan Dekranasda Jepara ke Bojonegoro",
        title_en="Dekranasda Jepara visits Bojonegoro",
        summary=(
            "Rombongan sepuluh orang melihat galeri, tempat karya yang tampil sudah dikurasi, dan"
            " membahas kerja sama."
        ),
        summary_en=(
            "A delegation of ten saw the gallery, where the works on show have been curated, and"
            " talked about working together."
        ),
        description=(
            "Hadir dari Bojonegoro: Dekranasda, Disperinaker, Disbudpar, dan Dinas Perdagangan."
            " Lima bidang dibahas: SDM, inovasi, regulasi, pemasaran, dan komunitas. Kerajinan"
            " Jepara yang disebut: Tenun Troso, monel, gerabah, rotan, dan Batik Jepara."
        ),
        description_en=(
            "Present from Bojonegoro: Dekranasda and the offices for industry, tourism and trade."
            " Five concerns were discussed: people, innovation, regulation, marketing and"
            " community. Crafts of Jepara that were named: Troso weaving, monel, pottery, rattan"
            " and Jepara batik."
        ),
        starts_at=midnight,
        ends_at=midnight + timedelta(days=1) - timedelta(minutes=1),
        place=f"Galeri Dekranasda, {settings.COUNCIL['place']}",
        organiser=settings.COUNCIL["name"],
        partner=partner,
        state=Event.State.PUBLISHED,
        source=(
            "UMKMJATIM.COM, 27 November 2025. Dua situs resmi menyebut Rabu, 26 November 2025."
        ),
        created_at=datetime(2025, 11, 27, tzinfo=UTC),
    )
    VisitParty.objects.bulk_create(
        VisitParty(event=event, side=side, name=name, people=people)
        for side, name, people in PARTIES
    )
    VisitGoal.objects.bulk_create(VisitGoal(event=event, goal=goal) for goal in Goal.values)
    Agreement.objects.create(
        partner=partner,
        event=event,
        kind=Agreement.Kind.MINUTES,
        title="Berita acara kunjungan (contoh)",
        signed_on=timezone.localdate(event.starts_at),
        summary="Lima bidang kerja sama dan siapa yang menindaklanjutinya.",
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            event=event,
            goal=goal,
            promise=promise,
            promise_en=promise_en,
            promised_by=promised_by,
            due_on=due_on,
            done_on=done_on,
            outcome=outcome,
        )
        for goal, promise, promise_en, promised_by, due_on, done_on, outcome in PROMISES
    )
    return event
