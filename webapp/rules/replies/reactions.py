"""Reactions that a phone sends as a text: `Liked “…”`, `👍 to “…”`, `Removed a like from “…”`.

They quote a text of ours, opt-out line included, and say nothing themselves. A quotation that is not ours, or
beside which stands more than a phone writes, is no reaction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.rules.replies import quotations, reaction_words
from webapp.rules.wording import plain, spaced

_HERE = "…"
_FACES = {
    "❤️": reaction_words.LOVED,
    "👍": reaction_words.LIKED,
    "👎": reaction_words.DISLIKED,
    "😂": reaction_words.LAUGHED,
    "‼️": reaction_words.EMPHASIZED,
    "❓": reaction_words.QUESTIONED,
    "🏷️": reaction_words.STICKER,
}
_ALSO_EMOJI = "‼❗❓⁉♥❤"
_JOINED = "\ufe0f\u200d\u20e3"
_LONGEST_EMOJI = 24


@dataclass(frozen=True)
class Reaction:
    """`ours`: to which of our texts. `emoji` is empty when the reaction was taken back."""

    ours: int
    emoji: str


def find(text: str, ours: Sequence[str]) -> Reaction | None:
    """The reaction that a whole message is, to one of our texts."""
    quotation = quotations.find(text, ours)
    if quotation is None:
        return None
    emoji = _read(quotation.before, quotation.after)
    return None if emoji is None else Reaction(quotation.ours, emoji)


def _read(before: str, after: str) -> str | None:
    """What a phone says around a quotation: an emoji, or empty for one that is taken back."""
    form = _form(before, after)
    if (said := _SAID.get(form)) is not None:
        return said
    emoji, bare_form = _emoji(before + after), _form(_words(before), _words(after))
    if not emoji:
        return None
    if bare_form in _TAKES_BACK or "\u200c" in before:
        return ""
    return emoji if bare_form in _GIVES else None


def _form(before: str, after: str) -> tuple[str, str]:
    """The words alone, run together: not every language parts them."""
    return _run_together(before), _run_together(after)


def _run_together(words: str) -> str:
    return spaced(plain(words)).replace(" ", "")


def _emoji(signs: str) -> str:
    """Those among some signs, as one: a face with its skin tone, a flag, a family."""
    return "".join(sign for sign in signs if _is_emoji(sign) or sign in _JOINED)[:_LONGEST_EMOJI].strip(
        _JOINED[1]
    )


def _words(signs: str) -> str:
    return "".join(sign for sign in signs if not _is_emoji(sign))


def _is_emoji(sign: str) -> bool:
    return (unicodedata.category(sign) in ("So", "Sk") and sign not in "`^¨´") or sign in _ALSO_EMOJI


def _forms(listed: str) -> Iterator[tuple[str, str]]:
    for one in re.split(r"[|\n]", listed):
        if _HERE in one:
            before, _, after = one.partition(_HERE)
            yield _form(before, after)


_SAID = dict.fromkeys(_forms(reaction_words.TAKEN_BACK), "")
_SAID |= {form: emoji for emoji, listed in _FACES.items() for form in _forms(listed)}
_GIVES = frozenset(_forms(reaction_words.AROUND_AN_EMOJI))
_TAKES_BACK = frozenset(_forms(reaction_words.AROUND_AN_EMOJI_TAKEN_BACK))
