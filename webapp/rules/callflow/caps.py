"""How long a conversation may last, in turns and in seconds."""

from __future__ import annotations

from webapp.rules.callflow.script import Script
from webapp.rules.callflow.state import State


def passed(script: Script, state: State, at: float) -> bool:
    """Nothing more is asked then. `at`: seconds since the call was answered."""
    return state.turns > script.most_turns or at >= script.longest
