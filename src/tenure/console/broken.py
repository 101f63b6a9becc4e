"""What does somebody see when a page breaks? What happened, what was kept, what to do, and a code that the log has too."""

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string

from tenure.answers.trouble import code_to_quote

HEADER = "X-Error-Code"  # for parts of a page, which say it in a line


def broken(request: HttpRequest) -> HttpResponseServerError:
    """Django asks for this before it logs the error; the log finds the code on the request (project/logs.py)."""
    code = code_to_quote()
    request.error_code = code  # type: ignore[attr-defined]  # where the log looks for it
    try:
        text = render_to_string("console/broken.html", {"code": code})
    except Exception:  # noqa: BLE001 - whatever is broken, even the page assets, the code must be told
        text = render_to_string("500.html", {"code": code})
    return HttpResponseServerError(text, headers={HEADER: code})
