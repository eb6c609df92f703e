"""What someone who writes to us wants, as far as a rule can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from webapp.rules.replies import keywords, our_name, revocation
from webapp.rules.replies.keywords import Keyword


class Meaning(StrEnum):
    """HOLD: it reads like a wish not to be reached any more; a person decides."""

    OPT_OUT = "opt-out"
    HOLD = "hold"
    OPT_IN = "opt-in"
    HELP = "help"
    NOTHING = "nothing"


_MEANINGS = {Keyword.STOP: Meaning.OPT_OUT, Keyword.START: Meaning.OPT_IN, Keyword.HELP: Meaning.HELP}


_OF_A_PART = {Meaning.OPT_OUT: Meaning.HOLD, Meaning.HOLD: Meaning.HOLD}


def _nobody() -> Iterable[str]:
    return ()


def read(text: str, names: Callable[[], Iterable[str]] = _nobody) -> Meaning:
    """A whole message that is a keyword acts at once; a longer one that reads like a revocation waits.

    `names`: our names and numbers, asked for only when the text is STOP with something beside it.
    """
    keyword = keywords.match(text)
    if keyword is not None:
        return _MEANINGS[keyword]
    if our_name.may(text) and our_name.stops_us(text, names()):
        return Meaning.OPT_OUT
    return Meaning.HOLD if revocation.reads_like_one(text) else Meaning.NOTHING


def of_a_part(meaning: Meaning) -> Meaning:
    """What a text means that is not all there: “please don't” may be missing before its “stop”.

    A person decides whether it is a wish not to be reached; it is no other keyword.
    """
    return _OF_A_PART.get(meaning, Meaning.NOTHING)
