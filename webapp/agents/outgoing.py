"""What may leave: the last filter behind any engine, whatever it was talked into saying.

Nothing is trusted here but what the agent's owner and this contact wrote. A text that breaks a rule is
refused with a reason, for staff to see; only its length is repaired, at the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from webapp.agents.links import allows, find_links, unglued
from webapp.agents.seen import as_seen
from webapp.agents.words import words
from webapp.rules import segments, storable

RUN = 12
"""Words in a row of the instructions that give them away."""
_FEWEST_DIGITS = 7
"""Digits that may be a phone; fewer are a price, a house number, a year."""
_TAIL = 8
"""Digits at the end that two spellings of a phone share, with and without a country's code."""
_LONGEST = 10_000
"""Characters that are looked at; no answer is so long."""
_EMAIL = re.compile(r"[\w.+%'-]{1,64}\s?(?:@|\((?:at|@)\)|\[(?:at|@)\])\s?[\w-]+(?:\.[\w-]+)+", re.I)
_DATE = re.compile(
    r"\b(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b(?:[ T,]+\d{1,2}:\d\d)?"
)
_HOURS = re.compile(r"\b\d{1,2}[:.]\d\d(?: ?(?:-|–|to) ?\d{1,2}[:.]\d\d)?\b")
_DIGITS = re.compile(r"\+?\(?\d(?:[\s().\-/‐-–]{0,3}\d)*")
_SENTENCE_END = re.compile(r"[.!?…](?=\s)|[。！？]|\n")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may hold. `links`: domains or addresses, see `links.allows`.

    `own`: texts whose phones and e-mail addresses may be repeated: the contact's phone, row and texts, and
    what the agent's owner wrote. `segments`: at most, with the signature.
    `whole`: refuse a text that is too long, do not cut it (it ends in a question).
    """

    links: tuple[str, ...] = ()
    instructions: str = ""
    own: tuple[str, ...] = ()
    segments: int = 1
    signature: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Filtered:
    """`text`: what may be sent, "" when it is refused; then `reason` says why, in a sentence."""

    text: str
    reason: str = ""
    cut: bool = False


def check(text: str, limits: Limits) -> Filtered:
    """The text as it may be sent, with the signature."""
    if len(text) > _LONGEST:
        return Filtered("", _too_long(limits))
    clean = unglued(_CONTROL.sub(" ", storable.clean(text.replace("\r\n", "\n"))).strip())
    if not any(character.isalnum() or ord(character) > 0x2000 for character in as_seen(clean)):
        return Filtered("", "The answer was empty.")
    if reason := fault(clean, limits):
        return Filtered("", reason)
    return _fitted(clean, limits)


def fault(text: str, limits: Limits) -> str:
    """Why the text must not be sent, whatever its length; "" when it may."""
    seen = as_seen(text)
    if (link := _foreign_link(seen, limits.links)) is not None:
        return f"The answer had a link that is not on the agent's list: {link}"
    if _gives_away(seen, limits):
        return "The answer repeated the agent's instructions."
    if (email := _foreign_email(seen, limits.own)) is not None:
        return f"The answer had an e-mail address that is not this contact's or yours: {email}"
    if (phone := _foreign_phone(seen, limits.own)) is not None:
        return f"The answer had a phone number that is not this contact's or yours: {phone}"
    return ""


def _foreign_link(text: str, allowed: Iterable[str]) -> str | None:
    links = find_links(_EMAIL.sub(" ", text))
    return next((link for link in links if not any(allows(entry, link) for entry in allowed)), None)


def _gives_away(text: str, limits: Limits) -> bool:
    """What its owner, or the contact, wrote elsewhere in the same words is no secret."""
    said = _runs(text) if limits.instructions else set()
    told = said and said & _runs(limits.instructions)
    return bool(told) and bool(told.difference(*map(_runs, limits.own)))


def gives_away(text: str, secret: str) -> bool:
    """Whether as many words in a row of a secret stand in a text."""
    return not _runs(as_seen(text)).isdisjoint(_runs(secret))


def _runs(text: str) -> set[tuple[str, ...]]:
    spoken = [word for start in range(0, len(text), 1_000) for word in words(text[start : start + 1_000])]
    return set(zip(*(spoken[start:] for start in range(RUN)), strict=False))


def _emails(text: str) -> list[str]:
    return [re.sub(r"\s?[(\[]?(?:at|@)[)\]]?\s?", "@", found, flags=re.I) for found in _EMAIL.findall(text)]


def _foreign_email(text: str, allowed: Iterable[str]) -> str | None:
    """What is allowed may be long, and is read only where there is something to look for in it."""
    emails = _emails(text)
    own = {email.casefold() for one in allowed for email in _emails(as_seen(one))} if emails else set()
    return next((email for email in emails if email.casefold() not in own), None)


def _numbers(text: str) -> list[str]:
    """The digits of each run that may be a phone; dates and hours are none."""
    for pattern in (_DATE, _HOURS):
        text = pattern.sub(" ; ", text)
    runs = ("".join(filter(str.isdigit, found)) for found in _DIGITS.findall(text))
    return [run for run in runs if len(run) >= _FEWEST_DIGITS]


def _foreign_phone(text: str, allowed: Iterable[str]) -> str | None:
    numbers = _numbers(text)
    own = [number for one in allowed for number in _numbers(as_seen(one))] if numbers else []
    return next((one for one in numbers if not any(_same_phone(one, other) for other in own)), None)


def _same_phone(one: str, other: str) -> bool:
    """With and without the country's code: the shorter ends the longer, without its leading zeros."""
    short, long = sorted((one.lstrip("0"), other.lstrip("0")), key=len)
    return short == long or (len(short) >= _TAIL and long.endswith(short))


def _fitted(text: str, limits: Limits) -> Filtered:
    ending = f"\n{limits.signature.strip()}" if limits.signature.strip() else ""
    for candidate in (text, segments.plainer(text)):
        if segments.count(candidate + ending) <= limits.segments:
            return Filtered(candidate + ending)
    if not limits.whole:
        plain = segments.plainer(text)
        for end in reversed([found.end() for found in _SENTENCE_END.finditer(plain)]):
            if segments.count(plain[:end].rstrip() + ending) <= limits.segments and plain[:end].strip():
                return Filtered(plain[:end].rstrip() + ending, cut=True)
    return Filtered("", _too_long(limits))


def _too_long(limits: Limits) -> str:
    return f"The answer was longer than {limits.segments} segment{'s' * (limits.segments != 1)}."
