"""Every status, declared once: its word, its looks, its phase, and what follows from it.

A word means the same wherever it stands: of a recipient, a message, a call, a batch. Which of them may
follow which is said beside each noun (RECIPIENT_MOVES, MESSAGE_MOVES, CALL_MOVES, BATCH_MOVES).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

State = TypeVar("State", bound=StrEnum)


class Phase(StrEnum):
    """How far a message, or a recipient's message, has come."""

    BEFORE = "before"
    """It is not to be sent."""
    WAITING = "waiting"
    LEAVING = "leaving"
    LEFT = "left"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Status:
    """`tone`: a colour (good, info, warn, bad, violet, accent; empty: none). `icon`: a name in the sprite.

    `reached`: it counts as having reached the person. `retriable`: it may be sent again as it certainly did
    not arrive. `troubling`: staff should see it in the inbox.
    `said`: in a conversation, below the message; `said_at`: the column with the time that follows.
    `hint`: what it means, on the tile of a batch's progress (channels/base: tiles).
    """

    key: str
    word: str
    icon: str
    tone: str = ""
    phase: Phase | None = None
    reached: bool = False
    retriable: bool = False
    troubling: bool = False
    said: str = ""
    said_at: str = ""
    hint: str = ""

    @property
    def mark(self) -> str:
        """The colour of a message in its conversation: pending, warn, bad, or none."""
        if self.phase in (Phase.WAITING, Phase.LEAVING):
            return "pending"
        return (self.tone or "bad") if self.troubling else ""


OF_MESSAGES = (
    Status("queued", "Queued", "clock", phase=Phase.WAITING, said="Waiting to be sent",
           hint="Wait for their turn"),
    Status("waiting", "Waiting", "hourglass-split", phase=Phase.WAITING,
           hint="For the hours at which they may be reached"),
    Status("sending", "Sending", "arrow-up-right", "info", Phase.LEAVING, reached=True, said="Being sent",
           hint="On their way to the carrier"),
    Status("sent", "Sent", "check-lg", "info", Phase.LEFT, reached=True, said="Sent", said_at="sent_at",
           hint="Taken by the carrier, not yet confirmed by the phone"),
    Status("delivered", "Delivered", "check2-all", "good", Phase.ENDED, reached=True, said="Delivered",
           said_at="settled_at", hint="Confirmed by the phone"),
    Status("replied", "Replied", "reply-fill", "accent", hint="Wrote back, whatever the delivery says"),
    Status("opted_out", "Opted out", "slash-circle", "bad",
           hint="Wrote STOP, or asked for no more messages"),
    Status("failed", "Failed", "x-circle-fill", "bad", Phase.ENDED, retriable=True, troubling=True,
           said="Failed", hint="Failed, rejected or not delivered"),
    Status("rejected", "Rejected", "x-circle-fill", "bad", Phase.ENDED, retriable=True, troubling=True,
           said="Rejected"),
    Status("undelivered", "Not delivered", "x-circle-fill", "bad", Phase.ENDED, retriable=True,
           troubling=True, said="Not delivered"),
    Status("unknown", "Unknown", "question-circle", "warn", Phase.LEFT, reached=True, troubling=True,
           said="May or may not have gone out", hint="May have been sent: the carrier never said"),
    Status("faulty", "To fix", "exclamation-triangle-fill", "bad", Phase.BEFORE,
           hint="Left out: their rows are to be fixed"),
    Status("skipped", "Skipped", "dash-circle", phase=Phase.BEFORE, troubling=True, said="Not sent",
           hint="Left out: faulty, duplicates, opted out"),
    Status("canceled", "Canceled", "slash-circle", phase=Phase.BEFORE, said="Canceled",
           hint="Never sent, because the batch was canceled"),
    Status("received", "Received", "reply-fill"),
)  # fmt: skip
"""In the order of the tiles. Those with a hint have one; “failed” counts whatever may be sent again."""

