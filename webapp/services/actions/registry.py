"""The actions that there are, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.services.actions.add_label import AddLabel
from webapp.services.actions.assign import Assign
from webapp.services.actions.base import Action, Settings
from webapp.services.actions.hand_off import HandOff
from webapp.services.actions.http_request import HttpRequest
from webapp.services.actions.note import Note
from webapp.services.actions.opt_out import OptOut
from webapp.services.actions.remove_label import RemoveLabel
from webapp.services.actions.schedule_callback import ScheduleCallback
from webapp.services.actions.send_sms import SendSms
from webapp.services.actions.set_attribute import SetAttribute

ALL: tuple[Action, ...] = (
    SetAttribute(),
    AddLabel(),
    RemoveLabel(),
    HttpRequest(),
    SendSms(),
    ScheduleCallback(),
    Assign(),
    Note(),
    HandOff(),
    OptOut(),
)
ACTIONS = {action.kind: action for action in ALL}
"""By kind, in the order in which they are offered."""
MOST = 10
"""Actions of one task."""


@dataclass(frozen=True)
class Planned:
    """One action with its settings, as a task or a step keeps it."""

    kind: str
    settings: Settings


def faults(planned: Sequence[Planned]) -> list[str]:
    """A sentence for each thing that is wrong with a list of actions, with the number of the action."""
    found = [f"A task can have up to {MOST} actions."] if len(planned) > MOST else []
    for number, one in enumerate(planned, start=1):
        action = ACTIONS.get(one.kind)
        wrong = [unknown(one.kind)] if action is None else action.faults(one.settings)
        found += [f"Action {number}: {sentence}" for sentence in wrong]
    return found


def unknown(kind: str) -> str:
    """Of an action that this version does not have: from a file of a newer one, say."""
    return f"There is no action “{kind}” in this version of Outbound."
