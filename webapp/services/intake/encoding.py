"""Which encoding a text file is in."""

import codecs
from typing import BinaryIO, NamedTuple

import charset_normalizer

from webapp.services.intake.kind import unknown

_SAMPLE = 64 * 1024
_BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_NAMES = {
    "cp1252": "Windows-1252 (Western European)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "mac_roman": "Mac OS Roman",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "euc_kr": "EUC-KR (Korean)",
}
_USUAL = "cp1252"
_TEXT_CONTROLS = b"\t\n\r\f\v\x1a\x00"


class Encoding(NamedTuple):
    """A codec's name, and a note where it had to be guessed."""

    codec: str
    note: str | None = None


def find(file: BinaryIO) -> Encoding:
    """The encoding of the whole file. Raises FileFault for what is no text."""
    file.seek(0)
    head = file.read(_SAMPLE)
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return Encoding(codec)
    if utf16 := _utf16_without_bom(head):
        return Encoding(utf16)
    _refuse_binary(head)
    if _is_utf8(file):
        return Encoding("utf-8")
    codec = _legacy(_beyond_ascii(file))
    return Encoding(
        codec, f"The file is not in UTF-8; it was read as {_NAMES[codec]}. Check that the names look right."
    )


def _utf16_without_bom(head: bytes) -> str | None:
    """In UTF-16 half of each ASCII character is NUL, and every list is ASCII to a fourth at least."""
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
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(1024 * 1024):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _beyond_ascii(file: BinaryIO) -> bytes:
    """Up to 64 KiB of lines that are not plain ASCII: only they tell encodings apart."""
    found = bytearray()
    file.seek(0)
    while len(found) < _SAMPLE and (line := file.readline(_SAMPLE)):
        if not line.isascii():
            found += line
    return bytes(found[:_SAMPLE])


def _legacy(sample: bytes) -> str:
    matches = charset_normalizer.from_bytes(sample, cp_isolation=list(_NAMES))
    best = matches.best()
    if best is None:
        return _USUAL
    # Names alone seldom tell the Western and the Central European code page apart: the usual one wins a draw.
    equal = [match for match in matches if (match.chaos, match.coherence) == (best.chaos, best.coherence)]
    usual = any(_USUAL in match.could_be_from_charset for match in equal)
    return _USUAL if usual or best.encoding not in _NAMES else best.encoding
