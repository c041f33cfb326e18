"""People who sign in, their roles, their consent, and who looked at personal numbers."""

import hashlib
import secrets
import uuid
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dekranasda.accounts.privacy_notice import CURRENT
from dekranasda.lib.phone import parse_phone


class Role(models.TextChoices):
    """What a person does for the council. The value is the name of a Django group."""

    SECRETARIAT = "secretariat", _("Sekretariat")
    CURATOR = "curator", pgettext_lazy("peran", "Kurator")
    CHAIR = "chair", _("Ketua panel")
    MENTOR = "mentor", _("Pendamping")
    DISTRICT_OPERATOR = "district_operator", _("Operator kecamatan")
    LEADER = "leader", _("Pimpinan")


class UserManager(BaseUserManager["User"]):
    """Creates users by phone or e-mail; accepts a phone number in any usual writing."""

    def create_user(
        self, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """A saved user. Raises ValidationError without an e-mail address and a phone number."""
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.phone = parse_phone(user.phone) if user.phone else None
        if not (user.email or user.phone):
            raise ValidationError(_("Isi nomor telepon atau alamat surel."), code="no_contact")
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """A saved user who may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail address, upper or lower case, or this phone number."""
        name = username or ""
        if "@" in name:
            return self.get(email__iexact=name)
        try:
            return self.get(phone=parse_phone(name))
        except ValidationError:
            raise self.model.DoesNotExist from None


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by phone or e-mail. What they may do follows from their groups."""

    class TextSize(models.IntegerChoices):
        """How large the own pages are shown, in percent."""

        NORMAL = 100, _("Biasa")
        LARGE = 115, _("Besar")
        LARGEST = 130, _("Paling besar")

    email = models.EmailField(_("alamat surel"), null=True, blank=True)
    phone = models.CharField(
        _("nomor telepon"),
        max_length=16,
        null=True,
        blank=True,
        unique=True,
        help_text=_("Format internasional, misalnya +6281234567890."),
    )
    phone_verified_at = models.DateTimeField(_("telepon terverifikasi pada"), null=True, blank=True)
    full_name = models.CharField(_("nama lengkap"), max_length=150)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("boleh membuka admin"), default=False)
    language = models.CharField(
        _("bahasa"), max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )
    text_size = models.PositiveSmallIntegerField(
        _("ukuran huruf"), choices=TextSize, default=TextSize.NORMAL
    )
    date_joined = models.DateTimeField(_("terdaftar pada"), default=timezone.now)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        ordering = ("full_name", "pk")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False),
                name="user_has_contact",
                violation_error_message=_("Isi nomor telepon atau alamat surel."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["id", "en"], text_size__in=[100, 115, 130]),
                name="user_sees_a_known_language_and_size",
            ),
        )

    def __str__(self) -> str:
        return self.full_name or self.email or self.phone or str(self.pk)

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.full_name

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.full_name.split(" ")[0]

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The names of the person's groups; one query, then kept on the object."""
        return frozenset(self.groups.values_list("name", flat=True))

    def has_role(self, role: Role) -> bool:
        """Whether the person holds the role."""
        return role.value in self.role_names

    def has_any_role(self, *roles: Role) -> bool:
        """Whether the person holds one of the roles."""
        return any(self.has_role(role) for role in roles)

    def acts_as(self, *roles: Role) -> bool:
        """Whether the person does the work of a role: by holding one, or as an administrator."""
        return self.is_superuser or self.has_any_role(*roles)

    @property
    def is_secretariat(self) -> bool:
        """Whether the person does the secretariat's work: by the role, or as an administrator."""
        return self.acts_as(Role.SECRETARIAT)

    @property
    def is_council(self) -> bool:
        """Whether the person works for the council in any role (the workbench is theirs)."""
        return self.is_superuser or bool(self.role_names)


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


class Consent(models.Model):
    """What a person allowed or took back, for one purpose. Append-only: the newest row counts."""

    class Purpose(models.TextChoices):
        REGISTRY = "registry", _("Data disimpan dan diolah Dekranasda")
        PUBLIC_PROFILE = "public_profile", _("Nama dan kisah tampil untuk umum")
        PUBLIC_PHONE = "public_phone", _("Nomor WhatsApp tampil untuk pembeli")
        PUBLIC_PHOTO = "public_photo", _("Foto diri dan tempat kerja tampil untuk umum")
        CURATION = "curation", _("Data karya dinilai kurator")
        ASSISTED = "assisted", _("Diisi oleh pendamping atas nama perajin")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("Portal")
        PAPER = "paper", _("Formulir kertas")
        SPOKEN = "spoken", _("Lisan, dicatat petugas")

    subject = models.UUIDField(_("orang"), db_index=True)
    purpose = models.CharField(_("tujuan"), max_length=20, choices=Purpose)
    is_given = models.BooleanField(_("disetujui"))
    notice_version = models.CharField(_("versi pemberitahuan"), max_length=20)
    channel = models.CharField(_("cara"), max_length=10, choices=Channel)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("dicatat pada"), default=timezone.now)

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")
        ordering = ("-recorded_at", "-pk")
        indexes = (
            models.Index(fields=["subject", "purpose", "-recorded_at"], name="consent_newest"),
        )
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.is_given}"

    @classmethod
    def record(
        cls,
        subject: uuid.UUID,
        purpose: "Consent.Purpose",
        *,
        is_given: bool,
        channel: "Consent.Channel",
        by: User,
        at: datetime,
    ) -> "Consent":
        """Writes down the person's word, under the privacy notice in force."""
        return cls.objects.create(
            subject=subject,
            purpose=purpose,
            is_given=is_given,
            notice_version=CURRENT,
            channel=channel,
            recorded_by=by,
            recorded_at=at,
        )

    @classmethod
    def standing(cls, subject: uuid.UUID) -> list[tuple["Consent.Purpose", "Consent | None"]]:
        """Each purpose with the person's newest word, None where there is none; one query."""
        words = cls.objects.filter(subject=subject).order_by("recorded_at", "pk")
        newest = {word.purpose: word for word in words}
        return [(purpose, newest.get(purpose.value)) for purpose in cls.Purpose]

    @classmethod
    def is_current(cls, subject: uuid.UUID, purpose: "Consent.Purpose") -> bool:
        """Whether the person's newest word for the purpose is yes; no word means no."""
        newest = (
            cls.objects.filter(subject=subject, purpose=purpose)
            .order_by("-recorded_at", "-pk")
            .values_list("is_given", flat=True)
            .first()
        )
        return bool(newest)


class PersonalDataAccess(models.Model):
    """Who saw whose personal number, when and why. Append-only."""

    subject = models.UUIDField(_("orang"), db_index=True)
    field = models.CharField(_("data"), max_length=30)
    reason = models.CharField(_("alasan"), max_length=200)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(_("dilihat pada"), default=timezone.now)
    address = models.GenericIPAddressField(_("alamat jaringan"), null=True, blank=True)
    # Sent along by the form: the same answer is not shown a second time by a reload.
    form_token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("akses data pribadi")
        verbose_name_plural = _("akses data pribadi")
        ordering = ("-seen_at", "-pk")
        indexes = (models.Index(fields=["seen_by", "-seen_at"], name="access_by_person"),)
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.field} · {self.seen_at:%Y-%m-%d %H:%M}"
