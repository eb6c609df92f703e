"""What is worth knowing of a workflow before it is published, and keeps no one from publishing it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from webapp.db import now
from webapp.models.agent import Agent
from webapp.rules import typed_text
from webapp.rules.hours import hours, zones
from webapp.rules.hours.hours import Hours
from webapp.rules.workflow import outline
from webapp.rules.workflow.checklist import BOX, Missing
from webapp.rules.workflow.document import Document, Window
from webapp.services.agents import able, store

FARTHEST = timedelta(days=14)
AWAY = (
    "“{name}” is at work only outside the hours of this workflow: who answers at once gets its away text, "
    "and waits for your team."
)


def of(document: Document) -> list[Missing]:
    """Each with its place."""
    return list(_of_agents(document))


def _of_agents(document: Document) -> Iterator[Missing]:
    """Those that answer what people write back."""
    window = document.box.window
    if window is None or not _is_sound(window):
        return
    for place, agent in _who_answer(document):
        at_work = store.current(agent).definition.hours
        zone = at_work.zone if at_work else ""
        if at_work and not _meet((window.zone or zone, window.hours), (zone, at_work.hours)):
            yield Missing(place, AWAY.format(name=agent.name))


def _is_sound(window: Window) -> bool:
    """What is wrong with it otherwise stands in the checklist."""
    opens = any((window.weekdays, window.saturdays, window.sundays))
    return opens and (not window.zone or zones.offsets_of(window.zone) is not None)


def _who_answer(document: Document) -> Iterator[tuple[str, Agent]]:
    steps = [placed.step for placed in outline.walk(document)]
    given = [one for one in steps if one.kind == "hand_to_agent"]
    for step in given:
        if agent := able.one(typed_text.whole_number(step.settings.get("agent", ""), 9)):
            yield step.id, agent
    texts = any(one.kind == "send_sms" for one in steps)
    if texts and not given and (agent := able.of_number(document.box.number_id)):
        yield BOX, agent


def _meet(one: tuple[str, Hours], other: tuple[str, Hours]) -> bool:
    """Whether there is a moment within both, each on the clock of its zone, in the next two weeks."""
    at = start = now()
    while at < start + FARTHEST:
        first = hours.next_open(at, (one[0],), (one[1],))
        second = hours.next_open(first, (other[0],), (other[1],)) if first else None
        if first is None or second is None:
            return False
        if first == second:
            return True
        at = second
    return False
