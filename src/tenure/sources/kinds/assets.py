"""Which columns does a file of assets (apps, sites) have?"""

from tenure.sources import cells
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import ACCOUNT

ASSETS = Kind(
    "assets",
    (
        Field("account", cells.key, ACCOUNT),
        Field(
            "key",
            cells.key,
            "asset id, asset key, asset, app id, app key, bundle id, package name, site id, domain, external id, id, app, site",
        ),
        Field("name", cells.text(300), "asset name, app name, app, site name, site, title"),
        Field("kind", cells.asset_kind, "asset type, type, category"),
        Field("platform", cells.text(100), "operating system, os, store"),
        Field("version", cells.text(100), "app version, current version, release, build"),
        Field(
            "published_on",
            cells.day,
            "last published, last published on, published, publish date, last publish date, release date, last release, "
            "last update, updated on",
        ),
        Field(
            "certificate_ends_on",
            cells.day,
            "certificate end, certificate end date, certificate expires, certificate expires on, certificate expiry, "
            "push certificate, push certificate end, ssl expires, certificate valid until, certificate until, certificate",
        ),
        Field("retired_on", cells.day, "retired, end of life, taken down, removed on"),
    ),
    ((("account",),), (("key",),)),
    "ignored",
    ("key",),
)
