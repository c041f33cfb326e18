"""The demo council's people: one sign-in for each role, and the makers' accounts."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from artisans.models import District
from dekranasda.accounts.models import Role, SignUpRequest, User

PASSWORD = "bojonegoro-demo"  # noqa: S105 the demo's published password


@dataclass(frozen=True)
class Person:
    """One sign-in of the demo council."""

    mailbox: str
    name: str
    roles: tuple[Role, ...] = ()
    superuser: bool = False

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.mailbox}@contoh.id"


def seed_request() -> None:
    """One request for an account under a maker's number, waiting for a call."""
    SignUpRequest.objects.get_or_create(
        phone="+6281200000102",
        state=SignUpRequest.State.OPEN,
        defaults={
            "full_name": "Bpk. Warsito (contoh)",
            "business_name": "Gembol Ngraho",
            "village_code": "35.22.01.2007",
        },
    )


PEOPLE = (
    Person("admin", "Admin Contoh", superuser=True),
    Person("sekretariat", "Wahyu Lestari (contoh)", (Role.SECRETARIAT,)),
    Person("sekretariat2", "Bagus Santoso (contoh)", (Role.SECRETARIAT,)),
    Person("kurator1", "Ratna Dewayani (contoh)", (Role.CURATOR,)),
    Person("kurator2", "Imam Subekti (contoh)", (Role.CURATOR,)),
    Person("kurator3", "Laras Puspita (contoh)", (Role.CURATOR,)),
    Person("kurator4", "Joko Tri Utomo (contoh)", (Role.CURATOR,)),
    Person("kurator5", "Anita Maharani (contoh)", (Role.CURATOR,)),
    Person("ketua", "Hartati Wijayanti (contoh)", (Role.CHAIR,)),
    Person("pendamping", "Fajar Nugroho (contoh)", (Role.MENTOR,)),
    Person("operator", "Sri Handayani (contoh)", (Role.DISTRICT_OPERATOR,)),
    Person("pimpinan", "Cantika Rahmawati (contoh)", (Role.LEADER,)),
    Person("pimpinan2", "Edi Kuswanto (contoh)", (Role.LEADER,)),
)


def seed_people() -> dict[str, User]:
    """Creates or refreshes the council's people; returns them by mailbox."""
    users = {}
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first()
        if user is None:
            user = User.objects.create_user(
                person.email, PASSWORD, full_name=person.name, is_superuser=person.superuser
            )
        user.is_staff = person.superuser or Role.SECRETARIAT in person.roles
        user.save(update_fields=["is_staff"])
        groups = [Group.objects.get_or_create(name=role.value)[0] for role in person.roles]
        user.groups.set(groups)
        users[person.mailbox] = user
    District.objects.get(pk="35.22.20").operators.add(users["operator"])
    return users
