"""What may a program do with a kind of record? List, get, create, change, and bring in many at once: alike for every kind."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Router, Status

from tenure.actions.one_record import IsThere, NotWritten, change_one, create_one
from tenure.api.bulk import BulkOutcome, as_rows, bring_in
from tenure.api.caller import Caller, caller_of
from tenure.api.fields import Place, given_and_cleared, rows_of, wrongs
from tenure.api.nouns import Noun, Shown
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.paths import address
from tenure.api.problems import Refusal, Wrong

Object = dict[str, Any]
_DIGITS = 18


def routes_of(noun: Noun) -> Router:
    """The five operations of a kind."""
    router = Router(tags=[noun.kind])
    _add_list(router, noun)
    _add_create(router, noun)
    _add_bulk(router, noun)
    _add_get(router, noun)
    _add_change(router, noun)
    return router


def _add_list(router: Router, noun: Noun) -> None:
    def view(request: HttpRequest, query: Paging) -> Object:
        caller = caller_of(request)
        refuse_unknown(request, type(query))
        found = cut(noun.narrow(_all(noun, caller), query), query)
        return page(request, noun.show(caller.workspace, found.rows), found.next_cursor)

    # What a list takes differs from kind to kind, and is read from here.
    view.__annotations__["query"] = Query[noun.query]  # type: ignore[misc, name-defined]  # a type all the same
    router.get(
        "", response=page_of(noun.shown), operation_id=f"list_{noun.kind}", summary=f"List {noun.kind}",
        description="In the order in which they came in.",
    )(view)  # fmt: skip


def _add_create(router: Router, noun: Noun) -> None:
    def view(request: HttpRequest, response: HttpResponse, body: Body[Object]) -> Status[Shown]:
        caller = caller_of(request)
        rows = rows_of(noun, body)
        try:
            number = create_one(workspace=caller.workspace, kind=noun.kind, rows=[row for _, row in rows], by=caller.by)
        except IsThere:
            raise Refusal(
                409, f"There is such {_a(noun.one)} already. PATCH changes it; bulk creates or changes."
            ) from None
        except NotWritten as error:
            raise _refused(noun, error, [Place(None, place, body) for place, _ in rows]) from None
        shown = _shown(noun, caller, _all(noun, caller).get(pk=number))
        response["Location"] = address(noun.kind, str(getattr(shown, "key" if noun.by_key else "id")))
        return Status(201, shown)

    router.post(
        "", response={201: noun.shown}, operation_id=f"create_{noun.one}", summary=f"Create {_a(noun.one)}",
        description="Wholly or not at all. Answers 409 when it is there already.",
        openapi_extra={"x-body": noun.sent.__name__},
    )(view)  # fmt: skip


def _add_bulk(router: Router, noun: Noun) -> None:
    def view(request: HttpRequest, body: Body[Object]) -> BulkOutcome:
        return bring_in(noun, caller_of(request), as_rows(body))

    router.post(
        "/bulk", response=BulkOutcome, operation_id=f"bulk_{noun.kind}", summary=f"Create or change many {noun.kind}",
        description="As from a file: good rows go in, bad ones are answered with the reason. The same rows again change "
        "nothing. A field that is null or not named says nothing.",
        openapi_extra={"x-rows": noun.sent.__name__},
    )(view)  # fmt: skip


def _add_get(router: Router, noun: Noun) -> None:
    def view(request: HttpRequest, key: str) -> Shown:
        caller = caller_of(request)
        return _shown(noun, caller, _one(noun, caller, key))

    def bulk(request: HttpRequest) -> Shown:
        return view(request, "bulk")

    router.get("/{key:key}", response=noun.shown, operation_id=f"get_{noun.one}", summary=f"Get {_a(noun.one)}")(view)
    # Somebody may have a record that is called so; its address is that of the operation above.
    router.get("/bulk", response=noun.shown, operation_id=f"get_{noun.one}_bulk", include_in_schema=False)(bulk)


def _add_change(router: Router, noun: Noun) -> None:
    def view(request: HttpRequest, key: str, body: Body[Object]) -> Shown:
        caller = caller_of(request)
        row = _one(noun, caller, key)
        _change(noun, caller, row.pk, _shown(noun, caller, row), body)
        return _shown(noun, caller, _all(noun, caller).get(pk=row.pk))

    def bulk(request: HttpRequest, body: Body[Object]) -> Shown:
        return view(request, "bulk", body)

    router.patch(
        "/{key:key}", response=noun.shown, operation_id=f"change_{noun.one}", summary=f"Change {_a(noun.one)}",
        description="Only the fields that are named; null takes a value away. Wholly or not at all.",
        openapi_extra={"x-patch": noun.sent.__name__},
    )(view)  # fmt: skip
    router.patch("/bulk", response=noun.shown, operation_id=f"change_{noun.one}_bulk", include_in_schema=False)(bulk)


def _change(noun: Noun, caller: Caller, number: int, shown: Shown, patch: Object) -> None:
    known = shown.model_dump()
    for name in ("key", "id"):
        if name in known and name in patch and patch[name] != known[name]:
            wrong = Wrong(field=name, value=str(patch[name])[:80], reason="is another than that of the address")
            raise Refusal(422, "A record keeps its key.", [wrong])
    given, cleared = given_and_cleared({name: value for name, value in patch.items() if name not in {"key", "id"}})
    rows = rows_of(noun, noun.complete(noun, known, given)) if given else []
    try:
        change_one(
            workspace=caller.workspace, kind=noun.kind, number=number, rows=[row for _, row in rows], cleared=cleared,
            by=caller.by,
        )  # fmt: skip
    except NotWritten as error:
        raise _refused(
            noun, error, [Place(None, place, patch) for place, _ in rows] or [Place(None, "", patch)]
        ) from None


def _refused(noun: Noun, error: NotWritten, places: list[Place]) -> Refusal:
    errors = wrongs(noun, error.problems, places)
    return Refusal(422, f"Nothing was written: {errors[0].field or noun.one}: {errors[0].reason}.", errors)


def _all(noun: Noun, caller: Caller) -> "QuerySet[Any]":
    return noun.model._default_manager.filter(workspace=caller.workspace).select_related(*noun.joins)


def _one(noun: Noun, caller: Caller, key: str) -> Any:
    """The record of the caller's workspace with this key or number. Raises Refusal (404)."""
    rows = _all(noun, caller)
    found = None
    if noun.by_key and "\0" not in key:
        found = rows.filter(key=key).first()
    elif not noun.by_key and key.isdecimal() and key.isascii() and len(key) <= _DIGITS:
        found = rows.filter(pk=int(key)).first()
    if found is None:
        raise Refusal(404, f"There is no {noun.one} “{key[:80]}” in the workspace of this key.")
    return found


def _shown(noun: Noun, caller: Caller, row: Any) -> Shown:
    return noun.show(caller.workspace, [row])[0]


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
