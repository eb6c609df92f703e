"""Trying a workflow with a contact: each branch with what it would say, and whether it may be said.

Nothing is sent, and nothing is written; what steps find out is not known, and stands in brackets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from webapp.db import now
from webapp.errors import Fault
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.models.workflow import Workflow
from webapp.rules import segments
from webapp.rules.placeholders import same_name
from webapp.rules.workflow import conditions, kinds, outline, words
from webapp.rules.workflow.document import Conditions, Document, Step
from webapp.rules.workflow.outline import Placed
from webapp.rules.workflow.variables import STEPS, Values
from webapp.services.actions.kinds import fill, in_words, template
from webapp.services.hours import hours
from webapp.services.workflows import starting, values
from webapp.services.workflows.editing import checking
from webapp.services.workflows.steps import reaching, waiting
from webapp.services.workflows.steps.base import Ends, Waits
from webapp.services.workflows.steps.registry import STEPS as HANDLERS
from webapp.services.workflows.steps.wait_reply import WaitReply
from webapp.services.workflows.steps.waiting import WaitUntil
from webapp.services.workflows.triggers.base import Happened

SPOKEN = {"send_sms": ("text", Channel.SMS), "place_call": ("first_message", Channel.CALL)}


@dataclass(frozen=True)
class Tried:
    """A step. `says`: what the contact would read or hear, or what is done. `fault`: why it cannot be done.

    `verdict`: why they could not be reached now; `goes`: the branch that would be taken; empty: not known.
    `until`: of a step that waits for a moment, which that would be if it began now; a sentence.
    """

    placed: Placed
    says: str
    fault: str = ""
    verdict: str = ""
    goes: str = ""
    segments: int = 0
    until: str = ""


@dataclass(frozen=True)
class Trial:
    """`obstacle`: why it would not start for them now; empty: it would. `only_if`: on what that depends."""

    obstacle: str
    steps: Sequence[Tried]
    only_if: str = ""


def dry_run(workflow: Workflow, document: Document, contact: Contact, event: Mapping[str, str]) -> Trial:
    """`event`: what is known of something that happened, by name; that of an earlier run, say.

    What is not known of it is its own name in brackets; then it is not told what depends on it.
    """
    happened = Happened(contact, f"trial:{now():%H%M%S}", event)
    known = values.of_start(contact, event)
    told = _can_tell(document.conditions, known)
    asked = document if told else replace(document, conditions=Conditions())
    refused = starting.obstacle_if_live(workflow, asked, happened)
    names = checking.names(document)
    steps = [_step(document, placed, contact, known, names) for placed in outline.walk(document)]
    only_if = "" if told else conditions.words(document.conditions)
    return Trial(refused.sentence if refused else "", steps, only_if)


def _step(document: Document, placed: Placed, contact: Contact, known: Values, names: words.Names) -> Tried:
    step = placed.step
    said = _with_steps(document, step, known)
    if step.kind in SPOKEN:
        return _spoken(document, placed, contact, said)
    if step.kind == "branch":
        return Tried(placed, words.step(step, names), goes=_way(step, said))
    until = _until(contact, step, said)
    return Tried(placed, words.step(step, names), fault="" if until else _missing(step, said), until=until)


def _until(contact: Contact, step: Step, known: Values) -> str:
    """Empty where it waits for no moment, or for one that is not known now."""
    day = step.settings.get("date", "").strip()
    if step.kind != WaitUntil.kind and not (step.kind == WaitReply.kind and day):
        return ""
    try:
        moment = waiting.until(contact, step, HANDLERS[step.kind].read(step.settings), known)
    except Fault:
        return ""
    at = now()
    if moment <= at:
        return "This moment has passed, so it would go on at once."
    return f"Until {hours.said(moment, values.zones(contact), at)}."


def _with_steps(document: Document, step: Step, known: Values) -> Values:
    """What earlier steps would find out, in brackets."""
    found = [
        (f"{STEPS}.{one.id}.{name}", f"[{name.replace('_', ' ')}]")
        for one in outline.before(document, step.id)
        for name in (kinds.STEPS[one.kind].values if one.kind in kinds.STEPS else ())
    ]
    tried = Values([*found, *known.items()])
    tried.zone = known.zone
    return tried


def _spoken(document: Document, placed: Placed, contact: Contact, known: Values) -> Tried:
    key, channel = SPOKEN[placed.step.kind]
    verdict = _verdict(document, contact, channel)
    language = placed.step.settings.get("language") or "en"
    try:
        text = fill(template(placed.step.settings.get(key, ""), key), in_words(known, language))
    except Fault as fault:
        return Tried(placed, placed.step.settings.get(key, ""), fault.sentence, verdict)
    size = segments.measure(text).segments if channel == Channel.SMS else 0
    return Tried(placed, text, verdict=verdict, segments=size)


def _verdict(document: Document, contact: Contact, channel: Channel) -> str:
    """Why they could not be reached now, the workflow's own hours included; empty: they could."""
    way = reaching.asked(contact, document, channel)
    if isinstance(way, Waits):
        return way.sentence
    return way.reason if isinstance(way, Ends) else way or ""


def _way(step: Step, known: Values) -> str:
    """Not told where a condition looks at what an earlier step finds out, or at what is not known."""
    for one in step.branches:
        if not _can_tell(one.conditions, known):
            return ""
        if one.key != kinds.ELSE.key and conditions.hold(one.conditions, known):
            return one.key
    return kinds.ELSE.key


def _can_tell(wanted: Conditions, known: Values) -> bool:
    return not any(
        one.subject.startswith(f"{STEPS}.") or _is_in_brackets(one.subject, known) for one in wanted.every
    )


def _is_in_brackets(subject: str, known: Values) -> bool:
    value = known.get(subject, "")
    return value[:1] == "[" and same_name(value.strip("[]")) == same_name(subject.partition(".")[2])


def _missing(step: Step, known: Values) -> str:
    missing = [name for typed in step.settings.values() for name in known.fill(typed).missing]
    plain = [name for name in missing if not name.casefold().startswith("secret.")]
    return f"There is no value for “{{{{{plain[0]}}}}}”." if plain else ""
