"""What the registry holds about a person, for the copy that the person may have.

Names of those who assess, mentor or check are left out. `tests/personal_data/test_coverage.py`
fails where a model is neither read here nor named there with the reason.
"""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from artisans.models import (
    Artisan,
    AssistanceGrant,
    AssociationMembership,
    Bearer,
    Business,
    BusinessClaim,
    BusinessYear,
    CentreMembership,
    DataRequest,
    FactSource,
    ImportRow,
    Licence,
    MentoringNote,
    MentoringPlan,
    MentoringTarget,
    MentoringVisit,
    OwnPhoto,
    ReadinessAssessment,
)
from dekranasda.lib.personal_copy import Document, Picture, Section, in_words, rows_in_words

# Names of fields that a reader of the copy sees in their own words; see `in_words`.
PERSON = (
    "name", "gender", "born_on", "phone", "other_phones", "village", "working_since",
    "learned_from", "story", "story_en", "visit_policy", "created_at",
)  # fmt: skip
BUSINESS = (
    "name", "business_id", "kbli", "address", "village", "phone", "craft", "centre",
    "products_text", "description", "founded_in", "size_class", "state", "is_public",
    "taking_orders", "paused_until", "source", "source_as_of", "verified_at",
)  # fmt: skip
YEAR = (
    "year", "turnover_idr", "turnover_band", "capital_idr", "workers_male", "workers_female",
    "workers_permanent", "workers_piecework", "workers_family", "source",
)  # fmt: skip
HEADINGS = tuple(ReadinessAssessment.HEADINGS)
MEMBERSHIP = ("role", "joined_on", "left_on")


def held(artisan: Artisan) -> list[Section]:
    """The person, the businesses and what follows from them."""
    own = own_businesses(artisan)
    judged = ReadinessAssessment.objects.filter(business__in=own)
    sections = [
        Section("person", _("Diri Anda"), [_person(artisan)]),
        Section("businesses", _("Usaha"), _businesses(own)),
        Section("sources", _("Asal isian"), _sources(artisan, own)),
        Section("claims", _("Pengakuan usaha"), _claims(artisan, own)),
        Section("memberships", _("Sentra dan paguyuban"), _memberships(artisan, own)),
        Section(
            "years",
            _("Angka tahunan"),
            rows_in_words(BusinessYear.objects.filter(business__in=own), *YEAR),
        ),
        Section(
            "readiness",
            _("Penilaian kesiapan usaha"),
            rows_in_words(
                judged, "assessed_on", "level", *HEADINGS, "conditions", "proposed_level",
                "reason", "source", "version",
            ),
        ),
        _licences(own),
        _mentoring(own),
        _assistance(own),
        Section(
            "traditions",
            _("Kriya warisan"),
            rows_in_words(
                Bearer.objects.filter(artisan=artisan).select_related("tradition"),
                "tradition", "standing", "born_in", "since", "stopped_in", "is_heir",
                "consented_on", "note",
            ),
        ),
        _photographs(artisan),
        Section("lists", _("Daftar asal data Anda"), _lists(own)),
        Section(
            "requests",
            _("Permintaan Anda"),
            rows_in_words(
                DataRequest.objects.about(artisan.uid),
                "kind", "text", "asked_at", "due_at", "state", "answer", "closed_at",
            ),
        ),
    ]  # fmt: skip
    return sections


def own_businesses(artisan: Artisan) -> QuerySet[Business]:
    """The person's, with the old entries that were merged into one of them."""
    own = Q(owner=artisan) | Q(owner__merged_into=artisan) | Q(merged_into__owner=artisan)
    return Business.objects.filter(own).order_by("pk")


def _person(artisan: Artisan) -> dict[str, str]:
    numbers = {"NIK": artisan.read_national_id(), "NPWP": artisan.read_tax_id()}
    return in_words(artisan, *PERSON) | {name: text for name, text in numbers.items() if text}


def _businesses(own: QuerySet[Business]) -> list[dict[str, str]]:
    return [
        in_words(business, *BUSINESS)
        | ({"NPWP": number} if (number := business.read_tax_id()) else {})
        for business in own.select_related("village", "craft", "centre")
    ]


