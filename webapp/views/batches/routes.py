"""Importing the modules of the batch pages hangs their routes on the blueprint."""

from __future__ import annotations

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
