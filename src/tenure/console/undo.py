"""How does a page tell that something was done, and offer to take it back?

What htmx sent is answered with a note for the foot of the page, and with the event ``tenure:NOUN`` (``tenure:tasks``,
``tenure:touchpoints``), upon which every part that shows such things asks for itself anew: so a list need not know the
forms that change it, nor a form the lists. Without script it is the page again, with the note on top.
"""

import json
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def told(
    request: HttpRequest,
    sentence: str,
    *,
    back: str,
    events: Sequence[str],
    undo: str = "",
    entries: Sequence[int] = (),
    went_well: bool = True,
) -> HttpResponse:
    """Tell what was done; ``undo`` is the address that takes these entries back, ``back`` where to go without script."""
    if not request.headers.get("HX-Request"):
        messages.add_message(request, messages.SUCCESS if went_well else messages.INFO, sentence)
        return redirect(back)
    context = {"sentence": sentence, "undo": undo, "entries": entries, "went_well": went_well}
    response = render(request, "console/_undo.html", context)
    # The form stays until the parts around it come anew. What is in the sheet is over, but not before the answer has
    # been put in its places: the sheet opens by itself when something is put into it.
    response.headers["HX-Reswap"] = "none"
    happened = {f"tenure:{name}": True for name in (*events, "close-sheet")}
    response.headers["HX-Trigger-After-Settle"] = json.dumps(happened)
    return response


def asked_back(request: HttpRequest) -> list[int]:
    """The entries that an undo names; what is no number is passed over."""
    return [int(one) for one in request.POST.getlist("entry")[:1000] if one.isdecimal() and len(one) < 19]
