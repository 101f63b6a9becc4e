"""Which kind of workbook is a ZIP file, and is each of its sheets safe to open? Its parts are looked at before any is."""

import re
import zipfile
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from tenure.sources.binary_sheets import sheet_relations, survey_binary_sheet
from tenure.sources.failures import SourceError
from tenure.sources.opendocument import CONTENT, survey_document
from tenure.sources.unpacking import SheetSurvey, check_archive, shared_texts, survey_sheet
from tenure.values.voice import worded

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TEXTS = "xl/sharedStrings.xml"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """``format`` is xlsx, xlsb or ods; ``sheets``: name -> its part; ``seen``: what was seen in sheets already.

    ``texts`` are the lengths of the texts that cells share.
    """

    path: Path
    format: str
    sheets: Mapping[str, str] = field(default_factory=dict)
    seen: list[SheetSurvey] = field(default_factory=list)
    texts: "array[int]" = field(default_factory=lambda: array("q"))

    def survey(self, name: str, position: int) -> SheetSurvey:
        """Look through one sheet before it is opened. Raises SourceError when it spans too much to hold."""
        if self.format == "ods":
            return self.seen[position] if position < len(self.seen) else SheetSurvey()
        if not (part := self.sheets.get(name)):
            return SheetSurvey()
        if self.format == "xlsb":
            return survey_binary_sheet(self.path, part)
        return survey_sheet(self.path, part, self.texts)


def look_into(path: Path) -> WorkbookParts:
    """Unpack all parts without growing beyond measure and find the sheets. Raises SourceError."""
    parts = check_archive(path)
    try:
        if "xl/workbook.xml" in parts:
            names = _sheet_names(path)
            texts = shared_texts(path, _TEXTS) if _TEXTS in parts else array("q")
            return WorkbookParts(path, "xlsx", _located(path, "xl/_rels/workbook.xml.rels", names, parts), [], texts)
        if "xl/workbook.bin" in parts:
            names = sheet_relations(path)
            return WorkbookParts(path, "xlsb", _located(path, "xl/_rels/workbook.bin.rels", names, parts))
        if CONTENT in parts and _is_spreadsheet(path, parts):
            return WorkbookParts(path, "ods", seen=survey_document(path))
    except (KeyError, ET.ParseError, zipfile.BadZipFile) as error:
        raise SourceError(worded("This workbook is damaged: {said}", said=str(error))) from None
    raise SourceError(worded("This is a ZIP file but not an XLSX workbook. Unpack it and import what is inside."))


def _is_spreadsheet(path: Path, parts: list[str]) -> bool:
    with zipfile.ZipFile(path) as archive:
        if "META-INF/manifest.xml" in parts and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise SourceError(worded("This workbook is locked with a password: save it without one."))
        return "mimetype" in parts and archive.read("mimetype").strip().startswith(_SPREADSHEET)


def _sheet_names(path: Path) -> dict[str, str]:
    """Name of each sheet -> the relation that says which part holds it."""
    with zipfile.ZipFile(path) as archive:
        nodes = _parse(archive.read("xl/workbook.xml")).iter()
        return {node.get("name") or "": node.get(_RELATION, "") for node in nodes if node.tag.endswith("}sheet")}


def _located(path: Path, relations: str, names: Mapping[str, str], parts: list[str]) -> dict[str, str]:
    """Name of each sheet -> the part of the archive that holds it."""
    with zipfile.ZipFile(path) as archive:
        targets = {link.get("Id"): (link.get("Target") or "") for link in _parse(archive.read(relations))}
    found = {}
    for name, relation in names.items():
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in parts:
            found[name] = part
    return found


def _parse(xml: bytes) -> ET.Element:
    """XML without a document type: those are what entity bombs need."""
    if re.search(rb"<!DOCTYPE|<!ENTITY", xml, re.IGNORECASE):
        raise SourceError(
            worded("This workbook declares entities, which no spreadsheet program writes: it was not opened.")
        )
    return ET.fromstring(xml)  # noqa: S314 - entities were refused above
