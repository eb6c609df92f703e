"""Triggers in a conversation: a text, a call, staff are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.db import db
from webapp.field_kinds import Line
from webapp.models.agent import Agent
from webapp.models.call import Call
from webapp.models.entry import Direction
from webapp.models.handoff import Handoff
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.rules import comparing
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.replies.replies import Meaning
from webapp.rules.replies.reply_kinds import ReplyKind, kind_of_reply
from webapp.services import signals
from webapp.services.actions.base import Field
from webapp.services.actions.kinds import Choice
from webapp.services.calls import missed
from webapp.services.workflows.fields import Chosen
from webapp.services.workflows.triggers.base import (
    OF_FIELDS,
    Happened,
    TriggerHandler,
    beside,
    has_word,
    spoken,
)

LANGUAGES = ("en", "es", "fr", "de", "pt")
ANY = "any"
MISSED = "missed"
"""A call of theirs that neither an agent nor a person has taken; also one in which they left a message."""


def _is_number(number_id: int) -> bool:
    return db.session.get(Number, number_id) is not None


NUMBER = Field("number", "Number", Chosen(what="a number", exists=_is_number), "Empty: any of ours.")


def of_thread(thread_id: int | None, key: str, values: Mapping[str, str], **about: Any) -> Happened | None:
    """What happened in a conversation."""
    thread = db.session.get(Thread, thread_id) if thread_id else None
    if thread is None:
        return None
    return Happened(thread.contact, key, values, thread.id, thread.number_id, about)


def of_theirs(thread_id: int, key: str, values: Mapping[str, str], **about: Any) -> Happened | None:
    """The same of what they did: of those who are blocked, nothing starts anything."""
    happened = of_thread(thread_id, key, values, **about)
    return None if happened is None or happened.contact.blocked_at is not None else happened


class MessageReceived(TriggerHandler):
    """A text that is no keyword, such as STOP."""

    kind, signal = "message", signals.TEXT_RECEIVED
    fields = (
        NUMBER,
        Field("words", "With one of these words", Line(500), "Commas between. Empty: any text."),
        Field("kind", "That is", Choice((ANY, *ReplyKind))),
    )

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        message = db.session.get(Message, data["message"])
        if message is None or data["means"] not in (Meaning.NOTHING, Meaning.HOLD):
            return None
        values = {"text": message.text or "", "kind": str(kind_of_reply(message.text or "", LANGUAGES).kind)}
        return of_theirs(message.thread_id, f"message:{message.id}", values)

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        words, kind = spoken(values["words"]), values["kind"]
        return (
            values["number"] in (None, happened.number_id)
            and kind in (ANY, happened.values["kind"])
            and (not words or any(has_word(happened.values["text"], word) for word in words))
        )


class CallReceived(TriggerHandler):
    """At the moment at which it rings."""

    kind, signal = "call_in", signals.CALL_RECEIVED
    fields = (NUMBER,)

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        call = db.session.get(Call, data["call"])
        number = db.session.get(Number, call.number_id) if call else None
        if call is None or number is None:
            return None
        return of_theirs(call.thread_id, f"call_in:{call.id}", {"number": number.e164})

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        return values["number"] in (None, happened.number_id)


class CallEnded(TriggerHandler):
    """Ours or theirs, by how it ended."""

    kind, signal = "call_ended", signals.CALL_ENDED
    fields = (
        NUMBER,
        Field("direction", "Who called", Choice((ANY, "in", "out"))),
        Field(
            "outcomes",
            "How it ended",
            Line(200),
            "Commas between: missed (they called, and no one took it), voicemail, no_answer … Empty: any.",
        ),
    )

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        call = db.session.get(Call, data["call"])
        if call is None:
            return None
        came = call.direction == Direction.IN
        values = {
            "outcome": MISSED if came and call.outcome == Outcome.NO_ANSWER else str(call.outcome or ""),
            "direction": str(call.direction),
            "seconds": str(call.seconds or 0),
        }
        told = of_theirs if came else of_thread
        return told(call.thread_id, f"call:{call.id}", values, missed=missed.is_missed(call))

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        outcomes = spoken(values["outcomes"])
        return (
            values["number"] in (None, happened.number_id)
            and values["direction"] in (ANY, happened.values["direction"])
            and (not outcomes or bool(_called(happened) & set(outcomes)))
        )


def _called(happened: Happened) -> set[str]:
    """All that the end of this call is called."""
    found = {happened.values["outcome"], *([MISSED] if happened.about.get("missed") else [])}
    return found | ({str(Outcome.NO_ANSWER)} if happened.values["outcome"] == MISSED else set())


class MessageFailed(TriggerHandler):
    """A text of ours that the carrier refused, or that the phone did not get."""

    kind, signal = "message_failed", signals.TEXT_FAILED
    fields = (NUMBER,)

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        message = db.session.get(Message, data["message"])
        if message is None:
            return None
        values = {"reason": message.reason, "text": message.text or ""}
        return of_thread(message.thread_id, f"failed:{message.id}", values)

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        return values["number"] in (None, happened.number_id)


class HandedOff(TriggerHandler):
    """An agent, or a task, asks for staff."""

    kind, signal = "handoff", signals.HANDED_OFF

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        handoff = db.session.get(Handoff, data["handoff"])
        if handoff is None:
            return None
        values = {"reason": handoff.reason, "why": handoff.code}
        return of_thread(handoff.thread_id, f"handoff:{handoff.id}", values)


class GoalReached(TriggerHandler):
    """For the first time in a conversation, with this agent, and again for what a later batch asked."""

    kind, signal = "goal", signals.GOAL_REACHED

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        agent = db.session.get(Agent, data["agent"])
        values = {"agent": agent.name if agent else "", "reason": data["reason"]}
        key = f"goal:{data['thread']}:{data['agent']}:{data.get('at', '')}"
        return of_thread(data["thread"], key, values)


class TaskDone(TriggerHandler):
    """With the fields that were collected: `trigger.NAME`."""

    kind, signal = "task_done", signals.TASK_ENDED
    fields = (
        Field("task", "Task", Line(100), "Its name. Empty: any."),
        Field("result", "That", Choice(("done", "failed", ANY))),
    )

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        record = db.session.get(TaskRecord, data["record"])
        if record is None:
            return None
        known = {str(name): str(value) for name, value in record.fields.items()}
        values = beside({"task": record.task_name, "result": str(record.state)}, known, OF_FIELDS)
        return of_thread(record.thread_id, f"task:{record.id}:{record.state}", values)

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        named = comparing.alike(values["task"]) in ("", comparing.alike(happened.values["task"]))
        return named and values["result"] in (ANY, happened.values["result"])
