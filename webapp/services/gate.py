"""The gate: may this phone be reached now, and if not, why and until when.

Asked when a list is checked, when staff write, and again, to hold, in the transaction that claims a message.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webapp.models.batch import Batch
from webapp.models.thread import Origin
from webapp.services import frequency, holds, optouts
from webapp.services.frequency import Cap

OPTED_OUT = "opted out"
SHOWN = 80
"""Characters of what they wrote."""


@dataclass(frozen=True)
class Verdict:
    """`reason` is one plain sentence; `short` names it in a list; `until` is known only sometimes (UTC)."""

    allowed: bool
    reason: str = ""
    short: str = ""
    until: datetime | None = None


ALLOWED = Verdict(True)


def ask(phone: str, origin: Origin) -> Verdict:
    """The verdict for one phone."""
    return refusals([phone], origin).get(phone, ALLOWED)


def refusals(phones: Iterable[str], origin: Origin, batch: Batch | None = None) -> dict[str, Verdict]:
    """The verdicts for those of `phones` that must not be reached; the others may be.

    `batch`: whose recipients they are. The confirmation of an opt-out is the only message that may follow it.
    """
    if origin == Origin.CONFIRMATION:
        return {}
    asked = list(phones)
    often = _too_often(asked, batch) if batch is not None and not batch.over_cap else {}
    held = {phone: _on_hold(text) for phone, text in holds.active(asked).items()}
    return often | held | {phone: _opted_out(since) for phone, since in optouts.active(asked).items()}


def _too_often(phones: list[str], batch: Batch) -> dict[str, Verdict]:
    cap = frequency.cap()
    if cap is None:
        return {}
    reached = frequency.exhausted(cap, phones, but_for=batch.id)
    return {phone: _reached(last, cap) for phone, last in reached.items()}


def _reached(last: datetime, cap: Cap) -> Verdict:
    day = f"{last.day} {last:%B}"
    times = "once" if cap.times == 1 else f"{cap.times} times"
    sentence = f"They were reached on {day}, and may be reached {times} in {cap.days} days."
    return Verdict(False, sentence, f"reached on {day}")


def _on_hold(text: str) -> Verdict:
    said = " ".join(text.split())
    said = said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
    sentence = f"They wrote “{said}”, which reads like an opt-out. Somebody has to decide first."
    return Verdict(False, sentence, optouts.ON_HOLD)


def _opted_out(since: datetime) -> Verdict:
    sentence = f"They opted out on {since:%d %B %Y}. They can be reached again once they text START."
    return Verdict(False, sentence, OPTED_OUT)
