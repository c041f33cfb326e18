"""What the registry holds about a person, for the copy that the person may have."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from artisans.models import (
    Artisan,
    Business,
    BusinessYear,
    DataRequest,
    ImportRow,
    Licence,
    MentoringTarget,
    MentoringVisit,
    ReadinessAssessment,
)
from dekranasda.lib.personal_copy import Picture, Section, in_words, rows_in_words

# Names of fields that a reader of the copy sees in their own words; see `in_words`.
PERSON = (
    "name", "gender", "born_on", "phone", "other_phones", "village", "working_since",
    "learned_from", "story", "story_en", "visit_policy", "created_at",
)  # fmt: skip
BUSINESS = (
    "name", "business_id", "kbli", "address", "village", "phone", "craft", "centre",
    "products_text", "description", "founded_in", "size_class", "state", "is_public", "source",
    "source_as_of", "verified_at",
)  # fmt: skip
HEADINGS = tuple(ReadinessAssessment.HEADINGS)


def held(artisan: Artisan) -> list[Section]:
    """The person, the businesses and what follows from them; names of assessors are left out."""
    own = Business.objects.filter(owner=artisan).order_by("pk")
    numbers = {"NIK": artisan.read_national_id(), "NPWP": artisan.read_tax_id()}
    businesses = [
        in_words(business, *BUSINESS)
        | ({"NPWP": number} if (number := business.read_tax_id()) else {})
        for business in own.select_related("village", "craft", "centre")
    ]
    years = BusinessYear.objects.filter(business__in=own)
    figures = ("year", "turnover_idr", "capital_idr", "workers_male", "workers_female", "source")
    judged = ReadinessAssessment.objects.filter(business__in=own)
    licences = Licence.objects.filter(business__in=own)
    visits = MentoringVisit.objects.filter(business__in=own)
    targets = MentoringTarget.objects.filter(plan__business__in=own)
    pictures = [
        Picture(visit.photo_sha256, _("Kunjungan %(day)s") % {"day": visit.visited_on})
        for visit in visits
        if visit.photo_sha256
    ]
    return [
        Section(
            "person",
            _("Diri Anda"),
            [in_words(artisan, *PERSON) | {name: text for name, text in numbers.items() if text}],
        ),
        Section("businesses", _("Usaha"), businesses),
        Section("years", _("Angka tahunan"), rows_in_words(years, *figures)),
        Section(
            "readiness",
            _("Penilaian kesiapan usaha"),
            rows_in_words(judged, "assessed_on", "level", *HEADINGS, "source"),
        ),
        Section(
            "licences",
            _("Izin dan sertifikat usaha"),
            rows_in_words(licences, "kind", "number", "status", "issued_on", "expires_on"),
        ),
        Section(
            "mentoring",
            _("Pendampingan"),
            rows_in_words(visits, "visited_on", "findings", "action", "next_visit_on")
            + rows_in_words(targets, "title", "comment", "due_on", "reached_on"),
            pictures,
        ),
        Section("lists", _("Daftar asal data Anda"), _lists(own)),
        Section(
            "requests",
            _("Permintaan Anda"),
            rows_in_words(
                DataRequest.objects.about(artisan.uid),
                "kind", "text", "asked_at", "state", "answer", "closed_at",
            ),
        ),
    ]  # fmt: skip


def _lists(own: QuerySet[Business]) -> list[dict[str, str]]:
    rows = ImportRow.objects.filter(business__in=own).select_related("batch").order_by("pk")
    return [
        {
            _("nama berkas"): row.batch.file_name,
            _("baris"): f"{row.sheet} {row.row}",
            _("isi"): "; ".join(f"{name}: {value}" for name, value in row.values.items()),
        }
        for row in rows
    ]
