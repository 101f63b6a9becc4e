"""Which play is meant, and what does it say: as it runs, else as it is written?"""

from django.http import Http404

from tenure.plays.parse import PlayError, parse
from tenure.plays.play import Play
from tenure.records.models import Member, PlayRun, PlayVersion
from tenure.records.models import Play as Row

LARGEST = 2**63 - 1


def play_of(member: Member, slug: str) -> Row:
    """The play of the member's workspace with this slug; Http404 when there is none."""
    row = Row.objects.filter(workspace=member.workspace_id, slug=slug).first()
    if row is None:
        raise Http404("no such play")
    row.workspace = member.workspace  # it is at hand
    return row


def run_of(member: Member, number: int) -> PlayRun:
    """The run with this number, with its play, version and account; Http404 when there is none."""
    rows = PlayRun.objects.select_related("play", "version", "account__owner").filter(workspace=member.workspace_id)
    found = rows.filter(pk=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404("no such run")
    return found


def latest(row: Row) -> PlayVersion | None:
    """The version that was published last; None for one that never was."""
    return PlayVersion.objects.filter(play=row).order_by("-version").first()


def kept_draft(row: Row) -> Play | None:
    """What is being written; None where nothing is, or it cannot be read any more."""
    try:
        return None if row.draft is None else parse(row.draft)
    except PlayError:
        return None
