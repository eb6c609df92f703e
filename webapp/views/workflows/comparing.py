"""A document of a workflow as the parts that are compared with those of another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webapp.rules.workflow import conditions, kinds, words
from webapp.rules.workflow.document import Conditions, Document, WhoAndWhen
from webapp.rules.workflow.side_by_side import Part, Value
from webapp.rules.workflow.words import Names
from webapp.services.actions.base import Field, Form
from webapp.services.workflows.editing import box_form
from webapp.services.workflows.steps.registry import STEPS
from webapp.services.workflows.triggers.registry import TRIGGERS
from webapp.views.workflows import parts, tree
from webapp.views.workflows.tree import Item, Lane
from webapp.views.workflows.words import choice

Values = dict[str, Value]
BOX = {
    "number": "Number that texts and calls",
    "again": "The same contact again",
    "stop_on_reply": "Stop when they reply",
    "stop_label": "Stop when they get the label",
    "stop_attribute": "Stop when their attribute",
    "stop_value": "becomes",
    "stop_after": "Stop when this date of theirs has passed",
    "kept": "It reaches people",
    "weekdays": "Monday to Friday",
    "saturdays": "Saturday",
    "sundays": "Sunday",
    "zone": "On the clock of",
    "a_day": "Runs of one contact a day",
    "an_hour": "Starts an hour, in all",
    "consent": "How they agreed to get this",
}
"""Labels of the fields of who and when, in their order; hours of a day are one."""


def of(document: Document, names: Names) -> tuple[Part, ...]:
    """What starts it, only if, the steps with their branches, who and when."""
    steps = _steps(tree.of(document, names), names)
    return (_trigger(document, names), _conditions(document), *steps, _box(document.box, names))


def _trigger(document: Document, names: Names) -> Part:
    trigger = document.trigger
    if trigger is None:
        return Part("trigger", "No trigger yet", "lightning-charge")
    kind = kinds.TRIGGERS.get(trigger.kind)
    values = {"": Value("What starts it", trigger.kind, kind.word if kind else trigger.kind)}
    values |= _settings(TRIGGERS.get(trigger.kind), trigger.settings, names)
    title = f"When {words.trigger(trigger, names)}"
    return Part("trigger", title, "lightning-charge", values)


def _conditions(document: Document) -> Part:
    said = conditions.words(document.conditions)
    title = f"Only if {said}" if said else "For everyone to whom it happens"
    return Part("conditions", title, "funnel", {"only_if": _when("Only if", document.conditions)})


def _when(label: str, wanted: Conditions) -> Value:
    return Value(label, repr(wanted) if wanted.every else "", conditions.words(wanted))


def _steps(items: tuple[Item, ...], names: Names) -> Iterator[Part]:
    """A step that was made again under an id of an older draft is another one if it is of another kind."""
    for item in items:
        key = f"{item.id} {item.step.kind}"
        values = _settings(STEPS.get(item.step.kind), item.step.settings, names)
        lanes = (_lane(item, lane, key, names) for lane in item.lanes)
        yield Part(key, item.words, item.kind.icon, values, tuple(lane for lane in lanes if lane is not None))


def _lane(item: Item, lane: Lane, step: str, names: Names) -> Part | None:
    """None for one that is only offered: it has no steps, and nothing is said about it."""
    branch = next((one for one in item.step.branches if one.key == lane.key), None)
    if branch is None or not (branch.steps or branch.conditions.every):
        return None
    title = f"{lane.word} ({lane.when})" if lane.when else lane.word
    values = {"name": Value("Name", branch.name, branch.name), "when": _when("If", branch.conditions)}
    return Part(f"{step} {lane.key}", title, "", values, tuple(_steps(lane.items, names)))


def _settings(form: Form | None, settings: Mapping[str, str], names: Names) -> Values:
    """By their labels; what this version of Outbound does not know by its key."""
    known = form.fields if form else ()
    found = {one.key: _value(one, settings.get(one.key, one.default), names) for one in known}
    return found | {key: Value(key, text, text) for key, text in settings.items() if key not in found}


def _value(field: Field, typed: str, names: Names) -> Value:
    """Of several words, the first is meant where none was chosen."""
    if field.kind.choices:
        chosen = typed.strip() or field.kind.choices[0]
        return Value(field.label, chosen, choice(chosen))
    said = names.get((field.key, typed.strip()), typed)
    return Value(field.label, typed, "yes" if field.kind.box and typed.strip() else said)


def _box(box: WhoAndWhen, names: Names) -> Part:
    form = box_form.show(box)
    shown = {key: form.get(key, "") for key in BOX} | _hours(form)
    said = dict(shown)
    said["number"] = (
        names.get(("number", shown["number"]), shown["number"]) or "The one that the trigger is about"
    )
    said["again"] = next(word for key, word, _ in parts.AGAIN if key == box.again)
    said["kept"] = next(word for key, word, _ in parts.KEPT if key == shown["kept"])
    values = {key: Value(label, shown[key], said[key]) for key, label in BOX.items()}
    return Part("box", "Who and when", "clock", values)


def _hours(form: Mapping[str, str]) -> dict[str, str]:
    """Those of its own; where it keeps to those of the team, none."""
    own = form["kept"] == "own"
    spans = {
        day: f"{form[f'{day}_from']} to {form[f'{day}_to']}" for day in box_form.DAYS if form[f"{day}_from"]
    }
    hours = {day: spans.get(day, "") if own else "" for day in box_form.DAYS}
    return hours | {"zone": (form["zone"] or "the contact") if own else ""}
