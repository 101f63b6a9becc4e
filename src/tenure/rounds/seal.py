"""Moves what the spool holds into the log, and applies what its calls say of who is who."""

import pyarrow.compute as pc

from tenure.actions.identities import apply_calls, ensure_people
from tenure.answers.facts import oldest
from tenure.answers.process import home, spool
from tenure.eventlog import seal as eventlog_seal
from tenure.eventlog.gate import Erasing, undisturbed
from tenure.eventlog.seal import Batch
from tenure.records.workspace import Workspace


def seal(workspace: Workspace) -> bool:
    """Seal one batch; returns whether it was a full one, so that more may wait.

    Each step may be repeated after a crash: the log refuses a batch that it has, calls applied twice change
    nothing, and only then are the rows taken out of the spool, together with the days they open.
    """
    batch = eventlog_seal.next_batch(home(), spool(), workspace.slug, oldest(workspace))
    if batch is None:
        return False
    try:
        # Until the calls are applied, too: else they could bring back somebody whom an erase has just taken out.
        with undisturbed(home(), workspace.slug, batch.erasures):
            eventlog_seal.commit(home(), spool(), batch)
            apply_calls(workspace=workspace, calls=batch.calls)
            ensure_people(workspace=workspace, user_ids=_users(batch), by="capture")
            eventlog_seal.finish(spool(), batch)
    except Erasing:  # what was read may name somebody who is being erased: read it again at the next look
        return False
    return batch.full


def _users(batch: Batch) -> list[str]:
    return [user for user in pc.unique(batch.events["user_id"]).to_pylist() if user]
