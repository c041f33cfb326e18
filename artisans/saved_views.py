"""What people keep of the registry's list: their columns, and filters under a name."""

from collections.abc import Iterable

from artisans.list_columns import USUAL, known_columns
from artisans.lists import RegistryFilter
from artisans.models import ChosenColumns, SavedView
from dekranasda.accounts.models import User


def columns_of(user: User) -> tuple[str, ...]:
    """The columns the person chose, or the usual ones; one query."""
    chosen = ChosenColumns.objects.filter(user=user).first()
    return known_columns(chosen.columns) if chosen else USUAL


def keep_columns(user: User, columns: Iterable[str]) -> None:
    """Keeps the person's columns; none at all means the usual ones again."""
    names = [name for name in known_columns(columns) if name in set(columns)]
    if names:
        ChosenColumns.objects.update_or_create(user=user, defaults={"columns": names})
    else:
        ChosenColumns.objects.filter(user=user).delete()


def keep_view(user: User, name: str, *, query: str, is_shared: bool) -> SavedView:
    """The filter under the name, with the person's columns of now; the same name is replaced."""
    view, _created = SavedView.objects.update_or_create(
        user=user,
        name=name,
        defaults={
            "query": RegistryFilter.of_text(query).as_query(),
            "columns": list(columns_of(user)),
            "is_shared": is_shared,
        },
    )
    return view
