"""What is run for an account? Its app, perhaps a site, with versions, publications and push certificates."""

from dataclasses import dataclass

from tenure.sources.demo.days import dice
from tenure.sources.demo.life import Life

EARLIER = 200  # days ago: of that day there is an earlier list of assets
SITES = 0.35  # of accounts, those with a site
_NEGLECTED = 0.07  # of apps, those that nobody published again in time
_CERTIFICATE = 365
_FIRST_AFTER = 26


@dataclass(frozen=True, slots=True)
class Asset:
    """``published`` is days ago, ``certificate`` days ahead; None where there is none."""

    key: str
    name: str
    kind: str
    platform: str
    version: str
    published: int | None
    certificate: int | None
    retired: int | None


def app_key(life: Life) -> str:
    """The app's key, by which its figures come."""
    return f"{life.account.key}.app"


def site_key(life: Life) -> str | None:
    """The site's key; None for an account without one."""
    has_one = dice(life.account.number, "site").random() < SITES
    return f"{life.account.key}.example" if has_one else None


def assets(life: Life, *, earlier: bool) -> list[Asset]:
    """The account's assets as they are today, or as they were ``EARLIER`` days ago."""
    account, luck = life.account, dice(life.account.number, "assets")
    since = int(luck.integers(8, 150)) if luck.random() >= _NEGLECTED else int(luck.integers(182, 240))
    age = account.started - _FIRST_AFTER
    published = min(since if account.twist.published is None else account.twist.published, max(age, 0))
    retired = life.departure.ended if life.departure is not None and life.departure.ended >= 0 else None
    if retired is not None:  # it was never published again after its last day
        published = max(published, retired + 20)
    version: str = account.system
    until: int | None = int(luck.integers(31, _CERTIFICATE))
    if account.twist.certificate is not None:
        until = account.twist.certificate
    if earlier:  # the dates of publications alone: of other things a later list would only say what holds from then on
        published = max(published + 30 + int(luck.integers(1, 120)), EARLIER + 1)
        version, until, retired = "", None, None
    if age < published:
        return []
    found = [Asset(app_key(life), f"{account.name} app", "app", "iOS and Android", version, published, until, retired)]
    if (site := site_key(life)) is not None:
        found.append(Asset(site, site, "site", "Web", "", published, None, retired))
    return found
