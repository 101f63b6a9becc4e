"""Invites people, and lets them in by a link that sets their password: once, and for a week."""

from datetime import datetime
from typing import Final

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tenure import clock
from tenure.actions.changing import change, note
from tenure.records.member import Member
from tenure.records.user import User
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

LONGEST_NAME: Final = 200


class InvitationRefused(ValueError):  # noqa: N818 - reads as what is the matter
    """An invitation that cannot be made, or that holds no more; the sentence says what to do."""


class _Links(PasswordResetTokenGenerator):
    """Signed with the installation's key over the password as it is: whoever has set one has used the link up."""

    key_salt = "tenure.invitation"

    def _now(self) -> datetime:
        return clock.now().replace(tzinfo=None)


_LINKS: Final = _Links()


def invite(*, workspace: Workspace, email: str, name: str, role: str, by: str) -> tuple[Member, str]:
    """Make somebody a member; the member, and the token of a link when they need one to set a password, else "".

    Somebody who was a member before is one again, in the new role. Raises InvitationRefused.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise InvitationRefused(worded("“{email}” is not an e-mail address.", email=email)) from None
    if role not in Member.Role.values:
        raise InvitationRefused(worded("“{role}” is no role.", role=role))
    name = " ".join(name.split())[:LONGEST_NAME] or email.partition("@")[0]
    with transaction.atomic():
        user = User.objects.filter(email=email).first() or User.objects.create_user(email)
        member, made = Member.objects.select_for_update().get_or_create(
            workspace=workspace, user=user, defaults={"role": role, "name": name, "created_at": clock.now()}
        )
        if made:
            note(workspace, by, "invite", "member", member.pk, None, {"email": email, "role": role})
        elif member.ended_at is None:
            raise InvitationRefused(worded("{email} is a member already.", email=email))
        else:
            change(member, {"ended_at": None, "role": role}, workspace=workspace, noun="member", by=by, verb="resume")
    return member, "" if user.has_usable_password() else _LINKS.make_token(user)


def new_link(*, workspace: Workspace, member_id: int, by: str) -> tuple[Member, str]:
    """The token of another link, with which a member sets a password anew; one that invited them holds no more.

    Raises InvitationRefused for somebody who is a member elsewhere, too: their password opens more than this workspace.
    """
    with transaction.atomic():
        found = Member.objects.select_related("user").filter(workspace=workspace, pk=member_id, ended_at=None)
        member = found.first()
        if member is None:
            raise InvitationRefused(worded("This person is not a member any more."))
        if Member.objects.filter(user=member.user).exclude(workspace=workspace).exists():
            raise InvitationRefused(
                worded(
                    "{name} is known to other workspaces, too: only they can set their password, on their own page.",
                    name=member.name,
                )
            )
        if not member.user.has_usable_password():
            member.user.set_unusable_password()  # another one: the link before was made from it
            member.user.save(update_fields=["password"])
        note(workspace, by, "make_link", "member", member.pk)
    return member, _LINKS.make_token(member.user)


def invited(*, user_id: int, token: str) -> User:
    """Whose link this is. Raises InvitationRefused when it was used, is too old, or its membership ended."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    is_member = user is not None and Member.objects.filter(user=user, ended_at=None).exists()
    if user is None or not is_member or not _LINKS.check_token(user, token):
        raise InvitationRefused(
            worded(
                "This link was used already, or is older than a week. Ask whoever sent it for another; if you set a password, sign in with it."
            )
        )
    return user


def accept(*, user_id: int, token: str, password: str) -> User:
    """Set the password of whoever was invited; the link holds no more. Raises InvitationRefused."""
    with transaction.atomic():
        user = invited(user_id=user_id, token=token)
        user.set_password(password)
        user.save(update_fields=["password"])
        for member in Member.objects.select_related("workspace").filter(user=user, ended_at=None):
            note(member.workspace, f"member {member.pk}", "set_password", "member", member.pk)
    return user
