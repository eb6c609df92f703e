"""One slice of the dispatcher."""

from __future__ import annotations

from contextlib import ExitStack, closing

from flask import current_app

from jobs import shutdown
from webapp import queue
from webapp.carriers.base import Connection
from webapp.carriers.registry import CARRIERS
from webapp.services.outbox.dispatcher import Dispatcher


class Connections:
    """The carriers that a slice needs, each connected when a number of its own has something to send."""

    def __init__(self, closing_all: ExitStack) -> None:
        self._stack = closing_all
        self._open: dict[str, Connection] = {}

    def __call__(self, name: str) -> Connection:
        """Raises KeyError for a carrier that is not known here: the number rests, and the team is told."""
        if name not in self._open:
            made = CARRIERS[name].connect(current_app.config["SETTINGS"])
            self._open[name] = self._stack.enter_context(closing(made))
        return self._open[name]


def dispatch() -> None:
    """Send what is due for a while, then hand on to the next slice. A stop ends the slice cleanly."""
    queue.taken(queue.DISPATCH)
    with shutdown.graceful(), ExitStack() as stack:
        more = Dispatcher(Connections(stack), queue.redis(), stop=shutdown.requested).run()
    if more:
        queue.enqueue(queue.DISPATCH)
