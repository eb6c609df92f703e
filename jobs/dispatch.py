"""One slice of the dispatcher."""

from __future__ import annotations

import signal

from flask import current_app

from jobs import ending
from webapp import queue
from webapp.carriers.vonage import VonageCarrier
from webapp.services.outbox.dispatcher import Dispatcher


def dispatch() -> None:
    """Send what is due for a while, then hand on to the next slice. A stop ends the slice cleanly."""
    queue.taken(queue.DISPATCH)
    before = signal.signal(signal.SIGTERM, ending.tell)
    carrier = VonageCarrier(current_app.config["SETTINGS"].vonage)
    try:
        more = Dispatcher(carrier, queue.redis(), stop=ending.told).run()
    finally:
        carrier.close()
        signal.signal(signal.SIGTERM, before)
    if more:
        queue.enqueue(queue.DISPATCH)
