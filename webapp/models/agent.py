"""Agents: who answers threads, and each version of what they are told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now


class EngineName(StrEnum):
    """What decides for an agent. STAFF: nothing is answered by itself."""

    PLAYBOOK = "playbook"
    LLM = "llm"
    STAFF = "staff"


class AgentState(StrEnum):
    """Who has the word in a thread. NONE: no agent has been asked about it yet.

    PAUSED: staff have taken over, and may give it back. OFF: staff want no agent here.
    HANDED_OFF: the agent has asked for staff, and none of them has acted yet.
    """

    NONE = ""
    ON = "on"
    PAUSED = "paused"
    OFF = "off"
    HANDED_OFF = "handed_off"


class Agent(Model):
    """`version`: the number of the current one (AgentVersion). `color`: a name of the palette.

    One that is archived answers no more; what it said stays.
    """

    __tablename__ = "agent"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    color: Mapped[str] = mapped_column(String(20), default="", server_default="")
    engine: Mapped[EngineName] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    archived_at: Mapped[datetime | None]


class AgentVersion(Model):
    """One save of an agent. `definition`: see agents/stored. None is ever changed."""

    __tablename__ = "agent_version"

    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    definition: Mapped[dict[str, Any]]
    saved_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime] = mapped_column(default=now)
