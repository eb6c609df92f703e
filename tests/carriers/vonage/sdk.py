"""Vonage's own models of NCCO actions, as an independent reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vonage_voice.models import ncco as models

READERS: dict[str, Any] = {
    "talk": models.Talk,
    "input": models.Input,
    "notify": models.Notify,
    "wait": models.Wait,
    "record": models.Record,
    "conversation": models.Conversation,
    "connect": models.Connect,
}
DROPPED = {("connect", "from")}
"""What the models lose, by action; `from` comes in only under the name `from_`."""


def lost(ncco: Sequence[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Fields of ours that the models drop or change. Raises what they raise when they refuse one."""
    found = set()
    for action in ncco:
        given = {("from_" if name == "from" else name): value for name, value in action.items()}
        read = READERS[action["action"]](**given).model_dump(by_alias=True, exclude_unset=True, mode="json")
        found |= {(action["action"], name) for name, value in action.items() if read.get(name) != value}
    return found
