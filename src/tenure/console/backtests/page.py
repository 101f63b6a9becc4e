"""What would it have caught? Trying a signal or a scorecard on the past, and what came of it."""

from collections.abc import Mapping
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.backtests import ask_backtest
from tenure.actions.jobs import UNDER_WAY
from tenure.answers.backtest.kept import comparable, kept
from tenure.calc.backtest.result import Result, ResultError, parse
from tenure.calc.backtest.words import verdict
from tenure.console.access import actor, for_members, for_writers, may_change
from tenure.console.backtests.form import BacktestForm, things, usual
from tenure.console.backtests.shown import Shown
from tenure.records.models import Account, Backtest, Job, Member

_LISTED: Final = 50


@for_members
@require_safe
def backtests(request: HttpRequest, member: Member) -> HttpResponse:
    """Those that were made, the latest first, and a new one."""
    form = BacktestForm(member, initial=usual(request.GET.get("try", "")[:80]))
    return _list(request, member, form)


@for_writers
@require_POST
def new_backtest(request: HttpRequest, member: Member) -> HttpResponse:
    """Have one made; its page tells how far it is."""
    form = BacktestForm(member, request.POST)
    if not form.is_valid():
        return _list(request, member, form, status=422)
    said = form.cleaned_data
    row = ask_backtest(
        workspace=member.workspace,
        tried=said["tried"],
        start=said["start"],
        end=said["end"],
        within=said["within"],
        by=actor(member),
    )
    return redirect("backtest", member.workspace.slug, row.pk)


@for_members
@require_safe
def backtest(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """One: how far it is, or what it found."""
    rows = Backtest.objects.filter(workspace=member.workspace)
    row = rows.filter(pk=number).first() if number < 2**63 else None
    if row is None:
        raise Http404("no such back-test")
    result = _result(row)
    job = None if result else Job.objects.filter(workspace=member.workspace, backtest=row).order_by("-pk").first()
    context = {
        "member": member,
        "section": "signals",
        "row": row,
        "title": _title(row, _called(member)),
        "job": job,
        "moves": job is not None and job.state in UNDER_WAY,
        "shown": Shown.of(result, _names(member, result)) if result else None,
        "beside": _beside(row, result),
    }
    part = request.headers.get("HX-Target") == "backtest"
    return render(request, f"console/backtests/{'_one' if part else 'one'}.html", context)


def _list(request: HttpRequest, member: Member, form: BacktestForm, status: int = 200) -> HttpResponse:
    rows = Backtest.objects.filter(workspace=member.workspace).order_by("-created_at", "-pk")[:_LISTED]
    called = _called(member)
    context = {
        "member": member,
        "section": "signals",
        "form": form,
        "may_try": may_change(member),
        "things": things(member),
        "chosen": form["what"].value() or "",
        "rows": [(row, _title(row, called), verdict(result) if (result := _result(row)) else "") for row in rows],
    }
    return render(request, "console/backtests/list.html", context, status=status)


def _result(row: Backtest) -> Result | None:
    try:
        return parse(row.result) if row.result is not None else None
    except ResultError:
        return None


def _title(row: Backtest, names: Mapping[str, str]) -> str:
    name = _("“%(name)s”") % {"name": names.get(f"{row.kind} {row.name}", row.name)} if row.name else _("this rule")
    return f"{name} ({_('version %(number)s') % {'number': row.version}})" if row.version else name


def _called(member: Member) -> dict[str, str]:
    """What people call the signals and scorecards, by what a form says of them."""
    return {one.value: one.words for some in things(member).values() for one in some}


def _names(member: Member, result: Result | None) -> dict[str, str]:
    """Key -> name of the accounts that a result names."""
    if result is None:
        return {}
    keys = {one.account for one in result.alerts} | {key for key, _left in result.missed}
    found = Account.objects.filter(workspace=member.workspace, key__among=sorted(keys))
    return {account.key: str(account) for account in found.only("key", "name")}


def _beside(row: Backtest, result: Result | None) -> list[Shown]:
    """The other versions that were tried on the same days."""
    if result is None or row.kind == Backtest.Kind.RULE:
        return []
    for alike in comparable(kept(row.workspace, row.kind, row.name)):
        if any(one.number == row.pk for one in alike):
            return [Shown.of(one.result, {}, one.number) for one in alike if one.number != row.pk]
    return []
