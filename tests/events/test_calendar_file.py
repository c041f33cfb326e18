"""The calendar file: strict by RFC 5545, in the council's zone, newer when something changed."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from events.models import Event
from events.registration import cancel_event
from tests.events.factories import join, make_event

WIB = ZoneInfo("Asia/Jakarta")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS", "URL", "LOCATION"}


@pytest.fixture
def december(db) -> Event:
    """A training on 5 December 2026, 08.30–15.00 WIB, with a long name that must be folded."""
    return make_event(
        title="Kelas kemasan, label; dan «cerita»: " + "batik jumput Prayungan é " * 4,
        slug="kelas-kemasan",
        summary="Baris satu\nbaris dua",
        starts_at=datetime(2026, 12, 5, 8, 30, tzinfo=WIB),
        ends_at=datetime(2026, 12, 6, 15, 0, tzinfo=WIB),
    )


def entries(content: bytes):
    return Calendar.from_ical(content).walk("VEVENT")


def check_strictly(content: bytes) -> None:
    """What a strict reader refuses; raises AssertionError."""
    content.decode("utf-8")
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")[:-1]
    assert max(map(len, lines)) <= 75
    text = re.sub(r"\r\n[ \t]", "", content.decode())
    unfolded = text.split("\r\n")[:-1]
    stack: list[str] = []
    names: dict[str, list[str]] = {}
    zones = set()
    for line in unfolded:
        name, _colon, value = line.partition(":")
        assert re.fullmatch(r'[A-Z0-9-]+(;[A-Z0-9-]+=("[^"]*"|[^";:,]*))*', name), line
        if name == "BEGIN":
            stack.append(value)
            names.setdefault(value, [])
            if value == "VEVENT":
                names[value] = []
        elif name == "END":
            assert stack.pop() == value
            if value == "VEVENT":
                found = names[value]
                assert set(found) >= ONCE
                assert len(found) == len(set(found)), "a property twice"
        else:
            names[stack[-1]].append(name.partition(";")[0])
            if stack[-1] == "VTIMEZONE" and name == "TZID":
                zones.add(value)
            if stack[-1] == "VEVENT" and name.startswith(("DTSTART", "DTEND")):
                assert re.fullmatch(r"DT(START|END);TZID=Asia/Jakarta", name), line
                assert re.fullmatch(r"\d{8}T\d{6}", value), line
            if name in ("DTSTAMP", "LAST-MODIFIED") and stack[-1] == "VEVENT":
                assert re.fullmatch(r"\d{8}T\d{6}Z", value), line
    assert stack == []
    assert zones == {"Asia/Jakarta"}
    assert {"VERSION", "PRODID"} <= set(names["VCALENDAR"])
    assert "METHOD" not in names["VCALENDAR"]  # a published file has no organiser to answer
    known = [str(one["uid"]) for one in entries(content)]
    assert len(known) == len(set(known))


def test_feed_and_single_files_are_strict(client, december):
    make_event(title="Draf", state=Event.State.DRAFT)
    called_off = make_event(title="Batal", slug="batal")
    cancel_event(called_off, reason="Banjir.")

    for address in ("/agenda.ics", "/en/agenda.ics", f"{december.get_absolute_url()}acara.ics"):
        response = client.get(address)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        check_strictly(response.content)
        assert client.get(address).content == response.content
    titles = {str(one["summary"]) for one in entries(client.get("/agenda.ics").content)}
    assert titles == {december.title, "Batal"}


def test_the_checks_above_can_fail(client, december):
    content = client.get("/agenda.ics").content

    for spoiled in (
        content.replace(b"\r\n", b"\n"),
        content.replace(b"\r\n ", b""),
        content.replace(b";TZID=Asia/Jakarta", b""),
        content.replace(b"UID:", b"X-UID:"),
        content.replace(b"TZID:Asia/Jakarta", b"TZID:Asia/Makassar"),
        content.replace(b"END:VEVENT\r\n", b""),
    ):
        with pytest.raises((AssertionError, ValueError, KeyError)):
            check_strictly(spoiled)


def test_times_are_those_of_the_council(client, december):
    content = client.get("/agenda.ics").content

    [entry] = entries(content)
    assert b"DTSTART;TZID=Asia/Jakarta:20261205T083000" in content
    assert entry.start == december.starts_at
    assert entry.end == december.ends_at
    assert entry["summary"] == december.title
    assert entry["description"] == december.summary


def test_a_change_makes_the_entry_newer_and_a_registration_does_not(client, december):
    def sequence():
        [entry] = entries(client.get("/agenda.ics").content)
        return int(entry["sequence"]), entry["dtstamp"].dt

    first = sequence()
    Event.objects.filter(pk=december.pk).update(starts_at=december.starts_at + timedelta(hours=1))
    second = sequence()
    join(december)
    assert sequence() == second
    cancel_event(Event.objects.get(pk=december.pk), reason="Banjir.")

    assert [first[0], second[0], sequence()[0]] == [0, 1, 2]
    assert first[1] <= second[1]
    [entry] = entries(client.get("/agenda.ics").content)
    assert entry["status"] == "CANCELLED"


def test_sessions_are_entries_of_their_own_and_change_with_the_event(client, december):
    address = f"{december.get_absolute_url()}acara.ics"
    days = [december.starts_at, december.starts_at + timedelta(days=1)]
    for number, day in enumerate(days, 1):
        december.sessions.create(
            title=f"Hari {number}", starts_at=day, ends_at=day + timedelta(hours=3)
        )

    found = entries(client.get(address).content)
    assert [one.start for one in found] == days
    assert [str(one["summary"])[-6:] for one in found] == ["Hari 1", "Hari 2"]
    assert {int(one["sequence"]) for one in found} == {2}
    check_strictly(client.get(address).content)

    december.sessions.first().delete()
    [left] = entries(client.get("/agenda.ics").content)
    assert int(left["sequence"]) == 3


@pytest.mark.parametrize("count", [1, 4])
def test_the_feed_takes_two_queries(client, db, count, django_assert_num_queries):
    for _number in range(count):
        make_event()

    with django_assert_num_queries(2):
        client.get("/agenda.ics")
