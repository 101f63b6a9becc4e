"""Which kinds of file can be brought in? In the order in which they are of use: what others name comes first."""

from collections.abc import Mapping

from tenure.sources.fields import Kind
from tenure.sources.kinds.accounts import ACCOUNTS
from tenure.sources.kinds.assets import ASSETS
from tenure.sources.kinds.contacts import CONTACTS
from tenure.sources.kinds.contracts import CONTRACTS
from tenure.sources.kinds.events import EVENTS
from tenure.sources.kinds.invoices import INVOICES
from tenure.sources.kinds.measurements import MEASUREMENTS
from tenure.sources.kinds.notes import NOTES
from tenure.sources.kinds.orders import ORDERS
from tenure.sources.kinds.tickets import TICKETS
from tenure.sources.kinds.touchpoints import TOUCHPOINTS
from tenure.sources.languages.dutch import DUTCH
from tenure.sources.languages.german import GERMAN
from tenure.sources.languages.russian import RUSSIAN

KINDS: Mapping[str, Kind] = {
    kind.name: kind.spoken_in(DUTCH, GERMAN, RUSSIAN)
    for kind in (
        ACCOUNTS,
        CONTACTS,
        CONTRACTS,
        ORDERS,
        INVOICES,
        ASSETS,
        MEASUREMENTS,
        TOUCHPOINTS,
        TICKETS,
        NOTES,
        EVENTS,
    )
}
