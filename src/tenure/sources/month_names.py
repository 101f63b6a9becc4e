"""Which month does a word name? In English, Dutch, German and Russian, in full or cut short."""

from tenure.sources.folding import folded
from tenure.values.voice import later

_NAMES = (
    "january, januari, januar, jänner, январь, января",
    "february, februari, februar, feber, февраль, февраля",
    "march, maart, mrt, märz, mrz, март, марта",
    "april, апрель, апреля",
    "may, mei, mai, май, мая",
    "june, juni, июнь, июня",
    "july, juli, июль, июля",
    "august, augustus, август, августа",
    "september, сентябрь, сентября",
    "october, oktober, октябрь, октября",
    "november, ноябрь, ноября",
    "december, dezember, декабрь, декабря",
)
# Which day of the week it was does not matter: the date tells. The names are there to be passed over.
_WEEKDAYS = (
    "monday, tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, tues, wed, thu, thurs, fri, sat, sun",
    "maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag, ma, di, wo, do, vr, za, zo",
    "montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonnabend, sonntag, mo, mi, fr, sa, so",
    "понедельник, вторник, среда, четверг, пятница, суббота, воскресенье, пн, вт, ср, чт, пт, сб, вс",
)
LONGEST_NAME = max(len(name) for names in _NAMES for name in names.split(", "))
ENGLISH = (
    later("January"), later("February"), later("March"), later("April"), later("May"), later("June"), later("July"),
    later("August"), later("September"), later("October"), later("November"), later("December"),
)  # fmt: skip
_FULL = [(folded(name), number) for number, names in enumerate(_NAMES, start=1) for name in names.split(", ")]
_DAYS = frozenset(folded(name) for names in _WEEKDAYS for name in names.split(", "))


def month_number(word: str) -> int | None:
    """1 to 12, or None when it is no month: at least the first three letters are needed."""
    short = folded(word)
    if len(short) < 3:
        return None
    return next((number for name, number in _FULL if name.startswith(short)), None)


def is_weekday(word: str) -> bool:
    """Whether a word names a day of the week."""
    return folded(word) in _DAYS
