"""Importing the modules of the inbox's pages hangs their routes on the blueprint."""

from __future__ import annotations

from flask import Flask

from webapp.views import timeline, times
from webapp.views.inbox import (
    agent,
    bulk,
    callbacks,
    calls,
    composer,
    found,
    later,
    new,
    put_away,
    saved,
    thread,
)
from webapp.views.inbox.blueprint import badge, bp, need_reply

__all__ = [
    "agent", "bp", "bulk", "callbacks", "calls", "composer", "init_app", "later", "new", "put_away", "saved",
    "thread",
]  # fmt: skip


def init_app(app: Flask) -> None:
    """The navigation shows on every page how many conversations need a reply."""
    counts = app.extensions.setdefault("nav_counts", {})
    counts["inbox"] = lambda: (badge(need_reply()), "waiting for a reply")
    app.jinja_env.filters["badge"] = badge
    found.init_app(app)
    app.jinja_env.globals.update(hour=timeline.hour, brief=timeline.brief)
    app.jinja_env.globals.update(field_time=times.field_time, clock_of=times.clock_of)
