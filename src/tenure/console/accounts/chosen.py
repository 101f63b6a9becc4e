"""Which accounts did somebody choose in the list: those ticked, or all that it shows?"""

from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from tenure.console.accounts.account_list import PAGE, in_band, matching, ordered
from tenure.console.accounts.accounts import Listed, listed_of
from tenure.records.models import Account, Member


def list_address(request: HttpRequest) -> str:
    """The query of the list that a form was sent from: as the form says, else as htmx does."""
    given = request.POST.get("list") or request.headers.get("HX-Current-URL", "")
    return urlsplit(given).query[:4000]


def listed_before(request: HttpRequest, member: Member) -> Listed:
    """The list that a form was sent from."""
    return listed_of(request, member, QueryDict(list_address(request)))


def chosen_accounts(request: HttpRequest, member: Member, given: QueryDict) -> QuerySet[Account]:
    """In no order, with ``all`` every account of the list, else those ticked that are the workspace's."""
    if given.get("all"):
        listed = listed_before(request, member)
        return in_band(matching(member, listed.query, listed.applied), listed.query.band).order_by()
    ticked = [int(one) for one in given.getlist("id")[: 20 * PAGE] if one.isdecimal() and len(one) < 19]
    return Account.objects.filter(workspace=member.workspace_id, pk__in=ticked)


def in_order(listed: Listed, ticked: list[int]) -> list[int]:
    """Numbers of all accounts of a list in its order, or of those ticked among them."""
    found = ordered(matching(listed.member, listed.query, listed.applied), listed.query)
    if ticked:
        found = found.filter(pk__in=ticked)
    return list(found.values_list("pk", flat=True))
