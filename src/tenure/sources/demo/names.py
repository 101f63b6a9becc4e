"""What is an account called? Every trade meets every family once, so that no two are called alike."""

from tenure.sources.demo.cast import CAST
from tenure.sources.demo.trades import DUTCH, GERMAN, TRADES, Trade

_COUNTRIES = ("NL", "NL", "DE", "NL", "BE")  # a round of all trades each
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", " ": "-"})


def trade_of(number: int) -> Trade:
    """The trade of an account by its number."""
    return TRADES[number % len(TRADES)]


def country_of(number: int) -> str:
    """Its country, as a code of two letters."""
    return _COUNTRIES[number // len(TRADES) % len(_COUNTRIES)]


def name_of(number: int) -> str:
    """Its name."""
    trade, german = trade_of(number), country_of(number) == "DE"
    families = GERMAN if german else DUTCH
    family = families[(number // len(TRADES) + 3 * TRADES.index(trade) + 5) % len(families)]
    drawn = f"{trade.german if german else trade.dutch} {family}"
    return str(CAST.get(number, {}).get("name", drawn))


def key_of(number: int) -> str:
    """Its key, made of the name: “Bäckerei Kühn” is baeckerei-kuehn."""
    return name_of(number).lower().translate(_PLAIN)
