"""What is the API? Every operation under /api/v1/, and how each kind of error is told."""

import logging
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tenure.answers.trouble import code_to_quote, sentence_of
from tenure.api import (
    dead_letters,
    departures,
    facts,
    health,
    imports,
    problems,
    reports,
    scorecards,
    timeline,
    webhooks,
    workspace,
)
from tenure.api.accounts import ACCOUNTS
from tenure.api.alerts import router as alerts
from tenure.api.assets import ASSETS
from tenure.api.caller import Key, unknown
from tenure.api.contacts import CONTACTS
from tenure.api.contracts import CONTRACTS
from tenure.api.incidents import router as incidents
from tenure.api.invoices import INVOICES
from tenure.api.kept import kept
from tenure.api.measurements import MEASUREMENTS
from tenure.api.notes import NOTES
from tenure.api.orders import ORDERS
from tenure.api.plays import of_runs as play_runs
from tenure.api.plays import router as plays
from tenure.api.problems import Refusal, Wrong
from tenure.api.reading import JsonParser
from tenure.api.record_routes import routes_of
from tenure.api.segments import router as segments
from tenure.api.signals import router as signals
from tenure.api.tasks import router as tasks
from tenure.api.tickets import TICKETS
from tenure.api.touchpoints import TOUCHPOINTS

NOUNS = (ACCOUNTS, CONTACTS, CONTRACTS, ORDERS, INVOICES, ASSETS, MEASUREMENTS, TOUCHPOINTS, TICKETS, NOTES)
log = logging.getLogger("tenure.api")

api = NinjaAPI(
    title="Tenure",
    version="1",
    description="Everything Tenure knows of your accounts, and everything you want it to know.",
    auth=Key(),
    parser=JsonParser(),
    openapi_url=None,  # the document needs more than ninja knows: see tenure.api.openapi
    docs_url=None,
    urls_namespace="api",
)
api.add_decorator(kept, mode="view")
api.add_router("/workspace", workspace.router)
api.add_router("/facts", facts.catalogue)
api.add_router("/accounts", facts.router)
api.add_router("/accounts", health.router)
api.add_router("/accounts", timeline.router)
for _noun in NOUNS:
    api.add_router(f"/{_noun.kind}", routes_of(_noun))
api.add_router("/health", health.changes)
api.add_router("/scorecards", scorecards.router)
api.add_router("/reports", reports.router)
api.add_router("/imports", imports.router)
api.add_router("/dead-letters", dead_letters.router)
api.add_router("/departures", departures.router)
api.add_router("/tasks", tasks)
api.add_router("/segments", segments)
api.add_router("/signals", signals)
api.add_router("/alerts", alerts)
api.add_router("/incidents", incidents)
api.add_router("/plays", plays)
api.add_router("/play-runs", play_runs)
api.add_router("/webhooks", webhooks.router)


@api.exception_handler(Refusal)
def refused(_: HttpRequest, error: Refusal) -> HttpResponse:
    """What an operation would not do."""
    return problems.answer(error.status, error.detail, errors=error.errors, headers=error.headers)


@api.exception_handler(AuthenticationError)
def nobody(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    """No key was sent."""
    return refused(request, unknown())


@api.exception_handler(ValidationError)
def invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    """Something in the address or the body is not what the operation takes."""
    wrongs = [_wrong(one) for one in error.errors]
    detail = "; ".join(f"{one.field}: {one.reason}" for one in wrongs[:3])
    return problems.answer(422, f"{detail}.", errors=wrongs)


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja itself refuses; where it hides a refusal of ours, that one."""
    if isinstance(error.__cause__, Refusal):
        return refused(request, error.__cause__)
    if isinstance(error.__cause__, RequestDataTooBig):
        return problems.answer(413)
    return problems.answer(error.status_code, str(error))


@api.exception_handler(Http404)
def not_found(_: HttpRequest, __: Http404) -> HttpResponse:
    """What is not there."""
    return problems.answer(404)


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(BadRequest)
@api.exception_handler(MultiPartParserError)
def unreadable(_: HttpRequest, error: Exception) -> HttpResponse:
    """A request that cannot be read."""
    return problems.answer(413 if isinstance(error, RequestDataTooBig) else 400)


@api.exception_handler(Exception)
def broken(_: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours (500), or a disk or database that does not do its part (503); the log has the rest."""
    code = code_to_quote()
    log.error("An operation of the API failed", exc_info=error, extra={"code": code})
    if sentence_of(error):
        return problems.answer(503, code=code, headers={"Retry-After": "30"})
    return problems.answer(500, f"This is a fault of ours. It is in the log under {code}.", code=code)


def _wrong(error: dict[str, Any]) -> Wrong:
    """One finding of pydantic's, without the level that ninja adds."""
    place = [str(part) for part in error["loc"][1:]] or [str(error["loc"][0])]
    names = [part for part in place if part not in {"query", "body"}] or place
    return Wrong(field=".".join(names)[:200], value="", reason=str(error["msg"]).removeprefix("Value error, ")[:500])
