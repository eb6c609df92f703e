"""Replies that are a command by themselves: STOP, START and HELP as people and carriers spell them.

A whole message counts, however it is dressed, doubled, spaced out or misspelt as long as that is certain, and
so does what senders print and people copy: "stop2quit", "STOP=END", "reply STOP to unsubscribe".
START and HELP are taken to the letter: no one is opted in by accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from webapp.rules.replies.opt_out_words import ENGLISH, MISSPELT, OTHERS
from webapp.rules.wording import bare, spaced


class Keyword(StrEnum):
    """What the sender of a one-word message wants."""

    STOP = "stop"
    START = "start"
    HELP = "help"


# "yes" is left out on purpose: it answers a question, and must not opt anyone in.
_START = "start, unstop"
_HELP = "help, info"
_STOP = ", ".join((ENGLISH, MISSPELT, *OTHERS.values()))
_LONGEST = 200  # characters of a message that could still be a keyword in dressing, and a signature


def _spellings(listed: str) -> Iterator[str]:
    return map(bare, listed.split(","))


STOPS = frozenset(map(spaced, _spellings(_STOP)))
"""Every spelling of STOP, as `wording.spaced` gives it."""
_TO_THE_LETTER = {
    spelling: keyword
    for keyword, listed in ((Keyword.START, _START), (Keyword.HELP, _HELP))
    for spelling in _spellings(listed)
}
_SAYS_STOP = r"(?:s+t+o+p+(?: ?all)?|end|quit|unsubscribe|unsub|opt ?out|cancel|revoke)"
_COMPOUND = re.compile(
    r"(?:(?:reply|text|txt|send|answer|respond|responder|responda|repondre|envoyer) (?:with |back )?)?"
    r"(?:s+t+o+p+(?: ?all)?|end|quit|unsubscribe|opt ?out|sair|baja)"
    rf"(?: ?(?:(?:2|to|or|and|for) ?)?{_SAYS_STOP})*"
    r"(?: ?(?:(?:to|au|al|a|an|naar|til|na|kepada) ?)?\d{5,6})?"
)
"""Each space can be read in one way only: "stop stop stop …" must not take forever (tests/house)."""
_SHIFT_RELEASED = re.compile(r"[!?]+1+$")
"""STOP!!!1: the last exclamation marks, when the other hand was late."""
_UNSUBSCRIBE = ("unsubscribe", "unsubscribed", "unsubscribes")


def match(text: str) -> Keyword | None:
    """The keyword that the whole message is, or None; "stop by tomorrow" is none."""
    if len(text) > _LONGEST:
        return None
    words = _SHIFT_RELEASED.sub("", bare(text))
    if (found := _TO_THE_LETTER.get(words)) is not None:
        return found
    return Keyword.STOP if is_stop(spaced(words)) or is_compound(spaced(words)) else None


def is_stop(words: str) -> bool:
    """Is it a spelling of STOP, or nothing but such spellings? `words` are as `wording.spaced` gives them."""
    if words in STOPS or _is_spelt_out(words) or _is_nearly_unsubscribe(words):
        return True
    return " " in words and all(word in STOPS for word in words.split())


def is_compound(words: str) -> bool:
    """Is it "stop2quit", "reply stop", "stop to 12345"?"""
    return _COMPOUND.fullmatch(words) is not None


def _is_spelt_out(words: str) -> bool:
    """ "s t o p", "sto p", "stop stop", "stooop"."""
    return re.fullmatch(r"(?:s+ ?t+ ?o+ ?p+ ?)+", words) is not None


def _is_nearly_unsubscribe(words: str) -> bool:
    word = words.replace(" ", "")
    if not (word.startswith("u") and 9 <= len(word) <= 13 and words.count(" ") < 2):
        return False
    return any(_differs_by(word, right) <= 2 for right in _UNSUBSCRIBE)


def _differs_by(one: str, other: str) -> int:
    """Letters to add, drop, replace or swap (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and (a, one[i - 2]) == (other[j - 2], b):
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
