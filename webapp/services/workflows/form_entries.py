"""What people enter into the public form of a workflow: read, kept with their consent, and a start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.agents import fields as field_reading
from webapp.agents.definition import Field
from webapp.agents.fields import Answer, Reading
from webapp.db import db, insert, now
from webapp.errors import Faults
from webapp.models.contact import Contact
from webapp.models.form_entry import FormEntry
from webapp.models.source import Source, SourceKind
from webapp.models.workflow import Workflow, WorkflowState
from webapp.rules.fields.field_values import FieldKind
from webapp.rules.placeholders import same_name
from webapp.rules.typed_text import several_lines
from webapp.rules.workflow.document import Document
from webapp.rules.workflow.form_words import WORDS, FormWords
from webapp.services.opt_outs import typed_phone
from webapp.services.workflows import form_links, form_wishes, starting, store, told
from webapp.services.workflows.told import Told
from webapp.services.workflows.triggers import form_fields
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS

KIND, BOX = "form", form_fields.CONSENT
PAGE, OF_CONTACT = 50, 20
OFFERED = {FieldKind.YES_NO: ("yes", "no")}
"""What a list has, where its choices are not typed."""
SAID = {
    FieldKind.PHONE: "phone",
    FieldKind.EMAIL: "email",
    FieldKind.NUMBER: "number",
    FieldKind.DATE: "date",
    FieldKind.CHOICE: "one_of",
    FieldKind.YES_NO: "one_of",
}
"""What a form says of an answer that is none, by the name of its words."""
STARTED = "It started a run."
BLOCKED = starting.Refused("blocked", "They are blocked, so what they enter into a form starts nothing.")


@dataclass(frozen=True)
class Form:
    """A form as people see it. `must_agree`: the box beside `consent` has to be ticked."""

    title: str
    lead: str
    fields: tuple[Field, ...]
    consent: str
    must_agree: bool
    thanks: str
    language: str
    name_field: str

    @property
    def names(self) -> list[str]:
        """What the workflow knows of an entry."""
        return [*(field.key for field in self.fields), *([BOX] if self.consent else [])]

    @property
    def labels(self) -> dict[str, str]:
        """What people are asked for, by the names."""
        return {field.key: field.label for field in self.fields}

    @property
    def name_key(self) -> str:
        """The name of the field with their name; empty if there is none."""
        wanted = same_name(self.name_field)
        texts = (field for field in self.fields if field.kind == FieldKind.TEXT)
        return next((field.key for field in texts if same_name(field.label) == wanted), "")

    @property
    def words(self) -> FormWords:
        return WORDS[self.language]


def of(document: Document | None) -> Form | None:
    """None: people do not start it by a form. Raises Faults for a draft that is not complete."""
    if document is None or document.trigger is None or document.trigger.kind != KIND:
        return None
    return Form(**TRIGGERS[KIND].read(document.trigger.settings))


def open_now(workflow: Workflow) -> tuple[Document, Form] | None:
    """What is published, while it is live."""
    document = store.published(workflow) if workflow.state == WorkflowState.LIVE else None
    form = of(document)
    return None if document is None or form is None else (document, form)


def language(workflow: Workflow) -> str:
    """Of its page, whether it is open or not."""
    try:
        form = of(store.published(workflow) or store.draft(workflow))
    except Faults:
        form = None
    return form.language if form else "en"


def read(form: Form, typed: Mapping[str, str]) -> dict[str, str]:
    """The answers by their names. Raises Faults that name the fields, in the language of the form."""
    answers, faults = dict[str, str](), dict[str, str]()
    reading = Reading(now(), form.language, typed_phone.assumed_country() or None)
    for field in form.fields:
        text = several_lines(typed.get(field.key, ""))
        answer = _answer(field, text, reading) if text else Answer("")
        if answer.value is None or (field.required and not answer.value):
            faults[field.key] = _sentence(form, field, text)
        else:
            answers[field.key] = answer.value
    if form.consent and form.must_agree and not typed.get(BOX):
        faults[BOX] = form.words.tick
    if faults:
        raise Faults(faults)
    return answers


def _sentence(form: Form, field: Field, text: str) -> str:
    """What is wrong with an answer, in words for a page: in a conversation, they would be asked once more."""
    if not text:
        return form.words.missing
    if field.kind == FieldKind.TEXT:
        return form.words.long if len(text) > field_reading.LONGEST else form.words.missing
    words: str = getattr(form.words, SAID[field.kind])
    return words


def _answer(field: Field, text: str, reading: Reading) -> Answer:
    """What a browser sends of a list or a calendar is taken as it is, whatever the language of the page."""
    if text in OFFERED.get(field.kind, field.choices) or (field.kind == FieldKind.DATE and _is_day(text)):
        return Answer(text)
    return field_reading.answer(field, text, reading)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def take(workflow: Workflow, document: Document, form: Form, typed: Mapping[str, str], key: str) -> bool:
    """Keep an entry, and start the workflow. False: it has started as often as it may in an hour.

    `key`: of the page; the same page starts it once for a phone. A wish not to be reached is always heard.
    Raises Faults that name the fields.
    """
    answers = read(form, typed)
    name, known = _about(form, answers)
    wish = form_wishes.find(_own_words(form, answers, name))
    if not wish and starting.is_full(workflow, document):
        refuse(workflow, "an hour", "It may not start more often in an hour, so an entry was turned away.")
        return False
    agreed = bool(form.consent and typed.get(BOX))
    event = answers | ({BOX: "yes" if agreed else "no"} if form.consent else {})
    by = Source(SourceKind.CONTACT, f"the form “{form.title}”", workflow.id)
    phone = answers[form_fields.phone_of(form.fields).key]
    contact = told.contact_of(Told(phone, key, {}, name, {} if _is_blocked(phone) else known), by)
    named = f"{key} {form_wishes.REFUSED.why}" if wish else key  # they have gone back to the page to say so
    happened = told.about_them(workflow, Happened(contact, told.event_key(KIND, named), event))
    said = _hold(workflow, document, form, happened, wish) if wish else _start(workflow, document, happened)
    _keep(workflow, form, happened.key, contact.id, answers, form.consent if agreed else "", said)
    return True


def _own_words(form: Form, answers: Mapping[str, str], name: str) -> list[str]:
    """What they wrote as they liked, but for their name."""
    texts = (answers[field.key] for field in form.fields if field.kind == FieldKind.TEXT)
    return [text for text in texts if text != name]


def _is_blocked(phone: str) -> bool:
    """What they enter is kept, as their texts are. It changes and starts nothing."""
    theirs = (Contact.phone == told.read_phone(phone), Contact.blocked_at.is_not(None))
    return db.session.scalar(select(Contact.id).where(*theirs)) is not None


def _start(workflow: Workflow, document: Document, happened: Happened) -> str:
    if happened.contact.blocked_at is not None:
        starting.refuse(workflow, happened, BLOCKED)
        return BLOCKED.sentence
    return told.start(workflow, document, happened).sentence


def _hold(workflow: Workflow, document: Document, form: Form, happened: Happened, wish: str) -> str:
    """Once; it starts nothing."""
    if starting.refuse(workflow, happened, form_wishes.REFUSED):
        form_wishes.hold(happened.contact, wish, form.title, document.box.number_id)
    return form_wishes.REFUSED.sentence


def _about(form: Form, answers: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Their name, and their attributes by the labels of the other fields."""
    phone, name_key = form_fields.phone_of(form.fields).key, form.name_key
    others = [field for field in form.fields if field.key not in (phone, name_key)]
    known = {field.label: answers[field.key] for field in others}
    name = answers[name_key] if name_key else ""
    return "" if form_links.find(name) else name, known


