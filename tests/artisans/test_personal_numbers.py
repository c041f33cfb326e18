"""NIK and NPWP: ciphers bound to their row, found by a digest, shown one at a time."""

import json
import logging
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import connection
from django.utils import timezone

from artisans.models import Artisan, Business, FactSource
from artisans.personal_numbers import (
    Number,
    Reason,
    doubts,
    is_body_tax_number,
    is_personal_tax_number,
    keep_numbers,
    masked_numbers,
    reveal,
)
from dekranasda.accounts.models import PersonalDataAccess
from dekranasda.lib import encryption
from dekranasda.lib.encryption import DecryptionError
from dekranasda.notices.models import Notice
from tests.factories import make_artisan, make_business

NIK = "3522205003759001"
OTHER_NIK = "3522201507999002"
BODY = "012345678901000"
NOW = timezone.now()


@pytest.fixture
def shop(db) -> Business:
    """A business whose owner's NIK and whose own NPWP are recorded."""
    owner = make_artisan(name="Sulastri Ningsih", slug="sulastri")
    owner.keep_national_id(NIK)
    owner.save()
    business = make_business(owner=owner)
    business.keep_tax_id(BODY)
    business.save()
    return business


def open_number(business, by, number=Number.NATIONAL_ID, at=None, token=None, **more):
    more = {"reason": Reason.AID, "note": "", "address": None, **more}
    token = token or uuid.uuid4()
    return reveal(business, number, by=by, at=at or timezone.now(), token=token, **more)


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    return refusal.value.code


def test_numbers_are_kept_as_ciphers_and_shown_masked(shop):
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text, b::text FROM artisans_artisan a, artisans_business b")
        rows = str(cursor.fetchall())

    assert not {NIK, BODY} & {word for word in (NIK, BODY) if word in rows}
    assert masked_numbers(shop) == [
        (Number.NATIONAL_ID, "3522••••••••9001"),
        (Number.OWN_TAX_ID, ""),
        (Number.BUSINESS_TAX_ID, "0123•••••••1000"),
    ]


def test_a_cipher_pasted_into_another_row_fails_and_is_never_shown(shop, caplog):
    thief = make_artisan()
    Artisan.objects.filter(pk=thief.pk).update(national_id_cipher=shop.owner.national_id_cipher)
    thief.refresh_from_db()

    with pytest.raises(DecryptionError):
        thief.read_national_id()
    assert thief.masked_national_id == "tidak terbaca, hubungi administrator"
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_cipher_pasted_into_another_column_fails(shop):
    shop.owner.tax_id_cipher = shop.owner.national_id_cipher

    with pytest.raises(DecryptionError):
        shop.owner.read_tax_id()


def keys_file(tmp_path, name, *keys):
    path = tmp_path / name
    content = {"keys": {key: byte * 32 for key, byte in keys}, "index_key": "ee" * 32}
    path.write_text(json.dumps(content))
    return str(path)


def test_a_wrong_key_a_missing_key_and_a_missing_file_fail_loudly(shop, settings, tmp_path):
    settings.ENCRYPTION_KEYS_FILE = keys_file(tmp_path, "right.json", ("k1", "11"))
    shop.owner.keep_national_id(NIK)
    assert shop.owner.read_national_id() == NIK

    settings.ENCRYPTION_KEYS_FILE = keys_file(tmp_path, "wrong.json", ("k1", "22"))
    with pytest.raises(DecryptionError):
        shop.owner.read_national_id()

    settings.ENCRYPTION_KEYS_FILE = keys_file(tmp_path, "other.json", ("k2", "11"))
    with pytest.raises(DecryptionError):
        shop.owner.read_national_id()

    settings.ENCRYPTION_KEYS_FILE = str(tmp_path / "nowhere.json")
    with pytest.raises(ImproperlyConfigured):
        shop.owner.read_national_id()
    with pytest.raises(ImproperlyConfigured):
        shop.owner.keep_national_id(NIK)


@pytest.mark.parametrize("content", ["", "{}", '{"keys": {"a": "xyz"}, "index_key": "00"}'])
def test_a_damaged_key_file_is_refused(settings, tmp_path, content):
    path = tmp_path / "keys.json"
    path.write_text(content)
    settings.ENCRYPTION_KEYS_FILE = str(path)

    with pytest.raises(ImproperlyConfigured):
        encryption.encrypt("x", context="y")


