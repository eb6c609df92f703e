"""Small files that would take all memory, or minutes, of a reader that trusts them."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

from tests.services.intake import books, make
from tests.services.intake.books import number, row, sheet, text

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "bombs"
HEAD = row(1, text("A1", "phone")) + row(2, number("A2", 12025550101))
MANY = 1_000_000


NAMES = (
    "spaces without end",
    "cells without end",
    "empty strings",
    "a string that is too long",
    "one long text in every row",
    "elements within elements",
    "attributes without end",
    "columns that are hidden again and again",
    "sheets without end",
    "entities",
    "cells far apart",
    "ods spaces repeated",
    "ods columns repeated in many sheets",
    "an xls with a loop of sectors",
    "an xls with a loop of small sectors",
)
HARMLESS = ("attributes without end", "sheets without end")
"""They take little, and there is a list in them."""


def reported() -> dict[str, tuple[str, bytes]]:
    """Those that were sent to us."""
    return {path.name: (path.name, path.read_bytes()) for path in FOLDER.iterdir() if path.suffix != ".md"}


@cache
def siblings() -> dict[str, tuple[str, bytes]]:
    """By what is in it the name and the bytes of a file."""
    return {
        "spaces without end": ("a.xlsx", books.book(sheet(HEAD + " " * 100_000_000))),
        "cells without end": ("a.xlsx", books.book(sheet(f'{HEAD}<row r="3">{"<c/>" * 10 * MANY}</row>'))),
        "empty strings": ("a.xlsx", _strings("<si/>" * 4 * MANY)),
        "a string that is too long": ("a.xlsx", _strings(f"<si><t>{'x' * 80_000_000}</t></si>")),
        "one long text in every row": ("a.xlsx", _repeated_text()),
        "elements within elements": ("a.xlsx", books.book(sheet("<a>" * 10 * MANY))),
        "attributes without end": ("a.xlsx", books.book(sheet(_attributes(300_000)))),
        "columns that are hidden again and again": ("a.xlsx", books.book(sheet(HEAD, _columns()))),
        "sheets without end": ("a.xlsx", _sheets(200_000)),
        "entities": ("a.xlsx", books.book(_entities())),
        "cells far apart": ("a.xlsx", books.book(*[sheet(HEAD + row(1_000_000, text("L1000000", "x")))] * 3)),
        "ods spaces repeated": ("a.ods", make.ods(make.ods_row('<text:s text:c="999999999"/>' * MANY))),
        "ods columns repeated in many sheets": ("a.ods", _ods_sheets(3_000)),
        "an xls with a loop of sectors": ("a.xls", _looping(make.xls(*[["x" * 200]] * 60))),
        "an xls with a loop of small sectors": ("a.xls", _small_loop()),
    }


def _strings(inside: str) -> bytes:
    part = f"<sst count='4000000000' uniqueCount='4000000000'>{inside}</sst>".encode()
    return books.book(sheet(HEAD + row(3, '<c r="A3" t="s"><v>0</v></c>')), sharedStrings=part)


def _repeated_text() -> bytes:
    cells = "".join(row(n, number(f"A{n}", 1), f'<c r="B{n}" t="s"><v>0</v></c>') for n in range(3, 300_000))
    part = f"<sst><si><t>{'x' * 9_000}</t></si></sst>".encode()
    return books.book(sheet(HEAD + cells), sharedStrings=part)


def _attributes(count: int) -> str:
    attributes = " ".join(f"a{n}='1'" for n in range(count))
    return f'{HEAD}<row r="3" {attributes}></row>'


def _columns() -> str:
    column = '<col min="1" max="16384" hidden="1"/>'
    return f"<cols>{column * 1_000_000}</cols>"


def _sheets(count: int) -> bytes:
    data = books.book(sheet(HEAD))
    listed = '<sheet name="x" r:id="s1"/>' * count
    return make.patched(
        data, books.WORKBOOK, lambda part: part.replace(b"</sheets>", listed.encode() + b"</sheets>")
    )


def _entities() -> bytes:
    return (
        b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 100_000 + b'">]>' + sheet(row(1, text("A1", "&a;" * 100_000)))
    )


def _ods_sheets(count: int) -> bytes:
    cell = make.ods_row("x").replace(
        "<table:table-cell ", '<table:table-cell table:number-columns-repeated="16000" '
    )
    rows = cell.replace('rows-repeated="1"', 'rows-repeated="1000"')
    return make.ods(f"{rows}</table:table><table:table>" * count)


def _looping(data: bytes) -> bytes:
    """Every sector of the stream is followed by its first one."""
    fat = 512
    content = bytearray(data)
    content[fat + 8 : fat + 512] = struct.pack("<I", 2) * 126
    return bytes(content)


def _small_loop() -> bytes:
    """The stream is small, so that it lies in the chain of small sectors, which leads back to itself."""
    fat = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE] + [0xFFFFFFFF] * 124
    header = make.OLE + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    root = bytearray(make._entry("Root Entry", 5, 3, 512, child=1))
    directory = bytes(root) + make._entry("Workbook", 2, 0, 300)
    small = struct.pack("<128I", *[n + 1 for n in range(7)], 0, *[0xFFFFFFFF] * 120)
    return header + struct.pack("<128I", *fat) + directory.ljust(512, b"\0") + small + b"\0" * 512
