"""Closes a person's account for good: contact, sessions, second factor, messages, attempts."""

import re
from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q

from artisans.models import Artisan, Business
from dekranasda.accounts.models import SignInLink, SignUpRequest, User
from dekranasda.notices.models import Notice
from dekranasda.personal_data.blanking import GONE, without


def close_account(user: User) -> None:
    """The account stays as a number without name or contact; nobody can sign in to it."""
    names = {name for name in (user.email, user.phone) if name}
    for record in (AccessAttempt, AccessFailureLog, AccessLog):
        record.objects.filter(username__in=names).delete()
    for owned in (EmailAddress, Authenticator, SignInLink):
        owned._base_manager.filter(user=user).delete()
    end_sessions(user)
    User.objects.filter(pk=user.pk).update(
        full_name=GONE,
        email=f"{user.uid.hex}@dihapus.invalid",
        phone=None,
        phone_verified_at=None,
        password=make_password(None),
        is_active=False,
        last_login=None,
    )


def end_sessions(user: User) -> None:
    """Removes every session of the person, with what it holds."""
    for session in Session.objects.all().iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def forget_messages(people: Collection[Artisan], contacts: Collection[str]) -> None:
    """Empties what was told to the people, also what waits to be told, and sign-up requests.

    Of a telephone that somebody else has, too, such as a helper's, only what names the people.
    """
    users = [person.user_id for person in people if person.user_id]
    names = {person.name for person in people}
    shared = _also_of_others(people, contacts)
    alone = set(contacts) - shared
    told = Notice.objects.filter(
        Q(recipient__in=users)
        | Q(recipient=None, address__in=alone)
        | Q(recipient=None, address__in=shared, recipient_name__in=names)
    )
    waiting = told.filter(state__in=[Notice.State.HELD, Notice.State.QUEUED, Notice.State.FAILED])
    waiting.update(state=Notice.State.CANCELLED)
    told.update(recipient_name=GONE, address="", subject=GONE, body="", link="", last_error="")
    asked = SignUpRequest.objects.filter(
        Q(phone__in=alone) | Q(phone__in=shared, full_name__in=names)
    )
    asked.exclude(state=SignUpRequest.State.OPEN).update(
        full_name=GONE, phone="", business_name="", village_code="", note=""
    )
    asked.filter(state=SignUpRequest.State.OPEN).delete()


def _also_of_others(people: Collection[Artisan], contacts: Collection[str]) -> set[str]:
    """The telephones under which somebody else of the registry is reached as well."""
    owners = [person.pk for person in people]
    others = Artisan.objects.exclude(pk__in=owners).filter(phone__in=contacts)
    businesses = Business.objects.exclude(owner__in=owners).filter(phone__in=contacts)
    standing = businesses.exclude(state=Business.State.MERGED)
    return {*others.values_list("phone", flat=True), *standing.values_list("phone", flat=True)}


def forget_admin_log(found: dict[type[models.Model], set[Any]], pattern: re.Pattern[str]) -> None:
    """Takes the people's names out of what the admin wrote down about their rows."""
    for model, pks in found.items():
        kind = ContentType.objects.get_for_model(model)
        entries = LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in pks])
        entries.update(object_repr=GONE)
        for entry in entries:
            cleaned = without(entry.change_message, pattern)
            if cleaned != entry.change_message:
                LogEntry.objects.filter(pk=entry.pk).update(change_message=cleaned)
