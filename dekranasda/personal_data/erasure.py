"""Erasure: everything that tells of a person goes; decisions, figures and numbers stay nameless."""

from datetime import datetime
from functools import partial
from typing import Any

import pghistory.models
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from artisans.data_requests import close
from artisans.exporting import withdraw_all
from artisans.models import (
    Artisan,
    AssistanceGrant,
    Business,
    DataRequest,
    FactSource,
    Licence,
    Merge,
    RegistryEntry,
)
from curation.models import Appeal, Certificate, Submission
from curation.personal_data import forget_evidence
from curation.submissions import withdraw as withdraw_submission
from curation.transitions import TABLE, Action
from dekranasda.accounts.models import PersonalDataAccess, User
from dekranasda.editorial.models import FeaturedStory
from dekranasda.lib import clock
from dekranasda.lib.photo_store import forget
from dekranasda.personal_data.account import close_account, forget_admin_log, forget_messages
from dekranasda.personal_data.belongings import Belongings, belongings_of
from dekranasda.personal_data.blanking import (
    GONE,
    blank,
    guards_lifted,
    pattern_of,
    redact,
    tracked,
)
from dekranasda.personal_data.blanking import without as without_words
from dekranasda.personal_data.curation_pictures import forget_curation_pictures
from dekranasda.personal_data.farewell import bid_farewell
from dekranasda.personal_data.import_traces import erase_import_traces
from dekranasda.personal_data.tombstones import bury
from events.models import Registration, StallApplication, StallChange
from events.registration import cancel as cancel_registration
from events.stalls import withdraw as withdraw_stall
from products.models import Photo, Product, ProductVersion
from products.publication import HAS_PAGE
from products.publication import withdraw as withdraw_work

# The council's own record of what it decided: only the person's words are taken out of it.
KEEPS_DECISIONS = "curation"


def erase_on_request(request: DataRequest, *, by: User, at: datetime) -> None:
    """Carries an erasure out and closes its request, in one transaction.

    Raises ValidationError: «same_person» where the same member of the staff recorded the request,
    «closed», «unknown_person», «is_council».
    """
    with transaction.atomic():
        known = Artisan.objects.filter(uid=request.subject, erased_at__isnull=True)
        artisan = known.select_related("user").first()
        if artisan is None:
            raise ValidationError(_("Data orang ini sudah dihapus."), code="unknown_person")
        close(request, DataRequest.State.DONE, answer=_("Data dihapus."), by=by, at=at)
        bid_farewell(artisan)
        erase(artisan, by=by, at=at)


def erase(artisan: Artisan, *, by: User, at: datetime) -> None:
    """Forgets a person. Raises ValidationError («is_council») for people who work for the council.

    One transaction; files of photographs and imports are removed after the commit.
    """
    with transaction.atomic(), pghistory.context(user=by.pk, reason="penghapusan data"):
        artisan = Artisan.objects.select_for_update(of=("self",)).get(pk=artisan.pk)
        if artisan.user and artisan.user.is_council:
            raise ValidationError(
                _("Orang ini juga bertugas di Dekranasda. Cabut tugasnya lebih dahulu."),
                code="is_council",
            )
        found = belongings_of(artisan)
        people = list(Artisan.objects.filter(pk__in=found[Artisan]).select_related("user"))
        businesses = list(Business.objects.filter(pk__in=found.get(Business, ())))
        words = words_of(people, businesses)
        _step_back(people, businesses, by=by)
        for person in people:
            bury(person, businesses, at=at)
        found = belongings_of(artisan)
        forget_curation_pictures(businesses)
        _forget_around(people, businesses, found, words, at=at)
        _blank(found, words)
        _rename(people, businesses, at=at)
        transaction.on_commit(caches["pictures"].clear)


def words_of(people: list[Artisan], businesses: list[Business]) -> set[str]:
    """What names the people: names, businesses, telephones in both writings, e-mail addresses."""
    phones: set[str] = set()
    words: set[str] = set()
    for person in people:
        words |= {person.name, person.slug}
        phones |= {person.phone, *person.other_phones.split(";")}
        if person.user:
            words |= {person.user.full_name, person.user.email or ""}
            phones.add(person.user.phone or "")
    for business in businesses:
        words |= {business.name, business.slug, business.business_id}
        phones.add(business.phone)
    local = {f"0{phone.removeprefix('+62')}" for phone in phones if phone.startswith("+62")}
    return {word for word in words | phones | local if word}


def _step_back(people: list[Artisan], businesses: list[Business], *, by: User) -> None:
    """Takes works and stories off the pages, submissions back, and gives seats to who waits."""
    FeaturedStory.objects.filter(artisan__in=people).delete()
    for work in Product.objects.filter(
        business__in=businesses, state__in=[*HAS_PAGE, Product.State.SUSPENDED]
    ):
        withdraw_work(work, reason=_("Data pembuatnya dihapus."))
    sources = TABLE[Action.WITHDRAW].sources
    for submission in Submission.objects.filter(
        product__business__in=businesses, state__in=sources
    ).select_related("product__business__owner__user"):
        maker = submission.product.business.owner.user or by
        withdraw_submission(submission, by=maker, reason=_("Penghapusan data"))
    for seat in Registration.objects.live().filter(artisan__in=people):
        try:
            cancel_registration(seat)
        except ValidationError:
            continue  # the event is over; the seat is a number of its figures
    applications = StallApplication.objects.filter(business__in=businesses)
    applications.update(has_disability=False)
    for application in applications.standing().filter(call__event__ends_at__gt=clock.now()):
        withdraw_stall(application, by=by)


