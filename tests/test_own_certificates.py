"""A maker's certificates: state, paper, how to share, and when to renew; only the own ones."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from curation.certificates import show_later
from curation.models import Certificate
from events.models import Attendance
from events.models import Certificate as TrainingCertificate
from products.models import Product
from tests.curation.cases import finish, make_council, owner_of
from tests.events.factories import join, make_event
from tests.factories import give_consent
from tests.test_artisan_home import home


def test_proofs_of_works_and_trainings_with_what_to_do_next(
    as_user, sari, dewi, django_assert_num_queries
):
    work = finish(make_council())
    maker = owner_of(work)
    client = as_user(maker)
    certificate = Certificate.objects.get()
    give_consent(maker.artisan)
    show_later(certificate)
    seat = join(make_event(title="Kelas kemasan"), maker.artisan.businesses.get(), by=maker)
    Attendance.objects.create(registration=seat, marked_at=timezone.now(), marked_by=dewi)
    training = TrainingCertificate.objects.create(
        registration=seat,
        number="0001/PST-001/2026",
        issued_on=timezone.localdate(),
        issued_by=dewi,
    )
    url = reverse("own_certificates")

    with django_assert_num_queries(5):
        page = client.get(url).content.decode()

    assert certificate.number in page
    assert reverse("curation:certificate_pdf", args=[certificate.number]) in page
    assert "https://wa.me/?text=" in page
    assert reverse("events:own_certificate", args=[seat.code]) in page
    assert training.number in page
    assert "Perpanjang kurasi" not in page
    assert certificate.number not in as_user(sari).get(url).content.decode()
    assert "Belum ada sertifikat" in as_user(sari).get(url).content.decode()

    # Sixty days before the end the page and the start page say so.
    ends = timezone.localdate() + timedelta(days=40)
    Certificate.objects.update(valid_until=ends)
    product = work.product
    product.refresh_from_db()
    product.valid_until = ends
    product.save()
    page = client.get(url).content.decode()
    assert "Segera berakhir" in page
    assert reverse("curation:renew", args=[product.code]) in page
    assert "Perpanjang kurasi «Vas Bubut Jati»" in home(client)

    # So they do for a while after it.
    ended = timezone.localdate() - timedelta(days=5)
    Certificate.objects.update(valid_until=ended, issued_on=ended - timedelta(days=300))
    Product.objects.filter(pk=product.pk).update(valid_until=ended)
    page = client.get(url).content.decode()
    assert "Kedaluwarsa" in page
    assert reverse("curation:renew", args=[product.code]) in page
    assert "Perpanjang kurasi «Vas Bubut Jati»" in home(client)
