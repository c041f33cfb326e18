"""People who sign in, and their roles."""

import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
