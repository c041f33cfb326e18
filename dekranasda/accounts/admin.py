"""Accounts in the admin. Roles, rights and other people of the council are for administrators."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from dekranasda.accounts.forms import PhoneField
from dekranasda.accounts.models import (
    Consent,
    PersonalDataAccess,
    Role,
    SignInLink,
    SignUpRequest,
    User,
)
from dekranasda.accounts.permissions import set_roles
from dekranasda.lib.read_only import ReadOnlyAdmin

PLAIN_FIELDS = ("full_name", "phone", "email", "language", "is_active")


class UserForm(forms.ModelForm[User]):
    """A person's account; without a password, which only the person sets."""

    phone = PhoneField(label=_("Nomor telepon"), required=False)

    class Meta:
        model = User
        fields = PLAIN_FIELDS

    def clean_phone(self) -> str | None:
        """No number is NULL, so that two people may both have none."""
        return self.cleaned_data["phone"] or None

    def clean_email(self) -> str | None:
        """No address is NULL; addresses are kept in lower case."""
        return (self.cleaned_data["email"] or "").lower() or None


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Staff keep the accounts of artisans; administrators also those of the council."""

    form = UserForm
    list_display = ("full_name", "phone", "email", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("full_name", "email", "phone")
    readonly_fields = ("last_login", "date_joined", "phone_verified_at", "is_staff")
    filter_horizontal = ("groups",)
    actions: ClassVar[list[str]] = ["hand_link"]  # type: ignore[misc]  # a list in Django, too
    fieldsets = (
        (None, {"fields": PLAIN_FIELDS}),
        (_("Riwayat"), {"fields": ("phone_verified_at", "last_login", "date_joined")}),
    )
    power_fieldset = (
        _("Tugas"),
        {
            "fields": ("groups", "is_staff", "is_superuser"),
            "description": _("Hanya administrator yang mengubah tugas dan hak."),
        },
    )

    @admin.display(description=_("tugas"))
    def roles(self, user: User) -> str:
        """The person's roles in words."""
        names = {group.name for group in user.groups.all()}
        return ", ".join(str(role.label) for role in Role if role.value in names)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """For staff: people without a task in the council, and themselves."""
        people = super().get_queryset(request).prefetch_related("groups")
        if request.user.is_superuser:
            return people
        return people.filter(is_superuser=False, groups__isnull=True)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Roles and rights only for administrators, and only once the account exists."""
        if obj is None:
            return ((None, {"fields": PLAIN_FIELDS}),)
        if request.user.is_superuser:
            return (*self.fieldsets, self.power_fieldset)
        return self.fieldsets

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Accounts are switched off, never deleted: what they did refers to them."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new person has no password until the sign-in link lets them choose one."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The admin opens exactly for the roles that the table of permissions names."""
        super().save_related(request, form, formsets, change)
        if request.user.is_superuser and change:
            names = set(form.instance.groups.values_list("name", flat=True))
            set_roles(form.instance, {role for role in Role if role.value in names})

    @admin.action(description=_("Buat tautan masuk"), permissions=["change"])
    def hand_link(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Opens the page that makes a sign-in link for one person."""
        if queryset.count() != 1:
            self.message_user(request, _("Pilih satu orang."), messages.WARNING)
            return None
        return redirect("issue_link", uid=queryset.get().uid)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ("subject", "purpose", "is_given", "channel", "recorded_by", "recorded_at")
    list_filter = ("purpose", "is_given", "channel")
    list_select_related = ("recorded_by",)
    search_fields = ("subject",)


@admin.register(PersonalDataAccess)
class PersonalDataAccessAdmin(ReadOnlyAdmin):
    list_display = ("seen_at", "seen_by", "field", "reason", "subject")
    list_filter = ("field",)
    list_select_related = ("seen_by",)
    search_fields = ("subject",)


@admin.register(SignUpRequest)
class SignUpRequestAdmin(ReadOnlyAdmin):
    list_display = ("full_name", "state", "created_at", "closed_at", "closed_by")
    list_filter = ("state",)
    list_select_related = ("closed_by",)


@admin.register(SignInLink)
class SignInLinkAdmin(ReadOnlyAdmin):
    list_display = ("user", "created_by", "created_at", "expires_at", "used_at")
    list_select_related = ("user", "created_by")
