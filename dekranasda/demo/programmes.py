"""The demo council's programmes: a calendar of trainings, exhibitions, visits and meetings."""

from artisans.models import Business
from dekranasda.accounts.models import User


def seed_programmes(users: dict[str, User], makers: dict[str, Business]) -> None:
    """Creates the demo's events once."""
