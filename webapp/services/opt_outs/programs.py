"""Other programs ask whether someone has opted out, and tell us that someone has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.db import db, now
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.rules.typed_text import one_line
from webapp.services.opt_outs import holds, register, typed_phone
from webapp.services.opt_outs.register import Evidence
from webapp.services.team.api_keys import Caller

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


def tell(readings: Sequence[str], reason: str, caller: Caller) -> tuple[Standing, bool]:
    """Someone has opted out, says a program; True: we did not know it.

    `readings`: how the phone may be meant. Raises Fault when they are not exactly one phone. What is too long
    of the reason is cut off: an opt-out is not refused for the words it comes in.
    """
    e164, reason = typed_phone.read_one(readings), one_line(reason)[:LONGEST_REASON]
    new = register.record_all([e164], Evidence(OptOutSource.API, reason, api_key_id=caller.key_id))
    found = _of(e164)
    if not new and found.opt_out is not None and found.opt_out.api_key_id != caller.key_id:
        _keep(found.opt_out, reason, caller)
    return found, bool(new)


def _keep(opt_out: OptOut, reason: str, caller: Caller) -> None:
    """What a program reports of a known opt-out is kept, for the person who may lift it."""
    # Another program may tell in the same moment.
    db.session.refresh(opt_out, with_for_update={"key_share": True})
    lines = opt_out.told_again.splitlines()
    of_caller = re.compile(rf"{re.escape(caller.name)}, \d\d \w+ \d{{4}}(: |$)")
    if not any(of_caller.match(line) for line in lines):
        said = f"{caller.name}, {now():%d %B %Y}{f': {reason}' if reason else ''}"
        opt_out.told_again = "\n".join([*lines, said])


def _of(e164: str) -> Standing:
    active = (OptOut.phone == e164, OptOut.lifted_at.is_(None))
    return Standing(e164, db.session.scalars(select(OptOut).where(*active)).first(), bool(holds.of(e164)))