def _sources(artisan: Artisan, own: QuerySet[Business]) -> list[dict[str, str]]:
    subjects = [artisan.uid, *own.values_list("uid", flat=True)]
    sources = FactSource.objects.filter(subject__in=subjects).order_by("pk")
    return rows_in_words(sources, "field", "kind", "source", "as_of", "recorded_at")


def _claims(artisan: Artisan, own: QuerySet[Business]) -> list[dict[str, str]]:
    asked = BusinessClaim.objects.filter(Q(business__in=own) | Q(user__artisan=artisan))
    told = ("state", "note", "offered_at", "answered_at", "settled_at")
    return [
        in_words(claim, *(("business", *told) if claim.business.owner_id == artisan.pk else told))
        for claim in asked.select_related("business").order_by("pk")
    ]


def _memberships(artisan: Artisan, own: QuerySet[Business]) -> list[dict[str, str]]:
    at_centres = CentreMembership.objects.filter(business__in=own).select_related("centre")
    people = Q(artisan=artisan) | Q(artisan__merged_into=artisan)
    in_associations = AssociationMembership.objects.filter(people).select_related("association")
    return rows_in_words(at_centres.order_by("pk"), "centre", *MEMBERSHIP) + rows_in_words(
        in_associations.order_by("pk"), "association", *MEMBERSHIP
    )


def _licences(own: QuerySet[Business]) -> Section:
    """Permits with their documents, as they were handed in."""
    licences = list(Licence.objects.filter(business__in=own).order_by("pk"))
    documents = [
        Document(
            row.document,
            f"izin-{row.kind}-{row.pk}.{row.document.rpartition('.')[2]}",
            row.get_kind_display(),
        )
        for row in licences
        if row.document
    ]
    return Section(
        "licences",
        _("Izin dan sertifikat usaha"),
        rows_in_words(
            licences, "kind", "number", "status", "issued_on", "expires_on", "verified_at"
        ),
        documents=documents,
    )


def _assistance(own: QuerySet[Business]) -> Section:
    """Who was let fill in, by which words, with the signed papers."""
    grants = list(AssistanceGrant.objects.filter(business__in=own).order_by("pk"))
    papers = [
        Document(
            grant.document,
            f"izin-mengisi-{grant.pk}.{grant.document.rpartition('.')[2]}",
            _("Surat izin mengisi"),
        )
        for grant in grants
        if grant.document
    ]
    return Section(
        "assistance",
        _("Izin mengisi atas nama Anda"),
        rows_in_words(grants, "way", "agreed_on", "words", "ends_on", "ended_at"),
        documents=papers,
    )


def _mentoring(own: QuerySet[Business]) -> Section:
    plans = MentoringPlan.objects.filter(business__in=own).order_by("pk")
    targets = MentoringTarget.objects.filter(plan__in=plans).order_by("pk")
    visits = MentoringVisit.objects.filter(business__in=own).order_by("pk")
    notes = MentoringNote.objects.filter(visit__in=visits).order_by("pk")
    photographs = [
        (visit.photo_sha256, _("Kunjungan %(day)s") % {"day": visit.visited_on}) for visit in visits
    ] + [(target.evidence_sha256, target.title) for target in targets]
    return Section(
        "mentoring",
        _("Pendampingan"),
        rows_in_words(plans, "title", "opened_on", "closed_on", "outcome")
        + rows_in_words(
            targets, "code", "title", "comment", "due_on", "reached_on", "evidence", "dropped_on",
            "drop_reason",
        )
        + rows_in_words(visits, "visited_on", "findings", "action", "next_visit_on")
        + rows_in_words(notes, "text", "written_at"),
        [Picture(sha256, caption) for sha256, caption in photographs if sha256],
    )  # fmt: skip


def _photographs(artisan: Artisan) -> Section:
    """What the person shows of the own face and workplace, or keeps unseen."""
    photos = list(OwnPhoto.objects.filter(artisan=artisan))
    return Section(
        "own_photos",
        _("Foto Anda dan tempat kerja"),
        rows_in_words(photos, "kind", "alt", "alt_en", "is_shown", "added_at"),
        [Picture(photo.sha256, str(photo)) for photo in photos if photo.sha256],
    )


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
