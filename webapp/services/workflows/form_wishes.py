"""Who writes into a form that they want no more of us: they are not reached until a person has decided.

Also for what would be STOP in a text: anyone may fill in a form, with whatever phone.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.number import Number
from webapp.models.opt_out import OptOutSource
from webapp.models.status_change import Because
from webapp.models.thread import Thread
from webapp.rules.replies import replies
from webapp.rules.replies.replies import Meaning
from webapp.services import row_locks
from webapp.services.opt_outs import holds, register
from webapp.services.threads import notes, opening, reopening
from webapp.services.workflows.starting import Refused

REFUSED = Refused("wish", "They wrote what reads like an opt-out into it. Someone has to decide first.")
ALONE = ("stop", "unsub", "optout")
"""How a word begins that says it by itself. Other spellings are names of people and places, too: Alto."""


def find(texts: Iterable[str]) -> str:
    """The first of some answers that reads like a wish not to be reached; empty if none."""
    return next((text for text in texts if _is_one(text)), "")


def _is_one(text: str) -> bool:
    meaning = replies.read(text)
    if meaning == Meaning.OPT_OUT:
        return len(text.split()) > 1 or text.strip().casefold().startswith(ALONE)
    return meaning == Meaning.HOLD


def hold(contact: Contact, said: str, form: str, number_id: int | None) -> None:
    """It stands in their conversation, as a note. `number_id`: ours, for who has none yet.

    Without any number of ours there is none, and nothing could be held: then they are opted out.
    """
    row_locks.conversations([contact.phone])
    thread = _thread(contact, number_id)
    if thread is None:
        register.record(contact.phone, OptOutSource.REQUEST, said)
        return
    note = notes.add(thread, f"They wrote into the form “{form}”:\n{said}"[: notes.LONGEST], None)
    holds.place(note, said)
    reopening.want([thread.id], Because.FORM)


def _thread(contact: Contact, number_id: int | None) -> Thread | None:
    """The latest; or a new one, with the number of the workflow, or with our first."""
    theirs = select(Thread).where(Thread.contact_id == contact.id).order_by(Thread.last_at.desc(), Thread.id)
    if (found := db.session.scalars(theirs.limit(1)).first()) is not None:
        return found
    ours = select(Number.id).order_by(Number.id != number_id, Number.id).limit(1)
    number = db.session.scalar(ours)
    return None if number is None else opening.open_one(number, contact.phone)
