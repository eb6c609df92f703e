"""One slice of the dispatcher."""

from __future__ import annotations

import signal

from flask import current_app

from webapp import queue
from webapp.carriers.vonage import VonageCarrier
from webapp.services.outbox.dispatcher import Dispatcher


def dispatch() -> None:
    """Send what is due for a while, then hand on to the next slice. SIGTERM ends the slice cleanly."""
    queue.taken(queue.DISPATCH)
    stopped: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    carrier = VonageCarrier(current_app.config["SETTINGS"].vonage)
    try:
        more = Dispatcher(carrier, queue.redis(), stop=lambda: bool(stopped)).run()
    finally:
        carrier.close()
        signal.signal(signal.SIGTERM, before)
    if more:
        queue.enqueue(queue.DISPATCH)
