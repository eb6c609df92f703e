"""Callbacks in words, for the conversation that they are about."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.models.callback import Callback
from webapp.models.source import SourceKind


def promised(callback: Callback) -> str:
    """Who has promised it."""
    if callback.source == SourceKind.PERSON:
        return f"{callback.source_name or 'Staff'} has promised to call back"
    name = f" “{callback.source_name}”" if callback.source_name else ""
    kind = {SourceKind.AGENT: "The agent", SourceKind.WORKFLOW: "The workflow", SourceKind.API: "The program"}
    return f"{kind.get(callback.source, 'A task')}{name} has promised to call back"


def began(callback: Callback) -> str:
    """What it says when it is made."""
    return f"{promised(callback)}{about(callback)}."


def ended(callback: Callback, names: Mapping[int, str]) -> str:
    """What it says once it is over. `names`: of people, by id."""
    who = names.get(callback.done_by or 0, "Staff")
    done = "canceled the callback" if callback.canceled else "called back"
    return f"{who} {done}{about(callback)}."


def about(callback: Callback) -> str:
    """: what it is about; "" when no one has said."""
    return f": {callback.text.rstrip('.')}" if callback.text.strip() else ""
