"""A deadline that ends a day is told as that day, never as the midnight after it."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from curation import clock, screening
from curation.models import CompletionItem
from curation.screening import Request
from dekranasda.notices.models import Notice
from dekranasda.templatetags.portal import tanggal
from tests.curation.cases import owner_of, start, submit


def test_a_maker_reads_the_last_day_for_completing_a_work(council, as_user):
    work = submit(council)
    day = timezone.localdate() + timedelta(days=14)
    screening.return_for_completion(
        work,
        requests=[Request(CompletionItem.Part.PHOTOS, "Tambahkan foto kemasan.")],
        due_at=clock.end_of_day_after(timezone.now(), days=14),
        by=council.secretariat,
    )

    message = Notice.objects.get(key__startswith="curation:completion:").body
    home = as_user(owner_of(work)).get("/saya/").content.decode()

    assert f"paling lambat {tanggal(day)}" in message
    assert f"Paling lambat {tanggal(day)}." in home


def test_a_curator_reads_the_last_day_for_scoring(council, as_user):
    day = timezone.localdate() + timedelta(days=5)
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    council.round.closes_at = timezone.now() + timedelta(days=2)
    council.round.review_due_at = midnight
    council.round.save()
    work = start(council)
    curator = work.assignments.first().curator

    message = Notice.objects.filter(recipient=curator).get().body
    page = as_user(curator).get(f"/kerja/kurasi/{council.round.slug}/nilai/periksa/")

    assert f"paling lambat {tanggal(day)}" in message
    assert tanggal(day, "pendek") in page.content.decode()
