"""How allauth keeps and finds phone numbers in this portal."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Stands between allauth and the User model."""
