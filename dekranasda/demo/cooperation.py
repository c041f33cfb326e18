"""The demo council's cooperation and endangered crafts. People and agreements are invented."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from artisans import heritage, plans
from artisans.models import (
    Bearer,
    Business,
    CraftCentre,
    MentoringPlan,
    Tradition,
    TraditionYear,
)
from dekranasda.accounts.models import User
from dekranasda.demo.days import moment
from dekranasda.lib import clock
from events import delegations
from events.cooperation import complete, drop, keep_goals
from events.defaults import record_jepara_visit
from events.models import Agreement, Event, FollowUp, Goal, Partner, VisitParty, VisitRequest


def seed_cooperation(users: dict[str, User], today: date) -> None:
    """Requests in every state, a visit that was recorded, agreements and promises; once."""
    if VisitRequest.objects.exists():
        return
    staff = users["sekretariat"]
    _waiting_requests(staff, today)
    visit = _recorded_visit(staff, today)
    _agreements(users, visit, today)


def _ask(number: int, institution: str, *, on: date, asked: date, **more: Any) -> VisitRequest:
    answers = {
        "institution": f"{institution} (contoh)",
        "kind": Partner.Kind.REGION,
        "people": 12,
        "first_choice": on,
        "second_choice": on + timedelta(days=1),
        "third_choice": on + timedelta(days=7),
        "goals": [Goal.PEOPLE, Goal.MARKETING],
        "purpose": "Melihat cara kurasi dan galeri, lalu bertukar pengalaman.",
        "contact_name": "Narahubung contoh",
        "contact_phone": f"+62812000006{number:02d}",
        "contact_email": "",
    }
    with clock.fixed_at(moment(asked, 10)):
        return delegations.file_request(uuid.UUID(int=600 + number), **{**answers, **more})


def _waiting_requests(staff: User, today: date) -> None:
    """One that waits, one with another day offered, one that could not come."""
    day = timedelta(days=1)
    _ask(1, "Dekranasda Kabupaten Tuban", on=today + 21 * day, asked=today - 2 * day)
    proposed = _ask(
        2,
        "Dinas Perindustrian Kabupaten Blora",
        on=today + 17 * day,
        asked=today - 6 * day,
        people=25,
        kind=Partner.Kind.INSTITUTION,
        goals=[Goal.INNOVATION, Goal.REGULATION],
    )
    with clock.fixed_at(moment(today - 5 * day, 11)):
        delegations.propose(
            proposed,
            at=moment(today + 24 * day, 9),
            answer="Minggu itu galeri dipakai pameran akhir tahun.",
            by=staff,
        )
    declined = _ask(
        3, "Sanggar Cendana", on=today - 20 * day, asked=today - 40 * day, people=60,
        kind=Partner.Kind.INSTITUTION,
    )  # fmt: skip
    with clock.fixed_at(moment(today - 38 * day, 9)):
        delegations.decline(
            declined,
            answer="Galeri memuat paling banyak 40 orang sekaligus. Datanglah dalam dua hari.",
            by=staff,
        )


def _recorded_visit(staff: User, today: date) -> Event:
    """A visit of last quarter, from its request to what came of it."""
    day = today - timedelta(days=75)
    asked = _ask(
        4, "Dekranasda Kabupaten Nganjuk", on=day, asked=day - timedelta(days=30), people=14,
        goals=[Goal.PEOPLE, Goal.MARKETING, Goal.COMMUNITY],
    )  # fmt: skip
    with clock.fixed_at(moment(day - timedelta(days=27), 9)):
        visit = delegations.accept(
            asked, starts_at=moment(day, 9), hours=4, place=delegations.gallery(), by=staff
        )
    visit.summary = "Empat belas orang melihat galeri dan membahas magang serta stan bersama."
    visit.summary_en = "Fourteen people saw the gallery and talked of training and a shared stand."
    visit.report = (
        "Rombongan melihat galeri, bertanya tentang kriteria kurasi, lalu duduk bersama perajin"
        " bubut dan anyam. Semua yang disepakati tercatat di bawah, dengan tenggatnya."
    )
    visit.is_demo = True
    visit.save()
    VisitParty.objects.create(event=visit, side=VisitParty.Side.HOST, name="Disperinaker")
    keep_goals(
        visit,
        {
            Goal.PEOPLE: (
                "Nganjuk mencari tempat magang bubut.",
                "Empat pemuda magang di Batokan.",
            ),
            Goal.MARKETING: ("Stan bersama pada pameran provinsi.", ""),
            Goal.COMMUNITY: ("Temu penganyam dua daerah.", "Sepakat bertemu dua kali setahun."),
        },
    )
    Agreement.objects.create(
        partner=Partner.objects.get(name=asked.institution), event=visit,
        kind=Agreement.Kind.MINUTES,
        title="Berita acara kunjungan Nganjuk (contoh)", signed_on=day,
        summary="Tiga bidang, empat janji, dan siapa yang mengawal masing-masing.",
    )  # fmt: skip
    return visit


def _agreements(users: dict[str, User], visit: Event, today: date) -> None:
    """Documents in every state, and promises kept, due, overdue and given up."""
    jepara = record_jepara_visit()
    if jepara.partner is None or visit.partner is None:
        return
    signers = {
        "signed_by_us": "Ketua Dekranasda Bojonegoro (contoh)",
        "signed_by_them": "Ketua Dekranasda mitra (contoh)",
    }
    year = timedelta(days=365)
    together = Agreement.objects.create(
        partner=jepara.partner, event=jepara, kind=Agreement.Kind.MEMORANDUM,
        title="Kesepakatan Bersama Bojonegoro–Jepara (contoh)", number="119/07/2026 (contoh)",
        signed_on=today - timedelta(days=200), expires_on=today + 2 * year, **signers,
        summary="Kerja sama sukarela pada lima bidang; dirinci dalam perjanjian tersendiri.",
    )  # fmt: skip
    Agreement.objects.create(
        partner=jepara.partner, kind=Agreement.Kind.CONTRACT, number="119/09/2026 (contoh)",
        title="PKS magang ukir dan bubut (contoh)", signed_on=today - timedelta(days=300),
        expires_on=today + timedelta(days=52), **signers,
        summary="Sepuluh tempat magang setahun, bergantian di kedua daerah.",
    )  # fmt: skip
    Agreement.objects.create(
        partner=visit.partner,
        event=visit,
        kind=Agreement.Kind.MEMORANDUM,
        title="Kesepakatan Bersama Bojonegoro–Nganjuk (rancangan contoh)",
    )
    Agreement.objects.create(
        partner=visit.partner, kind=Agreement.Kind.CONTRACT, number="119/02/2024 (contoh)",
        title="PKS pameran bersama 2024 (contoh)", signed_on=today - 2 * year,
        expires_on=today - year, **signers,
    )  # fmt: skip
    _promises(users, visit, together, today)


def _promises(users: dict[str, User], visit: Event, together: Agreement, today: date) -> None:
    day = timedelta(days=1)
    staff, mentor = users["sekretariat"], users["pendamping"]
    made = [
        FollowUp.objects.create(
            event=event, agreement=agreement, goal=goal, promise=f"Contoh: {promise}",
            promised_by=by, owner=owner, due_on=due,
        )
        for event, agreement, goal, promise, by, owner, due in (
            (visit, None, Goal.PEOPLE, "empat pemuda magang bubut di Batokan.",
             "Disperinaker", mentor, today - 20 * day),
            (visit, None, Goal.MARKETING, "satu stan bersama pada pameran provinsi.",
             "Sekretariat Dekranasda", staff, today + 40 * day),
            (visit, None, Goal.COMMUNITY, "temu penganyam pertama di Kanor.",
             "PKK Kecamatan Kanor", mentor, today - 9 * day),
            (visit, None, Goal.MARKETING, "katalog cetak bersama.",
             "Bagian Humas", staff, today - 15 * day),
            (None, together, Goal.INNOVATION, "dua karya bersama jati dan ukir setahun.",
             "Dekranasda kedua daerah", staff, today + 120 * day),
        )
    ]  # fmt: skip
    complete(made[0], on=today - 24 * day, outcome="Empat orang selesai; dua bekerja di bengkel.")
    drop(made[3], on=today - 12 * day, reason="Biaya cetak tidak tersedia; memakai katalog daring.")


# Endangered crafts. Numbers are examples, except that few masters of thengul are reported.

CRAFTS: tuple[dict[str, Any], ...] = (
    {
        "name": "Wayang thengul", "name_en": "Thengul puppets", "craft": "WYG", "centre": "S14",
        "masters": ((1944, 1962),), "learners": 2, "makers": (6, 5, 4, 3),
        "source": "suara.com 2014: satu pembuat berusia sekitar 70 tahun; angka lain contoh.",
        "description": "Boneka tiga dimensi dari kayu dengan busana kain, dimainkan di Padangan.",
        "description_en": "Wooden rod puppets in cloth costumes, played in Padangan.",
    },
    {
        "name": "Anyaman wadah tembakau", "name_en": "Tobacco baskets", "craft": "ANY",
        "centre": "S10", "masters": tuple((1950 + n, 1975) for n in range(12)), "learners": 3,
        "makers": (40, 39, 39, 37), "source": "Angka contoh.",
        "description": "Keranjang bambu besar untuk mengangkut tembakau, dibuat di Temu, Kanor.",
        "description_en": "Large bamboo baskets that carry tobacco, made in Temu, Kanor.",
    },
    {
        "name": "Onyx Jari", "name_en": "Onyx of Jari", "craft": "BTU", "centre": "S13",
        "masters": tuple((1972 + n, 1995) for n in range(11)), "learners": 4,
        "makers": (31, 27, 22, 18), "source": "Angka contoh.",
        "description": "Batu onyx yang dibubut dan dipoles; bahan bakunya makin sulit.",
        "description_en": "Turned and polished onyx; the stone is ever harder to get.",
    },
    {
        "name": "Batik tulis Jono", "name_en": "Hand-drawn batik of Jono", "craft": "BTK",
        "centre": "S7", "masters": tuple((1975 + n, 2009) for n in range(12)), "learners": 9,
        "makers": (24, 26, 27, 29), "source": "Angka contoh.",
        "description": "Batik tulis dengan motif Jonegoroan; sekolah belajar membatik di sini.",
        "description_en": "Hand-drawn batik with local motifs; schools come here to learn.",
    },
)  # fmt: skip


def seed_heritage(
    users: dict[str, User],
    makers: dict[str, Business],
    centres: dict[str, CraftCentre],
    today: date,
) -> None:
    """Four crafts from critical to safe, with masters, learners and yearly counts; once."""
    staff = users["sekretariat"]
    for entry in CRAFTS:
        if Tradition.objects.filter(name=entry["name"]).exists():
            continue
        tradition = Tradition(
            name=entry["name"], name_en=entry["name_en"], craft_id=entry["craft"],
            centre=centres.get(entry["centre"]), source=entry["source"], is_public=True,
            description=entry["description"], description_en=entry["description_en"], is_demo=True,
        )  # fmt: skip
        heritage.keep_tradition(tradition, by=staff, today=today)
        _people(tradition, entry, makers)
        TraditionYear.objects.bulk_create(
            TraditionYear(
                tradition=tradition, year=today.year - 3 + place, makers=count,
                learners=max(0, entry["learners"] - 3 + place), source="Data contoh",
            )
            for place, count in enumerate(entry["makers"])
        )  # fmt: skip
        heritage.settle_level(tradition, by=staff, today=today)


def _people(tradition: Tradition, entry: dict[str, Any], makers: dict[str, Business]) -> None:
    """Masters, of whom one is in the registry where a maker fits, and two who learn."""
    known = next((one for one in makers.values() if one.craft_id == entry["craft"]), None)
    masters = Bearer.objects.bulk_create(
        Bearer(
            tradition=tradition, standing=Bearer.Standing.MASTER, born_in=born, since=since,
            name=f"Maestro contoh {number}",
            consented_on=date(2026, 3, 1) if number == 1 else None,
        )
        for number, (born, since) in enumerate(entry["masters"], 1)
    )  # fmt: skip
    learners = Bearer.objects.bulk_create(
        [
            Bearer(
                tradition=tradition, standing=Bearer.Standing.LEARNER, since=2024, is_heir=True,
                artisan=known.owner if known else None, name="" if known else "Murid contoh 1",
            ),
            Bearer(
                tradition=tradition, standing=Bearer.Standing.LEARNER, since=2025,
                name="Murid contoh 2",
            ),
        ]
    )  # fmt: skip
    for learner in learners:
        learner.learns_from.add(masters[0])


def seed_closed_plan(users: dict[str, User]) -> None:
    """One plan that a verdict opened ends with evidence, so that its page has something to tell."""
    opened = MentoringPlan.objects.open().exclude(origin="").filter(mentor__isnull=False)
    plan = opened.order_by("opened_on", "pk").first()
    if (
        plan is None
        or MentoringPlan.objects.exclude(origin="").filter(closed_on__isnull=False).exists()
    ):
        return
    today = timezone.localdate()
    for target in plan.targets.all():
        plans.reach_target(
            target, on=today, evidence="Dilihat di bengkel: contoh sudah diperbaiki.",
            by=users["pendamping"],
        )  # fmt: skip
    plans.close_plan(
        plan, outcome="Semua sasaran tercapai; karya siap dikirim lagi.", on=today,
        by=users["pendamping"],
    )  # fmt: skip
