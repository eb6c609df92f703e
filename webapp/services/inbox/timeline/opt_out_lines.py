"""How a phone was opted out, held and let in again, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.db import db
from webapp.models.hold import Decision, Hold
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.services.opt_outs import holds

HELD = "This reads like an opt-out. Nothing more is sent until someone decides."


class OptOutLine(NamedTuple):
    """`kind`: "out" or "in"."""

    at: datetime
    kind: str
    text: str


@dataclass(frozen=True)
class OfPhone:
    """Opt-outs, active and lifted, from whichever of our numbers they came; and holds."""

    opt_outs: Sequence[OptOut]
    held: Sequence[Hold]

    @classmethod
    def read(cls, phone: str) -> OfPhone:
        """Those of a phone, oldest first."""
        query = select(OptOut).options(joinedload(OptOut.api_key)).where(OptOut.phone == phone)
        return cls(db.session.scalars(query.order_by(OptOut.id)).all(), holds.history(phone))

    @property
    def deciders(self) -> list[int | None]:
        """The ids of those whose names stand in the lines."""
        noted = [one for row in self.opt_outs for one in (row.created_by, row.lifted_by)]
        return noted + [hold.decided_by for hold in self.held]

    def lines(self, names: Mapping[int, str], quoting: bool = False) -> list[OptOutLine]:
        """Oldest first. `quoting`: quote the message that a hold is about, as it is not shown there."""
        return sorted([*self._of_holds(names, quoting), *self._of_opt_outs(names)], key=lambda line: line.at)

    def _of_holds(self, names: Mapping[int, str], quoting: bool) -> Iterator[OptOutLine]:
        for hold in self.held:
            wrote = f"They wrote “{hold.text.strip()}”. {HELD}" if quoting else HELD
            yield OptOutLine(hold.created_at, "out", wrote)
            if hold.decided_at is not None and hold.decision == Decision.DISMISSED:
                who = names.get(hold.decided_by, "Staff") if hold.decided_by else "They"
                yield OptOutLine(hold.decided_at, "in", f"{who} said that it was no opt-out.")

    def _of_opt_outs(self, names: Mapping[int, str]) -> Iterator[OptOutLine]:
        for row in self.opt_outs:
            yield OptOutLine(row.created_at, "out", _said_out(row, names))
            if row.lifted_at is not None:
                yield OptOutLine(row.lifted_at, "in", _said_in(row, names))


def _said_out(row: OptOut, names: Mapping[int, str]) -> str:
    """Without its evidence where that was erased."""
    who, said = names.get(row.created_by or 0, "Staff"), row.evidence.strip()
    if row.source == OptOutSource.STAFF:
        return f"{who} noted that they opted out{f': {said}' if said else '.'}"
    if row.source == OptOutSource.CARRIER:
        return f"The carrier says that they opted out{f': {said}' if said else '.'}"
    if row.source == OptOutSource.IMPORT:
        return f"{who} brought a list with them{f': {said}' if said else '.'}"
    if row.source == OptOutSource.API:
        program = f"The program “{row.api_key.name}”" if row.api_key else "Another program"
        return f"{program} says that they opted out{f': {said}' if said else '.'}"
    if row.source == OptOutSource.REQUEST:
        return f"{who} read {f'it as an opt-out: “{said}”' if said else 'a message of theirs as an opt-out'}."
    if row.source == OptOutSource.CALL:
        return f"They opted out in a call{f': “{said}”' if said else '.'}"
    return f"They opted out by writing {f'“{said}”' if said else 'a keyword'}."


def _said_in(row: OptOut, names: Mapping[int, str]) -> str:
    if row.lifted_by is None:
        return f"They opted in again. {row.lift_reason}".strip()
    said = f": {row.lift_reason}" if row.lift_reason else "."
    return f"{names.get(row.lifted_by, 'Staff')} lifted the opt-out{said}"
