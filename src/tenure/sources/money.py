"""How much money does a cell name? A number with the sign, the code or the word of its currency before or after it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tenure.sources.folding import folded
from tenure.sources.numbers import LONGEST
from tenure.sources.problems import CellError
from tenure.values.voice import worded

# ISO 4217: what is money today, and the kuna of older books (https://www.iso.org/iso-4217-currency-codes.html).
_ISO = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY "
    "COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS "
    "INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU "
    "MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK "
    "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF "
    "XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
_CODE = re.compile(r"[A-Z]{3}")
_SIGNS = {"€": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "a$": "AUD", "c$": "CAD", "r$": "BRL", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₸": "KZT", "₩": "KRW", "₪": "ILS"}  # fmt: skip
# What people write instead of the sign, in English, Dutch, German and Russian.
_WORDS = {
    "EUR": "euro, euros, evro, евро",
    "USD": "dollar, dollars, us dollar, us dollars, usdollar, доллар, доллара, доллары, долларов, долларах, долл, долл сша",
    "GBP": "pound, pounds, pound sterling, pond, pfund, фунт, фунта, фунтов",
    "CHF": "fr, sfr, frank, franken, zwitserse frank, schweizer franken, франк, франка, франков",
    "RUB": "руб, рубль, рубля, рублей, рубли, рублях, р, roebel, roebels, rubel, ruble, rubles",
    "UAH": "грн, гривна, гривны, гривен",
    "KZT": "тенге",
    "PLN": "zł, zloty, złoty, злотый, злотых",
    "SEK": "kr",
    "JPY": "yen, jpy, йен, иен",
}
_NAMED = {folded(word): code for code, listed in _WORDS.items() for word in listed.split(",")}
# Codes that may stand in a header; others of three letters there, such as MRR, VAT and SKU, are no currencies.
_IN_HEADERS = {*_WORDS, *_SIGNS.values(), "AED", "BGN", "CNY", "CZK", "DKK", "HKD", "HUF", "MXN", "NOK", "NZD", "RON", "SGD", "THB", "ZAR"}  # fmt: skip
_UNIT = re.compile(r"(?P<name>.*?)[\s,;:]*(?:\bin\s+|\bв\s+)?(?P<unit>[^\s\d()\[\],;:]+)\s*")
_AMOUNT = re.compile(
    r"(?P<before>\D*?)(?P<minus>[-−+]?)\s*(?P<number>(?:(?<!\w)[.,])?\d(?:[\d.,'’\s]*\d)?)"
    r"(?:[.,](?:-{1,2}|[–—])?)?\s*(?P<after>\D*)"  # 5,- and 5.-- and 5,— are five
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A decimal amount and its currency; None when the cell named none."""

    number: Decimal
    currency: str | None


@lru_cache(maxsize=1_000)  # a file writes the same few in every row
def currency_code(text: str) -> str:
    """The ISO 4217 code of a code, a sign or a word such as “руб.”. Raises CellError for anything else."""
    word = text.strip()
    code = _SIGNS.get(word.casefold()) or _NAMED.get(folded(word)) or word.upper()
    if not _CODE.fullmatch(code) or code not in _ISO:
        raise CellError(worded("is not a currency code such as EUR"))
    return code


def amount_parts(text: str) -> tuple[str, str | None]:
    """The number in a cell and the code of the currency it names, if it does. Raises CellError."""
    if len(text) > LONGEST or not (parts := _AMOUNT.fullmatch(text)):
        raise CellError(worded("is not an amount of money"))
    units = {_known(unit) for side in ("before", "after") if (unit := parts[side].strip())}
    if len(units) > 1:
        raise CellError(worded("is not an amount of money: it names two currencies"))
    return parts["minus"].replace("−", "-") + parts["number"], units.pop() if units else None


def currency_in_header(header: str) -> tuple[str | None, str]:
    """The currency that a header ends with, and the header without it: “Betrag in EUR”, “Bedrag (€)”, “Сумма, руб.”"""
    text = header.strip().removesuffix(")").removesuffix("]")
    found = _UNIT.fullmatch(text)
    if found and found["name"].strip(" ([") and len(found["unit"]) <= 8:
        try:
            code = currency_code(found["unit"])
        except CellError:
            return None, header
        word = found["unit"].casefold()
        if code in _IN_HEADERS and (word in _SIGNS or found["unit"].isupper() or len(word) > 2):
            return code, found["name"].strip(" ([")
    return None, header


def _known(unit: str) -> str:
    try:
        return currency_code(unit)
    except CellError:
        raise CellError(
            worded("is not an amount of money: “{unit}” is no currency that is known", unit=unit[:20])
        ) from None
