"""Is every word that a person reads there in every language? ``update`` brings the catalogues up to date, ``check`` says.

Strings come from templates (Django's own reading of them) and from Python (gettext and its kin, and `tenure.values.voice`'s
``worded`` for floors that know no Django). ``unsaid nl`` lists what a catalogue has no words for. Members may choose the
languages of LANGUAGES in project/settings.py: those are checked.
"""

import ast
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import django  # noqa: E402 - the path comes first
from babel.messages.catalog import Catalog, Message  # noqa: E402
from babel.messages.extract import extract  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils.translation import templatize  # noqa: E402

from tenure.calc.ready_words import READY  # noqa: E402
from tenure.facts import labels  # noqa: E402
from tenure.facts.catalogue import CATALOGUE  # noqa: E402
from tenure.project.catalogues import compile_catalogues  # noqa: E402

LANGUAGES: Final = ("nl", "de", "ru")
SOURCES: Final = ROOT / "src/tenure"
KEYWORDS: Final[dict[str, tuple[object, ...] | None]] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "later": None, "worded": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "worded_for": (2, 3),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
_TEXT = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\(\s*({_TEXT}(?:\s*,\s*{_TEXT})*)")
_PLACE = re.compile(r"%\(\w+\)s|%%|%s|%d|\{\w*\}")
Key = tuple[str, str, str]  # context, one, many; empty where there is none


def strings(folder: Path = SOURCES) -> dict[Key, list[str]]:
    """Every translatable string of the tree, with the files that hold it."""
    found: dict[Key, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".html", ".txt", ".py"} or "migrations" in path.parts or "static" in path.parts:
            continue
        read: Callable[[Path], Iterable[Key]] = of_python if path.suffix == ".py" else of_template
        for key in read(path):
            files = found.setdefault(key, [])
            name = path.relative_to(folder).as_posix()
            if key[1] and name not in files:
                files.append(name)
    if folder == SOURCES:
        for text in of_facts():
            found.setdefault(("", text, ""), ["facts/catalogue.py"])
        for text in sorted(READY):
            found.setdefault(("", text, ""), ["calc/ready_words.py"])
    return {key: files for key, files in found.items() if key[1]}


def of_facts() -> Iterator[str]:
    """What facts are called, mean and are counted in, and what they say of the unknown: tables that the voice reads."""
    for name, fact in CATALOGUE.items():
        yield fact.unknown
        yield fact.sentence
        yield fact.unit
        yield labels.base(name)
    yield from labels.LABELS.values()


def of_template(path: Path) -> Iterator[Key]:
    """What a template asks to be translated."""
    for call in _CALL.finditer(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        texts: list[str] = list(ast.literal_eval(f"({call[2]},)"))
        context = texts.pop(0) if "pgettext" in call[1] else ""
        yield context, texts[0], texts[1] if call[1].startswith("n") else ""


def of_python(path: Path) -> Iterator[Key]:
    """What a module asks to be translated."""
    keywords = {name: spec or (1,) for name, spec in KEYWORDS.items()}
    for _, message, _, context in extract("python", io.BytesIO(path.read_bytes()), keywords=keywords):  # type: ignore[arg-type]  # Babel's own types are narrower than what it takes
        one, many = message if isinstance(message, tuple) else (message, "")
        yield context or "", one or "", many


def catalogue_path(language: str, folder: Path = SOURCES) -> Path:
    """Where a language's catalogue is."""
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str, folder: Path = SOURCES) -> Catalog:
    """A language's catalogue; an empty one where there is none yet."""
    path = catalogue_path(language, folder)
    if not path.exists():
        return Catalog(locale=language, domain="django")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def key_of(message: Message) -> Key:
    """Under which key `strings` has a catalogue's message."""
    one, many = message.id if isinstance(message.id, (tuple, list)) else (message.id, "")
    return message.context or "", str(one), str(many)


def updated(language: str, found: dict[Key, list[str]], folder: Path = SOURCES) -> Catalog:
    """The catalogue with every string that is there now and no other, translations kept."""
    said = {key_of(one): one.string for one in read(language, folder) if one.id}
    fresh = Catalog(locale=language, domain="django", project="Tenure", fuzzy=False, charset="utf-8")
    forms = ("",) * fresh.num_plurals
    for key in sorted(found, key=lambda one: (found[one][0], one)):
        context, one, many = key
        places = [(name, 0) for name in found[key]]
        text = said.get(key, forms if many else "")
        flags = ["python-format"] if "%(" in one or "%(" in many else []
        fresh.add((one, many) if many else one, text, places, flags=flags, context=context or None)
    return fresh


def write(language: str, catalogue: Catalog, folder: Path = SOURCES) -> None:
    """Write the catalogue as it is kept in git: no dates, no line numbers."""
    head = (
        f"# Words of Tenure in {language}; scripts/words.py keeps the list of strings.\n"
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Language: {language}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, include_lineno=False)
    path = catalogue_path(language, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + body.getvalue().decode().strip() + "\n", encoding="utf-8")


def forms_of(message: Message) -> list[str]:
    """The translations of a message: one, or one for each form of number."""
    return [str(one) for one in message.string] if isinstance(message.string, (tuple, list)) else [str(message.string)]


def faults(language: str, found: dict[Key, list[str]], folder: Path = SOURCES) -> Iterator[str]:
    """What is wrong with a catalogue, a line for each: untranslated, fuzzy, unused, places lost, forms missing."""
    catalogue = read(language, folder)
    there = {key_of(one): one for one in catalogue if one.id}
    for key in found:
        if key not in there:
            yield f"{language}: not in the catalogue: {key[1]!r} ({found[key][0]})"
    for key, message in there.items():
        if key not in found:
            yield f"{language}: unused: {key[1]!r}"
            continue
        forms = forms_of(message)
        if key[2] and len(forms) != catalogue.num_plurals:
            yield f"{language}: {len(forms)} plural forms of {catalogue.num_plurals}: {key[1]!r}"
        if not all(forms):
            yield f"{language}: untranslated: {key[1]!r} ({found[key][0]})"
        elif message.fuzzy:
            yield f"{language}: fuzzy: {key[1]!r}"
        else:
            yield from (f"{language}: {said}: {key[1]!r}" for form in forms if (said := lost(key, form)))


def lost(key: Key, form: str) -> str:
    """How a translation's places differ from the original's; empty when they do not.

    A form of one may leave the number out, as English does in "a day".
    """
    given, wanted = places(form), places(key[1])
    if not key[2]:
        return "" if given == wanted else f"places {sorted(given)} for {sorted(wanted)}"
    every = wanted | places(key[2])
    if given <= every and wanted & places(key[2]) <= given:
        return ""
    return f"places {sorted(given)} for {sorted(every)}"


def places(text: str) -> set[str]:
    """What is filled in: ``%(name)s``, ``{name}``."""
    return set(_PLACE.findall(text)) - {"%%"}


def unsaid(language: str) -> list[Message]:
    """What a language has no words for yet, in the order of the catalogue."""
    return [one for one in read(language) if one.id and not all(forms_of(one))]


def listed(language: str) -> None:
    """Print what a language has no words for, a line each."""
    for context, one, many in map(key_of, unsaid(language)):
        print(" | ".join(filter(None, (context and f"[{context}]", one, many))).replace("\n", "\\n"))


def offered() -> list[str]:
    """The languages that members may choose, English apart."""
    text = (SOURCES / "project/settings.py").read_text(encoding="utf-8")
    named = re.search(r"^LANGUAGES = (\[.*?\])", text, re.MULTILINE | re.DOTALL)
    return [code for code, _ in ast.literal_eval(named[1])] if named else []


def main(arguments: list[str]) -> int:
    """``update``, ``unsaid LANGUAGE`` or ``check``."""
    settings.configure(USE_I18N=True)
    django.setup()
    match arguments:
        case ["update"]:
            found = strings()
            for language in LANGUAGES:
                write(language, updated(language, found))
        case ["unsaid", language]:
            listed(language)
        case _:
            found = strings()
            wrong = [line for language in offered() if language != "en" for line in faults(language, found)]
            print("\n".join(wrong) or f"{len(found)} strings, in {', '.join(offered())}")
            return 1 if wrong else 0
    compile_catalogues()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
