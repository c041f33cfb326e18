"""What a message is about, told by the beginning of its template's name."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OTHER = "lain"
PREFIXES = {
    "kurasi": ("curation_",),
    "acara": ("event_", "stall_"),
    "izin": ("licence_",),
    "tamu": ("visit_request_", "agreement_", "promise_"),
}
LABELS: dict[str, str | Promise] = {
    "kurasi": _("Kurasi"),
    "acara": _("Pelatihan dan pameran"),
    "izin": _("Izin"),
    "tamu": _("Tamu dan kerja sama"),
    OTHER: _("Lainnya"),
}

# What the button of a message says.
ACTIONS: dict[str, str | Promise] = {
    "kurasi": _("Lihat karyanya"),
    "acara": _("Lihat acaranya"),
    "izin": _("Lihat izinnya"),
}


def about(topic: str) -> Q:
    """The messages of one topic; all of them for a topic that is not known."""
    if topic == OTHER:
        return ~reduce(or_, map(about, PREFIXES))
    return reduce(or_, (Q(template__startswith=begin) for begin in PREFIXES.get(topic, ())), Q())


def topic_of(template: str) -> str:
    """The topic that a template belongs to."""
    return next((topic for topic, begins in PREFIXES.items() if template.startswith(begins)), OTHER)


def action_of(template: str) -> str | Promise:
    """What the button to the message's page says."""
    return ACTIONS.get(topic_of(template), _("Buka halamannya"))
