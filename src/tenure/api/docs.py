"""What is the API, for people? One page with every operation, built from the document that programs read."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenure.api.openapi import described
from tenure.api.operations import Operation, by_tag, operations_of
from tenure.api.problems import MEANINGS, title


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The page, for everybody: it tells nothing of anybody's data, and loads nothing from elsewhere."""
    problems = [(status, title(status), says) for status, says in MEANINGS.items()]
    return render(request, "api/docs.html", {"tags": _tags().items(), "problems": problems})


@cache
def _tags() -> dict[str, list[Operation]]:
    return by_tag(operations_of(described()))
