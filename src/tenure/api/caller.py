"""Which program is asking, and for which workspace? Every operation of the API asks here and nowhere else."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from tenure.api.problems import Refusal
from tenure.api.rate import Rate
from tenure.records.api_key import ApiKey, hash_key
from tenure.records.workspace import Workspace

_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="Tenure API"'}


@dataclass(frozen=True, slots=True)
class Caller:
    """The workspace whose key was sent; ``by`` is how the audit names the key."""

    workspace: Workspace
    by: str


class Key(HttpBearer):
    """The API's one way to sign in: ``Authorization: Bearer ta_…``, a key of the kind ``api``."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Who is asking. Raises Refusal: 401 for no key in use, 403 for a write key, 429 for too many requests."""
        if hasattr(request, "caller"):
            return caller_of(request)  # looked at already, because an answer may have been kept for it
        found = ApiKey.objects.select_related("workspace").filter(hash=hash_key(token.strip()), revoked_at=None).first()
        if found is None:
            raise Refusal(
                401,
                "This key is unknown or was revoked. Make one with: tenure key create --kind api.",
                headers=_CHALLENGE,
            )
        if found.kind != ApiKey.Kind.API:
            raise Refusal(403, "This is a write key: it sends events. Make one with: tenure key create --kind api.")
        if wait := rate().wait(found.workspace_id):
            raise Refusal(429, f"Too many requests: wait {wait} s, then go on.", headers={"Retry-After": str(wait)})
        caller = Caller(found.workspace, f"key {found.pk}")
        request.caller = caller  # type: ignore[attr-defined]  # where `caller_of` looks for it
        return caller


@cache
def rate() -> Rate:
    """How often workspaces may ask this process."""
    return Rate(settings.TENURE_API_RATE_LIMIT)


def unknown() -> Refusal:
    """What somebody gets who sent no key."""
    return Refusal(401, "Send a key: “Authorization: Bearer ta_…”.", headers=_CHALLENGE)


def caller_of(request: HttpRequest) -> Caller:
    """Who is asking, once the key was looked at."""
    caller: Caller = request.caller  # type: ignore[attr-defined]  # set when the key was looked at
    return caller
