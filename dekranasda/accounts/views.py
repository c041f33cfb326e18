"""The door: password, sign-in links and cards, and the way from the admin's own sign-in to ours."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dekranasda.accounts.access import AuthenticatedHttpRequest, role_required
from dekranasda.accounts.forms import EmptyForm, PasswordForm, came_by_link, limit_session
from dekranasda.accounts.models import Role, SignInLink, User
from dekranasda.accounts.querysets import may_hand_card_to, may_hand_link_to
from dekranasda.accounts.sign_in_card import DAYS as CARD_DAYS
from dekranasda.accounts.sign_in_card import cards_pdf, issue_cards, link_address


def safe_next(request: HttpRequest, default: str) -> str:
    """The address in `next` where it leads back into the portal, else the default."""
    target = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    is_safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_safe else default


@login_not_required
@require_GET
def admin_login(request: HttpRequest) -> HttpResponse:
    """Sends the admin's sign-in to the portal's own; 403 for who may not open the admin."""
    target = safe_next(request, reverse("admin:index"))
    user = request.user
    if not isinstance(user, User):
        return redirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: target})}")
    if not user.is_staff:
        raise PermissionDenied
    return redirect(target)


@login_not_required
@require_GET
def sign_in_help(request: HttpRequest) -> HttpResponse:
    """What to do without the password."""
    return render(request, "accounts/sign_in_help.html", {"back_url": reverse("account_login")})


@sensitive_post_parameters("old_password", "new_password")
@never_cache
@require_http_methods(["GET", "POST"])
def password_change(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new password."""
    by_link = came_by_link(request, request.user)
    form = PasswordForm(request.POST or None, user=request.user, came_by_link=by_link)
    home = reverse("workspace" if request.user.is_council else "artisan_home")
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Kata sandi baru sudah berlaku."))
        return redirect(home)
    return render(
        request,
        "accounts/password_change.html",
        {"form": form, "by_link": by_link, "home": home, "back_url": home},
    )


@login_not_required
@rate_limit(action="sign_in_link")  # type: ignore[untyped-decorator]  # allauth has no types
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Signs a person in by the link that staff handed over.

    Only the button uses the link up: WhatsApp's preview opens the address, too.
    """
    now = timezone.now()
    digest = SignInLink.digest_of(token)
    if not SignInLink.objects.usable(at=now).filter(digest=digest).exists():
        return render(request, "accounts/sign_in_link_used.html", status=410)
    if request.method == "GET":
        return render(request, "accounts/sign_in_link.html", {"form": EmptyForm()})
    user = SignInLink.redeem(token, at=now)
    if user is None:
        return render(request, "accounts/sign_in_link_used.html", status=410)
    record_authentication(request, user, method="link")
    response: HttpResponseBase = perform_login(
        request, Login(user=user, redirect_url=reverse("account_change_password"))
    )
    limit_session(request, user)
    return response


@role_required(Role.SECRETARIAT)
@never_cache
@require_http_methods(["GET", "POST"])
def issue_link(request: AuthenticatedHttpRequest, uid: str) -> HttpResponse:
    """A single-use sign-in link for a person, shown once, to be sent by WhatsApp; or a card."""
    person = get_object_or_404(may_hand_link_to(request.user), uid=uid)
    now, address = timezone.now(), ""
    if request.method == "POST":
        address = link_address(SignInLink.issue(person, by=request.user, at=now))
    context = {
        "person": person,
        "address": address,
        "message": _("Tautan masuk Anda ke portal Dekranasda, berlaku 24 jam: %(address)s")
        % {"address": address},
        "usable": SignInLink.objects.filter(user=person).usable(at=now).first(),
        "may_have_card": may_hand_card_to(request.user).filter(pk=person.pk).exists(),
        "card_days": CARD_DAYS,
    }
    return render(request, "accounts/issue_link.html", context)


@role_required(Role.SECRETARIAT)
@never_cache
@require_POST
def sign_in_card(request: AuthenticatedHttpRequest, uid: str) -> FileResponse:
    """A new sign-in card of one person, to print. The link in it stands nowhere else."""
    person = get_object_or_404(may_hand_card_to(request.user), uid=uid)
    return cards_answer([person], by=request.user, at=timezone.now())


def cards_answer(people: Iterable[User], *, by: User, at: datetime) -> FileResponse:
    """New cards of the people as a PDF, whose name says nothing of them; none may be kept."""
    pdf = cards_pdf(issue_cards(people, by=by, at=at))
    return FileResponse(pdf, filename="kartu-masuk.pdf", content_type="application/pdf")


@role_required(Role.SECRETARIAT)
@require_POST
def revoke_link(request: AuthenticatedHttpRequest, uid: str) -> HttpResponse:
    """Ends the person's unused link or card, which was lost or handed to somebody else."""
    person = get_object_or_404(may_hand_link_to(request.user), uid=uid)
    SignInLink.revoke(person, at=timezone.now())
    messages.success(request, _("Tautan atau kartu yang belum dipakai sudah tidak berlaku."))
    return redirect("issue_link", uid=uid)
