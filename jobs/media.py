"""Fetch pictures, videos and files that people send, and recordings of calls, one per job."""

from __future__ import annotations

from flask import current_app

from jobs.unit_of_work import unit_of_work
from webapp import queue
from webapp.carriers.base import VoiceKind
from webapp.carriers.registry import CARRIERS
from webapp.services.media import fetching, recordings


def fetch(media_id: int) -> None:
    """Claim it, fetch it with no transaction open, and write down what became of it."""
    queue.taken(queue.FETCH_MEDIA, media_id)
    with unit_of_work():
        order = fetching.claim(media_id)
    if order is None:
        return
    source = CARRIERS[order.carrier].media(current_app.config["SETTINGS"])
    outcome = fetching.carry_out(order, source)
    with unit_of_work():
        fetching.record(order, outcome)


def fetch_recording(recording_id: int) -> None:
    """The same, of the recording of a call."""
    queue.taken(queue.FETCH_RECORDING, recording_id)
    with unit_of_work():
        order = recordings.claim(recording_id)
    if order is None:
        return
    kind = CARRIERS[order.carrier]
    if not isinstance(kind, VoiceKind):
        return
    outcome = recordings.carry_out(order, kind.recordings(current_app.config["SETTINGS"]))
    with unit_of_work():
        recordings.record(order, outcome)
