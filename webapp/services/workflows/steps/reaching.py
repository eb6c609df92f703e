"""Whether a step may reach its contact now: the gate, and the hours of the workflow's own."""

from __future__ import annotations

from webapp.db import now
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.workflow_run import Awaits
from webapp.rules import hours as rules
from webapp.rules.workflow.document import Document
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking, Verdict
from webapp.services.hours import hours
from webapp.services.workflows import values
from webapp.services.workflows.steps.base import Ends, StepContext, Waits

NEVER_OPEN = "The hours of this workflow never open for them. Change them under Who and when."


def obstacle(context: StepContext, channel: Channel) -> Waits | Ends | str | None:
    """None: go ahead. Waits: not now. Ends: they opted out. A sentence: they are left alone this time.

    The gate is asked again when what was queued is claimed.
    """
    verdict = context.facts.verdict(context.contact.phone, channel)
    return _way(verdict, context.contact, context.document)


def asked(contact: Contact, document: Document, channel: Channel) -> Waits | Ends | str | None:
    """The same for a contact, whether there is a run of theirs or not."""
    return _way(gate.ask(contact.phone, Asking(Origin.WORKFLOW, channel)), contact, document)


def _way(verdict: Verdict, contact: Contact, document: Document) -> Waits | Ends | str | None:
    if verdict.short == gate.OPTED_OUT and not verdict.allowed:
        return Ends(verdict.reason)
    if verdict.obstacle:
        return verdict.obstacle
    if verdict.until is not None:
        return Waits(verdict.until, Awaits.HOURS, verdict.reason)
    return _closed(contact, document)


def _closed(contact: Contact, document: Document) -> Waits | str | None:
    window = document.box.window
    if window is None:
        return None
    moment = now()
    zones = (window.zone,) if window.zone else values.zones(contact)
    opens = rules.next_open(moment, zones, (window.hours,))
    if opens is None:
        return NEVER_OPEN
    if opens <= moment:
        return None
    said = hours.said(opens, zones, moment)
    return Waits(opens, Awaits.HOURS, f"This workflow reaches people again from {said} on.")
