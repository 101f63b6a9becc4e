"""How does a record's key stand in an address? Percent-encoded, slashes too: ``a/b`` is ``a%2Fb``, and comes back as it was."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, unquote

from django.http import HttpRequest
from django.http.response import HttpResponseBase

ROOT: Final = "/api/v1/"
_MARKED: Final = re.compile(r"~(2F|7E)")


class Key:
    """A path converter for keys in addresses that `keep_slashes` has marked."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The key that an address means."""
        return _MARKED.sub(lambda mark: chr(int(mark[1], 16)), value)

    def to_url(self, value: str) -> str:
        """The key as a part of an address."""
        return value.replace("~", "~7E").replace("/", "~2F")


def address(*parts: str) -> str:
    """The address of something in the API, from its parts."""
    return ROOT + "/".join(quote(part, safe="") for part in parts)


def keep_slashes(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware: Django sees decoded paths only, in which ``%2F`` is a slash like any other; so mark it before."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(ROOT):
            request.path_info = _marked(request)
        return get_response(request)

    return answer


def sent_path(request: HttpRequest) -> str:
    """The path of a request as it was sent, percent-encoded."""
    scope = getattr(request, "scope", None) or {}
    raw: bytes = scope.get("raw_path") or b""
    return raw.split(b"?")[0].decode("ascii", "replace") or quote(request.path)


def _marked(request: HttpRequest) -> str:
    return unquote(re.sub("%2[Ff]", "~2F", re.sub("~|%7[Ee]", "~7E", sent_path(request))))
