"""A worker dies in the middle of a commit: nothing is stored, and the rerun stores all."""

import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from artisans.imports import wizard
from artisans.imports.at_work import holder_of, is_abandoned
from artisans.models import Artisan, Business, BusinessYear, ImportBatch, ImportRow
from artisans.tasks import check_import, store_import
from dekranasda.lib.scratch_database import environment_of
from tests.artisans.samples import registry_book
from tests.factories import make_user


def until(look):
    deadline = time.monotonic() + 60
    while not (answer := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer


def waits_for_a_lock(pid):
    """Whether the server's process stands before a table that somebody else holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wait_event_type FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone() == ("Lock",)


@pytest.fixture
def confirmed(transactional_db):
    user, now = make_user(), timezone.now()
    batch = wizard.hand_over(registry_book(), "Daftar.xlsx", by=user, at=now)
    check_import.call(batch.pk)
    wizard.approve_sample(batch, by=user, at=now)
    wizard.confirm(batch, by=user, at=now - timedelta(minutes=1))
    batch.refresh_from_db()
    return batch


def test_a_worker_killed_in_the_middle_of_a_commit_leaves_nothing_and_the_rerun_all(confirmed):
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "db_worker"]
    environment = environment_of(connection.settings_dict["NAME"])
    with transaction.atomic(), connection.cursor() as cursor:
        # People and businesses are written before the figures, where the worker has to wait.
        cursor.execute(f"LOCK TABLE {BusinessYear._meta.db_table} IN EXCLUSIVE MODE")
        worker = subprocess.Popen(
            [*command, "--queue-name", "imports", "--batch", "--no-startup-delay"],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        backend = until(lambda: holder_of(confirmed.pk))
        assert until(lambda: waits_for_a_lock(backend))
        worker.kill()
        worker.wait()
        assert not is_abandoned(confirmed, at=timezone.now())  # the server has not noticed yet
    assert until(lambda: holder_of(confirmed.pk) is None)

    confirmed.refresh_from_db()
    assert confirmed.state == ImportBatch.State.COMMITTING
    assert (Artisan.objects.count(), Business.objects.count()) == (0, 0)
    assert not ImportRow.objects.filter(business__isnull=False).exists()
    assert is_abandoned(confirmed, at=timezone.now())

    wizard.try_again(confirmed, by=make_user(), at=timezone.now())
    store_import.call(confirmed.pk, confirmed.uploaded_by_id)

    confirmed.refresh_from_db()
    assert confirmed.state == ImportBatch.State.COMMITTED
    assert (Artisan.objects.count(), Business.objects.count()) == (3, 4)
