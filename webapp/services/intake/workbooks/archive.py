"""Workbooks that are zip archives (XLSX, ODS): which kind it is, and its parts as bounded streams.

Only the parts that are read are ever unpacked, a chunk at a time.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from webapp.services.intake import limits
from webapp.services.intake.faults import FileFault
from webapp.services.intake.file_type import Kind, foreign, protected

_CHUNK = 256 * 1024
_SURE = 64 * 1024 * 1024
_MOST_INFLATION = 250
"""Times the packed size, beyond 64 MB. A million equal rows reach 170; deflate can reach 1,032."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ExpatError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    LookupError,
    RuntimeError,
    ValueError,
)
MANIFEST = "META-INF/manifest.xml"


class Archive:
    """The parts of an archive by name; case and the direction of slashes make no difference."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        self._zip = zipfile.ZipFile(file)
        members = self._zip.infolist()
        if any(member.flag_bits & 0x1 for member in members):
            raise protected()
        if len(members) > limits.MAX_MEMBERS:
            raise too_large()
        self._members = {_folded(member.filename): member for member in members}

    @property
    def names(self) -> list[str]:
        """Lower case, with slashes."""
        return list(self._members)

    def has(self, part: str) -> bool:
        return _folded(part) in self._members

    def chunks(self, part: str, most: int | None = None) -> Iterator[bytes]:
        """What a part holds. Raises FileFault when it is larger than `most` bytes or cannot be unpacked."""
        with sound():
            member = self._members[_folded(part)]
            left = max(_SURE, member.compress_size * _MOST_INFLATION)
            left = min(left, limits.MAX_INFLATED if most is None else most)
            if member.compress_type not in _METHODS:
                raise damaged()
            with self._zip.open(member) as content:
                while chunk := content.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise too_large()
                    yield chunk


@contextmanager
def sound() -> Iterator[None]:
    """What a broken archive or document raises is a FileFault."""
    try:
        yield
    except FileFault:  # is a ValueError too
        raise
    except _BROKEN as error:
        raise damaged() from error


def check(file: BinaryIO) -> Kind:
    """Which workbook the archive is; raises FileFault when it is none, protected or damaged."""
    with sound():
        archive = Archive(file)
        kind = _kind(archive)
    return kind


def damaged() -> FileFault:
    """The fault for a workbook that cannot be read."""
    return FileFault(
        "damaged", "This workbook is damaged and cannot be read. Open it, save it again and upload that."
    )


def too_large() -> FileFault:
    """The fault for a workbook that would fill the memory."""
    return FileFault(
        "too_large", "This workbook is too large when unpacked. Save the list as CSV and upload that."
    )


def _kind(archive: Archive) -> Kind:
    names = archive.names
    if archive.has(MANIFEST) and _is_encrypted(archive):
        raise protected()
    if archive.has("content.xml"):
        return _open_document(archive)
    if any(name.endswith("workbook.bin") for name in names):
        raise FileFault("xlsb", "This is a binary workbook (XLSB). Save it as XLSX or CSV and upload that.")
    if archive.has("word/document.xml") or archive.has("ppt/presentation.xml"):
        raise foreign("a text document or a presentation")
    if any(name.endswith((".iwa", ".iwph")) for name in names):
        raise FileFault("numbers", "This is a Numbers document. Export it as CSV or XLSX and upload that.")
    if any(name.startswith("xl/") for name in names) or archive.has("_rels/.rels"):
        return "xlsx"
    raise FileFault("archive", "This is a ZIP archive. Unpack it and upload the list that is inside.")


def _open_document(archive: Archive) -> Kind:
    """An OpenDocument is a spreadsheet unless it says otherwise (OpenDocument 1.3 part 2, §3.3)."""
    if not archive.has("mimetype"):
        raise FileFault("archive", "This is a ZIP archive. Unpack it and upload the list that is inside.")
    said = b"".join(archive.chunks("mimetype", 1000))
    if said.startswith(b"application/vnd.oasis.opendocument.") and b"spreadsheet" not in said:
        raise foreign("a text document or a presentation")
    return "ods"


def _is_encrypted(archive: Archive) -> bool:
    """Whether parts, or the package as a whole, are encrypted (OpenDocument 1.3 part 2, §3.4.1, §4.8)."""
    tail = b""
    for chunk in archive.chunks(MANIFEST):
        if b"encryption-data" in tail + chunk:
            return True
        tail = chunk[-32:]
    return False


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
