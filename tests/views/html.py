"""A page as elements: enough of a reader to check pages and fill in their forms, with no library."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from html import unescape
from html.parser import HTMLParser

TOKEN = re.compile(
    r"""<!--.*?-->|<![a-zA-Z][^>]*>|</(?P<end>[a-zA-Z][^\s>]*)\s*>|(?P<text>[^<]+)|"""
    r"""(?P<start><[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>)""",
    re.S,
)
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass
class Element:
    """One element, with its attributes, its parent and everything inside; `written`: its start tag."""

    tag: str
    attrs: dict[str, str]
    parent: Element | None = None
    inside: list[Element | str] = field(default_factory=list)
    written: str = ""

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


class _StartTag(HTMLParser):
    """Reads one, as browsers do."""

    found: tuple[str, list[tuple[str, str | None]]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = (tag, attrs)


@cache
def _start(written: str) -> tuple[str, dict[str, str]]:
    """Once in a run: pages share most of their tags."""
    reader = _StartTag()
    reader.feed(written)
    tag, attrs = reader.found
    names = [name for name, _ in attrs]
    assert len(names) == len(set(names)), f"<{tag}> repeats an attribute: {names}"
    return tag, {name: value or "" for name, value in attrs}


def start(written: str) -> Element:
    """An element by its start tag alone."""
    tag, attrs = _start(written)
    return Element(tag, attrs, written=written)


def read(text: str) -> Element:
    """The root of a page or partial. Fails when a tag is left open or closed twice, and at a stray `<`."""
    root = here = Element("", {})
    end = 0
    for token in TOKEN.finditer(text):
        assert token.start() == end, f"a stray {text[end : end + 20]!r}"
        end = token.end()
        if (written := token["start"]) is not None:
            tag, attrs = _start(written)
            element = Element(tag, dict(attrs), here, written=written)
            here.inside.append(element)
            here = here if tag in VOID else element
        elif token["text"] is not None:
            here.inside.append(unescape(token["text"]))
        elif token["end"] is not None:
            assert here.tag == token["end"].lower(), f"</{token['end']}> closes <{here.tag}>"
            assert here.parent is not None
            here = here.parent
    assert end == len(text), f"a stray {text[end : end + 20]!r}"
    assert here is root, f"<{here.tag}> is left open"
    return root
