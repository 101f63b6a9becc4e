"""Which task does an address mean?"""

from django.http import Http404

from tenure.records.models import Member, Task

LARGEST = 2**63 - 1


def task_of(member: Member, number: int) -> Task:
    """The task of the member's workspace with this number; Http404 when there is none."""
    tasks = Task.objects.select_related("account", "owner").filter(workspace=member.workspace_id)
    found = tasks.filter(pk=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404("no such task")
    return found
