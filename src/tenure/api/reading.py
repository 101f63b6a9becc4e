"""What did a program send? JSON, read strictly: no surprises for the database behind it."""

from typing import Any, Final

import msgspec
from django.http import HttpRequest
from ninja.parser import Parser

from tenure.api.problems import Refusal

JSON: Final = "application/json"


class JsonParser(Parser):
    """Reads bodies; raises Refusal for what is no JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body of a request."""
        return read_json(request)


def read_json(request: HttpRequest) -> Any:
    """The body as JSON. Raises Refusal: 415 for another form, 400 for what cannot be read."""
    if request.content_type != JSON and not (request.content_type or "").endswith("+json"):
        raise Refusal(415, f"Send JSON, with the header Content-Type: {JSON}.")
    try:
        return msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal(400, f"The body is no JSON: {error}.") from None
    except RecursionError:
        raise Refusal(400, "The body is JSON within JSON within JSON, too deep to be read.") from None
