"""No regular expression of ours takes forever: what people write, say and upload is read by them."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator

import pytest

from tests.house.ambiguity import pumped
from webapp.rules.phrases import finding


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:stop ?)(?: ?(?:to)? ?stop)*",
        r"(?:(?:su|a|sua) ?)*x",
        r"(?:sorry |sorry )*x",
        r"(?:a*)*b",
        r"(?:a|a)*b",
        r"(?:\w+ ?)*x",
    ],
)
def test_loops_that_read_a_text_in_two_ways_are_found(pattern: str) -> None:
    assert pumped(re.compile(pattern)) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:stop(?: to)? )*stop",
        r"(?:s+ ?t+ ?o+ ?p+ ?)+",
        r"\d(?:[ .-]{0,3}\d){6,14}",
        r"(?:a b|a c)*d",
        r"a*a*b",
    ],
)
def test_others_are_left_alone(pattern: str) -> None:
    assert pumped(re.compile(pattern)) is None


def test_none_of_ours_takes_forever() -> None:
    found = {pattern: pumped(pattern) for pattern in set(_ours())}
    assert len(found) > 250
    assert not {one.pattern: text for one, text in found.items() if text is not None}


def _ours() -> Iterator[re.Pattern[str]]:
    """Those that modules keep, by themselves or in what they keep."""
    for package in ("webapp", "jobs"):
        for info in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if ".migrations" not in info.name:
                importlib.import_module(info.name)
    finding.prepare()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("webapp", "jobs"):
            yield from _in(vars(module), 4)


def _in(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, dict):
        yield from _in([*value.values()], depth)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _in(one, depth - 1)
    elif depth and type(value).__module__.startswith("webapp.") and hasattr(value, "__dict__"):
        yield from _in(vars(value), depth - 1)
