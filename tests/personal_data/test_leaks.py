"""No imported number is found in a dump of the database, in a log, on a page or in an export."""

import io
import logging
import re
from contextlib import suppress

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from artisans import tasks
from artisans.models import Artisan, Business, ImportBatch
from dekranasda.lib.logs import HideLongNumbers
from tests.artisans.samples import ALL_ROWS, registry_rows, workbook
from tests.personal_data.dumps import dump

EXTRA_HEADER = ["Nama Pemilik", "NIK", "NPWP", "Nama Usaha", "Alamat", "Desa", "Kecamatan", "Ket"]
EXTRA = [
    ["Wagiman", "3522206112709007", "3522206112709007", "Ukir Wagiman", "NIK 3522.2061.1270.9007",
     "Batokan", "Kasiman", "NIK 3522 2061 1270 9007 benar"],
    ["Suparti", "352220-430681-9008", "01.234.567.8-901.000", "CV Suparti", "RT 1", "Batokan",
     "Kasiman", "NPWP 01.234.567.8-901.000"],
    ["", "3522201203809009", "", "", "", "Batokan", "Kasiman", "tanpa nama"],
]  # fmt: skip
NUMBERS = {
    "3522205003759001", "3522201507999002", "3522200101609003", "3522206112709007",
    "3522204306819008", "3522201203809009", "012345678901000",
}  # fmt: skip


def leaks(text: str) -> set[str]:
    """The numbers that a text holds, however they are set apart."""
    plain = re.sub(r"(?<=\d)[\s.\-]{1,2}(?=\d)", "", text)
    return {number for number in NUMBERS if number in plain or number in text}


def test_leaks_are_found_in_any_writing():
    assert leaks("x 3522 2050 0375 9001 y") == {"3522205003759001"}
    assert leaks("01.234.567.8-901.000") == {"012345678901000"}
    assert leaks("3522••••••••9001") == set()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_no_imported_number_leaves_its_cipher(as_user, dewi, admin, private_files, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    content = workbook({"Data": registry_rows(*ALL_ROWS), "Lain": [EXTRA_HEADER, *EXTRA]})
    client = as_user(dewi)

    upload = io.BytesIO(content)
    upload.name = "daftar 3522205003759001.xlsx"
    client.post(reverse("artisans:import_list"), {"file": upload})
    batch = ImportBatch.objects.get()
    tasks.check_import.call(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "checked"
    assert leaks(dump()) == set()
    ImportBatch.objects.update(state=ImportBatch.State.COMMITTING)
    tasks.store_import.call(batch.pk, dewi.pk)
    assert Artisan.objects.filter(national_id_index__isnull=False).count() >= 4
    walk(client, batch)
    walk(as_user(admin), batch)
    for number in sorted(NUMBERS):
        client.post(reverse("artisans:business_search"), {"number": number})

    assert leaks(dump()) == set()
    assert leaks(caplog.text) == set()
    console = capfd.readouterr()
    assert leaks(console.out + console.err) == set()


def walk(client, batch) -> None:
    """Opens every page of the workbench and the admin that shows something of the registry."""
    business = Business.objects.first()
    found = addresses(batch, business)
    answers = {address: client.get(address) for address in found}

    told = {}
    for address, answer in answers.items():
        content = b"".join(answer) if answer.streaming else answer.content
        if found_here := leaks(content.decode("utf-8", "replace")):
            told[address] = found_here
    assert told == {}
    assert sum(answer.status_code == 200 for answer in answers.values()) > len(found) // 4


def addresses(batch, business) -> set[str]:
    """The pages by the names of their routes, with the keys of what there is."""
    found = set()
    for name in route_names(get_resolver()):
        keys = [batch.pk] if "import" in name else [business.pk] if business else []
        for arguments in ([], *([key] for key in keys)):
            with suppress(NoReverseMatch):
                found.add(reverse(name, args=arguments))
    starts = ("/kerja/registri/", "/kerja/permintaan-data/", "/admin/artisans/")
    return {address for address in found if address.startswith(starts)}


def route_names(resolver, space="") -> list[str]:
    """The names of all routes."""
    names = [f"{space}{key}" for key in resolver.reverse_dict if isinstance(key, str)]
    for name, (_prefix, inner) in resolver.namespace_dict.items():
        names += route_names(inner, f"{space}{name}:")
    return names


def test_a_traceback_in_the_log_hides_numbers(caplog):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(HideLongNumbers())
    logger = logging.getLogger("uji")
    logger.addHandler(handler)
    try:
        raise ValueError("bad cell 3522205003759001")
    except ValueError:
        logger.exception("import of %s failed", "3522 2050 0375 9001")
    logger.removeHandler(handler)

    assert leaks(stream.getvalue()) == set()
    assert stream.getvalue().count("[angka disamarkan]") == 3


def test_a_failed_import_keeps_no_cell_in_the_queue(db):
    batch = ImportBatch.objects.create(file_name="x", file_sha256="0" * 64)

    with pytest.raises(tasks.ImportFailed) as failure:
        tasks.check_import.call(batch.pk)  # there is no file

    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__
    batch.refresh_from_db()
    assert batch.state == "failed"
