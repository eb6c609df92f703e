"""The fields of triggers and steps as forms show them: what can be chosen, and reading what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webapp.errors import Faults
from webapp.models.workflow import WorkflowState
from webapp.rules import phone
from webapp.rules.typed_text import several_lines
from webapp.rules.workflow.stored import LONGEST_TEXT
from webapp.services.actions import named_secrets
from webapp.services.actions.base import Field, Form
from webapp.services.agents import store as agents
from webapp.services.batches import listing as batches
from webapp.services.contacts.segments import store as segments
from webapp.services.numbers import numbers as our_numbers
from webapp.services.team import people
from webapp.services.workflows import store
from webapp.views.workflows import words

Options = list[tuple[str, str]]


def numbers() -> Options:
    """Ours, by their ids."""
    return [(str(one.id), one.label or phone.pretty(one.e164)) for one in our_numbers.every()]


def _agents() -> Options:
    return [(str(one.id), one.name) for one in agents.listed()]


def _batches() -> Options:
    return [(str(one.id), one.name) for one in batches.batches().rows]


def _workflows() -> Options:
    return [(str(one.id), one.name) for one in store.listed() if one.state != WorkflowState.ARCHIVED]


def _segments() -> Options:
    """Those into which someone can be put."""
    return [(str(one.id), one.name) for one in segments.listed(by_hand=True)]


def _team() -> Options:
    return [(one.email, one.name) for one in people.everyone() if one.is_active]


def _secrets() -> Options:
    return [(one.name, one.name) for one in named_secrets.every()]


LISTS: Mapping[str, Callable[[], Options]] = {
    "number": numbers,
    "agent": _agents,
    "batch": _batches,
    "workflow": _workflows,
    "member": _team,
    "secret": _secrets,
    segments.SETTING: _segments,
}
EMPTY = {"number": "Any of our numbers", "agent": "No one", "batch": "Any batch", "member": "Everyone",
         "secret": "Not signed"}  # fmt: skip
"""What it means that nothing was chosen, where that may be."""


def options(field: Field, value: str = "") -> Options | None:
    """What can be chosen in a field; None where something is typed or ticked. `value`: what is chosen now."""
    if field.key in LISTS:
        empty = "Choose …" if field.kind.required else EMPTY.get(field.key, "None")
        found = [("", empty), *LISTS[field.key]()]
        return found if value in dict(found) else [*found, (value, _gone(value))]
    if field.kind.choices:
        return [(one, words.choice(one)) for one in field.kind.choices]
    return None


def _gone(value: str) -> str:
    """What was imported by a name that is not here stands in quotation marks already."""
    return f"{value}, which is not here" if value[:1] == "“" else f"“{value}”, which is not there any more"


@dataclass(frozen=True)
class Shown:
    """A field of a form. `options`: what can be chosen; None where something is typed or ticked."""

    field: Field
    value: str
    options: Options | None


def shown(form: Form, settings: Mapping[str, str]) -> list[Shown]:
    """The fields with what was typed, or else with what stands there at first."""
    values = {one.key: settings.get(one.key, one.default) for one in form.fields}
    return [Shown(one, values[one.key], options(one, values[one.key])) for one in form.fields]


def typed(form: Form, sent: Mapping[str, str]) -> dict[str, str]:
    """What was typed into them."""
    return {one.key: several_lines(sent.get(f"set-{one.key}", "")) for one in form.fields}


def check(form: Form, settings: Mapping[str, str]) -> None:
    """Raises Faults that name the fields as the form calls them."""
    long = {key: "This is too long." for key, text in settings.items() if len(text) > LONGEST_TEXT}
    try:
        if not long:
            form.read(settings)
    except Faults as faults:
        long = dict(faults.by_field)
    if long:
        raise Faults({f"set-{key}" if key else "": sentence for key, sentence in long.items()})
