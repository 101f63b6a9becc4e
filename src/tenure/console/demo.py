"""May this visitor walk into the demo? Only where the demo runs for this machine alone, by one click."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tenure.console.access import ANYBODY, open_to
from tenure.records.models import Member

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# What a proxy adds: then the loopback address is the proxy's, not the visitor's.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


def is_open(request: HttpRequest) -> bool:
    """Whether the demo's door is open to this request: the demo is being served, and to this very machine."""
    if not settings.TENURE_DEMO or any(request.headers.get(name) for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def demo_member() -> Member | None:
    """Who the visitor becomes: the first owner of a demo workspace, and of demo workspaces only."""
    members = Member.objects.select_related("workspace", "user").filter(workspace__is_demo=True, role=Member.Role.OWNER)
    return members.exclude(user__memberships__workspace__is_demo=False).order_by("pk").first()


@open_to(ANYBODY)
@require_POST
def enter_demo(request: HttpRequest) -> HttpResponse:
    """Sign the visitor in as the demo's owner; Http404 wherever that is not offered."""
    member = demo_member() if is_open(request) else None
    if member is None:
        raise Http404("there is no demo here")
    login(request, member.user, backend=BACKEND)
    return redirect("today", member.workspace.slug)
