"""One business's record: its header, its tabs, and each fact with where it comes from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artisans.facts import Fact, usual_source
from artisans.models import Artisan, Business, FactSource, ReadinessAssessment
from artisans.sections.centres import with_belonging
from dekranasda.accounts.models import Role, User
from dekranasda.templatetags.portal import tanggal, translated

# Name of the tab → its word and the name of its address. The upper three belong to higher apps.
TABS: dict[str, tuple[str | Promise, str]] = {
    "identity": (gettext_lazy("Identitas"), "artisans:business_detail"),
    "works": (gettext_lazy("Karya"), "business_works"),
    "curation": (gettext_lazy("Kurasi"), "business_curation"),
    "trainings": (gettext_lazy("Pelatihan"), "business_trainings"),
    "mentoring": (gettext_lazy("Pendampingan"), "artisans:business_mentoring"),
    "history": (gettext_lazy("Riwayat"), "artisans:business_history"),
}
READERS = (Role.SECRETARIAT, Role.DISTRICT_OPERATOR, Role.LEADER, Role.MENTOR)
SURE, UNSURE = 0.6, 0.3


@dataclass(frozen=True)
class Line:
    """One fact of the record: its name, its value in words, and its origin where it has its own."""

    term: str
    text: str
    proof: str = ""
    checked: bool = False


def record_of(user: User, pk: int) -> Business:
    """The business with what the header shows, `level` included; one query. Raises Http404."""
    newest = ReadinessAssessment.objects.filter(business=OuterRef("pk")).order_by(
        "-assessed_on", "-pk"
    )
    visible: QuerySet[Any] = Business.objects.visible_to(user)
    related = visible.select_related(
        "owner__user", "owner__village", "craft", "centre", "village__district"
    )
    business: Business = get_object_or_404(
        with_belonging(related.annotate(level=Subquery(newest.values("level")[:1]))), pk=pk
    )
    return business


def header_of(business: Business, user: User, tab: str) -> dict[str, Any]:
    """What `_record_header.html` prints, on the tab; for operators one query."""
    tabs = [
        {"label": label, "url": reverse(name, args=[business.pk]), "current": key == tab}
        for key, (label, name) in TABS.items()
    ]
    return {
        "business": business,
        "tabs": tabs,
        "tags": tags_of(business),
        "may_edit": _may_edit(user, business),
        "edit_url": reverse("business_edit", args=[business.pk]),
    }


def _may_edit(user: User, business: Business) -> bool:
    """Whether the button to edit is shown (`editable_by` decides); a query for operators."""
    if user.is_secretariat:
        return business.state != Business.State.MERGED
    if not user.has_role(Role.DISTRICT_OPERATOR):
        return False
    return Business.objects.editable_by(user).filter(pk=business.pk).exists()


def may_keep(user: User, business: Business) -> bool:
    """Whether the buttons to write figures, permits and readiness are shown (`kept_by` decides);
    a query for operators and mentors."""
    if user.is_secretariat:
        return business.state != Business.State.MERGED
    if not user.has_any_role(Role.DISTRICT_OPERATOR, Role.MENTOR):
        return False
    return Business.objects.kept_by(user).filter(pk=business.pk).exists()


def tags_of(business: Any) -> list[tuple[str, str]]:
    """How the business stands: kind of tag and word."""
    state = {"active": "live", "dormant": "closed", "merged": "closed"}
    tags = [(state[business.state], business.get_state_display())]
    levels = dict(ReadinessAssessment.Level.choices)
    if business.level is None:
        tags.append(("draft", _("Belum dinilai")))
    else:
        is_ready = business.level >= ReadinessAssessment.Level.READY
        tags.append(("passed" if is_ready else "waiting", str(levels[business.level])))
    if business.is_public:
        tags.append(("live", _("Tampil untuk umum")))
    if business.owner.user_id:
        tags.append(("sent", _("Punya akun")))
    return tags


def sources_of_record(business: Business) -> dict[tuple[str, str], Fact]:
    """(«business» or «owner», field) → where it comes from, for fields of their own; one query."""
    owner_uid = business.owner.uid
    known = FactSource.objects.filter(subject__in=[business.uid, owner_uid])
    return {
        ("owner" if fact.subject == owner_uid else "business", fact.field): Fact(
            FactSource.Kind(fact.kind), fact.source, fact.as_of
        )
        for fact in known
    }


@dataclass(frozen=True)
class Identity:
    """The lines of the identity tab, and how sure they are together (0–100)."""

    business: list[Line]
    owner: list[Line]
    trust: int
    trust_word: str


def identity_of(business: Business, *, on: date) -> Identity:
    """Every filled or empty field of the business and its owner, each with its origin."""
    sources, usual = sources_of_record(business), usual_source(business)
    values = {
        "business": _business_values(business),
        "owner": _owner_values(business.owner),
    }
    lines: dict[str, list[Line]] = {"business": [], "owner": []}
    trusts = []
    for part, fields in values.items():
        model = Business if part == "business" else Artisan
        for name, text in fields.items():
            fact = sources.get((part, name))
            if text:
                trusts.append((fact or usual).trust(on=on))
            label = str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            lines[part].append(_line(label, text, fact if text else None))
    trust = sum(trusts) / len(trusts) if trusts else 0
    word = _("kuat") if trust >= SURE else _("lemah") if trust < UNSURE else _("sedang")
    return Identity(lines["business"], lines["owner"], round(trust * 100), word)


def _line(label: str, text: str, fact: Fact | None) -> Line:
    label = label[:1].upper() + label[1:]
    if fact is None:
        return Line(label, text or "–")
    day = f", {tanggal(fact.as_of, 'pendek')}" if fact.as_of else ""
    is_checked = fact.kind in (FactSource.Kind.SITE, FactSource.Kind.DOCUMENT)
    return Line(label, text, f"{fact.kind.label}{day}", is_checked)


def _business_values(business: Business) -> dict[str, str]:
    village = business.village
    edition = f" ({business.kbli_edition})" if business.kbli_edition else ""
    return {
        "name": business.name,
        "craft": translated(business.craft, "name") if business.craft else "",
        "products_text": business.products_text,
        "business_id": business.business_id,
        "kbli": f"{business.kbli}{edition}" if business.kbli else "",
        "address": business.address,
        "village": f"{village.name}, {village.district.name}" if village else "",
        "founded_in": str(business.founded_in or ""),
        "size_class": business.get_size_class_display(),
        "description": business.description,
        "verified_at": tanggal(business.verified_at) if business.verified_at else "",
    }


def _owner_values(owner: Artisan) -> dict[str, str]:
    return {
        "name": owner.name,
        "gender": owner.get_gender_display(),
        "village": owner.village.name if owner.village else "",
        "working_since": str(owner.working_since or ""),
        "learned_from": owner.learned_from,
    }
