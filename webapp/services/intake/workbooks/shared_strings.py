"""The texts of an XLSX, which its cells name by number (ECMA-376 part 1, §18.4)."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from webapp.services.intake.workbooks.cell_text import cleaned, decoded
from webapp.services.intake.workbooks.xml_parts import feed, local

Chunks = Callable[[], Iterable[bytes]]

_USUAL = re.compile(r'\s*<si>\s*(?:<t>|<t xml:space="preserve">)([^<]*)</t>\s*')
_FIRST = re.compile(r"<sst[^<>]*>")
_OTHER_ENCODING = re.compile(r"<\?xml[^>]*encoding\s*=\s*(?!.utf-8.)", re.I)
_LONGEST_ITEM = 1024 * 1024


class Unusual(Exception):
    """XML that is not written as Excel writes it: it must be read with more care."""


def read(chunks: Chunks) -> list[str]:
    """The texts in order. Raises FileFault and ExpatError."""
    try:
        return list(_usual(chunks()))
    except (Unusual, UnicodeDecodeError):
        return list(_careful(chunks()))


def decode(chunks: Iterable[bytes]) -> Iterator[str]:
    """UTF-8 as text with the line ends of XML; the last one is empty. Raises Unusual for other encodings."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    is_first = True
    for chunk in chain(chunks, (b"",)):
        text = decoder.decode(chunk, final=not chunk)
        if is_first and _OTHER_ENCODING.match(text):
            raise Unusual
        is_first = False
        yield text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unescaped(text: str) -> str:
    """The text of an element without markup."""
    if "&" in text:
        text = html.unescape(text)
    return text if text.isprintable() and "_x" not in text else decoded(cleaned(text))


def _usual(chunks: Iterable[bytes]) -> Iterator[str]:
    rest, begun = "", False
    for text in decode(chunks):
        rest += text
        if not begun and (first := _FIRST.search(rest)):
            begun, rest = True, rest[first.end() :]
        if begun:
            *items, rest = rest.split("</si>")
            for item in items:
                if not (match := _USUAL.fullmatch(item)):
                    raise Unusual
                yield unescaped(match[1])
        if len(rest) > _LONGEST_ITEM:
            raise Unusual
    if not rest.lstrip().startswith("</sst>"):
        raise Unusual


class _Items:
    """The texts of items with formatted runs; what tells how to pronounce them (`rPh`) is left out."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._parts: list[str] = []
        self._takes = self._aside = False

    def start(self, name: str, _: dict[str, str]) -> None:
        name = local(name)
        self._aside = self._aside or name == "rPh"
        self._takes = name == "t" and not self._aside

    def end(self, name: str) -> None:
        name = local(name)
        self._takes = False
        if name == "rPh":
            self._aside = False
        elif name == "si":
            self.done.append(decoded("".join(self._parts)))
            self._parts.clear()

    def text(self, text: str) -> None:
        if self._takes:
            self._parts.append(text)


def _careful(chunks: Iterable[bytes]) -> Iterator[str]:
    items = _Items()
    for _ in feed(chunks, items.start, items.end, items.text):
        yield from items.done
        items.done.clear()
