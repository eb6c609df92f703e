"""The fields of triggers and steps as forms show them: what can be chosen, and reading what was typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from webapp.errors import Faults
from webapp.models.workflow import WorkflowState
from webapp.rules.phones import phone
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
from webapp.services.workflows.editing import references
from webapp.services.workflows.triggers import form_rows
from webapp.services.workflows.triggers.form_fields import FormFields
from webapp.services.workflows.triggers.form_rows import Row
from webapp.views import times
from webapp.views.workflows import words

Options = list[tuple[str, str]]


def numbers() -> Options:
    """Ours, by their ids."""
    return [(str(one.id), one.label or phone.pretty(one.e164)) for one in our_numbers.every()]


def _agents() -> Options:
    return [(str(one.id), one.name) for one in agents.listed()]


def _batches() -> Options:
    """Those of one name are told apart by when they were made."""
    found = batches.latest()
    times_used = Counter(name for _, name, _ in found)
    return [
        (str(batch_id), f"{name}, made {times.short(times.here(at))}" if times_used[name] > 1 else name)
        for batch_id, name, at in found
    ]


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
NAME_FIELD = "name_field"
"""Which of the rows of a public form is their name: said in the rows."""


def options(field: Field, value: str = "") -> Options | None:
    """What can be chosen in a field; None where something is typed or ticked. `value`: what is chosen now."""
    if field.key in LISTS:
        empty = "Choose …" if field.kind.required else EMPTY.get(field.key, "None")
        found = [("", empty), *LISTS[field.key]()]
        return found if value in dict(found) else [*found, (value, _not_listed(field.key, value))]
    if field.kind.choices:
        return [(one, words.choice(one)) for one in field.kind.choices]
    return None


def _not_listed(key: str, value: str) -> str:
    """What was imported by a name that is not here stands in quotation marks already."""
    name = references.name_of(key, value) if key in references.NAMES else None
    if name is not None:
        return name if key == "batch" else f"“{name}”, which cannot be chosen any more"
    return f"{value}, which is not here" if value[:1] == "“" else f"“{value}”, which is not there any more"


@dataclass(frozen=True)
class Shown:
    """A field of a form. `options`: what can be chosen; None where something is typed or ticked.

    `rows`: of one that is a list of fields; None for any other.
    """

    field: Field
    value: str
    options: Options | None
    rows: Sequence[Row] | None = None


def shown(form: Form, settings: Mapping[str, str], sent: Mapping[str, str] | None = None) -> list[Shown]:
    """The fields with what was typed, or else with what stands there at first. `sent`: rows as they were."""
    values = {one.key: settings.get(one.key, one.default) for one in form.fields}
    return [
        Shown(one, values[one.key], options(one, values[one.key]), _rows(one, values, sent or {}))
        for one in form.fields
        if one.key != NAME_FIELD or not _row_keys(form)
    ]


def _rows(field: Field, values: Mapping[str, str], sent: Mapping[str, str]) -> Sequence[Row] | None:
    if not isinstance(field.kind, FormFields):
        return None
    rows = form_rows.typed(sent, f"set-{field.key}")
    return form_rows.of(values[field.key], values.get(NAME_FIELD, "")) if rows is None else rows


def typed(form: Form, sent: Mapping[str, str]) -> dict[str, str]:
    """What was typed into them."""
    found = {one.key: several_lines(sent.get(f"set-{one.key}", "")) for one in form.fields}
    for key, rows in _sent_rows(form, sent).items():
        found |= {key: form_rows.text(rows), NAME_FIELD: form_rows.name_field(rows)}
    return found


def _sent_rows(form: Form, sent: Mapping[str, str]) -> dict[str, list[Row]]:
    sent_rows = {key: form_rows.typed(sent, f"set-{key}") for key in _row_keys(form)}
    return {key: rows for key, rows in sent_rows.items() if rows is not None}


def _row_keys(form: Form) -> list[str]:
    return [one.key for one in form.fields if isinstance(one.kind, FormFields)]


def check(form: Form, settings: Mapping[str, str], sent: Mapping[str, str] | None = None) -> None:
    """Raises Faults that name the fields as the form calls them. `sent`: with the rows as they were typed."""
    wrong = {f"set-{key}": "This is too long." for key, text in settings.items() if len(text) > LONGEST_TEXT}
    try:
        if not wrong:
            form.read(settings)
    except Faults as faults:
        wrong = {f"set-{key}" if key else "": text for key, text in faults.by_field.items()}
    for key, rows in _sent_rows(form, sent or {}).items():
        if in_rows := form_rows.faults(rows, f"set-{key}"):
            wrong = {name: text for name, text in wrong.items() if name != f"set-{key}"} | in_rows
    if wrong:
        raise Faults(wrong)
