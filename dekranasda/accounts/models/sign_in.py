"""Ways in: single-use links, and requests of people who are on record."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.models.people import User


class SignInLinkQuerySet(models.QuerySet["SignInLink"]):
    """Links that staff hand over."""

    def usable(self, *, at: datetime) -> "SignInLinkQuerySet":
        """Neither used nor expired."""
        return self.filter(used_at__isnull=True, expires_at__gt=at)


class SignInLink(models.Model):
    """A single-use address that signs one person in; only its digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = SignInLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("tautan masuk")
        verbose_name_plural = _("tautan masuk")

    def __str__(self) -> str:
        return f"{self.user} · {self.expires_at:%Y-%m-%d}"

    @staticmethod
    def digest_of(token: str) -> str:
        """The digest under which a token is kept."""
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(
        cls, user: User, *, by: User, at: datetime, lifetime: timedelta = timedelta(hours=24)
    ) -> str:
        """Creates a link and returns its token, which is shown once and never stored.

        Earlier links of the same person stop working, also one that a colleague makes at the
        same moment.
        """
        token = secrets.token_urlsafe(24)
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            cls.revoke(user, at=at)
            cls.objects.create(
                user=user,
                digest=cls.digest_of(token),
                created_by=by,
                created_at=at,
                expires_at=at + lifetime,
            )
        return token

    @classmethod
    def revoke(cls, user: User, *, at: datetime) -> int:
        """Ends the person's unused links and cards, a lost one for example. How many there were."""
        return cls.objects.filter(user=user).usable(at=at).update(expires_at=at)

    @classmethod
    def redeem(cls, token: str, *, at: datetime) -> User | None:
        """The person a usable token signs in; the link is used up. None for any other token."""
        with transaction.atomic():
            link = (
                cls.objects.usable(at=at)
                .select_for_update()
                .filter(digest=cls.digest_of(token), user__is_active=True)
                .select_related("user")
                .first()
            )
            if link is None:
                return None
            link.used_at = at
            link.save(update_fields=["used_at"])
        return link.user


class SignUpRequest(models.Model):
    """Someone who asked for an account under a number that is already known to the council.

    The page says the same to everybody; the secretariat calls the number, and only then hands a
    sign-in link to whoever answers it. The password typed on the page is not kept: whoever typed
    it has not shown that the number is theirs.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Menunggu diperiksa")
        LINKED = "linked", _("Dihubungkan")
        REFUSED = "refused", _("Ditutup")

    full_name = models.CharField(_("nama"), max_length=150)
    phone = models.CharField(_("nomor telepon"), max_length=16)
    state = models.CharField(_("keadaan"), max_length=7, choices=State, default=State.OPEN)
    business_name = models.CharField(_("nama usaha"), max_length=160, blank=True)
    village_code = models.CharField(_("kode desa"), max_length=13, blank=True)
    note = models.CharField(_("catatan"), max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(_("kali ditelepon"), default=0)
    try_again_on = models.DateField(_("telepon lagi pada"), null=True, blank=True)
    created_at = models.DateTimeField(_("masuk pada"), default=timezone.now)
    closed_at = models.DateTimeField(_("selesai pada"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diselesaikan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("permohonan akun")
        verbose_name_plural = _("permohonan akun")
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["phone"], condition=models.Q(state="open"), name="sign_up_request_open"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(closed_at__isnull=False),
                name="sign_up_request_closed_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def close(self, state: State, *, by: User, at: datetime, note: str = "") -> None:
        """Settles an open request. Raises ValidationError («request_closed») the second time."""
        changed = SignUpRequest.objects.filter(pk=self.pk, state=self.State.OPEN).update(
            state=state, closed_by=by, closed_at=at, note=note
        )
        if not changed:
            raise ValidationError(
                _("Permohonan ini sudah diselesaikan petugas lain."), code="request_closed"
            )
        self.refresh_from_db()

    def note_call(self, *, try_again_on: date, note: str) -> None:
        """Nobody answered: the request waits for the day. Raises ValidationError, see `close`."""
        changed = SignUpRequest.objects.filter(pk=self.pk, state=self.State.OPEN).update(
            attempts=models.F("attempts") + 1, try_again_on=try_again_on, note=note
        )
        if not changed:
            raise ValidationError(
                _("Permohonan ini sudah diselesaikan petugas lain."), code="request_closed"
            )
        self.refresh_from_db()
