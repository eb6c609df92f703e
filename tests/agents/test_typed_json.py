"""Dataclasses as JSON: what is missing has its default, what is unknown or of another kind is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pytest

from webapp.agents import typed_json
from webapp.agents.typed_json import NoSuchValue


class Color(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    name: str
    size: float = 1.0


@dataclass(frozen=True)
class Whole:
    parts: tuple[Part, ...] = ()
    first: Part | None = None
    color: Color = Color.RED
    span: tuple[int, int] | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    on: bool = True
    count: int = 3


FULL = Whole((Part("a", 2.5), Part("b")), Part("c"), Color.RED, (1, 2), {"en": "Hi"}, False, 7)


def test_what_is_stored_is_read_again() -> None:
    assert typed_json.from_json(Whole, typed_json.to_json(FULL)) == FULL


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ({}, Whole()),
        ({"count": 7, "no_such_key": 1}, Whole(count=7)),
        ({"count": "7", "on": 1, "color": "mauve", "span": [1], "words": {"a": 1}, "parts": "x"}, Whole()),
        ({"parts": [{"name": "a"}, {"size": 2}, 5]}, Whole(parts=(Part("a"),))),
        ({"parts": [{"name": "a", "size": 2}]}, Whole(parts=(Part("a", 2.0),))),
        ({"count": True, "first": None}, Whole()),
    ],
)
def test_what_cannot_be_read_has_its_default(stored: object, read: Whole) -> None:
    assert typed_json.from_json(Whole, stored) == read


@pytest.mark.parametrize("stored", [None, [], "x", {"size": 2}])
def test_what_is_no_such_thing_is_refused(stored: object) -> None:
    with pytest.raises(NoSuchValue):
        typed_json.from_json(Part, stored)
