"""Where the machine lives: an empty database, one number, a person of the team, and the steps' manners."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import select

from jobs.unit_of_work import unit_of_work
from tests import factories
from tests.emptying import empty
from tests.stateful import picture
from tests.stateful.carrier import Carrier
from tests.stateful.expected import Expected
from tests.stateful.picture import Picture
from webapp import queue
from webapp.db import db
from webapp.errors import Conflict, Fault
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.user import User
from webapp.services import settings

PEOPLE = factories.phones(3)
NUMBERS = ("+12025550100", "+12025550101")
"""The second one is added later; texts may come for it before."""


Draw = Callable[[st.SearchStrategy[Any]], Any]


def some(of: Sequence[Any]) -> st.SearchStrategy[list[Any]]:
    """One or several of these, in any order."""
    places = st.lists(st.sampled_from(range(len(of))), min_size=1, unique=True)
    return places.map(lambda chosen: [of[place] for place in chosen])


def verb(of: Callable[[Any], list[str]]) -> st.SearchStrategy[str]:
    """One of the verbs that are possible at this moment; what is likelier stands in the list twice.

    Few rules with many verbs, because Hypothesis leaves out half of the rules in each life.
    """
    return st.runner().flatmap(lambda machine: st.sampled_from(of(machine)))


class World(RuleBasedStateMachine):
    """What all rules share: the carrier, what is expected, and what the database said after the last step."""

    def __init__(self) -> None:
        super().__init__()
        empty(around_the_clock=True)
        queue.redis().flushall()
        self.carrier = Carrier()
        self.expected = Expected()
        with self.step():
            self.ada: int = factories.user().id
            self.numbers: list[int] = [factories.number(NUMBERS[0]).id]
        self.expected.own(NUMBERS[0])
        self.picture: Picture = picture.take()
        self.before = self.picture

    @contextmanager
    def step(self) -> Iterator[None]:
        """One unit of work, as views and jobs have it."""
        with unit_of_work():
            yield

    @contextmanager
    def refused(self) -> Iterator[None]:
        """One unit of work that must end with a word of refusal."""
        try:
            with unit_of_work():
                yield
        except (Conflict, Fault):
            return
        raise AssertionError("this should have been refused")

    def me(self) -> User:
        return db.session.get_one(User, self.ada)

    def find_confirmations(self) -> None:
        """Keywords are answered by the product itself: expect what it wrote to be sent."""
        query = select(Message.id, Message.phone, Message.text, Number.e164).join(Number)
        with self.step():
            rows = db.session.execute(query.where(Message.origin == Origin.CONFIRMATION)).all()
            help_text = settings.get("confirm_help")
        new = [row for row in rows if row.id not in self.expected.states]
        for row in new:
            self.expected.queue(row.id)
        self.expected.answer((row.phone, row.e164) for row in new if help_text in row.text)
