"""A dry run: what each step of a workflow would do for a contact now. Nothing is sent or kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.db import db
from webapp.errors import Fault, Faults
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.rules import phone, search_text, segments
from webapp.rules.workflow import conditions, kinds, outline, variables
from webapp.rules.workflow.document import Document, Step
from webapp.rules.workflow.outline import Placed
from webapp.rules.workflow.variables import Values
from webapp.services.actions.kinds import Text, in_words
from webapp.services.opt_outs import register
from webapp.services.workflows import values
from webapp.services.workflows.fields import BEFORE, moment
from webapp.services.workflows.steps import reaching
from webapp.services.workflows.steps.base import Ends, StepHandler, Waits
from webapp.services.workflows.steps.registry import STEPS
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS

CHANNELS = {"send_sms": Channel.SMS, "place_call": Channel.CALL}
MAY = "It may go out now."
DATED = ("wait_until", "wait_reply")


@dataclass(frozen=True)
class Tried:
    """A step: what it would say, by the words of its fields; and whether it may reach them now.

    `verdict`: a sentence, empty where no one is reached; `allowed`: it may go out now, or later by itself.
    `problem`: why the run would fail here. `branch`: the key of the branch that is taken, where that can be
    told before.
    """

    step_id: str
    says: tuple[tuple[str, str], ...] = ()
    verdict: str = ""
    allowed: bool = True
    problem: str = ""
    branch: str = ""


def dry_run(document: Document, contact: Contact, event: Mapping[str, str]) -> dict[str, Tried]:
    """Every step of every branch, by its id. `event`: what is known of what starts it."""
    known = values.of_start(contact, event)
    return {one.step.id: _try(document, one, contact, known) for one in outline.walk(document)}


def why_not(document: Document, contact: Contact, event: Mapping[str, str]) -> str:
    """Why it would not start for them; empty: nothing is in the way. Caps are not asked."""
    if not conditions.hold(document.conditions, values.of_start(contact, event)):
        return f"Its conditions are not met: {conditions.words(document.conditions)}."
    reaches = any(
        kinds.STEPS[one.step.kind].reaches for one in outline.walk(document) if one.step.kind in STEPS
    )
    if reaches and register.active([contact.phone]):
        return "They have opted out."
    return ""


def fits(document: Document, happened: Happened) -> bool:
    """Whether something that has happened is what the trigger means; not when the trigger cannot be read."""
    trigger = document.trigger
    if trigger is None or trigger.kind not in TRIGGERS:
        return False
    try:
        return TRIGGERS[trigger.kind].fits(TRIGGERS[trigger.kind].read(trigger.settings), happened)
    except Faults:
        return False


def find(typed: str) -> Contact:
    """By phone, or by a name that only one contact has. Raises Fault that names the field."""
    wanted = " ".join(typed.split())
    if not wanted:
        raise Fault("Write the phone or the name of a contact.", "who")
    try:
        parsed = phone.parse(wanted, None, allow_unassigned=True)
        found = db.session.scalars(select(Contact).where(Contact.phone == parsed)).all()
    except phone.PhoneFault:
        name = search_text.indexed(wanted).strip()
        query = select(Contact).where(Contact.search_name.contains(name, autoescape=True))
        found = db.session.scalars(query.order_by(Contact.id).limit(2)).all()
    if not found:
        raise Fault("No contact has this phone or name.", "who")
    if len(found) > 1:
        raise Fault("Several contacts are called so. Write the phone of one of them.", "who")
    return found[0]


def _try(document: Document, placed: Placed, contact: Contact, start: Values) -> Tried:
    step, handler = placed.step, STEPS.get(placed.step.kind)
    if handler is None:
        return Tried(step.id, problem=f"There is no step “{step.kind}” in this version of Outbound.")
    known = Values([*start.items(), *_stand_ins(document, step.id)])
    try:
        says, problem = tuple(_says(handler, step, contact, known)), ""
    except Faults as faults:
        says, problem = (), next(iter(faults.by_field.values()))
    except Fault as fault:
        says, problem = (), fault.sentence
    verdict, allowed = _verdict(document, step, contact)
    return Tried(step.id, says, verdict, allowed, problem, _branch(step, start))


def _stand_ins(document: Document, step_id: str) -> Iterator[tuple[str, str]]:
    """In the place of what no one can know before: [reply of s2]."""
    for name in variables.offered(document, step_id):
        scope, _, rest = name.partition(".")
        if scope == variables.STEPS:
            step, _, value = rest.partition(".")
            yield name, f"[{value} of {step}]"
        elif scope == variables.TRIGGER:
            yield name, f"[{rest}]"


def _says(handler: StepHandler, step: Step, contact: Contact, known: Values) -> Iterator[tuple[str, str]]:
    """Raises Fault."""
    read = handler.read(step.settings)
    said = Values(in_words(dict(known.items()), str(read.get("language") or "en")))
    for field in handler.fields:
        typed = step.settings.get(field.key, field.default)
        if not isinstance(field.kind, Text) or not typed.strip() or field.key == "date":
            continue
        filled = said.fill(typed)
        if filled.missing:
            raise Fault(f"There is no value for “{{{{{filled.missing[0]}}}}}”, so it would fail here.")
        yield field.label, filled.text
        if step.kind == "send_sms" and field.key == "text":
            size = segments.measure(filled.text).segments
            yield "Length", "one text" if size == 1 else f"{size} segments"
    if step.kind in DATED and (step.kind == "wait_until" or step.settings.get("date", "").strip()):
        zone, days = values.zones(contact)[0], read["days"] * (-1 if read["side"] == BEFORE else 1)
        at = moment(step.settings.get("date", ""), days, read["at"], zone, known)
        yield "Until", f"{at.astimezone(ZoneInfo(zone)):%A, %d %B %Y, %H:%M} ({zone})"


def _verdict(document: Document, step: Step, contact: Contact) -> tuple[str, bool]:
    channel = CHANNELS.get(step.kind)
    if channel is None:
        return "", True
    way = reaching.asked(contact, document, channel)
    if way is None:
        return MAY, True
    if isinstance(way, Waits):
        return way.sentence, True
    return (way.reason if isinstance(way, Ends) else way), False


def _branch(step: Step, known: Values) -> str:
    """Of one that decides by what is known already."""
    if step.kind != "branch":
        return ""
    asked = [one for branch in step.branches for one in branch.conditions.every]
    if any(one.subject.partition(".")[0] == variables.STEPS for one in asked):
        return ""
    own = (one for one in step.branches if one.key != kinds.ELSE.key)
    return next((one.key for one in own if conditions.hold(one.conditions, known)), kinds.ELSE.key)
