"""What is done to very many accounts goes on by itself, a batch at a time: a note says how far it is."""

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tenure.console.accounts.chosen import list_address
from tenure.records.models import Account, Member

_DIGITS = 18
_NOT_SAID = {"csrfmiddlewaretoken", "list"}


def batches(accounts: QuerySet[Account], after: int, size: int) -> Iterator[list[int]]:
    """Numbers of the accounts above ``after``, so many at a time, in order."""
    while batch := list(accounts.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size]):
        yield batch
        after = batch[-1]


def further(
    request: HttpRequest, member: Member, sentence: str, state: Mapping[str, object], entries: tuple[int, ...] = ()
) -> HttpResponse:
    """How far it is (``made`` of ``of``), as a form that sends the same again with the state that it has come to."""
    given = [name for name in request.POST if name not in _NOT_SAID | state.keys() | {"entry"}]
    fields = [(name, value) for name in given for value in request.POST.getlist(name)]
    fields += [("list", f"?{list_address(request)}"), *((name, str(value)) for name, value in state.items())]
    fields += [("entry", str(entry)) for entry in entries]
    context = {"sentence": sentence, "address": request.path, "fields": fields, **state, "member": member}
    response = render(request, "console/accounts/_further.html", context)
    response.headers["HX-Reswap"] = "none"
    return response


def number_said(request: HttpRequest, name: str) -> int:
    """A number of the state, 0 for none."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0


def back_to_list(request: HttpRequest, member: Member) -> str:
    """The list that the form was sent from."""
    query = list_address(request)
    return reverse("accounts", args=[member.workspace.slug]) + (f"?{query}" if query else "")