def _forget_around(
    people: list[Artisan],
    businesses: list[Business],
    found: Belongings,
    words: set[str],
    *,
    at: datetime,
) -> None:
    """What no foreign key leads to: accounts, messages, imports, exports, logs, requests."""
    pattern = pattern_of(words)
    uids = [person.uid for person in people]
    if pattern is not None:
        forget_admin_log(found, pattern)
    forget_messages(people, {word for word in words if word.startswith("+") or "@" in word})
    erase_import_traces(people, [business.pk for business in businesses])
    withdraw_all(at=at)
    subjects = [*uids, *(business.uid for business in businesses)]
    FactSource.objects.filter(subject__in=subjects).delete()
    asked = DataRequest.objects.filter(subject__in=uids)
    asked.update(text="")
    asked.exclude(kind=DataRequest.Kind.ERASURE).update(answer="")
    seen = PersonalDataAccess.objects.filter(subject__in=uids)
    with guards_lifted([PersonalDataAccess]):
        redact(PersonalDataAccess, set(seen.values_list("pk", flat=True)), words)
    with guards_lifted([Appeal]):
        forget_evidence(people)
    for person in people:
        if person.user:
            close_account(person.user)


def _blank(found: Belongings, words: set[str]) -> None:
    digests: set[str] = set()
    contexts: set[object] = set()
    with guards_lifted(found):
        for model, pks in found.items():
            if model._meta.app_label == KEEPS_DECISIONS or model is StallChange:
                redact(model, pks, words)
                continue
            if model is Photo:
                photos = Photo.objects.filter(pk__in=pks)
                digests |= set(photos.values_list("sha256", flat=True))
                photos.delete()
                continue
            if tracked(model) in (Licence, AssistanceGrant):
                _drop_documents(model, pks)
            digests |= blank(model, pks)
            if model is Merge:
                _forget_origins(pks)
            if hasattr(model, "pgh_tracked_model"):
                events = model._base_manager.filter(pk__in=pks)
                contexts |= set(events.values_list("pgh_context", flat=True))
    _redact_contexts(contexts - {None}, words)
    forget(digests)


def _drop_documents(model: Any, pks: set[Any]) -> None:
    """Removes documents of permits and signed papers, replaced ones as well, after the commit."""
    rows = model._base_manager.filter(pk__in=pks).exclude(document="")
    for name in rows.values_list("document", flat=True).distinct():
        transaction.on_commit(partial(storages["private"].delete, name))


def _forget_origins(pks: set[Any]) -> None:
    """A merge remembers where values came from, in words; nobody can undo it any more."""
    for merge in Merge.objects.filter(pk__in=pks):
        merge.details.pop("origins", None)
        merge.save(update_fields=["details"])


def _redact_contexts(contexts: set[object], words: set[str]) -> None:
    """The reasons in the trail may name the person."""
    pattern = pattern_of(words)
    for context in pghistory.models.Context.objects.filter(pk__in=contexts):
        cleaned = without_words(context.metadata, pattern) if pattern else context.metadata
        if cleaned != context.metadata:
            context.metadata = cleaned
            context.save(update_fields=["metadata"])


def _rename(people: list[Artisan], businesses: list[Business], *, at: datetime) -> None:
    """What every row must have: a name, an address part. The trail follows, equally nameless."""
    pks = [person.pk for person in people]
    slug = Concat(Value("dihapus-"), F("pk"))
    own_pks = [business.pk for business in businesses]
    own = Business.objects.filter(pk__in=own_pks)
    Artisan.objects.filter(pk__in=pks).update(
        name=GONE, slug=slug, user=None, born_on=None, gender="", village=None,
        working_since=None, erased_at=at,
    )  # fmt: skip
    own.update(name=GONE, slug=slug, is_public=False, state=Business.State.ERASED, founded_in=None)
    _trail_of(Artisan, pks).update(
        name=GONE, slug="dihapus", born_on=None, gender="", village=None, user=None
    )
    _trail_of(Business, own_pks).update(name=GONE, slug="dihapus")
    # The triggers made these rows nameless; an erased business stands in no list.
    RegistryEntry.objects.filter(business__in=own_pks).delete()
    works = Product.objects.filter(business__in=own)
    works.update(name=GONE, slug="dihapus", maker_name=GONE)
    with guards_lifted([ProductVersion]):
        ProductVersion.objects.filter(product__in=works).update(name=GONE)
    Certificate.objects.filter(product__in=works).update(work_name=GONE)


def _trail_of(model: type[Model], pks: list[int]) -> QuerySet[Any]:
    """The history's rows of these rows."""
    events: Any = model._meta.get_field("events").related_model
    trail: QuerySet[Any] = events.objects.filter(pgh_obj__in=pks)
    return trail
