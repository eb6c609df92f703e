"""What is said in a call, kept utterance by utterance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Insert, bindparam, func, insert, select

from webapp.agents.cards import mask_cards
from webapp.bulk import cached_statement, execute_core
from webapp.db import BigId, db
from webapp.models.call import Call
from webapp.models.call_turn import CallTurn, Speaker
from webapp.rules.callflow.commands import Command, LeaveMessage, Say
from webapp.rules.callflow.events import Event, Heard, Keys

TURN: Any = CallTurn.__table__
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
    said = {"of_call": call.id, "by": who, "said": text[:LONGEST], "certain": confidence, "after": delay}
    execute_core(_adds(), said)


@cached_statement
def _adds() -> Insert:
    """Its number is reckoned as it is written. Its call is held: no other utterance takes the same."""
    of_call = bindparam("of_call", type_=BigId)
    last = select(func.coalesce(func.max(TURN.c.n), 0)).where(TURN.c.call_id == of_call)
    values = {
        TURN.c.call_id: of_call,
        TURN.c.n: last.scalar_subquery() + 1,
        TURN.c.who: bindparam("by"),
        TURN.c.text: bindparam("said"),
        TURN.c.confidence: bindparam("certain"),
        TURN.c.delay: bindparam("after"),
    }
    return insert(TURN).values(values)
