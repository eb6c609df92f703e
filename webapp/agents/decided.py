"""A decision as it is kept with its turn: what was proposed, and why."""

from __future__ import annotations

from typing import Any

from webapp.agents import typed_json
from webapp.agents.base import Decision


def to_json(decision: Decision) -> dict[str, Any]:
    """All of it but the memory, which is kept with the thread alone."""
    kept: dict[str, Any] = typed_json.to_json(decision)
    del kept["memory"]
    return kept
