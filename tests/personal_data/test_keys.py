"""Encryption keys: a wrong or missing one is noticed at the start, and rotation loses nothing."""

import base64
import json
import os
import random
import signal
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from artisans.imports.staging import record_of, row_context
from artisans.models import Artisan, Business, ImportBatch, ImportRow
from dekranasda import keys
from dekranasda.lib import encryption
from dekranasda.lib.embedded_postgres import project_place
from dekranasda.models import KeyCanary
from dekranasda.personal_data.rotation import PLACES, old_ciphers, rotate
from tests.factories import make_artisan, make_business

OLD, NEW, OTHER = "11" * 32, "22" * 32, "33" * 32


@pytest.fixture
def key_file(settings, tmp_path):
    """Writes a key file and makes the portal use it: `key_file({"a": OLD})`."""
    names = iter(range(100))

    def write(keys_by_id, index_key="ee" * 32):
        path = tmp_path / f"keys-{next(names)}.json"
        path.write_text(json.dumps({"keys": keys_by_id, "index_key": index_key}))
        settings.ENCRYPTION_KEYS_FILE = str(path)

    return write


@pytest.fixture
def old_key(db, key_file):
    """A portal that has only ever known one key."""
    key_file({"2026": OLD})
    KeyCanary.objects.all().delete()
    keys.remember_newest()


@pytest.mark.parametrize(
    ("keys_by_id", "index_key", "said"),
    [
        ({"2026": OTHER}, "ee" * 32, "The key 2026 is not the one that has written here."),
        ({"2027": NEW}, "ee" * 32, "The key 2026 has written numbers and is not in the key file."),
        ({"2026": OLD}, "dd" * 32, "The index key is not the one that has written here."),
        ({}, "ee" * 32, "Every encryption key must have 64 hex digits"),
    ],
    ids=["wrong", "missing", "index", "empty"],
)
def test_a_wrong_key_stops_every_start(old_key, key_file, keys_by_id, index_key, said):
    assert keys.problems() == []

    key_file(keys_by_id, index_key)

    assert keys.problems() == [said]
    assert [error.msg for error in keys.check_keys()] == [said]
    with pytest.raises(ImproperlyConfigured):
        keys.require()
    with pytest.raises(ImproperlyConfigured):
        rotate()


@pytest.mark.skipif(not keys.IS_PRIVATE, reason="DATABASE_URL names another database")
def test_a_private_database_that_outlived_its_key_says_how_to_begin_anew(old_key, settings):
    settings.ENCRYPTION_KEYS_FILE, settings.ENCRYPTION_FALLBACK_SECRET = "", "another secret"

    *_wrong, way_out = keys.problems()

    assert f"make stop && rm -r {project_place().folder} {settings.BASE_DIR / 'var'}" in way_out


def test_a_missing_key_file_stops_every_start(old_key, settings, tmp_path):
    settings.ENCRYPTION_KEYS_FILE = str(tmp_path / "nowhere.json")

    assert keys.problems() == ["ENCRYPTION_KEYS_FILE cannot be read: FileNotFoundError"]


def test_migrating_remembers_the_key(db):
    KeyCanary.objects.all().delete()

    keys.remember_after_migrate()

    assert KeyCanary.objects.count() == 1
    assert keys.problems() == []


def fill(count):
    """People, businesses and staged rows with numbers, and what each should read."""
    people = []
    batch = ImportBatch.objects.create(file_name="x", file_sha256="0" * 64)
    for number in range(count):
        artisan = make_artisan()
        artisan.keep_national_id(f"{3522205003750000 + number}")
        artisan.keep_tax_id(f"{3522205003750000 + number}")
        artisan.save()
        row = ImportRow(batch=batch, sheet="A", row=number, outcome="create")
        row.national_id_cipher = encryption.encrypt(
            f"{3522205003750000 + number}", context=row_context(row)
        )
        row.save()
        people.append(artisan)
    business = make_business(owner=people[0])
    business.keep_tax_id("012345678901000")
    business.save()


def all_numbers():
    """Every number that can be read, by row; raises where one cannot."""
    return (
        [(a.pk, a.read_national_id(), a.read_tax_id()) for a in Artisan.objects.order_by("pk")],
        [(b.pk, b.read_tax_id()) for b in Business.objects.order_by("pk")],
        [(r.pk, record_of(r).national_id) for r in ImportRow.objects.order_by("pk")],
    )


def test_rotation_brings_everything_under_the_new_key(old_key, key_file, dewi):
    fill(5)
    secret = get_adapter().encrypt("RAHASIA")
    second = Authenticator.objects.create(user=dewi, type="totp", data={"secret": secret})
    before = all_numbers()
    key_file({"2026": OLD, "2027": NEW})

    call_command("rotate_keys", batch=2)

    assert [old_ciphers(place).count() for place in PLACES] == [0] * len(PLACES)
    key_file({"2027": NEW})
    assert keys.problems() == []
    assert all_numbers() == before
    second.refresh_from_db()
    assert get_adapter().decrypt(second.data["secret"]) == "RAHASIA"
    assert base64.b64decode(second.data["secret"]).startswith(encryption.newest_prefix())


def test_rotation_moves_no_history_and_does_nothing_the_second_time(old_key, key_file):
    fill(2)
    key_file({"2026": OLD, "2027": NEW})
    steps = Artisan.objects.first().events.count()

    rotate()
    ciphers = [bytes(a.national_id_cipher or b"") for a in Artisan.objects.order_by("pk")]
    rotate()

    assert [bytes(a.national_id_cipher or b"") for a in Artisan.objects.order_by("pk")] == ciphers
    assert Artisan.objects.first().events.count() == steps


def test_rotation_names_what_it_cannot_read_and_keeps_the_old_key(old_key, key_file):
    fill(3)
    first, second, _third = Artisan.objects.order_by("pk")
    Artisan.objects.filter(pk=second.pk).update(national_id_cipher=first.national_id_cipher)
    key_file({"2026": OLD, "2027": NEW})

    with pytest.raises(CommandError, match=f"artisans.Artisan.national_id_cipher {second.pk}"):
        call_command("rotate_keys")

    assert set(KeyCanary.objects.values_list("key_id", flat=True)) == {"2026", "2027"}
    assert old_ciphers(PLACES[0]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_rotation_killed_at_random_moments_leaves_everything_readable(old_key, key_file):
    fill(150)
    before = all_numbers()
    key_file({"2026": OLD, "2027": NEW})
    chance = random.Random(3)
    killed = 0

    for _ in range(12):
        child = os.fork()
        if child == 0:  # a process that shares nothing with the tests but its code
            connection.connection = None
            rotate(batch=5)
            os._exit(0)
        time.sleep(chance.uniform(0.005, 0.05))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        assert all_numbers() == before

    assert killed >= 3
    rotate()
    assert [old_ciphers(place).count() for place in PLACES] == [0] * len(PLACES)
    assert all_numbers() == before
