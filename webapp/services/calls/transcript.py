"""What is said in a call, kept utterance by utterance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from webapp.agents.cards import mask_cards
from webapp.db import db
from webapp.models.call import Call
from webapp.models.call_turn import CallTurn, Speaker
from webapp.rules.callflow.commands import Command, LeaveMessage, Say
from webapp.rules.callflow.events import Event, Heard, Keys

LONGEST = 4000
"""Characters of one utterance."""


def of(call_id: int) -> Sequence[CallTurn]:
    """In order."""
    return db.session.scalars(select(CallTurn).where(CallTurn.call_id == call_id).order_by(CallTurn.n)).all()


def heard(call: Call, event: Event) -> None:
    """What they said or pressed; nothing of other events. Card numbers are masked."""
    if isinstance(event, Keys) and event.digits:
        _add(call, Speaker.CONTACT, f"Pressed {' '.join(event.digits)}", None, None)
    elif isinstance(event, Heard) and event.text:
        _add(call, Speaker.CONTACT, mask_cards(event.text), event.confidence, None)


def said(call: Call, commands: Iterable[Command], delay: float | None) -> None:
    """What we say, as one utterance. `delay`: see CallTurn."""
    texts = [one.text for one in commands if isinstance(one, Say | LeaveMessage)]
    if texts:
        _add(call, Speaker.AGENT, " ".join(texts), None, delay)


def _add(call: Call, who: Speaker, text: str, confidence: float | None, delay: float | None) -> None:
    last = db.session.scalar(select(func.max(CallTurn.n)).where(CallTurn.call_id == call.id)) or 0
    turn = CallTurn(call_id=call.id, n=last + 1, who=who, text=text[:LONGEST], confidence=confidence)
    turn.delay = delay
    db.session.add(turn)
    db.session.flush()
