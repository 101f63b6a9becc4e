"""A member makes, changes, finishes, moves or drops tasks, and takes it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.incident_told import incident_of
from tenure.actions.task_entries import Done, TaskError
from tenure.actions.tasks import (
    assign_tasks,
    change_task,
    create_task,
    drop_tasks,
    finish_tasks,
    reopen_tasks,
    shift_tasks,
    shift_tasks_to,
)
from tenure.console.access import actor, for_members, for_noters, may_note
from tenure.console.locale import day, locale_of
from tenure.console.tasks import words
from tenure.console.tasks.form import TaskForm, TogetherForm
from tenure.console.tasks.found import task_of
from tenure.console.undo import told
from tenure.records.models import Member

EVENTS = ("tasks",)


@for_noters
@require_safe
def new_task(request: HttpRequest, member: Member) -> HttpResponse:
    """The form for a new task; the address may say what of it is known: ``account``, ``title``, ``reason``, ``due``."""
    known = {
        "account": request.GET.get("account", ""),
        "title": request.GET.get("title", "")[:300],
        "reason": request.GET.get("reason", "")[:1000],
        "due_on": request.GET.get("due", "")[:10],
        "owner": member.pk,
    }
    return _form(request, member, TaskForm(initial=known, workspace=member.workspace, auto_id="task-new-%s"))


@for_noters
@require_POST
def make_task(request: HttpRequest, member: Member) -> HttpResponse:
    """Make it; a form that cannot be taken comes back with what to change (422)."""
    form = TaskForm(request.POST, workspace=member.workspace, auto_id="task-new-%s")
    if form.is_valid():
        try:
            done = create_task(workspace=member.workspace, by=actor(member), **form.cleaned_data)
        except TaskError as error:
            form.add_error(None, str(error))
        else:
            return _told(request, member, _("Added: %(title)s.") % {"title": done.tasks[0].title}, done)
    return _form(request, member, form, status=422)


@for_members
@require_safe
def task(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """One task: under its row for htmx, else as a page."""
    found = task_of(member, number)
    context = _context(member) | {
        "task": found,
        "incident": incident_of(found),
        "form": TaskForm.of(found, member.workspace),
        "repeat": words.REPEATS.get(found.repeat, ""),
    }
    return render(request, f"console/tasks/{_place(request)}.html", context)


@for_noters
@require_POST
def edit_task(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Change it; a form that cannot be taken comes back with what to change (422)."""
    found = task_of(member, number)
    form = TaskForm(request.POST, workspace=member.workspace, auto_id=f"task-{number}-%s")
    if form.is_valid():
        try:
            done = change_task(workspace=member.workspace, number=number, changes=form.cleaned_data, by=actor(member))
        except TaskError as error:
            form.add_error(None, str(error))
        else:
            return _told(request, member, _("Changed: %(title)s.") % {"title": form.cleaned_data["title"]}, done)
    context = _context(member) | {"task": found, "form": form}
    template = "_task" if request.headers.get("HX-Request") else "task"
    return render(request, f"console/tasks/{template}.html", context, status=422)


@for_noters
@require_POST
def finish_task(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Tick it off; one that is over already is no error."""
    found = task_of(member, number)
    done = finish_tasks(workspace=member.workspace, numbers=[found.pk], by=actor(member))
    return _told(request, member, _finished(request, done) or _("It was done already."), done)


@for_noters
@require_POST
def drop_task(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """It need not be done."""
    found = task_of(member, number)
    done = drop_tasks(workspace=member.workspace, numbers=[found.pk], by=actor(member))
    return _told(request, member, words.changed([found], "drop"), done)


@for_noters
@require_POST
def reopen_task(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """It is to be done after all."""
    found = task_of(member, number)
    done = reopen_tasks(workspace=member.workspace, numbers=[found.pk], by=actor(member))
    return _told(request, member, words.changed([found], "reopen"), done)


@for_noters
@require_POST
def tasks_together(request: HttpRequest, member: Member) -> HttpResponse:
    """Several at once: moved, assigned, finished, dropped or opened again, wholly or not at all."""
    numbers = [int(one) for one in request.POST.getlist("task")[:1000] if one.isdecimal() and len(one) < 19]
    form = TogetherForm(request.POST, workspace=member.workspace)
    if not numbers:
        return _refused(request, member, _("Choose the tasks first: tick them, or press x on their rows."))
    if not form.is_valid():
        said = [str(error) for errors in form.errors.values() for error in errors]
        return _refused(request, member, " ".join(said))
    try:
        verb, done = _together(member, numbers, form)
    except TaskError as error:
        return _refused(request, member, str(error))
    if not done.entries:
        return _refused(request, member, _("That changes nothing: they were so already."))
    tasks = list(done.tasks)
    sentence = _finished(request, done) if verb == "finish" else words.changed(tasks, verb)
    return _told(request, member, sentence, done)


def _together(member: Member, numbers: list[int], form: TogetherForm) -> tuple[str, Done]:
    said, workspace, by = form.cleaned_data, member.workspace, actor(member)
    match said["do"]:
        case "shift":
            return "shift", shift_tasks(workspace=workspace, numbers=numbers, days=said["days"], by=by)
        case "shift-to":
            return "shift", shift_tasks_to(workspace=workspace, numbers=numbers, first=said["first"], by=by)
        case "assign":
            return "assign", assign_tasks(workspace=workspace, numbers=numbers, owner=said["owner"], by=by)
        case "finish":
            return "finish", finish_tasks(workspace=workspace, numbers=numbers, by=by)
        case "drop":
            return "drop", drop_tasks(workspace=workspace, numbers=numbers, by=by)
        case _:
            return "reopen", reopen_tasks(workspace=workspace, numbers=numbers, by=by)


def _place(request: HttpRequest) -> str:
    """Under its row, in the sheet, or on a page of its own."""
    if request.headers.get("HX-Target") == "sheet-body":
        return "_sheet"
    return "_task" if request.headers.get("HX-Request") else "task"


def _finished(request: HttpRequest, done: Done) -> str:
    return words.finished(list(done.tasks), lambda on: day(on, locale_of(request))) if done.entries else ""


def _told(request: HttpRequest, member: Member, sentence: str, done: Done) -> HttpResponse:
    return told(request, sentence, back=_back(request, member), events=EVENTS, entries=done.entries)


def _refused(request: HttpRequest, member: Member, sentence: str) -> HttpResponse:
    return told(request, sentence, back=_back(request, member), went_well=False)


def _back(request: HttpRequest, member: Member) -> str:
    """The list as it was looked at, without script; the form's address carries its words."""
    query = request.GET.urlencode()
    return reverse("tasks", args=[member.workspace.slug]) + (f"?{query}" if query else "")


def _form(request: HttpRequest, member: Member, form: TaskForm, status: int = 200) -> HttpResponse:
    template = "_new.html" if request.headers.get("HX-Request") else "new.html"
    return render(request, f"console/tasks/{template}", _context(member) | {"form": form}, status=status)


def _context(member: Member) -> dict[str, object]:
    return {"member": member, "section": "tasks", "may_note": may_note(member)}
