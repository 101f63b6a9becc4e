"""Lets a request that is sent again do nothing again: it gets the answer that the first one got, for a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.secret_text import UnreadableSecret, decrypt, encrypt
from tenure.records.kept_answer import KeptAnswer
from tenure.records.workspace import Workspace

KEPT: Final = timedelta(hours=24)


class AnotherRequest(Exception):  # noqa: N818 - reads as what is the matter
    """The name was given to another request before."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered. ``is_final``: the same request again would be answered so, too."""

    status: int
    text: str
    is_final: bool = True


def answer_once(*, workspace: Workspace, key: str, request: str, answer: Callable[[], Answer]) -> tuple[Answer, bool]:
    """The answer to a request, and whether it was kept from before.

    What the request does and that it was answered are one transaction: neither is there without the other, and of two
    that come at once the second waits for the first. An answer that is not final undoes whatever was done.
    Raises AnotherRequest.
    """
    with transaction.atomic():
        _forget_old(workspace)
        row, is_new = KeptAnswer.objects.get_or_create(
            workspace=workspace, key=key, defaults={"request": request, "at": clock.now()}
        )
        if not is_new:
            return _kept(row, request), True
        found = answer()
        if found.is_final:
            row.status, row.answer = found.status, encrypt(found.text)
            row.save(update_fields=["status", "answer"])
        else:
            transaction.set_rollback(True)
    return found, False


def answer_long(*, workspace: Workspace, key: str, request: str, answer: Callable[[], Answer]) -> tuple[Answer, bool]:
    """The same for what does much beside the database, and no harm when two come at once. Raises AnotherRequest."""
    kept = KeptAnswer.objects.filter(workspace=workspace, key=key, at__gt=clock.now() - KEPT).first()
    if kept is not None:
        return _kept(kept, request), True
    found = answer()
    if found.is_final:
        with transaction.atomic():
            _forget_old(workspace)
            KeptAnswer.objects.update_or_create(
                workspace=workspace,
                key=key,
                defaults={
                    "request": request, "at": clock.now(), "status": found.status, "answer": encrypt(found.text)
                },
            )  # fmt: skip
    return found, False


def _kept(row: KeptAnswer, request: str) -> Answer:
    if row.request != request:
        raise AnotherRequest
    try:
        return Answer(row.status, decrypt(row.answer))
    except UnreadableSecret:  # the installation's key was changed within the day
        return Answer(409, "", is_final=False)


def _forget_old(workspace: Workspace) -> None:
    KeptAnswer.objects.filter(workspace=workspace, at__lte=clock.now() - KEPT).delete()
