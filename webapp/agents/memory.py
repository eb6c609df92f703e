"""A Memory as JSON, to be kept with the thread; what is damaged or of another version is forgotten."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from webapp.agents.base import Memory, OpenTask


def to_json(memory: Memory) -> dict[str, Any]:
    """Plain dicts, lists and texts."""
    return {**asdict(memory), "offered": list(memory.offered)}


def from_json(value: Any) -> Memory:
    """The memory; an empty one for what is no memory."""
    if not isinstance(value, dict):
        return Memory()
    offered, unsure = value.get("offered"), value.get("unsure")
    return Memory(
        _task(value.get("task")),
        tuple(offered) if isinstance(offered, list) and _are_texts(offered) else (),
        unsure if isinstance(unsure, int) and unsure >= 0 else 0,
    )


def _task(value: Any) -> OpenTask | None:
    if not isinstance(value, dict) or not isinstance(value.get("key"), str):
        return None
    fields, asked, guess = value.get("fields"), value.get("asked"), value.get("guess")
    if not isinstance(fields, dict) or not _are_texts([*fields, *fields.values()]):
        return None
    return OpenTask(
        value["key"],
        fields,
        asked if isinstance(asked, str) else None,
        value.get("confirming") is True,
        guess if isinstance(guess, str) else "",
    )


def _are_texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
