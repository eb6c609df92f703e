"""Quotations of our texts in what someone writes: in quotation marks, after “>”, or simply copied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.rules.wording import fold

CLOSING = "”“»」』\"'’›‘\u200a"
_FARTHEST = 80
"""Characters before a quotation, or behind it, that a phone may write."""
_FIRST_FEW = 4
"""Quotation marks that may open one, and that may close it."""
_OPENS = re.compile("[“„«「『\"‹”\u200a]|(?<!\\w)['‘’]")
"""An apostrophe within a word opens nothing."""
_MARK = re.compile(f"{_OPENS.pattern}|^>", re.MULTILINE)
_SHORTEST_BEGINNING, _SHORTEST_PART = 8, 25
"""Letters and figures: of how much of a text it is certain that it is quoted."""
SHORTEST_COPY = 20
"""Of a text that was copied without a sign."""
_LONGEST = 2500


@dataclass(frozen=True)
class Quotation:
    """`ours`: which of our texts is quoted; `before` and `after`: what stands around the quotation."""

    ours: int
    before: str
    after: str


def may_quote(text: str) -> bool:
    """Is there a sign of a quotation at all? A cheap question to ask before our texts are looked up."""
    return _MARK.search(text) is not None


def find(text: str, ours: Sequence[str]) -> Quotation | None:
    """One of our texts in quotation marks, or its beginning; the widest quotation wins."""
    known = [letters(one) for one in ours]
    for opened, closed in _spans(text[:_LONGEST]):
        which = _quoted(letters(text[opened + 1 : closed]), text[opened + 1 : closed], known, ours)
        if which is not None:
            return Quotation(which, text[:opened], text[closed + 1 :])
    return None


def without(text: str, ours: Sequence[str]) -> str:
    """What someone wrote of their own: without quotations and copies of our texts."""
    own = _without_marked_lines(text[:_LONGEST], [letters(one) for one in ours])
    if (found := find(own, ours)) is not None:
        own = f"{found.before}\n{found.after}"
    for one in ours:
        words = one.split()
        if len(letters(one)) >= SHORTEST_COPY:
            own = re.sub(r"\s+".join(map(re.escape, words)), "\n", own)
    return own


def letters(text: str) -> str:
    """Letters and figures alone, as `fold` gives them: what phones keep of a text that they quote."""
    return "".join(sign for line in text.splitlines() for sign in fold(line) if sign.isalnum())


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a quotation may begin and end; one that was cut off ends with the text."""
    opening = [found.start() for found in _OPENS.finditer(text[:_FARTHEST])][:_FIRST_FEW]
    last = range(len(text) - 1, max(len(text) - _FARTHEST, 0) - 1, -1)
    closing = [at for at in last if text[at] in CLOSING][:_FIRST_FEW]
    for opened in opening:
        for closed in closing:
            if opened < closed:
                yield opened, closed
        yield opened, len(text)


def _quoted(said: str, as_it_stands: str, known: Sequence[str], ours: Sequence[str]) -> int | None:
    for which, whole in enumerate(known):
        if said == whole and (said or as_it_stands.strip() == ours[which].strip()):
            return which
        if len(said) >= _SHORTEST_BEGINNING and whole.startswith(said):
            return which
        if len(said) >= _SHORTEST_PART and said in whole:
            return which
    return None


def _without_marked_lines(text: str, known: Sequence[str]) -> str:
    """Lines after “>” that are ours, as mail programs quote, with the line that says who wrote them."""
    lines = text.splitlines()
    marked = [line.lstrip().startswith(">") for line in lines]
    if not any(marked):
        return text
    said = letters("\n".join(line.lstrip("> ") for line, one in zip(lines, marked, strict=True) if one))
    if not said or not any(whole.startswith(said) or said in whole for whole in known):
        return text
    own = [line for line, one in zip(lines, marked, strict=True) if not one]
    return "\n".join(
        line for line in own if not re.search(r"(?:wrote|schrieb|escribió|a écrit|scritto)\s?:$", line)
    )
