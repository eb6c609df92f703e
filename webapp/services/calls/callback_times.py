"""When a colleague can call someone back: who is on duty, or when the next hours begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from webapp.agents.stored import Definition
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.thread import Thread
from webapp.rules import callback_time
from webapp.rules.callback_time import Promise
from webapp.rules.hours import hours, zones
from webapp.services.calls import sentences
from webapp.services.team import duty
from webapp.services.team.duty import Roster


def of(call: Call, definition: Definition | None, own: sentences.Own, team: Roster | None = None) -> Promise:
    """What can be promised in a call now. `definition`: of the agent that holds it; `own`: what the team says
    in its own words; `team`: where it is read already."""
    moment = now()
    tongue = str((call.flow or {}).get("language") or call.language)
    someone, starts = (team or duty.roster()).now_and_next(moment)
    openings = starts or list(_of_agent(definition, moment))
    return callback_time.promise(moment, someone, openings, _zone(call), tongue, own)


def _of_agent(definition: Definition | None, moment: datetime) -> Iterator[datetime]:
    if definition is not None and definition.hours is not None:
        told = definition.hours
        opens = hours.next_open(moment, (told.zone,), (told.hours,))
        if opens is not None:
            yield opens


def _zone(call: Call) -> str:
    """Where they are; "" where it may be one of several."""
    contact = db.session.get_one(Thread, call.thread_id).contact
    known = (contact.timezone,) if contact.timezone else zones.zones_of(call.phone)
    return known[0] if len(known) == 1 else ""
