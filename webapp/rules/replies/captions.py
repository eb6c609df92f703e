"""A message that has a text and captions below its pictures: what it says, and what its sender wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from webapp.rules.replies import replies
from webapp.rules.replies.replies import Meaning


def joined(text: str, captions: Sequence[str]) -> str:
    """The text, then each caption that says something else, a line each."""
    if not captions:
        return text
    said = [text] if text.strip() else []
    for caption in captions:
        if caption.strip() and caption not in said:
            said.append(caption)
    return "\n".join(said)


def without(said: str, captions: Sequence[str]) -> str:
    """The text alone, of what `joined` made: a page shows each caption below its picture."""
    for caption in reversed(captions):
        if caption.strip() and (said == caption or said.endswith(f"\n{caption}")):
            said = said[: -len(caption)].removesuffix("\n")
    return said


def read(text: str, captions: Sequence[str], read: Callable[[str], Meaning] = replies.read) -> Meaning:
    """What the sender wants: an opt-out in any part counts, START and HELP only as the whole message."""
    if not captions:
        return read(text)
    parts = joined(text, captions)
    meanings = [read(part) for part in (text, *captions) if part.strip()]
    for wish in (Meaning.OPT_OUT, Meaning.HOLD):
        if wish in meanings:
            return wish
    return read(parts)
