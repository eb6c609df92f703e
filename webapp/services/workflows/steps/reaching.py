"""Whether a step may reach its contact now: the gate, and the hours of the workflow's own."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.db import now
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.workflow_run import Awaits
from webapp.rules.hours import hours as rules
from webapp.rules.workflow.document import Document, Window
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking, Verdict
from webapp.services.hours import hours
from webapp.services.workflows import values
from webapp.services.workflows.steps.base import Ends, StepContext, Waits

NEVER_OPEN = "The hours of this workflow never open for them. Change them under Who and when."
NEVER_BOTH = (
    "The hours of this workflow are never within those in which your team reaches them. "
    "Change them under Who and when."
)
FARTHEST = timedelta(days=14)
"""How far ahead a moment is looked for that is within both."""


def obstacle(context: StepContext, channel: Channel) -> Waits | Ends | str | None:
    """None: go ahead. Waits: not now. Ends: they opted out. A sentence: they are left alone this time.

    The gate is asked again when what was queued is claimed.
    """
    verdict = context.facts.verdict(context.contact.phone, channel)
    return _way(verdict, context.contact, context.document, channel)


def asked(contact: Contact, document: Document, channel: Channel) -> Waits | Ends | str | None:
    """The same for a contact, whether there is a run of theirs or not."""
    return _way(gate.ask(contact.phone, Asking(Origin.WORKFLOW, channel)), contact, document, channel)


def _way(
    verdict: Verdict, contact: Contact, document: Document, channel: Channel
) -> Waits | Ends | str | None:
    if verdict.short == gate.OPTED_OUT and not verdict.allowed:
        return Ends(verdict.reason)
    if verdict.obstacle:
        return verdict.obstacle
    window = document.box.window
    if window is None:
        return Waits(verdict.until, Awaits.HOURS, verdict.reason) if verdict.until is not None else None
    return _closed(verdict, contact, window, channel)


def _closed(verdict: Verdict, contact: Contact, window: Window, channel: Channel) -> Waits | str | None:
    """Until both the hours of the team and those of the workflow are open."""
    moment = now()
    zones = (window.zone,) if window.zone else values.zones(contact)
    at = verdict.until or moment
    while at < moment + FARTHEST:
        opens = rules.next_open(at, zones, (window.hours,))
        if opens is None:
            return NEVER_OPEN
        if opens <= at:
            return _waits(at, verdict, zones, moment) if at > moment else None
        team = gate.outside_hours([contact.phone], Asking(Origin.WORKFLOW, channel, at=opens))
        at = next((one.until for one in team.values() if one.until is not None), opens)
    return NEVER_BOTH


def _waits(at: datetime, verdict: Verdict, zones: tuple[str, ...], moment: datetime) -> Waits:
    if at == verdict.until:
        return Waits(at, Awaits.HOURS, verdict.reason)
    said = hours.said(at, zones, moment)
    return Waits(at, Awaits.HOURS, f"This workflow reaches people again from {said} on.")
