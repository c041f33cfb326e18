"""From a verdict to help: targets with comments, the right mentor, trainings, the way back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artisans.models import MentoringPlan
from curation.coaching import mentor_for
from dekranasda.accounts.models import Role
from dekranasda.notices.models import Notice
from tests.curation.cases import WEAK, finish, owner_of
from tests.events.factories import make_event
from tests.factories import make_business, make_craft, make_user, make_village

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def mentor(name, *, business=None, others=0):
    """A mentor who accompanies so many businesses, and the given one."""
    user = make_user(Role.MENTOR, full_name=name)
    for accompanied in [
        *([business] if business else []),
        *(make_business() for _ in range(others)),
    ]:
        MentoringPlan.objects.create(
            business=accompanied, mentor=user, title="Rencana", opened_on=TODAY
        )
    return user


def test_the_mentor_has_little_to_do_and_knows_craft_and_place():
    business = make_business(craft=make_craft("anyam", name="Anyam"), village=make_village())
    alike = make_business(craft=business.craft, village=business.village)
    idle = mentor("Santai")
    knowing = mentor("Paham", business=alike, others=2)

    assert mentor_for(business, on=TODAY, look_back=24) == knowing
    for _more in range(6):
        MentoringPlan.objects.create(
            business=make_business(), mentor=knowing, title="Rencana", opened_on=TODAY
        )
    assert mentor_for(business, on=TODAY, look_back=24) == idle


def test_the_known_mentor_goes_on_unless_they_judge(council):
    business = make_business(craft=make_craft("ukir", name="Ukir"))
    known = mentor("Kenal", business=business, others=5)
    free = mentor("Luang")

    assert mentor_for(business, on=TODAY, look_back=24) == known
    known.groups.add(*council.curators[0].groups.all())  # may have to judge the maker later
    assert mentor_for(business, on=TODAY, look_back=24) == free
    business.owner.user = free
    business.owner.save()
    assert mentor_for(business, on=TODAY, look_back=24) is None


def test_nobody_who_judged_the_maker_within_two_years_accompanies(council):
    work = finish(council, "coaching", WEAK)
    judge = council.curators[0]
    judge.groups.clear()
    judge.groups.add(*make_user(Role.MENTOR).groups.all())
    others = make_user(Role.MENTOR)
    business = work.product.business

    assert mentor_for(business, on=TODAY, look_back=24) != judge
    MentoringPlan.objects.filter(business=business).delete()
    for someone in (others, *type(others).objects.filter(groups__name=Role.MENTOR)):
        if someone != judge:
            someone.groups.clear()
    assert mentor_for(business, on=TODAY, look_back=24) is None
    assert mentor_for(business, on=TODAY + timedelta(days=800), look_back=24) == judge


def test_the_maker_reads_a_checklist_with_ways_to_mend_and_trainings(council, as_user):
    helper = mentor("Bu Tuti Pendamping")
    training = make_event(title="Kelas kemasan hadiah", topic="KMS")
    make_event(title="Kelas harga", topic="HRG")  # not weak in this work
    make_event(title="Kelas ukir", topic="MTU", crafts=[make_craft("ukir", name="Ukir")])
    work = finish(council, "coaching", WEAK)

    plan = MentoringPlan.objects.get(business=work.product.business)
    assert (plan.mentor, plan.origin) == (helper, work.code)
    assert Notice.objects.filter(recipient=helper, template="mentoring_assigned").exists()
    client = as_user(owner_of(work))
    status = client.get(f"/saya/karya/{work.product.code}/").text
    page = client.get(f"/saya/karya/{work.product.code}/rencana/").text

    assert f"/saya/karya/{work.product.code}/rencana/" in status
    assert "Perbaiki KMS." in page
    assert training.get_absolute_url() in page
    assert "Kelas harga" not in page
    assert "Kelas ukir" not in page
    assert "?langkah=" in page
    assert "Bu Tuti Pendamping" in page
    assert as_user(council.curators[0]).get(
        f"/saya/karya/{work.product.code}/rencana/"
    ).status_code in (403, 404)


def test_the_mentor_sees_where_the_plan_comes_from_in_words(council, as_user):
    helper = mentor("Bu Tuti")
    work = finish(council, "coaching", WEAK)
    business = work.product.business

    page = as_user(helper).get(f"/kerja/pendampingan/{business.pk}/").text
    origin = f"/kerja/registri/{business.pk}/kurasi/{work.code}/"

    assert origin in page
    read = as_user(helper).get(origin).text
    assert "Perbaiki KMS." in read
    assert "Kurator A" not in read
