"""The demo council's registry: craft centres, makers and their businesses."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.utils.text import slugify

from artisans.centre_photos import refresh_cover
from artisans.models import (
    Artisan,
    Association,
    AssociationMembership,
    Business,
    BusinessYear,
    CentreMaterial,
    CentreMembership,
    CentrePhoto,
    CraftCentre,
    Figure,
    Licence,
    MemberRole,
    MentoringPlan,
    MentoringTarget,
    MentoringVisit,
    ReadinessAssessment,
    TurnoverBand,
    Village,
)
from dekranasda.accounts.models import Consent, User
from dekranasda.accounts.privacy_notice import CURRENT
from dekranasda.demo.people import PASSWORD
from dekranasda.demo.sources import Picture, pictures, read, store_pictures

PUBLIC_PURPOSES = (
    Consent.Purpose.PUBLIC_PROFILE,
    Consent.Purpose.PUBLIC_PHONE,
    Consent.Purpose.PUBLIC_PHOTO,
    Consent.Purpose.CURATION,
)


def seed_centres() -> dict[str, CraftCentre]:
    """Creates or refreshes the twenty centres; returns them by key."""
    centres = {}
    for entry in read("centres"):
        key = entry.pop("key")
        materials = entry.pop("materials", [])
        district = entry.pop("district", None)
        village = entry.pop("village", None)
        if village:
            district = village.rsplit(".", 1)[0]
        values = {
            **entry,
            "craft_id": entry.pop("craft"),
            "village_id": village,
            "district_id": district,
            "is_public": True,
        }
        values.pop("craft", None)
        slug = values.pop("slug")
        centres[key], _created = CraftCentre.objects.update_or_create(slug=slug, defaults=values)
        _fill_centre(centres[key], materials, pictures().get(key, []))
    return centres


def _fill_centre(
    centre: CraftCentre, materials: list[dict[str, Any]], shown: list[Picture]
) -> None:
    """The materials that the centre lacks, and its photographs."""
    for material in materials:
        CentreMaterial.objects.update_or_create(
            centre=centre, name=material["name"], defaults=material
        )
    for position, picture in enumerate(shown):
        photo = store_pictures()[picture]
        words = {"alt": f"{picture.alt_id} (gambar contoh)", "alt_en": picture.alt_en}
        size = {"width": photo.width, "height": photo.height, "colour": photo.colour}
        CentrePhoto.objects.update_or_create(
            centre=centre, sha256=photo.sha256, defaults={**words, **size, "position": position}
        )
    refresh_cover(centre)


ASSOCIATIONS = (
    (
        "Paguyuban Jati Aji",
        "S1",
        "35.22.22.2006",
        2008,
        "SK Kepala Desa Geneng",
        (("sumarno", MemberRole.CHAIR, date(2012, 1, 10)),),
    ),
    (
        "Paguyuban Bubut Batokan",
        "S3",
        "35.22.20.2001",
        2015,
        "Belum berbadan hukum",
        (
            ("siti", MemberRole.CHAIR, date(2018, 3, 1)),
            ("agus", MemberRole.MEMBER, date(2019, 7, 1)),
        ),
    ),
)


def seed_associations(centres: dict[str, CraftCentre], makers: dict[str, Business]) -> None:
    """Two associations with their members, once."""
    for name, centre, village, year, legal_form, members in ASSOCIATIONS:
        association, _created = Association.objects.update_or_create(
            name=name,
            defaults={
                "centre": centres[centre],
                "village_id": village,
                "founded_in": year,
                "legal_form": f"{legal_form} (contoh)",
            },
        )
        for key, role, day in members:
            AssociationMembership.objects.get_or_create(
                association=association,
                artisan=makers[key].owner,
                defaults={"role": role, "joined_on": day},
            )


def seed_makers(centres: dict[str, CraftCentre], staff: User) -> dict[str, Business]:
    """Creates or refreshes the makers with their accounts and businesses; returns these by key."""
    businesses = {}
    for place, entry in enumerate(read("makers")):
        artisan = _artisan(entry, place)
        village = Village.objects.filter(pk=entry.get("village")).first()
        businesses[entry["key"]], created = Business.objects.update_or_create(
            slug=slugify(entry["business"]),
            defaults={
                "owner": artisan,
                "name": entry["business"],
                "craft_id": entry["craft"],
                "village": village,
                "address": f"Dusun contoh RT 0{place % 9 + 1} RW 01",
                "phone": entry["phone"],
                "founded_in": entry["since"],
                "is_public": True,
                "is_demo": True,
                "source": "Data contoh",
                "source_as_of": date(2026, 1, 2),
            },
        )
        if created:
            CentreMembership.objects.create(
                business=businesses[entry["key"]],
                centre=centres[entry["centre"]],
                joined_on=date(entry["since"], 1, 1),
            )
            _consent(artisan, staff)
            _history(businesses[entry["key"]], place)
    return businesses


def _artisan(entry: dict[str, Any], place: int) -> Artisan:
    """The maker and the account that belongs to the phone number."""
    user = User.objects.filter(phone=entry["phone"]).first()
    if user is None:
        # Siti's account is the demo's artisan sign-in; the others have no password.
        email, password = (
            ("perajin@contoh.id", PASSWORD) if entry["key"] == "siti" else (None, None)
        )
        user = User.objects.create_user(
            email, password, phone=entry["phone"], full_name=f"{entry['name']} (contoh)"
        )
    artisan, created = Artisan.objects.update_or_create(
        slug=slugify(entry["name"]),
        defaults={
            "user": user,
            "name": entry["name"],
            "gender": entry["gender"],
            "born_on": entry["born_on"],
            "phone": entry["phone"],
            "village": Village.objects.filter(pk=entry.get("village")).first(),
            "working_since": entry["since"],
            "learned_from": entry["learned_from"],
            "story": entry["story"],
            "story_en": entry["story_en"],
            "visit_policy": entry["visit"],
            "is_demo": True,
        },
    )
    if created:
        born: date = entry["born_on"]
        day = born.day + (40 if entry["gender"] == "P" else 0)
        # A sequence of 0000 is given to nobody; the place keeps the numbers apart.
        artisan.keep_national_id(f"3522{place + 1:02d}{day:02d}{born:%m%y}0000")
        artisan.save(update_fields=["national_id_cipher", "national_id_index"])
    return artisan


def _consent(artisan: Artisan, staff: User) -> None:
    """The example makers agree to be shown."""
    Consent.objects.bulk_create(
        Consent(
            subject=artisan.uid,
            purpose=purpose,
            is_given=True,
            notice_version=CURRENT,
            channel=Consent.Channel.PAPER,
            recorded_by=staff,
            recorded_at=datetime(2025, 9, 1, 2, tzinfo=UTC),
        )
        for purpose in PUBLIC_PURPOSES
    )


def _history(business: Business, place: int) -> None:
    """Three years of figures, permits, one of which ends soon, and two dated assessments."""
    for year, growth in ((2023, 0.92), (2024, 1.0), (2025, 1.12)):
        BusinessYear.objects.create(
            business=business,
            year=year,
            # Every fifth maker knows a band of the last year only.
            turnover_idr=None
            if year == 2025 and place % 5 == 4
            else int((18 + place * 3) * 1_000_000 * growth),
            turnover_band=TurnoverBand.FROM_1 if year == 2025 and place % 5 == 4 else "",
            capital_idr=(5 + place) * 1_000_000,
            workers_male=1 + place % 3,
            workers_female=1 + (place + 1) % 3,
            source="Data contoh",
        )
    if place % 3 != 1:
        business.business_id = f"{9120000000000 + place}"
        business.save(update_fields=["business_id"])
        Licence.objects.create(business=business, kind=Licence.Kind.NIB, issued_on=date(2023, 5, 2))
    if place % 7 == 0:
        is_batik = business.craft_id == "BTK"
        Licence.objects.create(
            business=business,
            kind=Licence.Kind.BATIKMARK if is_batik else Licence.Kind.TRADE_MARK,
            number=f"{place:04}/BM/2024" if is_batik else f"IDM{700000 + place:09}",
            issued_on=date(2024, 1, 20),
            expires_on=date(2027, 1, 20),
        )
    level = ReadinessAssessment.Level
    for day, points, reached in (
        (date(2025, 2, 10), 9, level.COACHABLE),
        (date(2026, 2, 12), 12, level.READY if place % 4 else level.MARKET_READY),
    ):
        ReadinessAssessment.objects.create(
            business=business,
            assessed_on=day,
            legality=points,
            production=points + 3,
            quality=points + 4,
            finance=points - 2,
            marketing=points - 1,
            people=points,
            level=reached,
            source="Data contoh",
        )


def mentored() -> Iterator[tuple[str, str, str, str]]:
    """Business key, title of the plan, target, and what the mentor found."""
    yield (
        "sumarno",
        "Menyiapkan relief untuk pasar pameran",
        "Ukuran dan bobot yang bisa dikirim",
        "Bengkel rapi, persediaan tunggak cukup sampai Februari. Peti kirim belum ada.",
    )
    yield (
        "kasmi",
        "Label dan harga keranjang tembakau",
        "Label nama dan cara merawat",
        "Keranjang kuat. Belum ada label; harga masih sama dengan tahun lalu.",
    )
    yield (
        "endang",
        "Kemasan taplak dan sarung bantal",
        "Kemasan yang melindungi saat dikirim",
        "Warna rata. Kemasan masih plastik tipis, contoh kotak ditinggalkan.",
    )
    yield (
        "siti",
        "Menyiapkan pesanan pertama dari luar kota",
        "Kartu cara merawat kayu bubut",
        "Hasil bubutan halus. Belum ada kartu; pembeli bertanya cara membersihkan.",
    )


def seed_mentoring(businesses: dict[str, Business], mentor: User) -> None:
    """Plans, targets and visits of the demo's mentor, once."""
    for key, title, target, findings in mentored():
        if MentoringPlan.objects.filter(business=businesses[key], title=title).exists():
            continue
        plan = MentoringPlan.objects.create(
            business=businesses[key], mentor=mentor, title=title, opened_on=date(2026, 6, 15)
        )
        MentoringTarget.objects.create(
            plan=plan,
            title=target,
            comment="Pembeli luar kota tidak dapat bertanya langsung.",
            due_on=date(2026, 12, 15),
        )
        MentoringTarget.objects.create(
            plan=plan,
            title="Nama dan nomor pada setiap karya",
            reached_on=date(2026, 10, 20),
            evidence="Dilihat di tempat: semua karya di rak berlabel.",
        )
        MentoringVisit.objects.create(
            business=businesses[key],
            mentor=mentor,
            plan=plan,
            visited_on=date(2026, 10, 20),
            findings=findings,
            action="Contoh ditunjukkan, dicoba bersama, difoto untuk perbandingan.",
            next_visit_on=date(2026, 12, 1),
        )


