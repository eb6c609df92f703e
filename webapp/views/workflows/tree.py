"""The steps of a workflow as pages show them: a list in which branches are indented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.rules.workflow import conditions, kinds, words
from webapp.rules.workflow.document import Branch, Document, Step
from webapp.rules.workflow.kinds import StepKind
from webapp.rules.workflow.outline import Place
from webapp.rules.workflow.words import Names
from webapp.services.workflows.steps.registry import STEPS

UNKNOWN = StepKind("", "Unknown step", "question-circle", "")


@dataclass(frozen=True)
class Lane:
    """A branch. `when`: its conditions in words. `end`: where the next step of it would stand."""

    key: str
    word: str
    when: str
    items: tuple[Item, ...]
    end: Place


@dataclass(frozen=True)
class Item:
    """A step. `words`: what it does, as a sentence. `place`: where it stands."""

    step: Step
    kind: StepKind
    words: str
    place: Place
    first: bool
    last: bool
    lanes: tuple[Lane, ...]

    @property
    def settings(self) -> list[tuple[str, str]]:
        """What was typed into its fields, by their labels; those that are empty left out."""
        fields = STEPS[self.step.kind].fields if self.step.kind in STEPS else ()
        typed = ((one, self.step.settings.get(one.key, "")) for one in fields)
        return [(one.label, "yes" if one.kind.box else text) for one, text in typed if text.strip()]

    @property
    def id(self) -> str:
        return self.step.id

    @property
    def inside(self) -> int:
        """How many steps stand in its branches, and in theirs."""
        return sum(1 for lane in self.lanes for _ in every(lane.items))


def of(document: Document, names: Names) -> tuple[Item, ...]:
    """Every step where it stands, with all branches that it may have."""
    return _items(document.steps, None, "", 0, names)


def _items(
    steps: tuple[Step, ...], parent: str | None, branch: str, depth: int, names: Names
) -> tuple[Item, ...]:
    return tuple(
        Item(
            step=step,
            kind=kinds.STEPS.get(step.kind, UNKNOWN),
            words=_sentence(words.step(step, names)),
            place=Place(index, parent, branch),
            first=index == 0,
            last=index == len(steps) - 1,
            lanes=tuple(_lane(step, one, depth, names) for one in branches(step)),
        )
        for index, step in enumerate(steps)
    )


def branches(step: Step) -> list[Branch]:
    """Those that it has, and those that it may have, in their order."""
    kind = kinds.STEPS.get(step.kind, UNKNOWN)
    has = {one.key: one for one in step.branches}
    if kind.branching:
        own = [one for one in step.branches if one.key != kinds.ELSE.key]
        return [*own, has.get(kinds.ELSE.key, Branch(kinds.ELSE.key))]
    known = [has.pop(outcome.key, Branch(outcome.key)) for outcome in kind.outcomes]
    return [*known, *has.values()]


def _lane(step: Step, branch: Branch, depth: int, names: Names) -> Lane:
    kind = kinds.STEPS.get(step.kind, UNKNOWN)
    outcomes = {one.key: one.word for one in (*kind.outcomes, kinds.ELSE)}
    when = conditions.words(branch.conditions)
    items = _items(branch.steps, step.id, branch.key, depth + 1, names)
    word = branch.name or outcomes.get(branch.key) or (f"If {when}" if when else f"Branch {branch.key}")
    end = Place(len(branch.steps), step.id, branch.key)
    return Lane(branch.key, word, when if branch.name else "", items, end)


def _sentence(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def every(items: tuple[Item, ...]) -> Iterator[Item]:
    """The items, and those of their branches."""
    for item in items:
        yield item
        for lane in item.lanes:
            yield from every(lane.items)
