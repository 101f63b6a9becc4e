"""What do the accounts live from, and when? Each trade with its season, its week and what it uses an app for."""

from dataclasses import dataclass

OPTIONS = ("Booking", "Loyalty card", "Shop", "Menu", "Coupons", "Events", "Chat")


@dataclass(frozen=True, slots=True)
class Trade:
    """``swing`` is how far the season carries the public up and down around its ``peak`` (a day of the year).

    ``weekend`` is the public of a Saturday or Sunday over that of a weekday. ``push_gaps`` are the usual days between
    pushes among which its accounts choose; ``fits`` the options that its accounts usually buy.
    """

    name: str
    dutch: str
    german: str
    swing: float
    peak: int
    weekend: float
    push_gaps: tuple[int, ...]
    fits: tuple[str, ...]


BAKERY = Trade("Bakery", "Bakkerij", "Bäckerei", 0.04, 350, 1.4, (7, 7, 14), ("Loyalty card", "Shop"))
HAIR_SALON = Trade("Hair salon", "Kapsalon", "Salon", 0.03, 340, 1.2, (14, 14, 30), ("Booking",))
SHORT_OF_ONE = HAIR_SALON  # of this trade one account goes without the option that all others use

TRADES = (
    BAKERY,
    HAIR_SALON,
    Trade("Gym", "Sportschool", "Fitness", 0.12, 20, 0.7, (4, 7, 7), ("Booking", "Events")),
    Trade("Restaurant", "Restaurant", "Gasthaus", 0.06, 180, 1.7, (7, 7, 14), ("Menu", "Booking")),
    Trade("Garage", "Garage", "Autohaus", 0.05, 100, 0.5, (30, 30, 14), ("Booking", "Coupons")),
    Trade("Florist", "Bloemen", "Blumen", 0.1, 115, 1.3, (7, 14, 14), ("Shop", "Loyalty card")),
    Trade("Dentist", "Tandarts", "Zahnarzt", 0.03, 290, 0.2, (30, 30), ("Booking",)),
    Trade("Physiotherapist", "Fysio", "Physio", 0.03, 60, 0.3, (14, 30), ("Booking", "Chat")),
    Trade("Hotel", "Hotel", "Pension", 0.15, 200, 1.3, (14, 30), ("Booking", "Events")),
    Trade("Butcher", "Slagerij", "Metzgerei", 0.06, 352, 1.3, (7, 7), ("Loyalty card", "Coupons")),
    Trade("Optician", "Optiek", "Optik", 0.03, 150, 0.8, (30, 14), ("Booking", "Coupons")),
    Trade("Garden centre", "Tuincentrum", "Gartencenter", 0.2, 125, 1.9, (7, 14), ("Shop", "Coupons")),
    Trade("Veterinary practice", "Dierenkliniek", "Tierarzt", 0.03, 160, 0.4, (30, 14), ("Booking", "Chat")),
    Trade("Bookshop", "Boekhandel", "Buchladen", 0.12, 345, 1.4, (7, 14), ("Shop", "Events")),
    Trade("Ice cream parlour", "IJssalon", "Eiscafé", 0.3, 185, 1.8, (7, 14), ("Menu", "Loyalty card")),
    Trade("Estate agent", "Makelaardij", "Immobilien", 0.07, 130, 0.6, (14, 7), ("Chat", "Events")),
)

DUTCH = (
    "Smit", "Visser", "de Wit", "Bakker", "Jansen", "van Dijk", "Mulder", "de Boer", "Vos", "Peters", "Hendriks",
    "van Leeuwen", "Dekker", "Brouwer", "Kok", "Verbeek", "Post", "Kuiper", "Huisman", "Schouten",
)  # fmt: skip
GERMAN = (
    "Hofmann", "Schäfer", "Krüger", "Lang", "Brandt", "Vogel", "Möller", "Winter", "Busch", "Lorenz", "Seidel", "Kühn",
    "Ziegler", "Roth", "Albrecht", "Engel", "Sommer", "Haas", "Graf", "Jäger",
)  # fmt: skip
TOWNS = {
    "NL": ("Utrecht", "Zwolle", "Breda", "Haarlem", "Arnhem", "Delft", "Leeuwarden", "Deventer"),
    "BE": ("Gent", "Mechelen", "Hasselt", "Brugge"),
    "DE": ("Münster", "Oldenburg", "Aachen", "Osnabrück", "Kleve", "Bocholt"),
}
