"""In which encoding is a text file? Its byte order mark says so, or all of it is valid UTF-8, or a sample tells."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from tenure.sources.failures import SourceError
from tenure.values.voice import later, worded

_CHUNK = 1 << 20
_SAMPLE = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets and older programs write; a detector left free finds far-fetched answers in short samples.
_CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859_2", "mac_roman", "cp850", "cp437", "koi8_r",
    "shift_jis", "gb18030", "big5", "euc_kr",
]  # fmt: skip
_USUAL_RUSSIAN = frozenset("оеаинтсрвл")  # more than half of the letters of any text
_NOT_ASCII_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][£¯¿¡±²³¹¼½¾][^\W\d_]|£[^\W\d_]{2}")
# Letters besides a to z, by language, of the two encodings that share half of their bytes.
_ALPHABETS = {
    "cp1252": (
        "äöüßé",
        "áéëíïóöüèêç",
        "àâæçéèêëîïôœùûüÿ",
        "áâãàçéêíóôõú",
        "áéíñóúü¡¿ºª",
        "åäöæøéü",
        "àèéìíòóùî",
        "ãáéíóú",
    ),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäôľĺŕ", "áéíóöőúüű", "ăâîşţșț", "čćžšđ"),
}
_ORDINARY_SIGNS = frozenset("€‚„…‘’“”•–—™§°²³µ·«»¿¡£©®´¨ºª½¼¾±×\xa0\xad")  # what cp1252 has besides letters


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name`` as Python knows it, and how it was found."""

    name: str
    how: str


def detect_encoding(path: Path, given: str = "") -> Encoding:
    """The encoding of a file; all of it is then known to decode. Raises SourceError when nothing fits."""
    if given:
        return _check_given(path, given)
    head = path.open("rb").read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            _decode_all(path, name)
            return Encoding(name, later("its byte order mark says so"))
    if wide := _wide(head):
        _decode_all(path, wide)
        return Encoding(wide, later("every other byte is zero or tells the script"))
    if b"\0" in head:
        raise SourceError(
            worded("This is not a text file: it holds zero bytes. Save it as CSV, XLSX, JSON Lines or Parquet.")
        )
    if not (sample := _sample_unless_utf8(path)):
        return Encoding("utf-8", later("all of it is valid UTF-8"))
    for name in _guesses(sample):
        try:
            _decode_all(path, name)
        except SourceError:
            continue
        return Encoding(name, later("guessed from its letters"))
    raise SourceError(
        worded("The encoding of this file cannot be told. Name it with --encoding, or save the file as UTF-8.")
    )


def _check_given(path: Path, given: str) -> Encoding:
    try:
        name = codecs.lookup(given).name
    except LookupError:
        raise SourceError(
            worded("There is no encoding “{given}”: try utf-8, utf-16 or windows-1252.", given=given)
        ) from None
    if name == "utf-8":
        name = "utf-8-sig"  # the same, but a byte order mark is not taken for a letter
    _decode_all(path, name)
    return Encoding(name, later("as set"))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _decode_all(path: Path, name: str) -> None:
    decoder = codecs.getincrementaldecoder(name)()
    done = 0
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
            done += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        place = done + max(getattr(error, "start", 0), 0)
        raise SourceError(
            worded(
                "This file is not {name}: byte {n} does not fit. Leave --encoding out to detect it.",
                name=name,
                n=f"{place:,}",
            )
        ) from None


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: read the right way round it holds letters of one or two scripts, the other way anything."""
    if len(head) < 4 or b"\0" not in head:
        return ""
    even = head[: len(head) // 2 * 2]
    scores = {name: _plainness(even, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0.9 and scores[best] > 2 * min(scores.values()) else ""


def _plainness(data: bytes, name: str) -> float:
    """The share of characters that spreadsheets of Europe and Russia are made of."""
    text = data.decode(name, errors="replace")
    return sum(char in "\t\r\n" or " " <= char < "\u0530" or char in _ORDINARY_SIGNS for char in text) / len(text)


def _sample_unless_utf8(path: Path) -> bytes:
    """Empty when the whole file is UTF-8, else lines of it that hold more than ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, lines, size = True, [], 0
    for chunk in _chunks(path):
        if chunk.isascii() and not (valid and decoder.getstate()[0]):
            continue
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
        if size < _SAMPLE:
            for line in _NOT_ASCII_LINE.findall(chunk):
                lines.append(line[:2_000])
                size += len(lines[-1])
                if size >= _SAMPLE:
                    break
        elif not valid:
            break
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    return b"" if valid else b"\n".join(lines)


def _guesses(sample: bytes) -> list[str]:
    """Encodings to try, likeliest first."""
    found = charset_normalizer.from_bytes(sample, cp_isolation=_CANDIDATES, threshold=0.5)
    names = {match.encoding: match.chaos for match in found}
    for match in found:
        names.update(dict.fromkeys(match.could_be_from_charset, match.chaos))
    ranked = sorted(names, key=lambda name: (names[name], _CANDIDATES.index(name) if name in _CANDIDATES else 99))
    likely = _likely(sample, names)
    return [*likely, *(name for name in ranked if name not in ("cp1252", *likely)), "cp1252", "latin-1"]


def _likely(sample: bytes, chaos: dict[str, float]) -> list[str]:
    """What the letters alone say: the detector ties where samples are small."""
    if _reads_as_russian(sample):
        return ["cp1251"]
    for name, alphabets in _ALPHABETS.items():
        text = sample.decode(name, errors="replace").casefold()
        letters = {char for char in text if char > "\x7f"} - _ORDINARY_SIGNS
        if any(letters <= set(alphabet) for alphabet in alphabets) and not _SIGN_IN_WORD.search(text):
            return [name]
    return ["cp1252"] if _reads_as_western(sample, chaos) else []


def _reads_as_russian(sample: bytes) -> bool:
    """Whether Windows-1251 gives words all of Cyrillic letters, as no western text does when it is read so."""
    try:
        text = sample.decode("cp1251")
    except UnicodeDecodeError:
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    whole = [word for word in words if len(word) > 1 and all("А" <= char <= "я" or char in "ёЁ" for char in word)]
    cased = [word for word in whole if word.islower() or word.isupper() or word[1:].islower()]
    letters = "".join(whole).casefold()
    usual = sum(char in _USUAL_RUSSIAN for char in letters) > 0.5 * len(letters)
    return bool(whole) and len(cased) > 0.9 * len(words) and usual


def _reads_as_western(sample: bytes, chaos: dict[str, float]) -> bool:
    """Whether Windows-1252, the commonest of all, gives ordinary words: the detector alone often ties here."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    high = {char for char in text if char > "\x7f"}
    if high <= _ORDINARY_SIGNS:
        return True
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    cased = all(word.islower() or word.isupper() or word[1:].islower() for word in words)
    signs = {char for char in high if not char.isalpha()} <= _ORDINARY_SIGNS
    return (
        cased
        and signs
        and not _SIGN_IN_WORD.search(text)
        and chaos.get("cp1252", 1.0) <= min(chaos.values(), default=1.0) + 0.1
    )
