"""Which apps, sites and other things are run for an account, and what dates hang on them?"""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure import clock
from tenure.console.access import for_members
from tenure.console.account.head import found, head
from tenure.records.models import Asset, AssetHistory, Member


@dataclass(frozen=True, slots=True)
class Row:
    """One asset with the latest that is known of it."""

    asset: Asset
    version: str
    published_on: date | None
    certificate_ends_on: date | None
    is_retired: bool


@for_members
@require_safe
def account_assets(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Those in use first."""
    account = found(member, key)
    assets = list(Asset.objects.filter(workspace=member.workspace_id, account=account).order_by("name", "key"))
    history = AssetHistory.objects.filter(workspace=member.workspace_id, asset__in=assets, since__lte=clock.now())
    latest: dict[tuple[int, str], object] = {}
    for asset, name, value in history.order_by("since").values_list("asset", "name", "value"):
        latest[asset, name] = value
    today = clock.now().date()
    rows = [
        Row(
            one,
            str(latest.get((one.pk, "version")) or ""),
            _day(latest.get((one.pk, "published_on"))),
            _day(latest.get((one.pk, "certificate_ends_on"))),
            one.retired_on is not None and one.retired_on <= today,
        )
        for one in assets
    ]
    context = head(request, member, account, "account-assets") | {
        "rows": sorted(rows, key=lambda row: row.is_retired),
        "today": today,
    }
    return render(request, "console/account/assets.html", context)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
