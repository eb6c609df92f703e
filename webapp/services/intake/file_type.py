"""What a file is, by its content: a name proves nothing."""

import codecs
import re
from typing import IO, BinaryIO, Literal

from webapp.services.intake.faults import FileFault

Kind = Literal["text", "xlsx", "xls", "ods"]

_ADVICE = "Save the list as CSV or XLSX and upload that."
_FOREIGN: list[tuple[bytes, str]] = [
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"BM\x00", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "a sound file"),
]
_MARKUP: list[tuple[bytes, str]] = [
    (b"begin:vcalendar", "a calendar"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<head", "a web page"),
    (b"<?xml", "an XML document"),
]
_JSON = re.compile(rb'(?:\[\s*)?\{(?!\{)\s*(?:"|$)')
_VCARD = (
    "This file is an address book (vCard), not a table of recipients. Import it into Google Contacts, or "
    "into another address book that can export CSV, and upload the CSV."
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF8 = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # how the globals of an Excel 97 workbook begin
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def recognise(file: IO[bytes]) -> Kind:
    """The kind of the file; raises FileFault for one that cannot hold a list, naming what it is instead.

    A zip container is only found to be one here; `archive` looks inside.
    """
    file.seek(0)
    head = file.read(4096)
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise FileFault("empty", "The file is empty.")
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith(_OLE):
        return _inside_ole(file)
    _refuse_foreign(head)
    return "text"


def may_be_workbook(file: BinaryIO) -> bool:
    """Whether the file begins as workbooks do: as an archive, or as an old Office file."""
    file.seek(0)
    return file.read(len(_OLE)).startswith((*_ZIP, _OLE))


def foreign(what: str) -> FileFault:
    """The fault for a file that is something else than a table."""
    return FileFault("not_a_table", f"This file is {what}, not a table of recipients. {_ADVICE}")


def unknown() -> FileFault:
    """The fault for a file of no kind that has a name here."""
    return FileFault(
        "not_a_table", f"This file is neither text nor a spreadsheet that can be read. {_ADVICE}"
    )


def _refuse_foreign(head: bytes) -> None:
    for beginning, what in _FOREIGN:
        if head.startswith(beginning):
            raise foreign(what)
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"AVI ", b"WAVE")):
        raise foreign("an image, a sound or a film")
    text = _narrow(head).lstrip().lower()
    if text.startswith(b"begin:vcard"):
        raise FileFault("not_a_table", _VCARD)
    if _JSON.match(text):
        raise foreign("a JSON document")
    for beginning, what in _MARKUP:
        if text.startswith(beginning):
            raise foreign(what)


def _narrow(head: bytes) -> bytes:
    """The beginning of a text without a byte order mark, and as ASCII where each letter is two bytes wide."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head[2:].replace(b"\0", b"")
    return head.removeprefix(codecs.BOM_UTF8)


def _inside_ole(file: IO[bytes]) -> Kind:
    """Old Office files are all OLE containers; the names of the streams (UTF-16) tell what is inside."""
    names = _streams(file, ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document"))
    if "EncryptedPackage" in names:
        raise protected()
    if "Workbook" in names:
        if _has_filepass(file):
            raise protected()
        return "xls"
    if "WordDocument" in names or "PowerPoint Document" in names:
        raise foreign("a text document or a presentation")
    if "Book" in names:
        raise FileFault(
            "too_old",
            "This workbook was saved by a very old Excel. Open it, save it as XLSX and upload that.",
        )
    raise unknown()


def _has_filepass(file: IO[bytes]) -> bool:
    """Whether the workbook's first records hold FILEPASS, the mark of encryption ([MS-XLS] 2.4.117)."""
    file.seek(0)
    start, tail = -1, b""
    while start < 0 and (chunk := file.read(1024 * 1024)):
        window = tail + chunk
        start = window.find(_BIFF8)
        records, tail = window[start : start + 512], window[-512:]
    at = 0
    while start >= 0 and at + 4 <= len(records) and records[at : at + 2] in (b"\x09\x08", b"\x86\x00"):
        at += 4 + int.from_bytes(records[at + 2 : at + 4], "little")
    return start >= 0 and records[at : at + 2] == b"\x2f\x00"


def protected() -> FileFault:
    """The fault for a workbook that asks for a password."""
    return FileFault(
        "password",
        "This workbook is protected by a password. Remove the password, save it and upload it again.",
    )


def _streams(file: IO[bytes], names: tuple[str, ...]) -> set[str]:
    # A directory entry holds the name as UTF-16 padded with NULs; the longest is far below the overlap.
    wanted = {name: name.encode("utf-16-le") + b"\0\0" for name in names}
    found: set[str] = set()
    file.seek(0)
    tail = b""
    while chunk := file.read(1024 * 1024):
        window = tail + chunk
        found |= {name for name, pattern in wanted.items() if pattern in window}
        tail = window[-64:]
    return found
