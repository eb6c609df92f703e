"""The versions of an agent: who saved which when, and what it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select

from webapp.agents import stored
from webapp.agents.stored import Definition
from webapp.db import db
from webapp.models.agent import AgentVersion
from webapp.models.user import User

AT_ONCE = 30
WORDS = {
    "instructions": "instructions",
    "tone": "tone",
    "signature": "signature",
    "languages": "languages",
    "playbook": "answers",
    "knowledge": "knowledge",
    "tasks": "tasks",
    "labels": "labels",
    "handoff_words": "handing off",
    "goal": "goal",
    "links": "links",
    "segments": "length of answers",
    "hours": "hours",
    "away": "away text",
    "away_in": "away texts in other languages",
    "handoff": "handing off",
    "caps": "limits",
    "wait": "waiting time",
    "longest_wait": "waiting time",
    "model_id": "model",
    "summaries": "summaries",
}


@dataclass(frozen=True)
class Saved:
    """`changed`: words for what differs from the version before; () for the first, and where nothing does."""

    number: int
    at: datetime
    by: str
    changed: tuple[str, ...]


def newest(agent_id: int, before: int | None = None) -> tuple[list[Saved], bool]:
    """So many of the newest, those under a number; and whether there are more."""
    query = select(AgentVersion, User.name).join(User, User.id == AgentVersion.saved_by)
    query = query.where(AgentVersion.agent_id == agent_id)
    if before is not None:
        query = query.where(AgentVersion.number < before)
    rows = db.session.execute(query.order_by(AgentVersion.number.desc()).limit(AT_ONCE + 1)).all()
    definitions = [stored.from_json(version.definition) for version, _ in rows]
    saved = [
        Saved(version.number, version.saved_at, name, _changed(definitions[n : n + 2]))
        for n, (version, name) in enumerate(rows)
    ]
    return saved[:AT_ONCE], len(rows) > AT_ONCE


def _changed(two: Sequence[Definition]) -> tuple[str, ...]:
    """`two`: a version, and the one before."""
    if len(two) < 2:
        return ()
    names = [field.name for field in fields(Definition)]
    different = [name for name in names if getattr(two[0], name) != getattr(two[1], name)]
    return tuple(dict.fromkeys(WORDS.get(name, name.replace("_", " ")) for name in different))
