"""Callbacks in the timeline of their conversation: who promised them, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from webapp.models.callback import Callback
from webapp.models.source import SourceKind
from webapp.services.team import people
from webapp.services.threads import callbacks

KINDS = {
    SourceKind.AGENT: "The agent",
    SourceKind.PERSON: "Staff",
    SourceKind.WORKFLOW: "The workflow",
    SourceKind.API: "The program",
}


def of(thread_id: int) -> list[tuple[datetime, str]]:
    """When something happened to a callback, and that in words."""
    every = callbacks.of_thread(thread_id)
    names = people.names(one.done_by for one in every)
    return [line for one in every for line in _lines(one, names)]


def promised_by(callback: Callback) -> str:
    """Who or what has promised it."""
    return callback.source_name or KINDS.get(SourceKind(callback.source), "A task")


def _lines(one: Callback, names: dict[int, str]) -> Iterator[tuple[datetime, str]]:
    about = f": {one.text.rstrip('.')}" if one.text.strip() else ""
    yield one.created_at, f"{promised_by(one)} promised that someone calls back{about}."
    if one.done_at is not None:
        who = names.get(one.done_by or 0, "Staff")
        yield one.done_at, f"{who} {'canceled the callback' if one.canceled else 'called back'}{about}."
