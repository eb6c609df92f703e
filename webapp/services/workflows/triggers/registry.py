"""The triggers that there are, a line each."""

from __future__ import annotations

from webapp.services.workflows.triggers.asked import ByHand, Reported
from webapp.services.workflows.triggers.base import TriggerHandler
from webapp.services.workflows.triggers.called import Called
from webapp.services.workflows.triggers.filled_in import FilledIn
from webapp.services.workflows.triggers.known import (
    AttributeChanged,
    ContactCreated,
    JoinedSegment,
    Labeled,
    OptedIn,
    OptedOut,
    RecipientMoved,
)
from webapp.services.workflows.triggers.said import (
    CallEnded,
    CallReceived,
    GoalReached,
    HandedOff,
    MessageFailed,
    MessageReceived,
    TaskDone,
)
from webapp.services.workflows.triggers.timed import AroundDate, OnSchedule, Quiet, Unanswered

ALL: tuple[TriggerHandler, ...] = (
    MessageReceived(),
    CallReceived(),
    CallEnded(),
    RecipientMoved(),
    MessageFailed(),
    HandedOff(),
    GoalReached(),
    TaskDone(),
    OptedOut(),
    OptedIn(),
    Labeled(),
    AttributeChanged(),
    JoinedSegment(),
    ContactCreated(),
    Unanswered(),
    Quiet(),
    AroundDate(),
    OnSchedule(),
    Called(),
    FilledIn(),
    Reported(),
    ByHand(),
)
TRIGGERS = {trigger.kind: trigger for trigger in ALL}
"""By kind, in the order in which they are offered."""