def test_an_npwp_of_sixteen_digits_without_leading_zero_is_a_persons():
    assert [is_personal_tax_number(n) for n in (NIK, "0" + BODY, BODY, "")] == [
        True, False, False, False,
    ]  # fmt: skip
    assert [is_body_tax_number(n) for n in (NIK, "0" + BODY, BODY, "")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_entering_numbers_keeps_them_fills_blanks_and_is_noted(shop, dewi):
    keep_numbers(
        shop,
        {Number.NATIONAL_ID: OTHER_NIK, Number.OWN_TAX_ID: OTHER_NIK},
        removed=frozenset({Number.BUSINESS_TAX_ID}),
        fills_blanks=True,
        by=dewi,
        at=NOW,
    )

    shop = Business.objects.get(pk=shop.pk)
    assert shop.owner.read_national_id() == shop.owner.read_tax_id() == OTHER_NIK
    assert (shop.tax_id_cipher, shop.tax_id_index) == (None, None)
    assert (shop.owner.born_on, shop.owner.gender) == (date(1999, 7, 15), "L")
    assert FactSource.objects.get(subject=shop.owner.uid, field="born_on").source == "NIK"
    noted = PersonalDataAccess.objects.order_by("pk").values_list("field", "reason", "seen_by")
    assert list(noted) == [
        ("national_id_set", "Diisi atau diperbaiki", dewi.pk),
        ("tax_id_set", "Diisi atau diperbaiki", dewi.pk),
        ("business_tax_id_set", "Dihapus dari catatan", dewi.pk),
    ]


def test_what_is_odd_about_a_nik_is_said_and_refuses_nothing(shop):
    shop.owner.born_on, shop.owner.gender = date(1975, 3, 10), "P"

    assert doubts(NIK, shop.owner, today=NOW.date()) == []
    assert doubts("3320205003759001", shop.owner, today=NOW.date()) == []
    assert doubts(OTHER_NIK, shop.owner, today=NOW.date()) == [
        "Tanggal lahir menurut NIK berbeda dari yang tercatat.",
        "Jenis kelamin menurut NIK berbeda dari yang tercatat.",
    ]
    assert doubts("9922209903759001", shop.owner, today=NOW.date()) == [
        "Dua angka pertama bukan kode provinsi yang dikenal.",
        "Angka ke-7 sampai ke-12 bukan tanggal lahir.",
    ]


def test_two_people_never_have_the_same_number(shop, dewi):
    other = make_business()

    def keep(number, digits):
        return lambda: keep_numbers(other, {number: digits}, by=dewi, at=NOW)

    keep_numbers(shop, {Number.OWN_TAX_ID: NIK}, by=dewi, at=NOW)

    assert refused(keep(Number.NATIONAL_ID, NIK)) == "national_id_taken"
    assert refused(keep(Number.OWN_TAX_ID, NIK)) == "tax_id_taken"
    other.owner.refresh_from_db()
    assert other.owner.national_id_cipher is None


def test_a_number_is_shown_with_its_entry_in_the_register(shop, dewi):
    number = open_number(shop, dewi, reason=Reason.OTHER, note="surat dinas", address="10.1.2.3")

    assert number == NIK
    entry = PersonalDataAccess.objects.get()
    assert (entry.subject, entry.field) == (shop.owner.uid, "national_id")
    assert (entry.reason, entry.address) == ("Lainnya: surat dinas", "10.1.2.3")


def test_no_entry_no_number(shop, dewi):
    shop.owner.national_id_cipher = b"\x01" + bytes(60)

    with pytest.raises(DecryptionError):
        open_number(shop, dewi)
    assert refused(lambda: open_number(shop, dewi, number=Number.OWN_TAX_ID)) == "not_kept"
    assert not PersonalDataAccess.objects.exists()


def test_a_form_shows_its_number_once(shop, dewi):
    token = uuid.uuid4()
    open_number(shop, dewi, token=token)

    assert refused(lambda: open_number(shop, dewi, token=token)) == "shown_already"
    assert PersonalDataAccess.objects.count() == 1


def test_thirty_numbers_in_a_day_and_no_more(shop, dewi, ratna):
    for minute in range(30):
        open_number(shop, dewi, at=NOW + timedelta(minutes=minute * 4))

    assert refused(lambda: open_number(shop, dewi, at=NOW + timedelta(hours=23))) == "quota"
    open_number(shop, ratna, at=NOW + timedelta(hours=23))
    open_number(shop, dewi, at=NOW + timedelta(hours=24, minutes=1))


def test_administrators_hear_of_more_than_twenty_in_an_hour(shop, dewi, admin):
    start = NOW.replace(minute=0)
    for second in range(20):
        open_number(shop, dewi, at=start + timedelta(seconds=second))
    assert not Notice.objects.exists()

    for second in range(20, 23):
        open_number(shop, dewi, at=start + timedelta(seconds=second))

    notice = Notice.objects.get()
    assert (notice.recipient, notice.template) == (admin, "many_numbers_seen")
    assert "Dewi Kartika membuka 21 nomor" in notice.body
    assert NIK not in notice.body


@pytest.mark.django_db(transaction=True)
def test_the_quota_holds_for_requests_at_the_same_time(shop, dewi):
    for second in range(28):
        open_number(shop, dewi, at=NOW + timedelta(seconds=second))

    def attempt(_):
        try:
            return open_number(shop, dewi, at=NOW + timedelta(minutes=5)) == NIK
        except ValidationError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(attempt, range(6)))

    assert sorted(map(str, results)) == ["True", "True", "quota", "quota", "quota", "quota"]
