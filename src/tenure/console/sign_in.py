"""Who may sign in, and with what? People whom an owner invited; nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tenure.actions.secret_text import decrypt, encrypt
from tenure.records.models import Member, User


def is_shut_out(user: User) -> bool:
    """Whether the person was a member somewhere, and is nowhere any more."""
    mine = list(Member.objects.filter(user_id=user.pk).values_list("ended_at", flat=True))
    return bool(mine) and None not in mine


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Sign-in only: members are made by `tenure` or invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth passes it
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """The page that tells somebody whose membership ended why there is no way in; None for everybody else."""
        if is_shut_out(user):
            return render(request, "account/ended.html", status=403)
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """Passkeys and authenticator apps; what an app shares with us lies encrypted, so that a copy tells nothing."""

    def get_totp_issuer(self) -> str:
        """What an authenticator app lists us as."""
        return "Tenure"

    def encrypt(self, text: str) -> str:
        """The form that may be stored."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return decrypt(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a passkey is for: this server, under our name."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Tenure"}


class KnownPeople(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Lets another server say who somebody is, as long as that somebody was invited here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: whoever is not known by the address that the other server has verified is told what to do."""
        raise ImmediateHttpResponse(
            render(request, "account/unknown.html", {"address": sociallogin.user.email}, status=403)
        )


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """What to do without one's password: an owner or admin makes a link that sets a new one."""
    return render(request, "account/password_reset.html")


@require_safe
def known_address(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - views take it
    """Home: nobody changes the address by which others know them."""
    return redirect("home")
