"""What a workflow refers to by id, by name instead: another installation has other ids.

A number is named by its phone (E.164), the others by what they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.batch import Batch
from webapp.models.number import Number
from webapp.models.segment import Segment
from webapp.models.workflow import Workflow
from webapp.rules import typed_text
from webapp.rules.workflow import outline
from webapp.rules.workflow.document import Document, Settings

NAMES: Mapping[str, Any] = {
    "number": Number.e164,
    "batch": Batch.name,
    "agent": Agent.name,
    "workflow": Workflow.name,
    "segment": Segment.name,
}
"""By the key of the setting that holds the id."""
NOT_HERE = 2**31 - 1
"""The number of a workflow whose number is not here; the checklist asks for another one."""
Names = Mapping[str, Mapping[str, str]]
"""What things are called: by what they are, and their ids."""


def names(document: Document) -> dict[str, dict[str, str]]:
    """Of all that a document refers to, and that is there."""
    found: dict[str, dict[str, str]] = {what: {} for what in NAMES}
    for settings in _forms(document):
        for what in NAMES:
            typed = settings.get(what, "")
            name = name_of(what, typed)
            found[what] |= {typed: name} if name is not None else {}
    return {what: called for what, called in found.items() if called}


def name_of(what: str, typed: str) -> str | None:
    """Of the number, batch … with this id; None where there is none."""
    row_id, column = typed_text.whole_number(typed, 9), NAMES[what]
    name = db.session.scalar(select(column).where(column.class_.id == row_id))
    return None if name is None else str(name)


def resolved(document: Document, called: Names) -> Document:
    """With our own ids in the place of those that `called` names.

    What is not here, or is here twice, is left as its name in quotation marks: no id, so that the checklist
    asks for another one.
    """
    changed = _each(document, lambda settings: _with_own_ids(settings, called))
    number_id = document.box.number_id
    if number_id is None:
        return changed
    own = _id("number", called.get("number", {}).get(str(number_id), ""))
    return replace(changed, box=replace(changed.box, number_id=NOT_HERE if own is None else own))


def _forms(document: Document) -> list[Settings]:
    found = [document.trigger.settings] if document.trigger else []
    found += [placed.step.settings for placed in outline.walk(document)]
    return [*found, {"number": str(document.box.number_id or "")}]


def _each(document: Document, change: Callable[[Settings], Settings]) -> Document:
    trigger = document.trigger
    if trigger is not None:
        document = replace(document, trigger=replace(trigger, settings=change(trigger.settings)))
    for placed in list(outline.walk(document)):
        current = outline.find(document, placed.step.id)
        if current is not None:
            step = replace(current.step, settings=change(current.step.settings))
            document = outline.change(document, step)
    return document


def _with_own_ids(settings: Settings, called: Names) -> Settings:
    own = dict(settings)
    for what in NAMES:
        if own.get(what, "").strip().isdecimal():
            name = called.get(what, {}).get(own[what].strip(), "")
            found = _id(what, name)
            own[what] = f"“{name or own[what]}”" if found is None else str(found)
    return own


def _id(what: str, name: str) -> int | None:
    """None: it is not here, or not the only one of this name."""
    column = NAMES[what]
    ids = db.session.scalars(select(column.class_.id).where(column == name).limit(2)).all() if name else []
    return ids[0] if len(ids) == 1 else None
