"""Replies that are a command by themselves: STOP, START and HELP as people and carriers spell them.

47 CFR 64.1200(a)(10) lists the English words that count as a revocation; Canada's carriers require ARRET too.
"""

import unicodedata
from enum import StrEnum


class Keyword(StrEnum):
    """What the sender of a one-word message wants."""

    STOP = "stop"
    START = "start"
    HELP = "help"


_STOP = """
    stop, quit, end, revoke, opt out, cancel, unsubscribe,
    stopall, stop all, optout, remove, td, arret, stopp, alto, parar, baja
"""
# "yes" is left out on purpose: it answers a question, and must not opt anybody in.
_START = "start, unstop"
_HELP = "help, info"

_SPELLINGS = {
    spelling.strip(): keyword
    for keyword, spellings in ((Keyword.STOP, _STOP), (Keyword.START, _START), (Keyword.HELP, _HELP))
    for spelling in spellings.split(",")
}
_LONGEST = 100  # characters of a message that could still be a keyword in dressing


def match(text: str) -> Keyword | None:
    """The keyword that the whole message is, or None; "stop by tomorrow" is none."""
    return _SPELLINGS.get(_bare(text)) if len(text) <= _LONGEST else None


def _bare(text: str) -> str:
    """Case, accents, inner hyphens and white space folded; whatever surrounds the words is gone."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(c for c in folded if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    words = "".join(" " if unicodedata.category(c) == "Pd" else c for c in kept).split()
    first, last = 0, len(joined := " ".join(words))
    while first < last and not joined[first].isalnum():
        first += 1
    while last > first and not joined[last - 1].isalnum():
        last -= 1
    return joined[first:last]
