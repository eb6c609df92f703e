"""Finding, adding, moving and removing steps. Each answers a new document; none is changed in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from webapp.rules.workflow.document import Branch, Document, Settings, Step

MOST_STEPS = 100
DEEPEST = 5
"""Branches within branches."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step is: the `index`th of the branch `branch` of the step `parent`; None: of the workflow."""

    index: int
    parent: str | None = None
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A step where it is. `depth`: 0 for the steps of the workflow itself. `last`: of its list."""

    step: Step
    place: Place
    depth: int
    last: bool


class NoSuchPlace(ValueError):
    """The step or the branch is not there (any more)."""


def walk(document: Document) -> Iterator[Placed]:
    """Every step, in the order in which they are read."""
    yield from _walk(document.steps, None, "", 0)


def _walk(steps: tuple[Step, ...], parent: str | None, branch: str, depth: int) -> Iterator[Placed]:
    for index, step in enumerate(steps):
        yield Placed(step, Place(index, parent, branch), depth, index == len(steps) - 1)
        for one in step.branches:
            yield from _walk(one.steps, step.id, one.key, depth + 1)


def find(document: Document, step_id: str) -> Placed | None:
    """None when there is no such step."""
    return next((one for one in walk(document) if one.step.id == step_id), None)


def before(document: Document, step_id: str) -> list[Step]:
    """The steps that may have been done when this one is: those in front of it, and around it."""
    found: list[Step] = []
    placed = find(document, step_id)
    while placed is not None:
        siblings = _list(document, placed.place)[: placed.place.index]
        found = [*(one for step in siblings for one in _with_inner(step)), *found]
        around = placed.place.parent
        placed = find(document, around) if around is not None else None
        found = [placed.step, *found] if placed is not None else found
    return found


def _with_inner(step: Step) -> list[Step]:
    inner = [
        placed.step for branch in step.branches for placed in _walk(branch.steps, step.id, branch.key, 1)
    ]
    return [step, *inner]


def first(document: Document) -> str | None:
    """The step with which a run begins; None when there is none."""
    return document.steps[0].id if document.steps else None


def into(step: Step, branch: str | None) -> str | None:
    """The first step of a branch; None when the branch is not there, or empty."""
    taken = next((one for one in step.branches if one.key == branch), None)
    return taken.steps[0].id if taken is not None and taken.steps else None


def after(document: Document, step_id: str) -> str | None:
    """The step behind one: of its list, or behind the step around it. None: nothing comes any more.

    Raises NoSuchPlace.
    """
    placed = find(document, step_id)
    if placed is None:
        raise NoSuchPlace(step_id)
    if not placed.last:
        return _list(document, placed.place)[placed.place.index + 1].id
    return after(document, placed.place.parent) if placed.place.parent is not None else None


def _list(document: Document, place: Place) -> tuple[Step, ...]:
    if place.parent is None:
        return document.steps
    around = find(document, place.parent)
    found = [one.steps for one in around.step.branches if one.key == place.branch] if around else []
    if not found:
        raise NoSuchPlace(f"{place.parent}/{place.branch}")
    return found[0]


def add(document: Document, place: Place, kind: str, settings: Settings, *branches: Branch) -> Document:
    """A new step, before the one that is at `place` now. Raises NoSuchPlace."""
    step = Step(f"s{document.next_id}", kind, dict(settings), branches)
    grown = replace(document, next_id=document.next_id + 1)
    return _edit(grown, place, lambda steps: (*steps[: place.index], step, *steps[place.index :]))


def remove(document: Document, step_id: str) -> Document:
    """With its branches. Raises NoSuchPlace."""
    place = _place(document, step_id)
    return _edit(document, place, lambda steps: (*steps[: place.index], *steps[place.index + 1 :]))


def change(document: Document, step: Step) -> Document:
    """The step with this id is like this from now on. Raises NoSuchPlace."""
    place = _place(document, step.id)
    return _edit(document, place, lambda steps: (*steps[: place.index], step, *steps[place.index + 1 :]))


def move(document: Document, step_id: str, by: int) -> Document:
    """Up (-1) or down (1) in its list; at the end of it nothing changes. Raises NoSuchPlace."""
    place = _place(document, step_id)
    target = place.index + by

    def swapped(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if not 0 <= target < len(steps):
            return steps
        order = list(steps)
        order[place.index], order[target] = order[target], order[place.index]
        return tuple(order)

    return _edit(document, place, swapped)


def _place(document: Document, step_id: str) -> Place:
    placed = find(document, step_id)
    if placed is None:
        raise NoSuchPlace(step_id)
    return placed.place


Edit = Callable[[tuple[Step, ...]], tuple[Step, ...]]


def _edit(document: Document, place: Place, edit: Edit) -> Document:
    _list(document, place)
    if place.parent is None:
        return replace(document, steps=edit(document.steps))
    return replace(document, steps=_edit_within(document.steps, place, edit))


def _edit_within(steps: tuple[Step, ...], place: Place, edit: Edit) -> tuple[Step, ...]:
    return tuple(replace(step, branches=tuple(_edited(step, one, place, edit) for one in step.branches))
                 for step in steps)  # fmt: skip


def _edited(step: Step, branch: Branch, place: Place, edit: Edit) -> Branch:
    if step.id == place.parent and branch.key == place.branch:
        return replace(branch, steps=edit(branch.steps))
    return replace(branch, steps=_edit_within(branch.steps, place, edit))
