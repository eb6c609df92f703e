"""What a request has besides its address: headers, the values of its body, what is kept of the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.errors import Fault
from webapp.field_kinds import Kind
from webapp.rules.placeholders import Template
from webapp.services.actions.base import ActionFault
from webapp.services.actions.kinds import fill, is_secret, template

MOST_LINES = 30
LONGEST_LINE = 1000
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,60}")
"""Of a header's name (RFC 9110, 5.6.2)."""
VALUE = re.compile(r"[ -~]*")
OURS = frozenset(
    "host content-length content-type content-encoding transfer-encoding connection keep-alive te trailer "
    "upgrade expect idempotency-key accept-encoding proxy-authorization proxy-connection".split()
)
"""Headers that say how the request is sent, which is not up to its author."""
CREDENTIALS = frozenset("authorization cookie x-api-key api-key x-auth-token x-access-token apikey".split())
"""Headers whose value lets in anyone who has it: not to be written where staff can read it."""
BODY_LINE = re.compile(r"(?P<name>[^:()=]+?)\s*(?:\((?P<type>[^()]*)\))?\s*:\s*(?P<value>.*)")
KEEP_LINE = re.compile(r"(?P<name>[^={}|]+?)\s*=\s*(?P<path>[^\s.=]+(?:\.[^\s.=]+)*)")
LONGEST_NAME = 60


@dataclass(frozen=True)
class Header:
    """`secrets`: the names of the secrets in it."""

    name: str
    value: Template
    secrets: tuple[str, ...]

    def filled(self, values: Mapping[str, str], secrets: Mapping[str, str]) -> str:
        """What is sent. Raises ActionFault."""
        named = [one.name for one in self.value.placeholders if is_secret(one.name)]
        own = {name: secrets[_secret(name)] for name in named}
        text = fill(self.value, {**values, **own}).strip()
        if not VALUE.fullmatch(text):
            sentence = "would have a line break, or a letter that headers cannot have"
            raise ActionFault(f"Nothing was sent: the header “{self.name}” {sentence}.")
        return text


@dataclass(frozen=True)
class Headers(Kind):
    """A header a line: `X-Shop: 17`. The value is a tuple of Header."""

    def read(self, typed: str, key: str) -> tuple[Header, ...]:
        found = tuple(_header(line, key) for line in _lines(typed, key))
        _must_differ([one.name.casefold() for one in found], "header", key)
        return found


@dataclass(frozen=True)
class BodyValue:
    """`path`: where it stands in the JSON. `type`: text, number, or yes/no."""

    path: tuple[str, ...]
    type: str
    value: Template

    def filled(self, values: Mapping[str, str]) -> Any:
        """Of its type; None for an empty one that is no text. Raises ActionFault."""
        text = fill(self.value, values).strip()
        if not text and self.type != "text":
            return None
        try:
            return TYPES[self.type](text)
        except ValueError as error:
            what = "a number" if self.type == "number" else "yes or no"
            name = ".".join(self.path)
            raise ActionFault(f"Nothing was sent: “{name}” is to be {what}, and is “{text}”.") from error


@dataclass(frozen=True)
class Body(Kind):
    """A value a line: `guests (number): {{guests}}`. The value is a tuple of BodyValue."""

    def read(self, typed: str, key: str) -> tuple[BodyValue, ...]:
        found = tuple(_body_value(line, key) for line in _lines(typed, key))
        paths = [one.path for one in found]
        _must_differ([".".join(path) for path in paths], "value", key)
        for path in paths:
            if any(path[:length] in paths for length in range(1, len(path))):
                raise Fault(f"“{path[0]}” is a value and has values in it.", key)
        return found


@dataclass(frozen=True)
class Keep(Kind):
    """What of the answer is kept, a line each: `booking = data.id`. The value is a mapping name -> path."""

    def read(self, typed: str, key: str) -> dict[str, str]:
        lines = [KEEP_LINE.fullmatch(line) for line in _lines(typed, key)]
        if not all(line and len(line["name"]) <= LONGEST_NAME for line in lines):
            raise Fault("What is kept is written so, a line each: booking = data.id", key)
        found = [(line["name"], line["path"]) for line in lines if line]
        _must_differ([name for name, _ in found], "value", key)
        return dict(found)


def _lines(typed: str, key: str) -> Iterator[str]:
    lines = [line.strip() for line in typed.replace("\r\n", "\n").split("\n") if line.strip()]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise Fault(f"These are up to {MOST_LINES} lines of {LONGEST_LINE:,} characters.", key)
    yield from lines


def _header(line: str, key: str) -> Header:
    name, colon, text = (part.strip() for part in line.partition(":"))
    if not colon or not TOKEN.fullmatch(name):
        raise Fault("A header is written so, a line each: X-Shop: 17", key)
    if name.casefold() in OURS:
        raise Fault(f"The header “{name}” is set by Outbound.", key)
    value = template(text, key, secrets=True)
    if not all(VALUE.fullmatch(literal) for literal in value.literals):
        raise Fault(f"The header “{name}” has a line break, or a letter that headers cannot have.", key)
    secrets = tuple(_secret(one.name) for one in value.placeholders if is_secret(one.name))
    if name.casefold() in CREDENTIALS and not secrets:
        sentence = f"Keep what “{name}” says as a secret, and write {{{{secret.its_name}}}} here."
        raise Fault(sentence, key)
    return Header(name, value, secrets)


def _secret(placeholder: str) -> str:
    return placeholder.partition(".")[2].strip().casefold()


def _body_value(line: str, key: str) -> BodyValue:
    found = BODY_LINE.fullmatch(line)
    if found is None or len(found["name"]) > LONGEST_NAME:
        raise Fault("A value is written so, a line each: guests (number): {{guests}}", key)
    kind = " ".join((found["type"] or "text").split()).casefold()
    path = tuple(part.strip() for part in found["name"].split("."))
    if kind not in TYPES or not all(path):
        raise Fault(
            "Behind a name stands (text), (number), (yes/no), or nothing; names have dots inside.", key
        )
    return BodyValue(path, kind, template(found["value"], key))


def _must_differ(names: list[str], what: str, key: str) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Fault(f"The {what} “{twice}” is there twice.", key)


def _number(text: str) -> int | float:
    if not re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?", text):
        raise ValueError(text)
    return float(text) if "." in text else int(text)


def _yes_no(text: str) -> bool:
    if text.casefold() not in YES_NO:
        raise ValueError(text)
    return YES_NO[text.casefold()]


YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
TYPES: Mapping[str, Callable[[str], Any]] = {"text": str, "number": _number, "yes/no": _yes_no}
