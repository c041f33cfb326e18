"""The workbench's menu: which pages a role works with."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import Role, User

STAFF_MENU: list[tuple[object, str, set[Role]]] = [
    (_("Menunggu saya"), "workspace", set()),
    (
        _("Registri"),
        "artisans:business_list",
        {Role.SECRETARIAT, Role.DISTRICT_OPERATOR, Role.LEADER},
    ),
    (
        _("Sentra"),
        "artisans:centre_list",
        {Role.SECRETARIAT, Role.DISTRICT_OPERATOR, Role.LEADER},
    ),
    (_("Angka"), "artisans:figure_list", {Role.SECRETARIAT, Role.LEADER}),
    (_("Impor"), "artisans:import_list", {Role.SECRETARIAT}),
    (_("Pendampingan"), "artisans:mentoring_list", {Role.MENTOR, Role.SECRETARIAT}),
    (_("Hasil pendampingan"), "mentoring_outcomes", {Role.LEADER}),
    (
        _("Kurasi"),
        "curation:round_list",
        {Role.SECRETARIAT, Role.CURATOR, Role.CHAIR, Role.LEADER},
    ),
    (_("Kegiatan"), "events:event_list", {Role.SECRETARIAT, Role.MENTOR}),
    (_("Kerja sama"), "events:cooperation_desk", {Role.SECRETARIAT, Role.LEADER}),
    (_("Daftarkan perajin"), "events:open_event_list", {Role.DISTRICT_OPERATOR}),
    (_("Mengisi untuk perajin"), "assisted_list", {Role.DISTRICT_OPERATOR}),
    (_("Pasar"), "events:market_desk", {Role.SECRETARIAT, Role.LEADER}),
    (_("Halaman depan"), "front_page", {Role.SECRETARIAT}),
    (_("Pesan"), "notices:notice_list", {Role.SECRETARIAT}),
    (_("Akun"), "sign_up_request_list", {Role.SECRETARIAT}),
]


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu; `current` marks the page that is open."""

    label: object
    url: str
    current: bool


def menu_for(request: HttpRequest) -> list[MenuItem]:
    """The menu of the signed-in person's roles, in the order of the day's work."""
    user = request.user
    if not isinstance(user, User):
        return []
    entries = [
        (label, reverse(name))
        for label, name, roles in STAFF_MENU
        if not roles or user.is_superuser or user.has_any_role(*roles)
    ]
    # The start page begins every address; the longest match is where one is.
    here = max(
        (url for _label, url in entries if request.path.startswith(url)), key=len, default=""
    )
    return [MenuItem(label, url, url == here) for label, url in entries]
