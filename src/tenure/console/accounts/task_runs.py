"""A task is made for each of the chosen accounts, however many: batch after batch, with a bar that says how far it is."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tenure.actions.taking_back import UndoError
from tenure.actions.task_entries import TaskError
from tenure.actions.task_runs import BATCH, add_tasks, undo_run
from tenure.console.access import actor, for_noters
from tenure.console.accounts.chosen import chosen_accounts
from tenure.console.accounts.further import back_to_list, batches, further, number_said
from tenure.console.locale import Counted
from tenure.console.undo import told
from tenure.facts.declare import iso_date
from tenure.records.models import Member


@for_noters
@require_POST
def make_tasks(request: HttpRequest, member: Member) -> HttpResponse:
    """Make the next batch of tasks, for each account's owner, or for whoever makes them where there is none."""
    run = request.POST.get("run") or secrets.token_hex(8)
    after, made, of = (number_said(request, name) for name in ("after", "made", "of"))
    accounts = chosen_accounts(request, member, request.POST)
    of = of or accounts.count()
    try:
        if not of:
            raise TaskError(_("Choose some accounts first: tick them, or press x on a row."))
        for batch in batches(accounts, after, BATCH):
            made, after = made + _made(request, member, run, batch), batch[-1]
            if len(batch) == BATCH and request.headers.get("HX-Request"):
                told_so_far = _("%(made)s of %(of)s tasks added") % {"made": Counted(made), "of": Counted(of)}
                return further(request, member, told_so_far, {"run": run, "after": after, "made": made, "of": of})
    except TaskError as error:
        return told(request, str(error), back=back_to_list(request, member), events=(), went_well=False)
    sentence = ngettext("%(count)s task added.", "%(count)s tasks added.", made) % {"count": Counted(made)}
    undo = f"{reverse('undo-tasks-made', args=[member.workspace.slug])}?run={run}"
    return told(request, sentence, back=back_to_list(request, member), events=("tasks",), undo=undo)


@for_noters
@require_POST
def undo_tasks_made(request: HttpRequest, member: Member) -> HttpResponse:
    """Take back the next batch of the tasks of a run."""
    run = request.POST.get("run") or request.GET.get("run", "")
    after, gone = number_said(request, "after"), number_said(request, "made")
    try:
        while True:
            count, last = undo_run(workspace=member.workspace, run=run, after=after, by=actor(member))
            gone, after = gone + count, last or 0
            if last is None:
                break
            if request.headers.get("HX-Request"):
                said = ngettext("%(count)s task taken back so far", "%(count)s tasks taken back so far", gone)
                state = {"run": run, "after": after, "made": gone, "of": 0}
                return further(request, member, said % {"count": Counted(gone)}, state)
    except (TaskError, UndoError) as error:
        return told(request, str(error), back=back_to_list(request, member), events=("tasks",), went_well=False)
    sentence = ngettext("%(count)s task is as it was.", "%(count)s tasks are as they were.", gone) % {
        "count": Counted(gone)
    }
    return told(request, sentence, back=back_to_list(request, member), events=("tasks",))


def _made(request: HttpRequest, member: Member, run: str, accounts: list[int]) -> int:
    given = request.POST.get
    return add_tasks(
        workspace=member.workspace, accounts=accounts, run=run, title=given("title", ""), reason=given("reason", ""),
        due_on=iso_date(given("due_on", "")), otherwise=member, by=actor(member),
    )  # fmt: skip
