"""Why a call is for staff, as their phones say it: in their language, which the agent's notes are not in."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.rules.callflow.sentences import sentence
from webapp.rules.callflow.staff_sentences import STAFF

PRESSED, SLOW, FAULT = "pressed", "slow", "fault"
"""Kinds that the flow itself tells; the others are those of handoffs (agents/base)."""
SAID_ALWAYS = (PRESSED, SLOW, FAULT, "machine")
"""Kinds of which a note says nothing more than the sentence, or what is for the screen alone."""
NOTED_IN = "en"


def why(kind: str, note: str, language: str, own: Mapping[str, Mapping[str, str]]) -> str:
    """`note`: what stands in the conversation, which is in English. `own`: the team's own sentences.

    "" where staff were not asked for.
    """
    key = f"why_{kind}"
    if key not in STAFF:
        return note if language == NOTED_IN else ""
    if note and language == NOTED_IN and kind not in SAID_ALWAYS:
        return note
    return sentence(key, language, own)
