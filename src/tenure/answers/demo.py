"""Is the demo here, and is all of it here?"""

from tenure.records.member import Member
from tenure.records.workspace import Workspace

DEMO = "demo"  # its short name


def the_demo() -> Workspace | None:
    """The demo's workspace, whole or not; None when there is none."""
    return Workspace.objects.filter(slug=DEMO, is_demo=True).first()


def is_whole(workspace: Workspace | None) -> bool:
    """Whether the demo is there and was built to its end: its visitor comes last."""
    return Member.objects.filter(workspace=workspace, role=Member.Role.OWNER).exists() if workspace else False
