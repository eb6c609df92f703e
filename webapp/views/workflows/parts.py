"""The parts of a workflow that have a form: its name, trigger, conditions, steps, who and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from webapp.errors import Fault, NotFound
from webapp.rules.workflow import conditions, kinds, outline
from webapp.rules.workflow.checklist import BOX, CONDITIONS, TRIGGER
from webapp.rules.workflow.document import (
    Again,
    Branch,
    Document,
    Operator,
    Step,
    Trigger,
)
from webapp.services.contacts.segments import condition_form
from webapp.services.workflows.editing import box_form
from webapp.services.workflows.steps.registry import STEPS
from webapp.services.workflows.triggers import form_rows
from webapp.services.workflows.triggers.registry import TRIGGERS
from webapp.views import times
from webapp.views.workflows import fields

NAME = "name"
BUTTONS = ("more", "drop", "group", "branch", "choose", "row")
"""Those that show the form again; nothing is saved by them."""
MOST_BRANCHES = 15
GONE = "This step is not there any more: a colleague has removed it."
ROW_KINDS = list(form_rows.KINDS.items())
OPERATORS = [(str(one), conditions.WORDS[one]) for one in Operator]
AGAIN = [
    (
        Again.ONE,
        "Not while they are in it",
        "Each time that it happens, unless a run of theirs is still under way.",
    ),
    (Again.ONCE, "Once for each contact", "Whatever happens later."),
    (Again.EVERY, "Each time", "Two runs of one contact may be under way together."),
]
KEPT = [
    ("team", "Whenever your team’s hours allow it", "They hold always, on the clock of each contact."),
    ("own", "Only at hours of its own", "Within those of your team."),
]
Typed = Mapping[str, str]
Shown = dict[str, Any]


class Part(Protocol):
    """`show`: what its form needs. `again`: the same with what was typed. `read`: the document as it becomes.

    `read` raises Fault.
    """

    def show(self, document: Document, place: str) -> Shown: ...
    def again(self, document: Document, place: str, typed: Typed) -> Shown: ...
    def read(self, document: Document, place: str, typed: Typed) -> Document: ...


@dataclass(frozen=True)
class OfName:
    def show(self, document: Document, place: str) -> Shown:
        return {}

    def again(self, document: Document, place: str, typed: Typed) -> Shown:
        return {"name": typed.get("name", "")}

    def read(self, document: Document, place: str, typed: Typed) -> Document:
        return document


@dataclass(frozen=True)
class OfTrigger:
    """The kind is chosen first; its fields follow."""

    def show(self, document: Document, place: str) -> Shown:
        trigger = document.trigger
        return self._form(trigger.kind if trigger else "", trigger.settings if trigger else {})

    def again(self, document: Document, place: str, typed: Typed) -> Shown:
        kind = typed.get("choose") or typed.get("kind", "")
        if kind not in TRIGGERS or typed.get("choose"):
            return self._form(kind, {})
        now = form_rows.pressed(typed)
        shown = self._form(kind, fields.typed(TRIGGERS[kind], now.sent), now.sent)
        return shown | {"focus_row": now.focus, "said": now.said}

    def read(self, document: Document, place: str, typed: Typed) -> Document:
        kind = typed.get("kind", "")
        if kind not in TRIGGERS:
            raise Fault("Choose what starts it.", "kind")
        settings = fields.typed(TRIGGERS[kind], typed)
        fields.check(TRIGGERS[kind], settings, typed)
        return replace(document, trigger=Trigger(kind, settings))

    def _form(self, kind: str, settings: Typed, sent: Typed | None = None) -> Shown:
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in kinds.TRIGGERS.values():
            groups.setdefault(one.group, []).append((one.kind, one.word))
        handler = TRIGGERS.get(kind)
        shown = fields.shown(handler, settings, sent) if handler else []
        word = handler.word if handler else ""
        return {"kind": kind, "kind_word": word, "groups": groups, "fields": shown, "row_kinds": ROW_KINDS}


@dataclass(frozen=True)
class OfConditions:
    def show(self, document: Document, place: str) -> Shown:
        return {"operators": OPERATORS, "wanted": document.conditions}

    def again(self, document: Document, place: str, typed: Typed) -> Shown:
        return self.show(document, place) | {"wanted": condition_form.again(typed, "if")}

    def read(self, document: Document, place: str, typed: Typed) -> Document:
        return replace(document, conditions=condition_form.read(typed, "if"))


@dataclass(frozen=True)
class OfBox:
    def show(self, document: Document, place: str) -> Shown:
        return self._form(box_form.show(document.box))

    def again(self, document: Document, place: str, typed: Typed) -> Shown:
        return self._form({**dict.fromkeys(box_form.show(document.box), ""), **typed})

    def read(self, document: Document, place: str, typed: Typed) -> Document:
        return replace(document, box=box_form.read(typed, document.box))

    def _form(self, typed: Typed) -> Shown:
        numbers, chosen = fields.numbers(), typed.get("number", "")
        if chosen and chosen not in dict(numbers):
            numbers = [*numbers, (chosen, "A number that is not here")]
        choices = {"numbers": numbers, "agains": AGAIN, "kepts": KEPT}
        return {"typed": typed, "zones": [("", "The contact’s own clock"), *times.zone_choices()], **choices}


@dataclass(frozen=True)
class OfStep:
    """Its fields; of one that decides, its branches with their conditions."""

    def show(self, document: Document, place: str) -> Shown:
        step = _step(document, place)
        return self._form(step, step.settings, _own(step))

    def again(self, document: Document, place: str, typed: Typed) -> Shown:
        """Of a step that a colleague has removed meanwhile nothing can be shown. Raises NotFound."""
        step = _step(document, place)
        handler = STEPS.get(step.kind)
        settings = fields.typed(handler, typed) if handler else step.settings
        branches = [
            one for one in _branches(step, typed, condition_form.again) if typed.get("drop") != one.key
        ]
        if typed.get("branch") and len(branches) < MOST_BRANCHES:
            branches.append(Branch(_free(branches, step)))
        return self._form(step, settings, branches)

    def read(self, document: Document, place: str, typed: Typed) -> Document:
        step = _step(document, place)
        handler = STEPS.get(step.kind)
        if handler is None:
            raise Fault("This version of Outbound does not have this step. Remove it.")
        settings = fields.typed(handler, typed)
        fields.check(handler, settings)
        changed = replace(step, settings=settings)
        if kinds.STEPS[step.kind].branching:
            kept = [one for one in step.branches if one.key == kinds.ELSE.key]
            changed = replace(changed, branches=(*_branches(step, typed, condition_form.read), *kept))
        return outline.change(document, changed)

    def _form(self, step: Step, settings: Typed, branches: list[Branch]) -> Shown:
        kind, handler = kinds.STEPS.get(step.kind), STEPS.get(step.kind)
        shown = fields.shown(handler, settings) if handler else []
        return {
            "operators": OPERATORS,
            "step": step,
            "kind": kind,
            "fields": shown,
            "branches": branches,
            "most_branches": MOST_BRANCHES,
        }


_PARTS: dict[str, Part] = {NAME: OfName(), TRIGGER: OfTrigger(), CONDITIONS: OfConditions(), BOX: OfBox()}


def of(place: str) -> Part | None:
    """The part at a place of the address: trigger, conditions, box, name, s1 …; None for any other."""
    return OfStep() if re.fullmatch(r"s\d{1,9}", place) else _PARTS.get(place)


def _step(document: Document, place: str) -> Step:
    placed = outline.find(document, place)
    if placed is None:
        raise NotFound(GONE)
    return placed.step


def _own(step: Step) -> list[Branch]:
    """Those with conditions."""
    branching = step.kind in kinds.STEPS and kinds.STEPS[step.kind].branching
    return [one for one in step.branches if one.key != kinds.ELSE.key] if branching else []


def _branches(step: Step, typed: Typed, read: Any) -> list[Branch]:
    """As they were typed, with the steps that they have. Raises what `read` does."""
    has = {one.key: one for one in step.branches}
    sent = sorted({int(one[1]) for name in typed if (one := re.fullmatch(r"b(\d{1,4})-name", name))})
    return [
        replace(
            has.get(f"b{number}", Branch(f"b{number}")),
            name=" ".join(typed.get(f"b{number}-name", "").split())[:80],
            conditions=read(typed, f"b{number}"),
        )
        for number in sent[:MOST_BRANCHES]
    ]


def _free(branches: list[Branch], step: Step) -> str:
    taken = {one.key for one in (*branches, *step.branches)}
    return next(f"b{number}" for number in range(1, 200) if f"b{number}" not in taken)
