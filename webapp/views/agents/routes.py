"""Importing the modules of the agents' pages hangs their routes on the blueprint."""

from __future__ import annotations

from webapp.views.agents import editing, evals, items, listing, records, replaying, showing, trying, versions
from webapp.views.agents.blueprint import bp

__all__ = [
    "bp",
    "editing",
    "evals",
    "items",
    "listing",
    "records",
    "replaying",
    "showing",
    "trying",
    "versions",
]