def _keep(
    workflow: Workflow, form: Form, key: str, contact_id: int, answers: Mapping[str, str], *said: str
) -> None:
    """`said`: what they agreed to, and what came of it."""
    consent, sentence = said
    values: dict[str, Any] = {"answers": dict(answers), "consent": consent, "says": sentence or STARTED}
    values |= {"form": form.title[:120], "language": form.language, "version": workflow.version, "at": now()}
    written = insert(FormEntry).values(
        workflow_id=workflow.id, contact_id=contact_id, event_key=key, **values
    )
    db.session.execute(written.on_conflict_do_nothing(index_elements=["workflow_id", "event_key"]))


def refuse(workflow: Workflow, why: str, sentence: str) -> None:
    """A line in the log of refused starts, one a minute for each reason."""
    key = f"{KIND}:{why}:{int(now().timestamp()) // 60}"
    starting.note_refused(workflow.id, key, starting.Refused(why, sentence))


def page(workflow_id: int, before: int | None = None) -> tuple[Sequence[FormEntry], bool]:
    """The newest first, and whether there are more."""
    query = select(FormEntry).options(joinedload(FormEntry.contact))
    query = query.where(FormEntry.workflow_id == workflow_id)
    query = query if before is None else query.where(FormEntry.id < before)
    rows = db.session.scalars(query.order_by(FormEntry.id.desc()).limit(PAGE + 1)).all()
    return rows[:PAGE], len(rows) > PAGE


def of_contact(contact_id: int) -> Sequence[FormEntry]:
    """What they have sent lately, the newest first."""
    query = select(FormEntry).where(FormEntry.contact_id == contact_id)
    return db.session.scalars(query.order_by(FormEntry.id.desc()).limit(OF_CONTACT)).all()


def in_words(name: str) -> str:
    """The name of a field as people read it."""
    plain = name.replace("_", " ")
    return plain[:1].upper() + plain[1:]
