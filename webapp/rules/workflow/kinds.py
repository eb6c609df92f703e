"""The triggers and steps that there are: their words, what they know afterwards, and where they may lead.

What is typed into their fields, and what they do, is known to services/workflows, by the same kinds.
"""

from __future__ import annotations

from dataclasses import dataclass

NUMBER_OF_TRIGGER = "number"


@dataclass(frozen=True, slots=True)
class TriggerKind:
    """`values`: what conditions and texts may use as `trigger.NAME`; `open`: and any other name, too.

    `has_thread`: it happened in a conversation, so the number that texts is known.
    `has_address`: others start it by an address of its own.
    """

    kind: str
    word: str
    group: str
    values: tuple[str, ...] = ()
    open: bool = False
    has_thread: bool = False
    has_address: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A branch of a step by what came of it."""

    key: str
    word: str


@dataclass(frozen=True, slots=True)
class StepKind:
    """`values`: what later steps may use as `steps.ID.NAME`. `outcomes`: the branches that it may have.

    `branching`: its branches have conditions of their own. `reaches`: it texts or calls the contact.
    """

    kind: str
    word: str
    icon: str
    group: str
    values: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    branching: bool = False
    reaches: bool = False
    open: bool = False


ELSE = Outcome("else", "Otherwise")
SAID, KNOWN, TIME, OTHERS = "What they do", "What is known of them", "Time", "Other systems"

_TRIGGERS = (
    TriggerKind("message", "They text us", SAID, ("text", "kind"), has_thread=True),
    TriggerKind("call_in", "They call", SAID, ("number",), has_thread=True),
    TriggerKind("call_ended", "A call has ended", SAID, ("outcome", "direction", "seconds"), has_thread=True),
    TriggerKind("recipient", "Someone of a batch", SAID, ("status", "batch"), open=True, has_thread=True),
    TriggerKind("message_failed", "A text did not arrive", SAID, ("reason", "text"), has_thread=True),
    TriggerKind("handoff", "Staff are asked for", SAID, ("reason", "why"), has_thread=True),
    TriggerKind("goal", "An agent reached its goal", SAID, ("agent", "reason"), has_thread=True),
    TriggerKind("task_done", "A task was done", SAID, ("task", "result"), open=True, has_thread=True),
    TriggerKind("opted_out", "They opt out", SAID, ("source",)),
    TriggerKind("opted_in", "They opt in again", SAID),
    TriggerKind("label", "A label is added", KNOWN, ("label",)),
    TriggerKind("attribute", "An attribute changes", KNOWN, ("attribute", "value", "before")),
    TriggerKind("segment", "They are put into a segment", KNOWN, ("segment",)),
    TriggerKind("contact", "A contact is new", KNOWN),
    TriggerKind("unanswered", "We have not answered", TIME, ("text",), has_thread=True),
    TriggerKind("quiet", "They have not answered", TIME, has_thread=True),
    TriggerKind("date", "Around a date", TIME, ("date",)),
    TriggerKind("schedule", "On a schedule", TIME, ("day",)),
    TriggerKind("webhook", "Another system calls", OTHERS, open=True, has_address=True),
    TriggerKind("form", "They fill in a form", OTHERS, ("consent",), open=True, has_address=True),
    TriggerKind("event", "A program reports something", OTHERS, ("event",), open=True),
    TriggerKind("hand", "Someone starts it by hand", OTHERS, ("by",)),
)
TRIGGERS = {one.kind: one for one in _TRIGGERS}

REPLIES = (
    Outcome("yes", "They say yes"),
    Outcome("no", "They say no"),
    Outcome("other", "They write something else"),
    Outcome("timeout", "They do not reply in time"),
)
CALL_OUTCOMES = (
    Outcome("answered", "They answered"),
    Outcome("voicemail", "Their voicemail answered"),
    Outcome("no_answer", "No one answered"),
    Outcome("busy", "It was busy, or they declined"),
    Outcome("failed", "The call failed"),
    Outcome("not_placed", "They must not be called now"),
)
REACH, WAIT, DECIDE = "Reach them", "Wait", "Decide"
NOTE_DOWN, TEAM, ELSEWHERE = "Note it down", "Your team", "Elsewhere"

_STEPS = (
    StepKind("send_sms", "Send a text", "send", REACH, ("sent",), reaches=True),
    StepKind(
        "place_call", "Call them", "telephone-outbound", REACH, ("outcome", "seconds"), CALL_OUTCOMES,
        reaches=True,
    ),
    StepKind("wait", "Wait a while", "hourglass-split", WAIT),
    StepKind("wait_until", "Wait until a day and time", "calendar-event", WAIT, ("passed",)),
    StepKind("wait_reply", "Wait for a reply", "chat-dots", WAIT, ("reply", "kind", "number"), REPLIES),
    StepKind("wait_hours", "Wait until they can be reached", "clock", WAIT),
    StepKind("branch", "Decide", "diagram-3", DECIDE, branching=True),
    StepKind("end", "End here", "stop-circle", DECIDE),
    StepKind("add_label", "Add a label", "tag", NOTE_DOWN),
    StepKind("remove_label", "Remove a label", "dash-circle", NOTE_DOWN),
    StepKind("set_attribute", "Set an attribute", "pencil", NOTE_DOWN),
    StepKind("join_segment", "Put into a segment", "bookmark", NOTE_DOWN),
    StepKind("leave_segment", "Take out of a segment", "dash-circle", NOTE_DOWN),
    StepKind("note", "Leave a note", "sticky", NOTE_DOWN),
    StepKind("opt_out", "Opt them out", "slash-circle", NOTE_DOWN),
    StepKind("assign", "Assign", "person-check", TEAM),
    StepKind("notify", "Notify your team", "bell", TEAM),
    StepKind("hand_off", "Hand off to staff", "people", TEAM),
    StepKind("hand_to_agent", "Hand to an agent", "robot", TEAM),
    StepKind("schedule_callback", "Schedule a callback", "telephone-outbound", TEAM),
    StepKind("http_request", "Ask another system", "globe", ELSEWHERE, open=True),
    StepKind("start_workflow", "Start another workflow", "play-fill", ELSEWHERE),
    StepKind("stop_workflow", "Stop another workflow", "pause-fill", ELSEWHERE),
)  # fmt: skip
STEPS = {one.kind: one for one in _STEPS}
"""By kind, in the order in which they are offered."""
