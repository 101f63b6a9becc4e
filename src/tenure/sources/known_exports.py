"""Is a file the export of a product that is known? Its headers tell."""

from collections.abc import Sequence

from tenure.sources.exports.export import Export
from tenure.sources.exports.hubspot import HUBSPOT
from tenure.sources.exports.salesforce import SALESFORCE
from tenure.sources.exports.shopify import SHOPIFY
from tenure.sources.exports.stripe import STRIPE

EXPORTS: tuple[Export, ...] = (*HUBSPOT, *SALESFORCE, *STRIPE, *SHOPIFY)


def recognise(headers: Sequence[str], kind: str = "") -> Export | None:
    """The export that a file with these headers is, of that kind if there is one; None when it is none."""
    found = all_proved(headers)
    return next((export for export in found if export.kind == kind), next(iter(found), None))


def all_proved(headers: Sequence[str]) -> list[Export]:
    """All exports that a file may be, the likeliest first; of those that may be read as several kinds the usual one."""
    proved = [export for export in EXPORTS if export.is_proved_by(headers)]
    best = {export.name: 0 for export in proved}
    for export in proved:
        best[export.name] = max(best[export.name], export.known(headers))
    return sorted(proved, key=lambda export: -best[export.name])
