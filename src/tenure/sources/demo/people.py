"""Who works at an account? One to four people with a role, an address, and a way in which they like to be reached."""

from dataclasses import dataclass

from tenure.sources.demo.account import Account
from tenure.sources.demo.days import dice

ROLES = ("Owner", "Marketing", "Office", "Shop floor")
CHANNELS = (("email", 0.44), ("call", 0.26), ("chat", 0.14), ("video", 0.1), ("meeting", 0.06))
_FIRST = {
    "DE": ("Anke", "Bernd", "Clara", "Dieter", "Eva", "Frank", "Greta", "Holger", "Ines", "Jürgen", "Katrin", "Lukas"),
    "": ("Anna", "Bram", "Chris", "Daan", "Els", "Femke", "Gijs", "Hanna", "Ilse", "Joris", "Karin", "Lotte", "Niels"),
}
_FAMILY = {
    "DE": ("Becker", "Dietz", "Fuchs", "Hahn", "Keller", "Maier", "Neumann", "Pohl", "Schulte", "Weber"),
    "": ("Aerts", "Claes", "de Groot", "Kramer", "Maes", "Prins", "Scholten", "van Dam", "van Loon", "Wouters"),
}
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": ""})


@dataclass(frozen=True, slots=True)
class Person:
    """A contact; the first of an account is the one to talk to."""

    key: str
    name: str
    email: str
    phone: str
    role: str
    channel: str
    champion: bool
    bounces: bool


def people(account: Account) -> tuple[Person, ...]:
    """The people of an account; a large one has more of them."""
    luck = dice(account.number, "people")
    count = min(1 + int(luck.binomial(3, 0.25 + min(account.mrr, 600) / 1200)), len(ROLES))
    first = luck.permutation(_FIRST.get(account.country, _FIRST[""]))
    family = luck.permutation(_FAMILY.get(account.country, _FAMILY[""]))
    found = []
    for place in range(count):
        name = f"{first[place]} {family[place]}"
        found.append(
            Person(
                key=f"{account.key}-{place + 1}",
                name=name,
                email=f"{name.lower().translate(_LETTERS)}@{account.key}.example",
                phone=f"+00 555 {account.number:03d} {place}{int(luck.integers(10, 100))}",
                role=ROLES[place],
                channel=str(luck.choice([one for one, _ in CHANNELS], p=[share for _, share in CHANNELS])),
                champion=place == 0 and bool(luck.random() < 0.25 + 0.5 * (account.mean > 1)),
                bounces=place == 0 and account.twist.bounces,
            )
        )
    return tuple(found)
