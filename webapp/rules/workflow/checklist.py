"""What is missing or wrong in a workflow, each with its place. Anything of it blocks publishing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from webapp.rules.workflow import conditions, kinds, outline, variables
from webapp.rules.workflow.document import Conditions, Document, Step
from webapp.rules.workflow.outline import Placed

OWN = re.compile(r"\[your [^\]]{1,40}\]")
"""What templates leave to those who use them."""
TRIGGER, CONDITIONS, STEPS, BOX = "trigger", "conditions", "steps", "box"
"""Places beside the ids of steps."""


@dataclass(frozen=True, slots=True)
class Missing:
    """`place`: a step's id, or one of the places above. `field`: of its form; empty: the whole.

    `where`: what the place and the field are called, where the sentence is good beside the field alone.
    """

    place: str
    sentence: str
    field: str = ""
    where: str = dataclass_field(default="", compare=False)

    @property
    def whole(self) -> str:
        """In a list, away from its place."""
        return f"{self.where}: {self.sentence}" if self.where else self.sentence


def of(document: Document) -> list[Missing]:
    """What the document itself tells; services/workflows add what the fields and the database tell."""
    found = list(_of_trigger(document))
    found += _of_conditions(document, document.conditions, CONDITIONS, None)
    if not document.steps:
        found.append(Missing(STEPS, "Add the first step."))
    if sum(1 for _ in outline.walk(document)) > outline.MOST_STEPS:
        found.append(Missing(STEPS, f"A workflow can have up to {outline.MOST_STEPS} steps."))
    for placed in outline.walk(document):
        found += _of_step(document, placed)
    return list(dict.fromkeys(found))


def _of_trigger(document: Document) -> Iterator[Missing]:
    trigger = document.trigger
    if trigger is None:
        yield Missing(TRIGGER, "Choose what starts it.")
        return
    kind = kinds.TRIGGERS.get(trigger.kind)
    if kind is None:
        yield Missing(TRIGGER, f"There is no trigger “{trigger.kind}” in this version of Outbound.")
    elif not kind.has_thread and document.box.number_id is None and needs_number(document):
        yield Missing(BOX, "Choose the number that texts and calls them.", kinds.NUMBER_OF_TRIGGER)


def needs_number(document: Document) -> bool:
    """Whether a step does something in a conversation: labels and attributes do not."""
    return any(placed.step.kind not in WITHOUT_THREAD for placed in outline.walk(document))


WITHOUT_THREAD = frozenset(
    (
        "add_label", "remove_label", "set_attribute", "opt_out", "wait", "wait_until", "wait_hours",
        "branch", "end", "start_workflow", "stop_workflow", "notify", "join_segment", "leave_segment",
    )
)  # fmt: skip


def _of_step(document: Document, placed: Placed) -> Iterator[Missing]:
    step = placed.step
    kind = kinds.STEPS.get(step.kind)
    if kind is None:
        yield Missing(step.id, f"There is no step “{step.kind}” in this version of Outbound.")
        return
    if placed.depth > outline.DEEPEST:
        yield Missing(step.id, f"Branches can be nested {outline.DEEPEST} deep.")
    yield from _of_branches(document, step)
    for typed in step.settings.values():
        yield from (
            Missing(step.id, f"Put your own words in the place of “{own}”.") for own in OWN.findall(typed)
        )
    for key, typed in step.settings.items():
        yield from (Missing(step.id, sentence, key) for sentence in _of_names(document, typed, step.id))


def _of_branches(document: Document, step: Step) -> Iterator[Missing]:
    kind = kinds.STEPS[step.kind]
    known = {one.key for one in kind.outcomes}
    if kind.branching:
        if not any(one.key != kinds.ELSE.key for one in step.branches):
            yield Missing(step.id, "Say when it goes which way: it has no branch yet.", "branches")
        for branch in step.branches:
            if branch.key != kinds.ELSE.key and not branch.conditions.every:
                yield Missing(step.id, f"Say when “{branch.name or branch.key}” is taken.", "branches")
            yield from _of_conditions(document, branch.conditions, step.id, step.id)
    else:
        for branch in step.branches:
            if branch.key not in known:
                sentence = f"“{kind.word}” does not lead to “{branch.name or branch.key}”."
                yield Missing(step.id, sentence, "branches")


def _of_conditions(
    document: Document, some: Conditions, place: str, step_id: str | None
) -> Iterator[Missing]:
    for comparison in some.every:
        wrong = variables.fault(document, comparison.subject, step_id) or conditions.fault(comparison)
        if wrong:
            yield Missing(place, wrong, "conditions")
        yield from (
            Missing(place, sentence, "conditions")
            for sentence in _of_names(document, comparison.value, step_id)
        )


def _of_names(document: Document, typed: str, step_id: str | None) -> Iterable[str]:
    """Of the placeholders of a text; those that are secrets stand in headers."""
    for name in variables.names_in(typed):
        if not name.casefold().startswith("secret.") and (wrong := variables.fault(document, name, step_id)):
            yield wrong
