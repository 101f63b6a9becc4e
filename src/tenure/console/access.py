"""May this person see this, and may they change it? Every page asks here and nowhere else."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenure.answers.eyes import MARGIN, SENTIMENT, hidden_from
from tenure.console import language
from tenure.console.eyes import seeing, told_by_rules
from tenure.console.locale import LocaleVoice, locale_of
from tenure.records.account_keys import account_at
from tenure.records.models import Account, Member, Scorecard, User
from tenure.values.voice import speaking

P = ParamSpec("P")
Page = Callable[..., HttpResponseBase]
View = Callable[Concatenate[HttpRequest, Member, P], HttpResponseBase]
Opened = TypeVar("Opened", bound=Callable[..., object])
Roles = frozenset[str]
READERS: Final[Roles] = frozenset(Member.Role)
NOTERS: Final = READERS - {Member.Role.VIEWER}  # notes, tasks, touchpoints and the word about a renewal
WRITERS: Final = NOTERS - {Member.Role.SALES}  # everything else about an account
MANAGERS: Final = WRITERS - {Member.Role.AGENT}  # bring data in and take it back, change scorecards
ADMINS: Final = MANAGERS - {Member.Role.MANAGER}  # let people and programs in
OWNERS: Final = frozenset({Member.Role.OWNER})
ANYBODY: Final = READERS | {"visitor"}
_MAY_LOOK: Final = _("Your role may look but not change this; an owner of the workspace can give you another.")


def open_to(roles: Roles) -> Callable[[Opened], Opened]:
    """Notes on a page who may open it: what `for_members` and the others do, and what a page says that asks by itself."""

    def noted(page: Opened) -> Opened:
        page.open_to = roles  # type: ignore[attr-defined]  # tests/pages/test_who_may.py reads it from every page
        return page

    return noted


def member_of(request: HttpRequest, slug: str) -> Member:
    """The signed-in person's membership of the workspace; from here on pages speak the language they chose.

    Raises Http404 for everybody else: an outsider is not told that the workspace exists.
    """
    members = Member.objects.select_related("workspace")
    found = members.filter(workspace__slug=slug, user_id=request.user.pk or 0, ended_at=None).first()
    if found is None:
        raise Http404("no such workspace")
    language.speak(request, found.language)
    return found


def may_note(member: Member) -> bool:
    """Whether the member's role may write notes, tasks, touchpoints and renewals' words: everybody's but a viewer's."""
    return member.role in NOTERS


def may_change(member: Member) -> bool:
    """Whether the member's role may change an account: neither a viewer's nor a seller's may."""
    return member.role in WRITERS


def may_manage(member: Member) -> bool:
    """Whether the member's role may bring data in: an owner's, an admin's or a manager's."""
    return member.role in MANAGERS


def may_administer(member: Member) -> bool:
    """Whether the member's role may let people and programs in: an owner's or an admin's."""
    return member.role in ADMINS


def may_rule(member: Member) -> bool:
    """Whether the member may make owners and unmake them: owners alone."""
    return member.role in OWNERS


def may_see_margin(member: Member) -> bool:
    """Whether the member may see profit and cost: everybody but sellers."""
    return not hidden_facts(member) & MARGIN


def may_see_sentiment(member: Member) -> bool:
    """Whether the member may see how a relationship was rated: everybody but sellers."""
    return not hidden_facts(member) & SENTIMENT


def hidden_facts(member: Member) -> frozenset[str]:
    """The facts that the member's role does not see."""
    return hidden_from(member.role)


def hidden_sentences(member: Member) -> frozenset[str]:
    """What hard rules say of those facts, in any version that scored: asked only for who does not see everything."""
    hidden = hidden_facts(member)
    if not hidden:
        return frozenset()
    known = Scorecard.objects.filter(workspace=member.workspace_id).order_by().values_list("definition", flat=True)
    return told_by_rules(known, hidden)


def account_of(member: Member, key: str) -> Account:
    """The account with this key in the member's workspace; Http404 when there is none."""
    found = account_at(member.workspace_id, key)
    if found is None:
        raise Http404("no such account")
    return found


def memberships(user: User | AnonymousUser) -> list[Member]:
    """Every workspace the person may switch to, by name; none for visitors."""
    found = Member.objects.select_related("workspace").filter(user_id=user.pk or 0, ended_at=None)
    return list(found.order_by("workspace__name"))


def actor(member: Member) -> str:
    """How the audit names the member."""
    return f"member {member.pk}"


def for_members(view: View[P]) -> Page:
    """A page for people of the workspace: signs others in first, and hands the view the member instead of the slug."""
    return _for_those(READERS, view, "")


def for_noters(view: View[P]) -> Page:
    """The same for notes, tasks, touchpoints and a renewal's word: a viewer is refused (403)."""
    return _for_those(NOTERS, view, _MAY_LOOK)


def for_writers(view: View[P]) -> Page:
    """The same for everything else that changes an account: sellers and viewers are refused (403)."""
    return _for_those(WRITERS, view, _MAY_LOOK)


def for_managers(view: View[P]) -> Page:
    """The same for bringing data in, and for how health is judged: agents, sellers and viewers are refused (403)."""
    return _for_those(
        MANAGERS,
        view,
        _("Only managers, admins and owners bring data in and change scorecards; an owner can give you another role."),
    )


def for_admins(view: View[P]) -> Page:
    """The same for people, keys and how the workspace works: all but owners and admins are refused (403)."""
    return _for_those(
        ADMINS,
        view,
        _("Only admins and owners change how the workspace works; an owner can give you another role."),
    )


def _for_those(roles: Roles, view: View[P], refusal: str | Promise) -> Page:
    @open_to(roles)
    @login_required
    @wraps(view)
    def page(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        member = member_of(request, slug)
        if member.role not in roles:
            raise PermissionDenied(refusal)
        with seeing(hidden_facts(member), hidden_sentences(member)), speaking(LocaleVoice(locale_of(request))):
            return view(request, member, *args, **kwargs)

    return page
