"""Bytes of files that no one should have to look at: workbooks old and new, sound and broken."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xlsx(*rows: Iterable[Any], edit: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        sheet(book).append(list(row))
    if edit:
        edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(book: openpyxl.Workbook) -> Worksheet:
    active = book.worksheets[0]
    assert isinstance(active, Worksheet)
    return active


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def patched(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts changed."""
    parts = members(data)
    parts[part] = change(parts[part])
    return zipped(parts)


def lying(data: bytes, part: str, size: int = 10) -> bytes:
    """A zip whose directory says that `part` unpacks to `size` bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo(part).file_size
    return data.replace(struct.pack("<I", real), struct.pack("<I", size))


def ods(rows: str, *, manifest: bytes = b"<m/>", before: str = "") -> bytes:
    """An ODS around the XML of its rows."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="People">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content.encode(),
        "META-INF/manifest.xml": manifest,
    }
    return zipped(parts)


def ods_row(*cells: str | float, repeat: int = 1) -> str:
    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    inside = "".join(map(cell, cells))
    return f'<table:table-row table:number-rows-repeated="{repeat}">{inside}</table:table-row>'


def xls(*rows: Iterable[str | float], filepass: bool = False) -> bytes:
    """A BIFF8 workbook ([MS-XLS] 2.3 and 2.4) with one sheet in an OLE container."""
    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6)
    head = _record(0x0809, bof) + (_record(0x002F, b"\x01\0\x01\0\x01\0" + b"\0" * 48) if filepass else b"")
    name = b"People"
    offset = len(head) + 4 + 8 + len(name) + 4
    head += _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name) + _record(0x000A, b"")
    body = _record(0x0809, bof[:2] + struct.pack("<H", 0x0010) + bof[4:])
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            body += _biff_cell(row, column, value)
    return ole("Workbook", head + body + _record(0x000A, b""))


def _biff_cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, place + struct.pack("<d", value))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def ole(stream: str, content: bytes = b"") -> bytes:
    """An OLE container ([MS-CFB]) with one stream: header, FAT, directory, then the stream's sectors."""
    content = content.ljust(4096, b"\0")
    sectors = -(-len(content) // 512)
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    header = (
        OLE
        + b"\0" * 16
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, *_NO_MORE)
    )
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(stream, 2, 2, len(content))
    return (
        header
        + struct.pack("<128I", *fat)
        + directory.ljust(512, b"\0")
        + content.ljust(sectors * 512, b"\0")
    )


_NO_MORE = (0xFFFFFFFE, 0, 0xFFFFFFFE, 0)


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    entry = encoded.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child
    )
    return entry + b"\0" * 36 + struct.pack("<IQ", start, size)
