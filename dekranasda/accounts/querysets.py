"""Whose account a person may touch."""

from django.db.models import QuerySet

from dekranasda.accounts.models import Role, User


def may_hand_link_to(user: User) -> QuerySet[User]:
    """Active people whom the user may hand a sign-in link.

    Administrators everybody; others only people without a task in the council, since a link opens
    the account it is for.
    """
    people = User.objects.filter(is_active=True)
    if user.is_superuser:
        return people
    return people.filter(is_superuser=False, groups__isnull=True)


def may_hand_card_to(user: User) -> QuerySet[User]:
    """Active people whom the user may print a sign-in card for: nobody with a task in the council.

    A paper lies about for weeks; what the council's people can open is not left to one.
    """
    return may_hand_link_to(user).filter(is_superuser=False, groups__isnull=True)


def holders_of(role: Role) -> QuerySet[User]:
    """Active people who hold the role, in the order in which they came."""
    return User.objects.filter(is_active=True, groups__name=role.value).order_by("pk")
