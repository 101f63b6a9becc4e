"""Tasks: what is to be done, by whom and when?"""

from typing import Final

from django.urls import path

from tenure.console.addresses import WORKSPACE
from tenure.console.tasks.calendar import task_calendar
from tenure.console.tasks.doing import (
    drop_task,
    edit_task,
    finish_task,
    make_task,
    new_task,
    reopen_task,
    task,
    tasks_together,
)
from tenure.console.tasks.page import tasks

_TASKS: Final = f"{WORKSPACE}/tasks"
_TASK: Final = f"{_TASKS}/<int:number>"

urlpatterns = [
    path(_TASKS, tasks, name="tasks"),
    path(f"{_TASKS}/calendar", task_calendar, name="task-calendar"),
    path(f"{_TASKS}/new", new_task, name="task-new"),
    path(f"{_TASKS}/made", make_task, name="task-make"),
    path(f"{_TASKS}/together", tasks_together, name="tasks-together"),
    path(_TASK, task, name="task"),
    path(f"{_TASK}/changed", edit_task, name="task-change"),
    path(f"{_TASK}/done", finish_task, name="task-done"),
    path(f"{_TASK}/dropped", drop_task, name="task-drop"),
    path(f"{_TASK}/open", reopen_task, name="task-reopen"),
]