OF_CALLS = (
    Status("staff_first", "Ringing staff", "telephone", phase=Phase.WAITING,
           said="Their own phone rings first"),
    Status("calling", "Calling", "telephone-outbound", "info", Phase.LEAVING, reached=True, said="Calling",
           hint="Taken by the carrier, not ringing yet"),
    Status("ringing", "Ringing", "telephone-outbound", "info", Phase.LEAVING, reached=True, said="Ringing",
           hint="Their phones ring"),
    Status("talking", "On the phone", "telephone", "info", Phase.LEAVING, reached=True, said="On the phone",
           hint="Someone, or something, has picked up"),
    Status("answered", "Answered", "telephone-fill", "good", Phase.ENDED, reached=True, said="Answered",
           said_at="answered_at", hint="Talked with us"),
    Status("voicemail", "Voicemail", "voicemail", "violet", Phase.ENDED, reached=True, said="Voicemail",
           hint="A voicemail answered"),
    Status("screened", "Screened", "telephone", "warn", Phase.ENDED, retriable=True,
           said="Screened by their phone", hint="Their phone asked who calls, and did not put us through"),
    Status("menu", "Menu", "telephone", "warn", Phase.ENDED, retriable=True, said="Answered by a menu",
           hint="A menu answered, and no person"),
    Status("no_answer", "No answer", "telephone-x", "warn", Phase.ENDED, retriable=True, said="No answer",
           hint="It rang, and no one picked up"),
    Status("busy", "Busy", "telephone-x", "warn", Phase.ENDED, retriable=True, said="Busy",
           hint="The line was busy"),
    Status("ended", "Ended", "telephone", phase=Phase.ENDED, said="Ended", said_at="ended_at"),
)  # fmt: skip
"""In the order of the tiles; calls have those of messages, too."""

OF_BATCHES = (
    Status("draft", "Draft", "pencil"),
    Status("pending", "Waiting for approval", "person-check", "warn"),
    Status("scheduled", "Scheduled", "calendar-event", "violet"),
    Status("running", "Running", "play-fill", "info"),
    Status("paused", "Paused", "pause-fill", "warn"),
    Status("finished", "Finished", "check-lg", "good"),
)
OF_PEOPLE = (
    Status("active", "Active", "check-lg", "good"),
    Status("deactivated", "Deactivated", "dash-circle"),
)

OF_CONVERSATIONS = (
    Status("open", "Open", "chat-left-text"),
    Status("snoozed", "Snoozed", "clock"),
    Status("closed", "Closed", "check-lg"),
)

OF_TASKS = (Status("done", "Done", "check-lg", "good"),)

OF_REPLIES = (
    Status("yes", "Yes", "check-lg", "good", hint="Agreed, or confirmed"),
    Status("no", "No", "x-circle-fill", "warn", hint="Refused, or cannot come"),
    Status("question", "Question", "question-circle", "info", hint="Want to know something"),
    Status("wrong_number", "Wrong number", "person", "warn", hint="Say that they are someone else"),
    Status("stop", "Stop", "slash-circle", "bad", hint="Want no more messages, in whatever words"),
    Status("auto_reply", "Auto-reply", "clock", hint="Answered by a machine"),
    Status("other", "Other", "chat-dots", hint="Anything else they wrote"),
)
"""The kinds of replies (rules/replies), as far as rules can tell them; a person may correct them."""

_EVERY = (*(*OF_MESSAGES, *OF_CALLS, *OF_BATCHES, *OF_PEOPLE, *OF_CONVERSATIONS, *OF_TASKS, *OF_REPLIES),)
_BY_KEY = {status.key: status for status in _EVERY}


def about(state: str) -> Status:
    """What is declared of a status. Raises KeyError when nothing is."""
    return _BY_KEY[str(state)]


def those(kind: type[State], test: Callable[[Status], bool]) -> tuple[State, ...]:
    """The states of a noun for which it is true, in the noun's order."""
    return tuple(state for state in kind if test(about(state)))


def in_phase(kind: type[State], *phases: Phase) -> tuple[State, ...]:
    """The states of a noun that are in one of these phases."""
    return those(kind, lambda status: status.phase in phases)
