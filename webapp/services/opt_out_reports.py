"""Other programs ask whether somebody has opted out, and tell us that somebody has."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from webapp.db import db
from webapp.models.api_key import ApiKey
from webapp.models.contact import OptOut, OptOutSource
from webapp.services import events, holds, optouts, typed_phone
from webapp.services.optouts import Evidence

LONGEST_REASON = 1000


@dataclass(frozen=True)
class Standing:
    """What is known of one phone (E.164): its opt-out, if there is one, and whether it is on hold."""

    phone: str
    opt_out: OptOut | None
    held: bool


def standing(typed: str) -> Standing:
    """Raises Fault when it is not a phone."""
    return _of(typed_phone.read(typed))


def tell(typed: str, reason: str, key: ApiKey) -> tuple[Standing, bool]:
    """Somebody has opted out, says a program; True: we did not know it. Raises Fault when it is not a phone.

    What is too long of the reason is cut off: an opt-out is not refused for the words it comes in.
    """
    e164 = typed_phone.read(typed)
    reason = " ".join(reason.replace("\x00", "").split())[:LONGEST_REASON]
    new = optouts.record_all([e164], Evidence(OptOutSource.API, reason, api_key_id=key.id))
    if new:
        events.note("contact.opted_out", phone=e164, text=reason, program=key.name)
    return _of(e164), bool(new)


def _of(e164: str) -> Standing:
    active = (OptOut.phone == e164, OptOut.lifted_at.is_(None))
    return Standing(e164, db.session.scalars(select(OptOut).where(*active)).first(), bool(holds.of(e164)))
