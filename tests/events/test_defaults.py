"""The recorded visit."""

from datetime import date

from django.utils import timezone

from events.calendar import latest_visit
from events.defaults import record_jepara_visit
from events.models import Event, FollowUp, Partner


def test_visit_of_jepara_is_recorded_once_with_both_dates_named(client, db):
    event = record_jepara_visit()
    record_jepara_visit()

    assert Event.objects.count() == Partner.objects.count() == 1
    assert timezone.localdate(event.starts_at) == date(2025, 11, 27)
    page = client.get("/kunjungan/kunjungan-dekranasda-jepara-2025/").content.decode()
    assert "26 November 2025" in page
    assert "Sepanjang hari" in page


def test_front_page_line_counts_kept_promises(db):
    record_jepara_visit()
    FollowUp.objects.filter(done_on=None).first().delete()

    line = latest_visit(at=timezone.now())

    assert line is not None
    assert (line["promised"], line["done"]) == (4, 2)
