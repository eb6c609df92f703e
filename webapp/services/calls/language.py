"""In which language a call speaks where no one has chosen one."""

from __future__ import annotations

from sqlalchemy import select

from webapp.db import db
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.channel import Channel
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules import spoken_language
from webapp.services.agents import able, store
from webapp.services.agents.turns import conversation


def of_number(number: Number) -> str:
    """The first one of the agent that answers its calls, else that of its country."""
    agent = able.of_number(number.id, Channel.CALL)
    tongues = store.current(agent).definition.languages if agent else ()
    return tongues[0] if tongues else spoken_language.of(number.country)


def of_thread(thread: Thread) -> str:
    """That of its last call, else that of its number."""
    query = select(Call).where(Call.thread_id == thread.id).order_by(Call.id.desc()).limit(1)
    last = db.session.scalars(query).one_or_none()
    if last is None:
        return of_number(thread.number)
    return _spoken(last)


def of_leg(leg: CallLeg, call: Call) -> str:
    """That of the member whose phone it is, where they have chosen one; else that of the call."""
    member = db.session.get(User, leg.user_id) if leg.user_id else None
    return (member.phone_language if member else "") or _spoken(call)


def _spoken(call: Call) -> str:
    """The one that it speaks by now, or spoke last."""
    return str((call.flow or {}).get("language") or call.language)


def of_phone(e164: str) -> str:
    """That of its country."""
    return spoken_language.of(conversation.country(e164))
