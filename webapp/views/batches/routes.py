"""Importing the modules of the batch pages hangs their routes on the blueprint."""

from __future__ import annotations

from flask import Flask

from webapp.views.batches import (
    actions,
    approval,
    call,
    check,
    listing,
    message,
    progress,
    reading,
    recipients,
    reuse,
    rows,
    segments,
    when,
)
from webapp.views.batches.blueprint import bp

__all__ = [
    "actions",
    "approval",
    "bp",
    "call",
    "check",
    "init_app",
    "listing",
    "message",
    "progress",
    "reading",
    "recipients",
    "reuse",
    "rows",
    "segments",
    "when",
]


def init_app(app: Flask) -> None:
    """The navigation shows on every page how many batches wait for the approval of who is signed in."""
    app.extensions.setdefault("nav_counts", {})["batches"] = approval.badge
