"""Contacts: opt-outs, holds and what was written to them."""

from __future__ import annotations

from collections.abc import Callable

from webapp.models.event import Event
from webapp.models.opt_out import OptOutSource
from webapp.services.inbox.timeline.team_entries import BY_ITSELF
from webapp.views.audit_text.words import IT, THEM, Words, moment, quoted, text


def _out(event: Event) -> str:
    if "program" in event.data:
        return f"{IT} opted out, says the program “{text(event, 'program')}”{quoted(event, 'text')}"
    if event.data.get("source") == OptOutSource.CARRIER:
        return f"{IT} has opted out, says the carrier"
    if event.user_id is None:
        return f"{IT} opted out{quoted(event, 'text')}"
    if "message_id" in event.data:
        return f"read it as an opt-out of {IT}{quoted(event, 'text')}"
    return f"opted {IT} out: {text(event, 'text')}"


def _in(event: Event) -> str:
    if event.user_id is None:
        return f"{IT} opted in again{quoted(event, 'text')}"
    return f"lifted the opt-out of {IT}: {text(event, 'text')}"


OPT_OUTS: Words = {
    "contact.opted_out": _out,
    "contact.opted_in": _in,
    "contact.held": lambda event: f"{IT} said what reads like an opt-out{quoted(event, 'text')}",
    "contact.hold_dismissed": lambda _: f"decided that {IT} did not opt out",
    "opt_outs.imported": lambda event: f"imported opt-outs from {text(event, 'filename', 'a list')}",
    "opt_outs.rows_settled": lambda event: (
        f"settled the rows of {text(event, 'filename', 'a list')} that could not be read as opt-outs"
    ),
    "contact.erased": lambda event: f"erased someone whose phone ended in {text(event, 'ends_in')}",
}


def _by(event: Event) -> str:
    """Who or what did it, where that was no person."""
    source, name = text(event, "source"), text(event, "by")
    return f"{SOURCES.get(source, source)} “{name}”" if name else SOURCES.get(source, source)


def _fact(done: str, by_itself: str) -> Callable[[Event], str]:
    """A person did it, or something else; `{…}` are what was kept with it."""

    def words(event: Event) -> str:
        pattern = by_itself if event.user_id is None else done
        known = {key: text(event, key) for key in ("label", "attribute", "text")}
        return pattern.format(it=IT, by=_by(event), **known)

    return words


SOURCES = {
    "list": "The list", "contact": "They", "agent": "The agent", "person": "Someone",
    "workflow": "The workflow", "api": "The program",
}  # fmt: skip
FACTS: Words = {
    "contact.labeled": _fact("put the label “{label}” on {it}", "{by} put the label “{label}” on {it}"),
    "contact.label_suggested": _fact(
        "suggested the label “{label}” for {it}", "{by} suggested the label “{label}” for {it}"
    ),
    "contact.label_confirmed": _fact(
        "confirmed the label “{label}” of {it}", "{by} confirmed the label “{label}” of {it}"
    ),
    "contact.label_rejected": _fact(
        "rejected the label “{label}” that was suggested for {it}",
        "The label “{label}” was rejected for {it}",
    ),
    "contact.label_removed": _fact(
        "took the label “{label}” off {it}", "{by} took the label “{label}” off {it}"
    ),
    "contact.attribute_set": _fact(
        "set “{attribute}” of {it} to “{text}”", "{by} set “{attribute}” of {it} to “{text}”"
    ),
    "contact.attribute_kept": _fact(
        "kept “{attribute}” of {it} as it was", "“{attribute}” of {it} was kept as it was"
    ),
    "contact.added": lambda _: f"added {IT}",
    "contact.renamed": lambda _: f"changed the name of {IT}",
    "contact.located": lambda event: f"says that {IT} is in {text(event, 'zone', 'the zone of their phone')}",
    "contact.blocked": lambda _: f"blocked {IT}",
    "contact.unblocked": lambda _: f"stopped blocking {IT}",
    "contact.attribute_removed": _fact("removed “{attribute}” of {it}", "{by} removed “{attribute}” of {it}"),
    "contact.attribute_unlocked": _fact(
        "let others change “{attribute}” of {it}", "{by} let others change “{attribute}” of {it}"
    ),
}
TASKS: Words = {
    "thread.task_done": lambda event: f"The task “{text(event, 'task')}” was carried out for {IT}",
    "thread.task_failed": lambda event: (
        f"The task “{text(event, 'task')}” failed for {IT}: {text(event, 'sentence')}"
    ),
    "thread.task_retried": lambda event: f"had the task “{text(event, 'task')}” for {IT} go on",
    "thread.callback_scheduled": lambda event: (
        f"A callback was scheduled for {IT}" if event.user_id is None else f"scheduled a callback for {IT}"
    ),
    "thread.callback_done": lambda _: f"did the callback for {IT}",
    "thread.callback_canceled": lambda _: f"canceled the callback for {IT}",
    "thread.callback_moved": lambda _: f"moved the callback for {IT}",
    "call.placed": lambda _: f"called {IT}",
    "call.placed_in_person": lambda _: f"called {IT} from their own phone",
    "call.canceled": lambda _: f"canceled a call to {IT}",
    "call.taken_over": lambda _: f"took over a call with {IT} from its agent",
    "call.hung_up": lambda _: f"ended a call with {IT}",
    "recording.played": lambda _: f"played the recording of a call with {IT}",
    "call.transcript": lambda _: f"downloaded what was said in a call with {IT}",
}


def _assigned(event: Event) -> str:
    to = THEM if event.data.get("user") else "no one"
    if event.data.get("on_duty"):
        return f"{IT} was handed off and assigned to {to}, on duty"
    return f"A task assigned {IT} to {to}" if event.user_id is None else f"assigned {IT} to {to}"


def _snoozed(event: Event) -> str:
    return f"snoozed the conversation with {IT} until {moment(event, 'until')}"


def _reopened(event: Event) -> str:
    if event.user_id is not None:
        return f"opened the conversation with {IT} again"
    why = BY_ITSELF.get(event.data.get("because", ""), "").rstrip(".")
    return f"The conversation with {IT} was opened again{f': {why}' if why else ''}"


CONVERSATIONS: Words = {
    "thread.replied": lambda _: f"wrote to {IT}",
    "thread.noted": lambda event: (
        f"A task or a form left a note about {IT}" if event.user_id is None else f"wrote a note about {IT}"
    ),
    "thread.assigned": _assigned,
    "thread.text_scheduled": lambda _: f"wrote a text to {IT}, to be sent later",
    "thread.text_changed": lambda _: f"changed a text to {IT} that is to be sent later",
    "thread.text_canceled": lambda _: f"canceled a text to {IT} that was to be sent later",
    "saved_reply.added": lambda event: f"added the saved reply “{text(event, 'name')}”",
    "saved_reply.changed": lambda event: f"changed the saved reply “{text(event, 'name')}”",
    "saved_reply.removed": lambda event: f"removed the saved reply “{text(event, 'name')}”",
    "thread.closed": lambda _: f"closed the conversation with {IT}",
    "thread.snoozed": _snoozed,
    "thread.reopened": _reopened,
    "thread.withdrew": lambda _: f"took back a message to {IT}, before it was sent",
}
