"""In which language a call speaks where no one has chosen one."""

from __future__ import annotations

from sqlalchemy import select

from webapp.db import db
from webapp.models.call import Call
from webapp.models.channel import Channel
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.rules import spoken_language
from webapp.services.agents import able, conversation, store


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
    return str((last.flow or {}).get("language") or last.language)


def of_phone(e164: str) -> str:
    """That of its country."""
    return spoken_language.of(conversation.country(e164))
