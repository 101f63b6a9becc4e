"""Which errors under /api/ did not come from an operation? Django's own; they are told as problems, like all others."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tenure.api.problems import MEDIA_TYPE, answer, meaning

_OURS: Final = "/api/"
_KEPT: Final = ("Allow", "Retry-After", "WWW-Authenticate")


def tell_problems(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware: an address that leads nowhere, a wrong method or a form too large is told as a problem."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(_OURS):
            return get_response(request)
        if "%00" in request.META.get("QUERY_STRING", ""):  # which no database takes
            return answer(422, "The address holds a zero byte.")
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")  # what one key may see is nobody else's
        if response.status_code < 400 or response.headers.get("Content-Type") == MEDIA_TYPE:
            return response
        return _as_problem(request, response)

    return respond


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    status = response.status_code
    kept = {name: response.headers[name] for name in _KEPT if name in response.headers}
    detail = meaning(status)
    if status == 404:
        detail = f"No operation of the API has the address {request.path[:200]}. See /api/v1/docs for those there are."
    elif status == 405:
        detail = f"{request.method} is not possible here; these are: {kept.get('Allow', '')}."
    return answer(status, detail, code=getattr(request, "error_code", None), headers=kept)
