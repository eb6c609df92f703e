"""What the person who holds a phone does in a call: from the page, or from a test."""

from __future__ import annotations

from webapp.simulator.guard import Bad, check_text
from webapp.simulator.voice.exchange import Exchange
from webapp.simulator.voice.leg import PERSON, Leg
from webapp.simulator.voice.line import as_results

ACTS = ("answer", "decline", "typing", "say", "press", "hang_up")
LONGEST = 10_000


def act(exchange: Exchange, leg: Leg, name: str, text: str = "", confidence: float = 0.95) -> None:
    """Do it; `text`: the words or the keys. From now on no script acts for this phone. Raises Bad."""
    if name not in ACTS:
        raise Bad(f"A phone can {', '.join(ACTS)}; not {name!r}.")
    if not leg.live:
        raise Bad("This call is over.")
    if name in ("answer", "decline"):
        _decide(leg, name)
        return
    if name == "hang_up":
        exchange.hang_up(leg, "user")
        return
    if leg.answered_at is None:
        raise Bad("This call is not answered yet.")
    exchange.take_over(leg)
    if name == "typing":
        _type(exchange, leg)
    elif name == "say":
        _say(exchange, leg, check_text(text, LONGEST), confidence)
    else:
        _press(exchange, leg, text)


def _decide(leg: Leg, name: str) -> None:
    if leg.status != "ringing" or leg.decided.is_set():
        raise Bad("This phone does not ring.")
    leg.decision = name
    leg.decided.set()


def _type(exchange: Exchange, leg: Leg) -> None:
    """Someone begins to type, which counts as beginning to speak."""
    if leg.speaking is None:
        exchange.line(leg).begin("")


def _say(exchange: Exchange, leg: Leg, text: str, confidence: float) -> None:
    line, results = exchange.line(leg), as_results(text, confidence)
    utterance = leg.speaking
    if utterance is None:
        utterance = line.begin(text, results)
    else:
        utterance.text, utterance.results, utterance.line = text, results, leg.note(PERSON, text)
        utterance.line.heard = exchange.rooms.relay(leg, text, True) > 0
    line.end(utterance)


def _press(exchange: Exchange, leg: Leg, keys: str) -> None:
    if not keys or len(keys) > 20 or set(keys) - set("0123456789#*"):
        raise Bad("Keys are up to 20 of 0-9, # and *.")
    exchange.line(leg).press(keys)
