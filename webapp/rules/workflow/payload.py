"""What another program sends, as names and texts: nested objects are flattened, with dots between.

`{"order": {"id": 7, "items": [{"name": "lamp"}]}}` is `order.id` = 7 and `order.items.0.name` = lamp.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from webapp.rules.placeholders import same_name

DEEPEST, MOST, LONGEST_NAME, LONGEST_VALUE = 10, 200, 100, 2_000
"""Levels of nesting, values, and characters of a name and of a value."""


class PayloadFault(ValueError):
    """`sentence`: what is wrong with it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def flat(sent: Mapping[str, Any]) -> dict[str, str]:
    """In the order in which it was sent; what is empty (null) is left out, and long texts are cut.

    Raises PayloadFault when it is nested too deep, or says too much.
    """
    found: dict[str, str] = {}
    for name, value in _values("", sent, 0):
        if len(found) >= MOST:
            raise PayloadFault(f"This has more than {MOST} values. Send those that are needed.")
        if value is not None and same_name(name):
            found[name[:LONGEST_NAME]] = said(value)[:LONGEST_VALUE]
    return found


def said(value: Any) -> str:
    """A plain value as a text: true and false as yes and no, numbers without needless digits."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _values(name: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Mapping | list):
        yield name, value
        return
    if depth > DEEPEST:
        raise PayloadFault(f"This is nested too deep. {DEEPEST} levels are the most.")
    inner: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, one in inner:
        yield from _values(f"{name}.{key}" if name else str(key), one, depth + 1)
