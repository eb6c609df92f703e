"""What is wrong with the tasks of an agent that is to be saved, each in one sentence that names the task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select

from webapp.agents.definition import Task
from webapp.agents.stored import Definition
from webapp.db import db
from webapp.errors import Fault
from webapp.models.attribute import ContactAttribute
from webapp.models.batch import Batch
from webapp.rules.placeholders import Placeholder, Template, same_name
from webapp.services.actions import registry
from webapp.services.actions.http.parts import Keep
from webapp.services.actions.kinds import is_secret
from webapp.services.actions.registry import MOST, Planned
from webapp.services.contacts import attributes

MOST_SENTENCES = 5
OF_EVERY_CONTACT = ("name", "first_name", "phone")
RECENT_BATCHES = 100
"""Whose columns a placeholder may name."""


def check(wanted: Definition) -> None:
    """Raises Fault with the first few sentences."""
    found = [f"“{task.name}”: {sentence}" for task in wanted.tasks for sentence in faults(task)]
    if found:
        raise Fault(" ".join(found[:MOST_SENTENCES]), "tasks")


def faults(task: Task) -> list[str]:
    """A sentence for each thing that is wrong."""
    planned = [Planned(action.kind, action.settings) for action in task.actions]
    found = [*_keys(task), *_kept(task), *registry.faults(planned)]
    kept = sum(bool(field.keep_as) for field in task.fields)
    if kept and len(planned) + kept > MOST:
        found.append(f"A task can have up to {MOST} actions, with those that keep a field as an attribute.")
    return found or list(_unfilled(task, planned))


def _keys(task: Task) -> Iterator[str]:
    keys = [same_name(field.key) for field in task.fields]
    for field in task.fields:
        if not same_name(field.key) or any(sign in field.key for sign in "{}|"):
            yield f"The key of the field “{field.label}” needs letters or digits, and no {{, }} or |."
        elif keys.count(same_name(field.key)) > 1:
            yield f"Two fields have the key “{field.key}”."


def _kept(task: Task) -> Iterator[str]:
    names = [attributes.key_of(field.keep_as) for field in task.fields if field.keep_as]
    for field in task.fields:
        if not field.keep_as:
            continue
        try:
            attributes.read_name(field.keep_as)
        except Fault as fault:
            yield f"The field “{field.label}” cannot be kept as “{field.keep_as}”. {fault.sentence}"
        if names.count(attributes.key_of(field.keep_as)) > 1:
            yield f"Two fields are kept as “{field.keep_as}”."


def _unfilled(task: Task, planned: Sequence[Planned]) -> Iterator[str]:
    """Placeholders without a fallback that no field, earlier answer, contact or list of a batch fills."""
    optional = {same_name(field.key) for field in task.fields if not field.required}
    known = {same_name(field.key) for field in task.fields}
    elsewhere = _elsewhere({same_name(one.name) for each in planned for one in _needed(each)} - known)
    for number, one in enumerate(planned, start=1):
        for placeholder in _needed(one):
            name, written = same_name(placeholder.name), f"{{{{{placeholder.name}}}}}"
            fallback = f"{{{{{placeholder.name}|none}}}}"
            if name in optional:
                yield (
                    f"Action {number}: {written} may be left out by contacts. Write a fallback: {fallback}."
                )
            elif name not in known and name not in elsewhere:
                yield (
                    f"Action {number}: nothing fills {written}. Use a field of the task, an attribute or a "
                    f"column that your contacts have, or write a fallback: {fallback}."
                )
        known |= set(map(same_name, _keeps(one)))


def _needed(planned: Planned) -> list[Placeholder]:
    """What must have a value."""
    every = [one for typed in planned.settings.values() for one in Template.parse(typed).placeholders]
    return [one for one in every if one.fallback is None and not is_secret(one.name)]


def _keeps(planned: Planned) -> Iterable[str]:
    """The names under which later actions find what another system has answered."""
    if planned.kind != "http_request":
        return ()
    return Keep().read(planned.settings.get("keep", ""), "keep")


def _elsewhere(names: set[str]) -> set[str]:
    """Of these names, those that contacts or the lists of recent batches have."""
    usual = {same_name(name) for name in OF_EVERY_CONTACT}
    rest = {name: _bare(name) for name in names if _bare(name) not in usual}
    if not rest:
        return names
    of_contacts = select(ContactAttribute.key).where(ContactAttribute.key.in_(set(rest.values())))
    have = set(db.session.scalars(of_contacts.distinct()))
    columns = select(Batch.columns).order_by(Batch.id.desc()).limit(RECENT_BATCHES)
    listed = {same_name(column) for row in db.session.scalars(columns) for column in row}
    return {name for name in names if name not in rest or rest[name] in have or name in listed}


def _bare(name: str) -> str:
    """An attribute may be written with `contact.` before it."""
    return name.removeprefix("contact.")
