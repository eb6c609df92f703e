"""STOP with our name or number beside it: "STOP Bright Smile", "unsubscribe from Bright Smile".

Names are what the team is called, the number, its label, and how we named ourselves in what we wrote.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from webapp.rules.replies import keywords
from webapp.rules.wording import plain, spaced

_LONGEST = 120
_LONGEST_STOP = 4
"""Words."""
_GENTLE = frozenset(
    "stop stopp stopall unsubscribe unsub optout baja sair arret abmelden afmelden стоп 退订 停止".split()
)
"""Said of a name, or of a part of one, they can mean nothing else; “cancel dental” can."""
_AROUND = frozenset(
    "please pls plz thanks thank you thx hi hello hey to from of the all messages texts sms msgs now me "
    "por favor porfavor gracias de da do del la di dalla per favore grazie svp merci bitte danke von vom bei "
    "bij van aub prosze z tack obrigado от пожалуйста".split()
)
_SCRIPTS = re.compile(r"(?<=[\u1100-\u11ff\u3040-\u9fff])(?=[a-z0-9])")
_DIGITS = re.compile(r"\+?\d[\d ()./-]{3,}\d")
_NAME = r"([A-Z][\w&'’]*(?:,? (?:(?:and|of|&) )?[A-Z][\w&'’]*){0,4})"
_INTRODUCES = re.compile(
    r"^\s*[\[【(]([^\]】)]{2,40})[\]】)]|^\s*([^:\n]{2,40}):|"
    rf"\b(?:[Tt]his is|[Ii]t'?s|[Ff]rom|[Ww]ith|[Aa]t|[Hh]ere at|[Yy]our) {_NAME}"
)
_SIGNS_OFF = re.compile(rf"\b{_NAME}[.!]?\s*$")
_NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow i reply stop help yes no".split()
)


def stops_us(text: str, names: Iterable[str]) -> bool:
    """Is the whole message a spelling of STOP with one of these names, or a number of ours, beside it?"""
    if len(text) > _LONGEST:
        return False
    known = list(names)
    words = _words(_without_numbers(text, known))
    return any(_is_one(rest, gentle, known) for rest, gentle in _rests(words))


def may(text: str) -> bool:
    """Can it be one at all? A cheap question to ask before names are looked up."""
    if len(text) > _LONGEST:
        return False
    words = _words(text)
    return len(words) > 1 and next(_rests(words), None) is not None


def named_in(texts: Iterable[str]) -> Iterator[str]:
    """What we call ourselves in what we wrote: at its beginning, after “this is”, below it."""
    for text in texts:
        for found in (_INTRODUCES, _SIGNS_OFF):
            for match in found.finditer(text):
                name = next(filter(None, match.groups()), "").strip(" ,")
                if spaced(plain(name)) not in _NO_NAMES:
                    yield name


def _words(text: str) -> list[str]:
    """As written without spaces before a name in another script: 退订Bright Smile."""
    return _SCRIPTS.sub(" ", spaced(plain(text))).split()


def _rests(words: list[str]) -> Iterator[tuple[list[str], bool]]:
    """What stands beside STOP at the beginning or the end, and whether STOP can mean nothing else."""
    words = _stripped(words)
    for size in range(min(_LONGEST_STOP, len(words)), 0, -1):
        for stop, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if keywords.is_stop(" ".join(stop)):
                yield _stripped(rest), stop[0] in _GENTLE or stop[-1] in _GENTLE


def _stripped(words: list[str]) -> list[str]:
    first, last = 0, len(words)
    while first < last and words[first] in _AROUND:
        first += 1
    while last > first and words[last - 1] in _AROUND:
        last -= 1
    return words[first:last]


def _is_one(rest: list[str], gentle: bool, names: Collection[str]) -> bool:
    if not rest:
        return False
    if rest[-1] in ("stop", _NUMBER) or rest[0] == _NUMBER:
        rest = [word for word in rest if word not in ("stop", _NUMBER)]
        return not rest or _is_one(rest, gentle, names)
    return any(_fits(rest, spaced(plain(name)).split(), gentle) for name in names)


def _fits(rest: list[str], name: list[str], gentle: bool) -> bool:
    """The whole name, or its beginning; with a gentle STOP any words of it that tell something."""
    said, whole = "".join(rest), "".join(name)
    if not whole or said == whole:
        return said == whole != ""
    if whole.startswith(said) and len(said) > 3 and (gentle or len(rest) > 1):
        return True
    if not gentle or max(map(len, rest)) < 4:
        return False
    return any(name[at : at + len(rest)] == rest for at in range(len(name)))


_NUMBER = "0000000"


def _without_numbers(text: str, names: Collection[str]) -> str:
    """Our own numbers, with country or without or their last seven digits, as one word."""
    ours = [name[1:] for name in names if name.startswith("+")]

    def one(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0]).lstrip("0")
        is_ours = len(digits) >= 7 and any(number.endswith(digits) for number in ours)
        return f" {_NUMBER} " if is_ours else found[0]

    return _DIGITS.sub(one, text)
