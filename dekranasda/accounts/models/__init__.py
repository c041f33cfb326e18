"""People who sign in, their roles, their consent, and who looked at personal numbers."""

from dekranasda.accounts.models.consents import Consent, PersonalDataAccess
from dekranasda.accounts.models.people import Role, User
from dekranasda.accounts.models.sign_in import SignInLink, SignUpRequest

__all__ = [
    "Consent",
    "PersonalDataAccess",
    "Role",
    "SignInLink",
    "SignUpRequest",
    "User",
]
