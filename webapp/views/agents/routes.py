"""Importing the modules of the agents' pages hangs their routes on the blueprint."""

from __future__ import annotations

from webapp.views.agents import editing, items, listing, records, showing, trying, versions
from webapp.views.agents.blueprint import bp

__all__ = ["bp", "editing", "items", "listing", "records", "showing", "trying", "versions"]
