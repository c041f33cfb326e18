"""The workbench's menu: which pages a role works with."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models import Role, User

KEEPERS = {Role.SECRETARIAT, Role.LEADER}
Entry = tuple[object, str, set[Role]]

# The groups in the order of the day's work; within each: label, page, who works with it (empty:
# everybody of the council).
STAFF_MENU: list[tuple[object, list[Entry]]] = [
    ("", [(_("Menunggu saya"), "workspace", set())]),
    (
        _("Registri"),
        [
            (_("Usaha"), "artisans:business_list", {*KEEPERS, Role.DISTRICT_OPERATOR}),
            (_("Sentra"), "artisans:centre_list", {*KEEPERS, Role.DISTRICT_OPERATOR}),
            (_("Kriya dan tradisi"), "tradition_list", KEEPERS),
            (_("Angka"), "artisans:figure_list", KEEPERS),
            (_("Impor"), "artisans:import_list", {Role.SECRETARIAT}),
        ],
    ),
    (
        _("Pendampingan"),
        [
            (_("Pendampingan"), "artisans:mentoring_list", {Role.MENTOR, Role.SECRETARIAT}),
            (_("Mengisi untuk perajin"), "assisted_list", {Role.DISTRICT_OPERATOR}),
            (_("Hasil pendampingan"), "mentoring_outcomes", {Role.LEADER}),
        ],
    ),
    (
        _("Kurasi"),
        [(_("Kurasi"), "curation:round_list", {*KEEPERS, Role.CURATOR, Role.CHAIR})],
    ),
    (
        _("Kegiatan"),
        [
            (_("Pelatihan dan pameran"), "events:event_list", {Role.SECRETARIAT, Role.MENTOR}),
            (_("Daftarkan perajin"), "events:open_event_list", {Role.DISTRICT_OPERATOR}),
            (_("Pasar"), "events:market_desk", KEEPERS),
            (_("Kerja sama"), "events:cooperation_desk", KEEPERS),
        ],
    ),
    (_("Pesan"), [(_("Pesan"), "notices:notice_list", {Role.SECRETARIAT})]),
    (
        _("Portal"),
        [
            (_("Halaman depan"), "front_page", {Role.SECRETARIAT}),
            (_("Akun"), "sign_up_request_list", {Role.SECRETARIAT}),
        ],
    ),
]


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu; `current` marks the page that is open."""

    label: object
    url: str
    current: bool


@dataclass(frozen=True)
class MenuGroup:
    """Entries that belong together; one that stands alone needs no heading."""

    label: object
    entries: list[MenuItem]

    @property
    def current(self) -> bool:
        """Whether the page that is open is one of them."""
        return any(entry.current for entry in self.entries)


def menu_for(request: HttpRequest) -> list[MenuGroup]:
    """The menu of the signed-in person's roles, in the order of the day's work."""
    user = request.user
    if not isinstance(user, User):
        return []
    groups = [
        (
            label,
            [
                (words, reverse(name))
                for words, name, roles in entries
                if not roles or user.acts_as(*roles)
            ],
        )
        for label, entries in STAFF_MENU
    ]
    addresses = [url for _label, entries in groups for _words, url in entries]
    # The start page begins every address; the longest match is where one is.
    here = max((url for url in addresses if request.path.startswith(url)), key=len, default="")
    return [
        MenuGroup(label, [MenuItem(words, url, url == here) for words, url in entries])
        for label, entries in groups
        if entries
    ]
