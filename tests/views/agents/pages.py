"""Agents that are made and changed by their pages."""

from __future__ import annotations

from tests.views.client import Browser, Page
from webapp.agents.stored import Definition
from webapp.db import db
from webapp.models.agent import Agent
from webapp.services.agents import store

HOURS = {
    "name": "Opening hours",
    "phrases": "when are you open\nwhat are your opening hours\nopening times please",
    "answer": "We are open from nine to five, {{first_name|there}}.",
}
VISIT = {
    "name": "New appointment",
    "field-0-label": "New date",
    "field-0-kind": "date",
    "done": "Noted for {{new_date}}.",
}


def make(admin: Browser, name: str = "Desk") -> str:
    """A blank agent's address."""
    page = admin.submit(admin.get("/agents/new"), "/agents/new", name=name, template="blank")
    assert page.title == name
    return page.path


def add(admin: Browser, agent: str, kind: str, **typed: object) -> Page:
    """An answer, a task or a piece of knowledge."""
    at = f"{agent}/{kind}/new"
    return admin.submit(admin.get(at), at, **typed)


def change(admin: Browser, agent: str, part: str, **typed: object) -> Page:
    at = f"{agent}/edit/{part}"
    return admin.submit(admin.get(at), at, **typed)


def agent_at(path: str) -> Agent:
    db.session.expire_all()
    return store.get(int(path.rpartition("/")[2]))


def definition_at(path: str) -> Definition:
    return store.current(agent_at(path)).definition
