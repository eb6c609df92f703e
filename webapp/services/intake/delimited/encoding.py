"""Which encoding a text file is in, and in which others it can be read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from webapp.services.intake.delimited.legacy_encoding import guess, is_nearly_utf8
from webapp.services.intake.file_type import unknown

UTF8 = "utf-8"
NAMES = {
    UTF8: "UTF-8 (any language)",
    "cp1252": "Windows-1252 (Western European)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic, Persian)",
    "cp1257": "Windows-1257 (Baltic)",
    "cp1258": "Windows-1258 (Vietnamese)",
    "cp874": "Windows-874 (Thai)",
    "cp932": "Shift JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "iso2022_jp": "ISO-2022-JP (Japanese)",
    "gb18030": "GB 18030 (Chinese, simplified)",
    "big5hkscs": "Big5 (Chinese, traditional)",
    "cp949": "EUC-KR (Korean)",
    "iso8859_2": "ISO-8859-2 (Central European)",
    "iso8859_5": "ISO-8859-5 (Cyrillic)",
    "iso8859_7": "ISO-8859-7 (Greek)",
    "iso8859_15": "ISO-8859-15 (Western European)",
    "koi8_r": "KOI8-R (Russian)",
    "koi8_u": "KOI8-U (Ukrainian)",
    "mac_roman": "Mac OS Roman (Western European)",
    "mac_latin2": "Mac OS Central European",
    "mac_cyrillic": "Mac OS Cyrillic",
    "cp437": "DOS 437 (English)",
    "cp850": "DOS 850 (Western European)",
    "cp852": "DOS 852 (Central European)",
    "cp855": "DOS 855 (Cyrillic)",
    "cp857": "DOS 857 (Turkish)",
    "cp866": "DOS 866 (Russian)",
    "utf-16-le": "UTF-16 (Excel's “Unicode text”)",
    "utf-16-be": "UTF-16, big-endian",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32, big-endian",
}
"""Every codec that a file can be read with, and what people may know it as."""

_SAMPLE = 64 * 1024
_CHUNK = 1024 * 1024
_BOMS = [
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_TEXT_CONTROLS = b"\t\n\r\f\v\x1a\x00"
_JAPANESE_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\(J)")
_LINES = 6  # that show a person whether the encoding is right
_LONGEST_LINE = 400  # bytes


class Encoding(NamedTuple):
    """A codec's name, and a note where it had to be guessed.

    `lines`: where telling lines begin in the file, in bytes. The lines themselves hold people's names and are
    not to be kept anywhere else.
    """

    codec: str
    note: str | None = None
    lines: tuple[int, ...] = ()

    def read_as(self) -> dict[str, Any]:
        """For a page: see models/batch."""
        return {"encoding": self.codec, "guessed": self.note is not None, "lines": list(self.lines)}


def choose(file: BinaryIO, codec: str) -> Encoding:
    """The encoding that a person has chosen, else the one that is found. Raises FileFault: see `find`."""
    found = find(file)
    return found if codec not in NAMES else Encoding(codec, None, found.lines)


def find(file: BinaryIO) -> Encoding:
    """The encoding of the whole file. Raises FileFault for what is no text."""
    file.seek(0)
    head = file.read(_SAMPLE)
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return Encoding(codec, None, (0,))
    if wide := _wide_without_bom(head):
        return Encoding(wide, None, (0,))
    if _JAPANESE_ESCAPE.search(head):
        return Encoding("iso2022_jp", None, (0,))
    _refuse_binary(head)
    sample, lines = _beyond_ascii(file)
    if _is_utf8(file):
        return Encoding(UTF8, None, lines)
    if is_nearly_utf8(sample):
        return Encoding(
            UTF8, "The file is in UTF-8 except for some characters; the rows with them are faulty.", lines
        )
    codec = guess(sample)
    note = f"The file is not in UTF-8; it was read as {NAMES[codec]}. Check that the names look right."
    return Encoding(codec, note, lines)


def line_at(piece: bytes, codec: str) -> str:
    """The line that a piece of the file begins with, in an encoding; for a person to look at."""
    width = 4 if codec.startswith("utf-32") else 2 if codec.startswith("utf-16") else 1
    text = piece[: len(piece) - len(piece) % width].decode(codec, "replace").lstrip("\ufeff")
    return text.splitlines()[0] if text.strip() else ""


def _wide_without_bom(head: bytes) -> str | None:
    """In UTF-16 half of each ASCII character is NUL, and every list is ASCII to a fourth at least; in UTF-32
    three fourths of nearly every character are."""
    if head.count(0) * 2 > len(head):
        by_place = [head[place::4].count(0) for place in range(4)]
        wide = "utf-32-le" if by_place[0] < by_place[3] else "utf-32-be"
        if "\n" in head[: len(head) // 4 * 4].decode(wide, "ignore"):
            return wide
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and odd > 8 * even:
        return "utf-16-le"
    if even > len(head) // 8 and even > 8 * odd:
        return "utf-16-be"
    return None


def _refuse_binary(head: bytes) -> None:
    controls = sum(head.count(byte) for byte in range(32) if byte not in _TEXT_CONTROLS)
    if controls > len(head) // 50 + 1 or head.count(0) > len(head) // 10 + 1:
        raise unknown()


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder(UTF8)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _beyond_ascii(file: BinaryIO) -> tuple[bytes, tuple[int, ...]]:
    """Up to 64 KiB of lines that are not plain ASCII, as only they tell encodings apart; where some begin,
    each with a byte that those before do not have."""
    sample = bytearray()
    lines: list[int] = []
    seen: set[int] = set()
    for start, line in _lines_beyond_ascii(file):
        sample += line[:_SAMPLE]
        new = set(line[:_LONGEST_LINE]).difference(seen, range(128))
        if new and len(lines) < _LINES:
            lines.append(start)
            seen |= new
        if len(sample) >= _SAMPLE:
            break
    return bytes(sample[:_SAMPLE]), tuple(lines)


def _lines_beyond_ascii(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    start = file.seek(0)
    while chunk := file.read(_CHUNK):
        chunk += file.readline(_CHUNK)
        if not chunk.isascii():
            at = start
            for line in chunk.splitlines(keepends=True):
                if not line.isascii():
                    yield at, line
                at += len(line)
        start += len(chunk)