FIGURES = (
    (
        "terdata",
        "UMKM terdata",
        "Businesses on record",
        11000,
        "Usaha mikro, kecil, dan menengah dalam data ketenagakerjaan dan perindustrian.",
        "Micro, small and medium businesses in the labour and industry records.",
        "Kepala Disperinaker, UMKMJATIM.COM",
        date(2025, 11, 27),
    ),
    (
        "terdata",
        "UMKM terdata",
        "Businesses on record",
        91751,
        "Semua usaha mikro dalam data dinas koperasi, termasuk pedagang dan jasa.",
        "All micro businesses in the cooperatives office's data, traders and services included.",
        "Dindagkop UM, September 2025",
        date(2025, 9, 30),
    ),
    (
        "siap",
        "Usaha dinilai siap",
        "Businesses assessed as ready",
        2030,
        "Unit usaha yang dinilai siap dibina masuk pasar; rumusnya belum diterbitkan.",
        "Business units assessed as ready for the market; the formula is not yet published.",
        "Kepala Disperinaker, UMKMJATIM.COM",
        date(2025, 11, 27),
    ),
    (
        "ikm",
        "Industri kecil dan menengah",
        "Small and medium industries",
        1762,
        "IKM tercatat, 331 di antaranya kerajinan.",
        "Industries on record, 331 of them crafts.",
        "Bagian Humas Setda Bojonegoro",
        date(2025, 10, 9),
    ),
)


def seed_figures() -> None:
    """The published counts, each with its definition, source and date."""
    for place, (key, label, label_en, value, definition, definition_en, source, day) in enumerate(
        FIGURES
    ):
        Figure.objects.update_or_create(
            key=key,
            source=source,
            as_of=day,
            defaults={
                "label": label,
                "label_en": label_en,
                "value": value,
                "definition": definition,
                "definition_en": definition_en,
                "position": place,
            },
        )
