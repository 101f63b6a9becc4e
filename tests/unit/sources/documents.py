"""Spreadsheets that no library here writes: OpenDocument (ODS) and binary workbooks (XLSB), a few lines each."""

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_STYLES = (
    '<office:automatic-styles><style:style style:name="shown" style:family="table">'
    '<style:table-properties table:display="true"/></style:style><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
BLANK_END = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)


def ods_cell(value: object, attributes: str = "") -> str:
    """A cell as LibreOffice writes it."""
    if value is None:
        return f"<table:table-cell {attributes}/>"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<table:table-cell {attributes} office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    if hasattr(value, "isoformat"):
        return f'<table:table-cell {attributes} office:value-type="date" office:date-value="{value.isoformat()}"><text:p>x</text:p></table:table-cell>'
    return f'<table:table-cell {attributes} office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def ods_rows(rows: Sequence[Sequence[object]]) -> str:
    """Rows of cells, each with the blank edge that LibreOffice adds."""
    edge = '<table:table-cell table:number-columns-repeated="16000"/>'
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}{edge}</table:table-row>" for row in rows)


def write_ods(path: Path, sheets: dict[str, str], hidden: Sequence[str] = (), mimetype: str = _MIMETYPE) -> Path:
    """A spreadsheet of sheets, name -> XML of its rows."""
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="{"hidden" if name in hidden else "shown"}">'
        f'<table:table-column table:number-columns-repeated="16384"/>{rows}</table:table>'
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.3">{_STYLES}'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + data


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _binary_cell(column: int, value: object) -> bytes:
    head = struct.pack("<II", column, 0)
    if isinstance(value, int | float):
        return _record(5, head + struct.pack("<d", value))
    return _record(6, head + _text(str(value)))


def write_xlsb(path: Path, rows: dict[int, Sequence[object]], extra: bytes = b"") -> Path:
    """A binary workbook of one sheet; ``extra`` are records behind the last cell."""
    cells = b"".join(
        _record(0, struct.pack("<IIHBBB", number, 0, 300, 0, 0, 0) + struct.pack("<I", 0))
        + b"".join(_binary_cell(column, value) for column, value in enumerate(row) if value is not None)
        for number, row in rows.items()
    )
    size = struct.pack("<IIII", 0, max(rows), 0, max(map(len, rows.values())) - 1)
    sheet = _record(129) + _record(148, size) + _record(145) + cells + extra + _record(146) + _record(130)
    book = _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text("Data"))
    book += _record(144) + _record(132)
    office = "http://schemas.openxmlformats.org"
    relation = f'<Relationship Id="{{}}" Type="{office}/officeDocument/2006/relationships/{{}}" Target="{{}}"/>'
    relations = f'<?xml version="1.0"?><Relationships xmlns="{office}/package/2006/relationships">{{}}</Relationships>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{office}/package/2006/content-types"/>')
        archive.writestr("_rels/.rels", relations.format(relation.format("rId1", "officeDocument", "xl/workbook.bin")))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            relations.format(relation.format("rId1", "worksheet", "worksheets/sheet1.bin")),
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path
