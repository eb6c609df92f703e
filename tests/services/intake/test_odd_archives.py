"""Workbooks that other programs packed otherwise, and those that ask for a password."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pytest

from tests.services.intake import books, make
from tests.services.intake.books import RELATIONS, SHEET, WORKBOOK
from tests.services.intake.test_workbooks import BOB_ROW, HEAD, ODS_ANN, ODS_HEAD, PEOPLE, SOUND, cells
from webapp.services.intake.faults import FileFault
from webapp.services.intake.workbooks import archive

BOOK = books.book(PEOPLE)
STRICT_TYPES = "http://purl.oclc.org/ooxml/officeDocument/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def moved(part: str, to: str, target: str) -> bytes:
    parts = make.members(BOOK)
    parts[to] = parts.pop(part)
    parts[RELATIONS] = books.relations({"s1": ("worksheet", target)})
    return make.zipped(parts)


def renamed(change: Callable[[str], str]) -> bytes:
    return make.zipped({change(name): data for name, data in make.members(BOOK).items()})


def strict() -> bytes:
    parts = {
        name: data.replace(books.MAIN.encode(), STRICT_MAIN.encode()).replace(
            books.TYPES.encode(), STRICT_TYPES.encode()
        )
        for name, data in make.members(BOOK).items()
    }
    return make.zipped(parts)


def elsewhere() -> bytes:
    """The whole workbook in a folder of its own."""
    parts = make.members(BOOK)
    parts["_rels/.rels"] = books.relations({"m": ("officeDocument", "/data/book.xml")})
    parts["data/book.xml"] = parts.pop(WORKBOOK)
    parts["data/_rels/book.xml.rels"] = books.relations({"s1": ("worksheet", "../other/the%20sheet.xml")})
    parts["other/the sheet.xml"] = parts.pop(SHEET)
    del parts[RELATIONS]
    return make.zipped(parts)


def without(part: str) -> bytes:
    return make.zipped({name: data for name, data in make.members(BOOK).items() if name != part})


@pytest.mark.parametrize(
    "data",
    [
        moved(SHEET, "xl/sheets/data.xml", "sheets/data.xml"),
        moved(SHEET, "xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
        moved(SHEET, "xl/Worksheets/Sheet1.xml", "worksheets/sheet1.xml"),
        moved(SHEET, "xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml"),
        moved(SHEET, "sheet.xml", "../sheet.xml"),
        renamed(lambda name: name.replace("/", "\\")),
        renamed(str.upper),
        strict(),
        elsewhere(),
        without("_rels/.rels"),
        make.patched(BOOK, WORKBOOK, lambda part: part.replace(b"r:id", b"rel:id").replace(b":r=", b":rel=")),
        make.patched(BOOK, SHEET, lambda part: b"\xef\xbb\xbf" + part),
        make.patched(BOOK, SHEET, lambda part: f'<?xml version="1.0"?>{part.decode()}'.encode("utf-16")),
        make.patched(BOOK, SHEET, lambda part: part.replace(b"><", b">\n  <")),
        make.patched(BOOK, SHEET, lambda part: part.replace(b' r="', b' q="')),
    ],
    ids=["another folder", "an absolute target", "another case", "a backslash in the target",
         "above the workbook", "backslashes", "upper case", "strict", "elsewhere",
         "without package relations", "another prefix", "bom", "utf-16", "indented", "cells without places"],
)  # fmt: skip
def test_the_sheet_is_found_and_read(data: bytes) -> None:
    assert cells(data) == SOUND


def test_relations_say_which_sheet_is_which() -> None:
    parts = make.members(books.book(PEOPLE, books.sheet(HEAD + BOB_ROW)))
    swapped = {"s2": ("worksheet", "worksheets/sheet1.xml"), "s1": ("worksheet", "worksheets/sheet2.xml")}
    parts[RELATIONS] = books.relations(swapped)
    assert cells(make.zipped(parts)) == [SOUND[0], SOUND[2]]


MANIFEST = "META-INF/manifest.xml"
ENCRYPTED = b"<m:manifest><m:file-entry><manifest:encryption-data/></m:file-entry></m:manifest>"
ODS = make.members(make.ods(ODS_HEAD + ODS_ANN))


def flagged(data: bytes) -> bytes:
    """Every part is marked as encrypted, in the directory and before it."""
    content = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            struct.pack_into("<H", content, place + at, 1)
            place = content.find(signature, place + 4)
    return bytes(content)


@pytest.mark.parametrize(
    "data",
    [
        make.zipped({**ODS, "content.xml": b"\x8f\x01\xff" * 99, MANIFEST: ENCRYPTED}),
        make.zipped({"mimetype": ODS["mimetype"], "encrypted-package": b"\x8f", MANIFEST: ENCRYPTED}),
        make.zipped({**ODS, MANIFEST: b" " * 300_000 + ENCRYPTED}),
        flagged(BOOK),
        flagged(make.zipped(ODS)),
        make.ole("EncryptedPackage"),
        make.xls(*SOUND, filepass=True),
    ],
    ids=["ods by parts", "ods as a whole", "ods with much above it", "zip", "ods zip", "xlsx", "xls"],
)  # fmt: skip
def test_a_password_is_called_one(data: bytes) -> None:
    with pytest.raises(FileFault) as caught:
        cells(data)
    assert caught.value.code == "password"
    assert caught.value.sentence == (
        "This workbook is protected by a password. Remove the password, save it and upload it again."
    )


@pytest.mark.parametrize(
    ("suffix", "code"), [("text", "not_a_table"), ("presentation", "not_a_table"), ("spreadsheet", "")]
)
def test_an_open_document_says_what_it_is(suffix: str, code: str) -> None:
    data = make.zipped({**ODS, "mimetype": f"application/vnd.oasis.opendocument.{suffix}".encode()})
    if not code:
        assert cells(data) == SOUND[:2]
        return
    with pytest.raises(FileFault) as caught:
        cells(data)
    assert caught.value.code == code


def test_a_part_that_unpacks_to_more_than_its_size_allows_is_not_waited_for() -> None:
    opened = archive.Archive(io.BytesIO(make.zipped({"a": b" " * 80_000_000, "b": b"x"})))
    with pytest.raises(FileFault, match="too large when unpacked"):
        list(opened.chunks("a"))
    assert list(opened.chunks("B")) == [b"x"]


@pytest.mark.parametrize("encoding", ["nonsense", "utf-7"])
def test_an_encoding_that_nobody_knows_is_damage(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    with pytest.raises(FileFault, match="damaged"):
        cells(make.patched(BOOK, SHEET, lambda part: declared + part))
