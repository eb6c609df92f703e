"""Workbooks that are zip archives (XLSX, ODS): what is inside, and whether it stays bounded when unpacked.

Sizes are counted by inflating, not read from the archive's own directory, which may lie.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from webapp.services.intake import limits
from webapp.services.intake.extent import OdsExtent, XlsxExtent, XlsxGlance
from webapp.services.intake.faults import FileFault
from webapp.services.intake.kind import Kind, foreign, protected

_CHUNK = 256 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ExpatError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)


def check(file: BinaryIO) -> Kind:
    """Which workbook the archive is; raises FileFault when it is none, protected, damaged or too large."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
        kind = _kind({member.filename for member in members})
        _check_directory(members)
        _check_contents(file, members, kind)
    except FileFault:  # is a ValueError too
        raise
    except _BROKEN as error:
        raise damaged() from error
    return kind


def damaged() -> FileFault:
    """The fault for a workbook that cannot be read."""
    return FileFault(
        "damaged", "This workbook is damaged and cannot be read. Open it, save it again and upload that."
    )


def _kind(names: set[str]) -> Kind:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise FileFault("xlsb", "This is a binary workbook (XLSB). Save it as XLSX or CSV and upload that.")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise foreign("a text document or a presentation")
    if any(name.endswith(".iwa") for name in names):
        raise FileFault("numbers", "This is a Numbers document. Export it as CSV or XLSX and upload that.")
    if {"content.xml", "mimetype"} <= names:
        return "ods"
    raise FileFault("archive", "This is a ZIP archive. Unpack it and upload the list that is inside.")


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 0x1 for member in members):
        raise protected()
    if len(members) > limits.MAX_MEMBERS or sum(member.file_size for member in members) > limits.MAX_INFLATED:
        raise too_large()


def too_large() -> FileFault:
    """The fault for a workbook that would fill the memory."""
    return FileFault(
        "too_large", "This workbook is too large when unpacked. Save the list as CSV and upload that."
    )


def _check_contents(file: BinaryIO, members: list[zipfile.ZipInfo], kind: Kind) -> None:
    left = limits.MAX_INFLATED
    for member in members:
        strings = member.filename.lower().endswith("sharedstrings.xml")
        bound = min(left, limits.MAX_SHARED_STRINGS) if strings else left
        if _is_sheet(member, kind):
            left -= _check_sheet(file, member, bound)
        else:
            left -= _check_member(file, member, bound, _reader(member.filename, kind))


def _is_sheet(member: zipfile.ZipInfo, kind: Kind) -> bool:
    name = member.filename
    return kind == "xlsx" and name.startswith("xl/worksheets/") and name.endswith(".xml")


def _check_sheet(file: BinaryIO, member: zipfile.ZipInfo, bound: int) -> int:
    """At a glance where that is enough."""
    glance = XlsxGlance()
    size = _check_member(file, member, bound, glance.feed)
    return size if glance.is_small() else _check_member(file, member, bound, XlsxExtent().feed)


def _reader(name: str, kind: Kind) -> Callable[[bytes], None] | None:
    """What is to look at the content of a member, chunk by chunk."""
    if kind == "ods" and name == "content.xml":
        return OdsExtent().feed
    if kind == "ods" and name == "META-INF/manifest.xml":
        return _refuse_encrypted
    return None


def _refuse_encrypted(chunk: bytes) -> None:
    if b"encryption-data" in chunk:
        raise protected()


def _check_member(
    file: BinaryIO, member: zipfile.ZipInfo, bound: int, reader: Callable[[bytes], None] | None
) -> int:
    """Unpack a member to nowhere; how many bytes it really has."""
    size = 0
    for chunk in _inflated(file, member):
        if not size and b"<!DOCTYPE" in chunk and member.filename.endswith(".xml"):
            raise damaged()  # Office programs never write one; it is where entity bombs live
        size += len(chunk)
        if size > bound:
            raise too_large()
        if reader:
            reader(chunk)
    return size


def _inflated(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(member.header_offset)
    header = file.read(30)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    file.seek(name_length + extra_length, 1)
    left = member.compress_size
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged()
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := file.read(min(_CHUNK, left))):
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        while packed:
            yield inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail
    if inflate is not None:
        yield inflate.flush()
