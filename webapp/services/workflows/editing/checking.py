"""The whole checklist of a workflow: what its document tells, and what its fields and the database tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from webapp.db import db, now
from webapp.errors import Faults
from webapp.models.agent import Agent
from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.models.entry import Direction
from webapp.models.number import Number
from webapp.models.segment import Segment
from webapp.models.user import User
from webapp.models.workflow import Workflow
from webapp.rules import typed_text
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.comparing import label_key
from webapp.rules.hours import hours, zones
from webapp.rules.hours.places import EVERYWHERE
from webapp.rules.phones import phone
from webapp.rules.placeholders import same_name
from webapp.rules.workflow import checklist, outline, uses
from webapp.rules.workflow.checklist import BOX, TRIGGER, Missing
from webapp.rules.workflow.conditions import WITHOUT_VALUE
from webapp.rules.workflow.document import Document, Settings, Step, WhoAndWhen
from webapp.rules.workflow.variables import SEGMENTS
from webapp.rules.workflow.words import Names
from webapp.services import settings
from webapp.services.actions.base import Form
from webapp.services.agents import able
from webapp.services.contacts.segments import store as segments
from webapp.services.hours import places
from webapp.services.workflows.steps.registry import STEPS
from webapp.services.workflows.triggers.base import spoken
from webapp.services.workflows.triggers.form_fields import CONSENT
from webapp.services.workflows.triggers.registry import TRIGGERS
from webapp.services.workflows.triggers.said import MISSED, CallEnded

FORM = "form"
MISSED_CALLS = {MISSED, str(Outcome.NO_ANSWER), str(Outcome.VOICEMAIL)}
BOTH = (
    "Callers whom no one answers get the “Text after a missed call” already, so they would get two. "
    "An admin can empty it in the settings."
)
NEVER_BOTH = (
    "These hours are never within those in which your team reaches anyone, so nothing would be sent. Change "
    "them, or an admin changes those of “Everywhere” under Hours."
)
CHANNELS = {"send_sms": Channel.SMS, "place_call": Channel.CALL}


def missing(document: Document, workflow_id: int | None = None) -> list[Missing]:
    """What keeps it from being published, each with its place; empty: nothing does."""
    found = checklist.of(document)
    number = db.session.get(Number, document.box.number_id) if document.box.number_id else None
    trigger = document.trigger
    if trigger is not None and trigger.kind in TRIGGERS:
        found += _of_form(TRIGGERS[trigger.kind], trigger.settings, TRIGGER)
    for placed in outline.walk(document):
        if placed.step.kind in STEPS:
            found += _of_form(STEPS[placed.step.kind], placed.step.settings, placed.step.id)
            found += _of_step(placed.step, number, workflow_id)
    found += _of_missed_calls(document)
    found += _of_answers(document)
    found += _of_segments(document)
    found += _of_box(document.box, number)
    found += _of_hours(document)
    return list(dict.fromkeys(found))


def _of_form(form: Form, typed: Settings, place: str) -> Iterator[Missing]:
    """By field; what an action finds wrong beyond that has none."""
    try:
        form.read(typed)
    except Faults as faults:
        labels = {one.key: f", {one.label}" for one in form.fields}
        for key, sentence in faults.by_field.items():
            yield Missing(place, sentence, key, _where(form, place) + labels.get(key, ""))
        return
    yield from (Missing(place, sentence, where=_where(form, place)) for sentence in form.faults(typed))


def _where(form: Form, place: str) -> str:
    return form.word if place == TRIGGER else f"{form.word} ({place})"


def _of_missed_calls(document: Document) -> Iterator[Missing]:
    """Who is missed would get two texts."""
    trigger = document.trigger
    if trigger is None or trigger.kind != CallEnded.kind or not settings.get("missed_call_text"):
        return
    theirs = trigger.settings.get("direction") != Direction.OUT
    missed = theirs and MISSED_CALLS.intersection(spoken(trigger.settings.get("outcomes", "")))
    if missed and any(placed.step.kind == "send_sms" for placed in outline.walk(document)):
        yield Missing(TRIGGER, BOTH, "outcomes")


def _of_step(step: Step, number: Number | None, workflow_id: int | None) -> Iterator[Missing]:
    agent = step.settings.get("agent", "").strip()
    if agent.isdecimal() and able.one(int(agent)) is None:
        yield Missing(step.id, "This agent cannot answer any more. Choose another one.", "agent")
    if step.kind == "start_workflow" and step.settings.get("workflow") == str(workflow_id):
        yield Missing(step.id, "A workflow does not start itself.", "workflow")
    channel = CHANNELS.get(step.kind)
    if number is not None and channel is not None and not number.can(channel):
        name, what = (
            number.label or phone.pretty(number.e164),
            "SMS is" if channel == Channel.SMS else "calls are",
        )
        yield Missing(
            BOX, f"For {name}, {what} switched off. An admin can switch it on under Numbers.", "number"
        )


def _of_answers(document: Document) -> Iterator[Missing]:
    """What names a field that its public form does not have, or has under another name by now."""
    if (
        document.trigger is None
        or document.trigger.kind != FORM
        or TRIGGERS[FORM].faults(document.trigger.settings)
    ):
        return
    fields = TRIGGERS[FORM].read(document.trigger.settings)["fields"]
    known = [*(field.key for field in fields), CONSENT]
    listed = ", ".join(f"“{name}”" for name in known[:-1])
    for use in uses.of(document):
        if same_name(use.name) not in map(same_name, known):
            sentence = (
                f"{use.where} uses {use.written}, which the form does not ask for. It asks for {listed}."
            )
            yield Missing(use.place, sentence, use.field)


def _of_segments(document: Document) -> Iterator[Missing]:
    """Conditions call them by their names."""
    known = {segment.key for segment in segments.listed()}
    places = [(checklist.CONDITIONS, document.conditions)]
    for placed in outline.walk(document):
        places += [(placed.step.id, branch.conditions) for branch in placed.step.branches]
    for place, wanted in places:
        for one in wanted.every:
            is_one = same_name(one.subject) == SEGMENTS and one.operator not in WITHOUT_VALUE
            if is_one and "{{" not in one.value and label_key(one.value) not in known:
                yield Missing(place, f"There is no segment “{one.value}”.", "conditions")


def _of_box(box: WhoAndWhen, number: Number | None) -> Iterator[Missing]:
    if box.number_id is not None and number is None:
        yield Missing(BOX, "The number that was chosen is not there any more.", "number")
    window = box.window
    if window is not None and not any((window.weekdays, window.saturdays, window.sundays)):
        yield Missing(BOX, "With these hours it would never reach anyone.", "window")
    if window is not None and window.zone and zones.offsets_of(window.zone) is None:
        yield Missing(BOX, f"No time zone is called “{window.zone}”. Choose it again.", "window")


def _of_hours(document: Document) -> Iterator[Missing]:
    """On their own clock: on a clock of ours, someone may be where both are open."""
    window = document.box.window
    reaches = any(placed.step.kind in CHANNELS for placed in outline.walk(document))
    if window is None or window.zone or not reaches or not settings.get("keep_hours"):
        return
    team = places.get(EVERYWHERE).place.hours
    opens = hours.next_open(now(), ("UTC",), (window.hours,))
    if opens is not None and hours.next_open(now(), ("UTC",), (window.hours, team)) is None:
        yield Missing(BOX, NEVER_BOTH, "window")


def names(*documents: Document) -> Names:
    """What the numbers, batches, agents … of documents are called, for their sentences."""
    forms = [document.trigger.settings for document in documents if document.trigger]
    forms += [placed.step.settings for document in documents for placed in outline.walk(document)]
    forms += [{"number": str(document.box.number_id or "")} for document in documents]
    found = _people(forms)
    for what, model in MODELS.items():
        ids = {int(one[what]) for one in forms if one.get(what, "").isdecimal()}
        for row in db.session.scalars(select(model).where(model.id.in_(ids))) if ids else ():
            found[what, str(row.id)] = _called(row)
    return found


def _people(forms: list[Settings]) -> dict[tuple[str, str], str]:
    """Members of the team, by their e-mail addresses as they are typed."""
    typed = {one["member"] for one in forms if one.get("member", "").strip()}
    query = select(User.email, User.name).where(User.email.in_({typed_text.email(one) for one in typed}))
    called = {email: name for email, name in db.session.execute(query)} if typed else {}  # noqa: C416
    return {
        ("member", one.strip()): called[email] for one in typed if (email := typed_text.email(one)) in called
    }


MODELS: dict[str, Any] = {
    "number": Number,
    "batch": Batch,
    "agent": Agent,
    "workflow": Workflow,
    "segment": Segment,
}


def _called(row: Any) -> str:
    return row.label or phone.pretty(row.e164) if isinstance(row, Number) else str(row.name)
