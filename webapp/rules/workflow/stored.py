"""A document as JSON, and back: what is stored, and what is in a file that someone imports.

Reading is strict: a workflow that has lost a step must not run. Each fault is a sentence with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, TypeVar

from webapp.rules.workflow import outline
from webapp.rules.workflow.document import (
    Again,
    Branch,
    Comparison,
    Conditions,
    Document,
    Group,
    Join,
    Operator,
    Step,
    Trigger,
    WhoAndWhen,
    Window,
)

LONGEST_TEXT = 5_000
MOST_SETTINGS = 30
DAY = 1440
Read = TypeVar("Read")
Choice = TypeVar("Choice", bound=StrEnum)


class Unreadable(ValueError):
    """`sentence` says what is wrong, and where."""

    def __init__(self, where: str, what: str) -> None:
        self.sentence = f"{where}: {what}" if where else what
        super().__init__(self.sentence)


def to_json(value: Any) -> Any:
    """Plain dicts, lists, texts and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): str(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(one) for one in value]
    return str(value) if isinstance(value, StrEnum) else value


def from_json(stored: Any) -> Document:
    """As it was stored, or from a file. Raises Unreadable."""
    whole = _object(stored, "The workflow")
    trigger = whole.get("trigger")
    document = Document(
        trigger=None if trigger is None else _trigger(trigger, "The trigger"),
        conditions=conditions_from_json(whole.get("conditions", {}), "The conditions"),
        steps=_steps(whole.get("steps", []), "", 0),
        box=_box(whole.get("box", {}), "Who and when"),
        next_id=_whole(whole.get("next_id", 1), "The number of the next step", 1, 1_000_000),
    )
    _must_have_own_ids(document)
    return document


def _must_have_own_ids(document: Document) -> None:
    ids = [placed.step.id for placed in outline.walk(document)]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise Unreadable("The steps", f"“{twice[0]}” stands for two steps.")
    if len(ids) > outline.MOST_STEPS:
        raise Unreadable("The steps", f"there may be {outline.MOST_STEPS}, and these are {len(ids)}.")
    taken = [int(one[1:]) for one in ids if one[1:].isdecimal()]
    if taken and document.next_id <= max(taken):
        raise Unreadable("The number of the next step", f"“s{max(taken)}” is taken already.")


def _trigger(stored: Any, where: str) -> Trigger:
    whole = _object(stored, where)
    return Trigger(_text(whole.get("kind"), where, 40), _settings(whole.get("settings", {}), where))


def _steps(stored: Any, where: str, depth: int) -> tuple[Step, ...]:
    if depth > outline.DEEPEST:
        raise Unreadable(where, f"branches may be nested {outline.DEEPEST} deep.")
    listed = _list(stored, where or "The steps", outline.MOST_STEPS)
    return tuple(_step(one, f"{where}Step {number}", depth) for number, one in enumerate(listed, start=1))


def _step(stored: Any, where: str, depth: int) -> Step:
    whole = _object(stored, where)
    step_id = _text(whole.get("id"), f"{where}, its id", 20)
    if not (step_id[:1] == "s" and step_id[1:].isascii() and step_id[1:].isdecimal()):
        raise Unreadable(where, f"“{step_id}” is no id of a step; they are called s1, s2 and so on.")
    kind, settings = _text(whole.get("kind"), where, 40), _settings(whole.get("settings", {}), where)
    listed = _list(whole.get("branches", []), f"{where}, its branches", 20)
    branches = tuple(_branch(one, f"{where}, branch {n}", depth) for n, one in enumerate(listed, start=1))
    keys = [one.key for one in branches]
    if len(set(keys)) < len(keys):
        raise Unreadable(where, "two of its branches have the same key.")
    return Step(step_id, kind, settings, branches)


def _branch(stored: Any, where: str, depth: int) -> Branch:
    whole = _object(stored, where)
    return Branch(
        key=_text(whole.get("key"), where, 20),
        name=_text(whole.get("name", ""), where, 80, empty=True),
        conditions=conditions_from_json(whole.get("conditions", {}), where),
        steps=_steps(whole.get("steps", []), f"{where}, ", depth + 1),
    )


def conditions_from_json(stored: Any, where: str = "The conditions") -> Conditions:
    """As they were stored. Raises Unreadable."""
    whole = _object(stored, where)
    groups = _list(whole.get("groups", []), where, 20)
    return Conditions(*_joined(whole, where), groups=tuple(_group(one, where) for one in groups))


