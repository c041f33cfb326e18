"""A backup from before an erasure, restored by PostgreSQL's own programs, forgets again."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from artisans.models import Artisan, Tombstone
from dekranasda.personal_data.erasure import erase
from tests.personal_data.dumps import restored, run_program
from tests.personal_data.people import MARK, make_marked_maker
from tests.personal_data.test_erasure import traces


@pytest.mark.django_db(transaction=True)
def test_a_restored_dump_forgets_again(dewi, admin, bima, private_files):
    maker = make_marked_maker(by=dewi)
    backup = private_files / "backup.dump"
    name = connection.settings_dict["NAME"]
    run_program("pg_dump", "--format", "custom", "--file", str(backup), name)
    erase(maker, by=admin, at=timezone.now())
    assert traces() == []

    with restored(backup):
        assert connection.settings_dict["NAME"] != name
        assert MARK in traces()
        assert not Tombstone.objects.exists()

        call_command("apply_tombstones")

        assert traces() == []
        assert Artisan.objects.filter(erased_at__isnull=False).count() == 1
        assert Artisan.objects.get(user=bima).name == "Bima Prasetyo"
        assert Tombstone.objects.get().subject == maker.uid

    assert connection.settings_dict["NAME"] == name
    assert traces() == []
