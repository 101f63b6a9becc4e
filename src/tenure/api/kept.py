"""What happens when a POST is sent twice? With an Idempotency-Key it is done once, and answered alike for a day."""

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tenure.actions.kept_answers import AnotherRequest, Answer, answer_long, answer_once
from tenure.api import problems
from tenure.api.caller import Key
from tenure.api.paths import ROOT
from tenure.api.problems import Refusal

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 255
REPLAYED: Final = "Idempotent-Replayed"
_LONG: Final = f"{ROOT}imports"  # a file is written while nobody has to wait for the database
_TOLD: Final = ("Content-Type", "Location")
_key = Key()
Run = Callable[..., HttpResponseBase]


def kept(run: Run) -> Run:
    """An operation that keeps its answer when it is asked to."""

    @wraps(run)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = request.headers.get(HEADER)
        if request.method != "POST" or name is None:
            return run(request, *args, **kwargs)
        try:
            caller = _key(request)
        except Refusal:
            caller = None
        if caller is None:
            return run(request, *args, **kwargs)  # which says why
        if not name.strip() or len(name) > LONGEST or not name.isprintable():
            return problems.answer(422, f"{HEADER} is 1 to {LONGEST} printable characters of your choice.")
        act = answer_long if request.path == _LONG else answer_once
        try:
            answer, is_old = act(
                workspace=caller.workspace,
                key=name,
                request=_fingerprint(request),
                answer=lambda: _packed(run(request, *args, **kwargs)),
            )
        except AnotherRequest:
            return problems.answer(422, f"This {HEADER} was sent with another request before: choose a new one.")
        return _unpacked(answer, is_old)

    return answered


def _fingerprint(request: HttpRequest) -> str:
    found = sha256(f"{request.method} {request.get_full_path()}\0".encode())
    if request.content_type != "multipart/form-data":
        found.update(request.body)
        return found.hexdigest()
    for name, values in sorted(request.POST.lists()):
        found.update(json.dumps([name, values]).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            found.update(f"{name}\0{file.name}\0".encode())
            for piece in file.chunks():
                found.update(piece)
            file.seek(0)
    return found.hexdigest()


def _packed(response: HttpResponseBase) -> Answer:
    content = response.content if isinstance(response, HttpResponse) else b""
    headers = {name: response.headers[name] for name in (*_TOLD, "Retry-After") if name in response.headers}
    text = json.dumps({"headers": headers, "body": content.decode()})
    return Answer(response.status_code, text, is_final=response.status_code < 500 and response.status_code != 429)


def _unpacked(answer: Answer, is_old: bool) -> HttpResponse:
    if not answer.text:
        return problems.answer(409, "What was answered to this request before cannot be read any more.")
    told = json.loads(answer.text)
    response = HttpResponse(told["body"].encode(), status=answer.status, headers=told["headers"])
    if is_old:
        response.headers[REPLAYED] = "true"
    return response
