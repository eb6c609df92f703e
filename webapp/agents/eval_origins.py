"""Taking out of an agent's tests what was made of conversations that are to be forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from webapp.agents import eval_text


def without(text: str, conversations: Collection[int]) -> str:
    """The text without the tests that were made of one of these; what stands above a test goes with the one
    before it. Where nothing goes, the very same text."""
    lines, gone = text.splitlines(), _lines_of(text, conversations)
    if not gone:
        return text
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in gone).strip()


def only(text: str, conversations: Collection[int]) -> str:
    """What `without` takes out."""
    theirs = _lines_of(text, conversations)
    return "\n".join(line for number, line in enumerate(text.splitlines(), 1) if number in theirs).strip()


def _lines_of(text: str, conversations: Collection[int]) -> set[int]:
    found = set[int]()
    for first, last, made_of in _spans(text, len(text.splitlines())):
        if made_of & set(conversations):
            found.update(range(first, last + 1))
    return found


def _spans(text: str, last: int) -> Iterator[tuple[int, int, set[int]]]:
    """Of each test: its first and last line, from 1, and what it was made of."""
    cases = eval_text.parse(text).cases
    ends = [*(case.line - 1 for case in cases[1:]), last]
    for case, end in zip(cases, ends, strict=False):  # there may be no test, and so no end
        yield case.line, end, set(case.made_of)
