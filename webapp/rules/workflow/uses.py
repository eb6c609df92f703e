"""Which texts and conditions of a workflow use what started it: `{{trigger.budget}}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.rules.placeholders import Template, same_name
from webapp.rules.workflow import kinds, outline
from webapp.rules.workflow.checklist import CONDITIONS
from webapp.rules.workflow.document import Conditions, Document
from webapp.rules.workflow.variables import TRIGGER

BY_HAND = "by"
"""All that is known when a person starts it."""


@dataclass(frozen=True, slots=True)
class Use:
    """`name`: without `trigger.`. `where`: the step in words. `fails`: a run fails there without a value."""

    place: str
    field: str
    where: str
    name: str
    fails: bool

    @property
    def written(self) -> str:
        """As it stands in a text."""
        return f"{{{{{TRIGGER}.{self.name}}}}}"


def of(document: Document) -> list[Use]:
    """In the order of the steps, each once."""
    found = list(_of_conditions(document.conditions, CONDITIONS, "Only if"))
    for placed in outline.walk(document):
        step = placed.step
        kind = kinds.STEPS.get(step.kind)
        where = f"“{kind.word if kind else step.kind}” ({step.id})"
        for key, typed in step.settings.items():
            found += _of_text(typed, step.id, key, where, fails=True)
        for branch in step.branches:
            found += _of_conditions(branch.conditions, step.id, where)
    return list(dict.fromkeys(found))


def unfilled_by_hand(document: Document) -> list[str]:
    """A sentence for each text that lacks a value when a person starts it; the run fails there."""
    return [
        f"{use.where} uses {use.written} without a fallback."
        for use in of(document)
        if use.fails and same_name(use.name) != BY_HAND
    ]


def _of_conditions(some: Conditions, place: str, where: str) -> Iterator[Use]:
    for one in some.every:
        yield from _named(one.subject, place, CONDITIONS, where, fails=False)
        yield from _of_text(one.value, place, CONDITIONS, where, fails=False)


def _of_text(typed: str, place: str, field: str, where: str, *, fails: bool) -> Iterator[Use]:
    for one in Template.parse(typed).placeholders:
        yield from _named(one.name, place, field, where, fails=fails and one.fallback is None)


def _named(name: str, place: str, field: str, where: str, *, fails: bool) -> Iterator[Use]:
    scope, _, rest = name.partition(".")
    if same_name(scope) == TRIGGER and rest:
        yield Use(place, field, where, rest, fails)
