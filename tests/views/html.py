"""A page as elements: enough of a reader to check pages and fill in their forms, with no library."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import ClassVar

START_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>""")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass
class Element:
    """One element, with its attributes, its parent and everything inside."""

    tag: str
    attrs: dict[str, str]
    parent: Element | None = None
    inside: list[Element | str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        """Every element below this one, in order; of the given tags, when there are any."""
        return [element for element in self._below if not tags or element.tag in tags]

    @cached_property
    def _below(self) -> list[Element]:
        found, left = [], self.inside[::-1]
        while left:
            child = left.pop()
            if isinstance(child, Element):
                found.append(child)
                left += child.inside[::-1]
        return found

    def words(self) -> str:
        """The text, white space folded."""
        parts = [child if isinstance(child, str) else child.words() for child in self.inside]
        return " ".join(" ".join(parts).split())

    def within(self, tag: str) -> Element | None:
        """The nearest element of that tag around this one."""
        around = self.parent
        while around is not None and around.tag != tag:
            around = around.parent
        return around


class _Reader(HTMLParser):
    """Reads each start tag once in a run: pages share most of theirs, and these take most of the time."""

    known: ClassVar[dict[str, tuple[str, list[tuple[str, str | None]]]]] = {}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {})

    def parse_starttag(self, i: int) -> int:
        match = START_TAG.match(self.rawdata, i)
        written = match.group() if match else ""
        if written in self.known:
            self.handle_starttag(*self.known[written])
            return i + len(written)
        end = super().parse_starttag(i)
        if end == i + len(written) and not self.cdata_elem:
            self.known[written] = self.latest
        return end

    def updatepos(self, i: int, j: int) -> int:
        """No one asks for the line."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> repeats an attribute: {names}"
        self.latest = (tag, attrs)
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.inside.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)


def read(text: str) -> Element:
    """The root of a page or partial. Fails when a tag is left open or closed twice."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is left open"
    return reader.root
