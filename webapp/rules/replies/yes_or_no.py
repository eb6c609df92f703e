"""Whether an answer is yes or no, as people text them in seven languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from webapp.rules.replies.yes_no_words import NEITHER, NO, YES
from webapp.rules.wording import fold, spaced

_THUMBS = {
    "👍": True,
    "✅": True,
    "👌": True,
    "✔": True,
    "☑": True,
    "🆗": True,
    "💯": True,
    "👎": False,
    "❌": False,
    "🙅": False,
}
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")
_ALREADY = re.compile(r"\bj[áÁ] (?=\w)", re.I)
"""Portuguese: "já paguei" is no German yes."""
_LONGEST = 12
"""Words. In a longer text, a yes or a no is about something else than the question."""

_LONGEST_PHRASE = 5

Meanings = dict[tuple[str, ...], bool | None]
Phrase = tuple[int, int, bool | None]
"""Begin, end and meaning of a phrase among the words of a text."""


class Answer(NamedTuple):
    """`meaning`: True, False, or None where it is neither, or both. `words`: those that decided."""

    meaning: bool | None
    words: str = ""


def read(text: str, languages: Sequence[str]) -> bool | None:
    """The meaning alone, see `answer`."""
    return answer(text, languages).meaning


def answer(text: str, languages: Sequence[str]) -> Answer:
    """What an answer says. `languages`: codes, the likeliest first.

    All of the known languages are tried after those: "ok" and "yes" are texted everywhere.
    """
    text = without_already(text)
    shown = [sign for sign in _SKIN_TONES.sub("", text) if sign in _THUMBS]
    signs: set[bool | None] = {_THUMBS[sign] for sign in shown}
    words = tuple(spaced(fold(" ".join(text.split()))).replace("'", " ").split())
    if not words:
        return Answer(signs.pop(), shown[0]) if len(signs) == 1 else Answer(None)
    if len(words) > _LONGEST:
        return Answer(None)
    for language in dict.fromkeys([*languages, *YES]):
        found = _in_language(words, language, alone=language not in languages)
        if found:
            said = " … ".join(" ".join(words[begin:end]) for begin, end, _ in found)
            meanings = {meaning for _, _, meaning in found}
            return Answer(meanings.pop() if len(meanings) == 1 and not signs - meanings else None, said)
    return Answer(None)


def without_already(text: str) -> str:
    """With another word in the place of a Portuguese "já" that is no German yes."""
    return _ALREADY.sub("agora ", text)


def _in_language(words: tuple[str, ...], language: str, alone: bool) -> list[Phrase]:
    """The phrases in a text, if it begins or ends with one; the rest is politeness.

    `alone`: only of a text that is nothing else, because "no sábado" is no English no.
    """
    found = list(_phrases(words, _meanings(language)))
    if not found or not (found[0][0] == 0 or found[-1][1] == len(words)):
        return []
    if alone and sum(end - begin for begin, end, _ in found) < len(words):
        return []
    return found


def _phrases(words: tuple[str, ...], meanings: Meanings) -> Iterator[Phrase]:
    """The phrases in a text, the longest first where they overlap.

    A letter counts only when it is all that is said: "o quê" has no French yes.
    """
    at = 0
    while at < len(words):
        sizes = range(min(_LONGEST_PHRASE, len(words) - at), 0, -1)
        size = next((size for size in sizes if words[at : at + size] in meanings), 0)
        if size and (len(words) == 1 or len(words[at]) > 1 or size > 1):
            yield at, at + size, meanings[words[at : at + size]]
        at += size or 1


@cache
def _meanings(language: str) -> Meanings:
    found: Meanings = {}
    for listed, meaning in ((YES, True), (NO, False), (NEITHER, None)):
        found |= dict.fromkeys(_split(listed.get(language, "").split(",")), meaning)
    return found


def _split(phrases: Iterable[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(fold(phrase).replace("'", " ").split()) for phrase in phrases if phrase)
