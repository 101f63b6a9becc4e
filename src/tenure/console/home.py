"""Where does somebody land who asks for no page in particular? At Today in the workspace last looked at."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tenure.console.access import READERS, memberships, open_to


@open_to(READERS)
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """On to Today; people without a workspace are told what to do."""
    mine = memberships(request.user)
    if not mine:
        return render(request, "console/no_workspace.html")
    last = request.COOKIES.get("workspace")
    here = next((one for one in mine if one.workspace.slug == last), mine[0])
    return redirect("today", here.workspace.slug)
