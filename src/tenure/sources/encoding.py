"""In which encoding is a text file? Its byte order mark says so, or all of it is valid UTF-8, or a sample tells."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from tenure.sources.failures import SourceError

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
_NOT_ASCII_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
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
            return Encoding(name, "its byte order mark says so")
    if wide := _wide(head):
        _decode_all(path, wide)
        return Encoding(wide, "every other byte is zero")
    if b"\0" in head:
        raise SourceError("This is not a text file: it holds zero bytes. Save it as CSV, XLSX, JSON Lines or Parquet.")
    if not (sample := _sample_unless_utf8(path)):
        return Encoding("utf-8", "all of it is valid UTF-8")
    for name in _guesses(sample):
        try:
            _decode_all(path, name)
        except SourceError:
            continue
        return Encoding(name, "guessed from its letters")
    raise SourceError("The encoding of this file cannot be told. Name it with --encoding, or save the file as UTF-8.")


def _check_given(path: Path, given: str) -> Encoding:
    try:
        name = codecs.lookup(given).name
    except LookupError:
        raise SourceError(f"There is no encoding “{given}”: try utf-8, utf-16 or windows-1252.") from None
    if name == "utf-8":
        name = "utf-8-sig"  # the same, but a byte order mark is not taken for a letter
    _decode_all(path, name)
    return Encoding(name, "as set")


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
            f"This file is not {name}: byte {place:,} does not fit. Leave --encoding out to detect it."
        ) from None


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: Latin text has a zero in every other byte."""
    if len(head) < 4 or b"\0" not in head:
        return ""
    half = len(head) // 2
    if head[1::2].count(0) > 0.4 * half and head[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.4 * half and head[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return ""


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
    western = ["cp1252"] if _reads_as_western(sample, names) else []
    return [*western, *(name for name in ranked if name != "cp1252"), "cp1252", "latin-1"]


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
    inside = re.search(r"[^\W\d_][£¯¿¡±²³¼½¾][^\W\d_]", text) or re.search(r"£[^\W\d_]{2}", text)
    return cased and signs and not inside and chaos.get("cp1252", 1.0) <= min(chaos.values(), default=1.0) + 0.1
