"""A maker with everything: numbers, works, curation, trainings, messages, visits, an account."""

import time

import pytest

from artisans.models import Business


@pytest.fixture
def just_signed_in(as_user):
    """A client of the person that gave the password just now: `just_signed_in(dewi).get(…)`."""

    def sign_in(user, method="password", ago=0):
        client = as_user(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def private_files(settings, tmp_path):
    """An own place for tombstones, beside the test's own import files."""
    settings.TOMBSTONES_FILE = str(tmp_path / "tombstones.jsonl")
    return tmp_path


@pytest.fixture
def shop(sari_business) -> Business:
    """Sari's business in Kasiman, with her NIK recorded."""
    sari_business.owner.keep_national_id("3522205003759001")
    sari_business.owner.save()
    return sari_business