def _group(stored: Any, where: str) -> Group:
    return Group(*_joined(_object(stored, where), where))


def _joined(whole: Mapping[str, Any], where: str) -> tuple[Join, tuple[Comparison, ...]]:
    listed = _list(whole.get("comparisons", []), where, 20)
    return _one_of(Join, whole.get("join", "all"), where), tuple(_comparison(one, where) for one in listed)


def _comparison(stored: Any, where: str) -> Comparison:
    whole = _object(stored, where)
    return Comparison(
        subject=_text(whole.get("subject"), where, 120),
        operator=_one_of(Operator, whole.get("operator", "is"), where),
        value=_text(whole.get("value", ""), where, 500, empty=True),
    )


def _box(stored: Any, where: str) -> WhoAndWhen:
    whole, plain = _object(stored, where), WhoAndWhen()
    number, window = whole.get("number_id"), whole.get("window")
    texts = {
        name: _text(whole.get(name, ""), where, 500, empty=True)
        for name in ("stop_label", "stop_attribute", "stop_value", "stop_after", "consent")
    }
    stops = whole.get("stop_on_reply", True)
    if not isinstance(stops, bool):
        raise Unreadable(where, "whether a reply stops it is neither true nor false.")
    return WhoAndWhen(
        number_id=None if number is None else _whole(number, where, 1, 2**31 - 1),
        again=_one_of(Again, whole.get("again", "one"), where),
        stop_on_reply=stops,
        window=None if window is None else _window(window, where),
        a_day=_whole(whole.get("a_day", plain.a_day), where, 1, 100),
        an_hour=_whole(whole.get("an_hour", plain.an_hour), where, 1, 1_000_000),
        **texts,
    )


def _window(stored: Any, where: str) -> Window:
    whole = _object(stored, where)
    spans = {name: _span(whole.get(name), where) for name in ("weekdays", "saturdays", "sundays")}
    return Window(**spans, zone=_text(whole.get("zone", ""), where, 64, empty=True))


def _span(stored: Any, where: str) -> tuple[int, int] | None:
    if stored is None:
        return None
    opens, closes = (_whole(one, where, 0, DAY) for one in _list(stored, where, 2, least=2))
    if opens >= closes:
        raise Unreadable(where, "hours end before they begin.")
    return opens, closes


def _settings(stored: Any, where: str) -> dict[str, str]:
    whole = _object(stored, where)
    if len(whole) > MOST_SETTINGS:
        raise Unreadable(where, f"it may have {MOST_SETTINGS} settings.")
    return {key: _text(value, where, LONGEST_TEXT, empty=True) for key, value in whole.items()}


def _object(stored: Any, where: str) -> Mapping[str, Any]:
    found: Mapping[str, Any]
    found = _of(stored, where, lambda one: isinstance(one, Mapping), "this is no object in braces.")
    return found


def _list(stored: Any, where: str, most: int, least: int = 0) -> Sequence[Any]:
    found: Sequence[Any]
    found = _of(stored, where, lambda one: isinstance(one, list | tuple), "this is no list.")
    if not least <= len(found) <= most:
        raise Unreadable(where, f"there may be {most} of these, and there are {len(found)}.")
    return found


def _text(stored: Any, where: str, longest: int, *, empty: bool = False) -> str:
    text: str = _of(stored, where, lambda one: isinstance(one, str), "a text is missing.")
    if len(text) > longest:
        raise Unreadable(where, f"a text may have {longest:,} characters.")
    if not text and not empty:
        raise Unreadable(where, "a text is missing.")
    return text


def _whole(stored: Any, where: str, least: int, most: int) -> int:
    is_whole = isinstance(stored, int) and not isinstance(stored, bool)
    if not is_whole or not least <= stored <= most:
        raise Unreadable(where, f"this is a whole number from {least} to {most:,}.")
    return int(stored)


def _one_of(kind: type[Choice], stored: Any, where: str) -> Choice:
    if stored not in list(kind):
        raise Unreadable(where, f"“{str(stored)[:40]}” is none of {', '.join(kind)}.")
    return kind(stored)


def _of(stored: Any, where: str, fits: Callable[[Any], bool], sentence: str) -> Any:
    if not fits(stored):
        raise Unreadable(where, sentence)
    return stored
