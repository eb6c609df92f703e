"""XML in the parts of a workbook, read as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from webapp.services.intake.workbooks.archive import damaged

Start = Callable[[str, dict[str, str]], None]


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def flag(attributes: dict[str, str], name: str) -> bool:
    """Whether a boolean attribute is set (xsd:boolean)."""
    return attributes.get(name) in ("1", "true")


def feed(
    chunks: Iterable[bytes],
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Feed a document to handlers; control comes back after each chunk. Raises ExpatError, FileFault."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    for chunk in chunks:
        parser.Parse(chunk)
        yield
    parser.Parse(b"", True)
    yield


def elements(chunks: Iterable[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of a document, without their prefixes, with their attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    for _ in feed(chunks, lambda name, attributes: found.append((local(name), attributes))):
        yield from found
        found.clear()


def _refuse(*_: object) -> None:
    """Office programs never write a DOCTYPE; it is where entity bombs live."""
    raise damaged()
