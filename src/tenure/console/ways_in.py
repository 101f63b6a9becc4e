"""What does a workspace without accounts offer? This server's address, and the demo where the person is a member of it."""

from django.http import HttpRequest

from tenure.console.access import memberships


def ways_in(request: HttpRequest) -> dict[str, object]:
    """What console/accounts/empty.html says."""
    demo = next((one.workspace for one in memberships(request.user) if one.workspace.is_demo), None)
    address = request.build_absolute_uri("/").rstrip("/")
    return {"capture_address": address, "demo": demo}
