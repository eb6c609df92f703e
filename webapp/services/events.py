"""Who did what, when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, Text, Update, select, update

from webapp.bulk import cached_statement, execute_core, in_param, values_table
from webapp.db import BigId, db
from webapp.models.batch import Batch
from webapp.models.event import Event
from webapp.models.thread import Thread
from webapp.models.user import User

Says = Callable[[str], bool]
ERASED = "erased"
PERSONAL = frozenset({"phone", "text", "name", "label", "attribute"})
"""What lines of the audit call it when it is about a person."""
SEARCHES = ("whom", "search")
"""What they call the words by which people were looked for."""
FINDABLE = ("phone", "number", "email", "name", "before", "filename", "address", "program")
"""What is kept with a line, and may be looked for."""


def note(
    kind: str,
    *,
    user_id: int | None = None,
    batch_id: int | None = None,
    thread_id: int | None = None,
    **data: Any,
) -> None:
    """Write one line of the audit. `kind` reads as noun.verb, e.g. batch.paused."""
    words = _people(user_id, data.get("user")), _things(batch_id, thread_id), _kept(data)
    about = " ".join(dict.fromkeys(word for each in words for word in each)).lower()
    event = Event(kind=kind, user_id=user_id, batch_id=batch_id, thread_id=thread_id, data=data, about=about)
    db.session.add(event)


def _people(*ids: Any) -> Iterator[str]:
    for user_id in ids:
        user = db.session.get(User, user_id) if user_id else None
        if user is not None:
            yield from (user.name, user.email)


def _things(batch_id: int | None, thread_id: int | None) -> Iterator[str]:
    batch = db.session.get(Batch, batch_id) if batch_id else None
    if batch is not None:
        yield batch.name
    thread = db.session.get(Thread, thread_id) if thread_id else None
    if thread is not None:
        yield from (thread.contact.phone, thread.contact.name)


def _kept(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(data[key]) for key in FINDABLE if data.get(key))


def forget_batch(batch_id: int) -> None:
    """A deleted draft leaves its lines, without a pointer to what is gone."""
    db.session.execute(update(Event).where(Event.batch_id == batch_id).values(batch_id=None))


def leave_threads(thread_ids: list[int]) -> None:
    """Conversations that are removed leave their lines, without a pointer to what is gone."""
    of_these = in_param(Event.thread_id, "ids")
    db.session.execute(update(Event).where(of_these).values(thread_id=None), {"ids": thread_ids})


def searches(data: Mapping[str, Any]) -> Iterator[str]:
    """The words by which a line says that people were looked for."""
    yield from (str(data[key]) for key in SEARCHES if data.get(key))


def redact(ids: Iterable[int], is_personal: Says, is_search: Says) -> int:
    """In these lines “erased” takes the place of what says who it was, and they lead to no conversation.

    That it happened, when, and who did it, stays. `is_personal`: does a text say who it was? Of a line that
    belongs to a conversation, or did until that was removed, every text does. `is_search`: did someone look
    for them with these words? Returns how many. The only change of what a line says.
    """
    lines = db.session.scalars(select(Event).where(in_param(Event.id, "ids")), {"ids": list(ids)}).all()
    told = [{"event": one.id, **_without(one, is_personal, is_search)} for one in lines]
    if told:
        execute_core(_rewrite(), {"rows": told})
    return len(told)


def _without(one: Event, is_personal: Says, is_search: Says) -> dict[str, Any]:
    kept = {
        key: ERASED if key in SEARCHES and is_search(str(value)) else value for key, value in one.data.items()
    }
    mentions = any(map(is_personal, strings(one.data)))
    if kept != one.data and one.thread_id is None and not mentions:
        return {"data": kept, "about": one.about}
    data = _redacted(kept, is_personal, everything=one.thread_id is not None or not mentions)
    return {"data": data, "about": " ".join(_people(one.user_id)).lower()}


def strings(value: Any) -> Iterator[str]:
    """All texts and numbers in JSON."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)
    elif isinstance(value, str | int):
        yield str(value)


@cached_statement
def _rewrite() -> Update:
    told = values_table(event=BigId, data=JSON, about=Text)
    new = {"data": told.c.data, "about": told.c.about, "thread_id": None, "redacted": True}
    return update(Event).where(Event.id == told.c.event).values(new)


def _redacted(value: Any, is_personal: Says, *, everything: bool) -> Any:
    if isinstance(value, str):
        return ERASED if everything or is_personal(value) else value
    if isinstance(value, list):
        return [_redacted(one, is_personal, everything=everything) for one in value]
    if isinstance(value, dict):
        return {
            key: _redacted(one, is_personal, everything=everything or key in PERSONAL)
            for key, one in value.items()
        }
    return value
