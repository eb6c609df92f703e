"""Answers of a playbook: 200 people write to 20 numbers at the same moment, while a batch goes out.

How long after the agent's waiting time its answer comes to the carrier; each person must get the answer to
their own question, once; and a batch on another number must keep its pace meanwhile. With `--model 2` each is
answered by asking the simulated model, which takes 2 seconds.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from tests import closing, factories, model_desks
from tests.bench import sending
from tests.bench.measure import Failed, Figure, median, percentile, tell, words
from tests.desks import HOURS, PARKING, agent
from tests.processes.installation import DATABASES, Installation, installation
from tests.simulator.model.server import ModelServer
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.user import User

NUMBERS, PEOPLE, OF_BATCH = 20, 200, 900
OURS = [f"+1202555{1000 + n}" for n in range(NUMBERS)]
BATCHS_OWN = "+12025559999"
PACE_OF_ANSWERS, PACE = 100.0, 30.0
"""Segments a second: of the numbers that answer, and of the one with the batch."""
WAIT = 6.0
"""Seconds that the agent waits after a text."""
MOST, MOST_OF_MODEL = 3.0, 6.0
"""Seconds after that, for 95 of 100: of a playbook, of a model that takes 2."""
CARRIER = {"latency_ms": 100, "rate": 0, "status_url": ""}
ASKED = {"When are you open?": HOURS, "Where can I park?": PARKING}
AT_ONCE = 8
"""Texts that the carrier hands over at a time."""
PATIENCE = 120
Told = list[dict[str, Any]]
"""Messages, as the simulator tells of them."""


def main() -> int:
    """`./outbound bench agent`."""
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--people", type=int, default=PEOPLE, help="who write (default 200)")
    parser.add_argument(
        "--model", type=float, default=0.0, help="seconds of a language model (default: a playbook)"
    )
    given = parser.parse_args()
    return tell(measure(given), given.json)


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """Two: the answers' delay, and the batch's pace. Failed when an answer is missing, wrong or doubled."""
    with installation("--workers", "2", database=given.db, durable=True) as place, place.app():
        place.simulator.control.configure(**CARRIER)
        batch = _set_up()
        with _desk(batch.author, given.model):
            phones = factories.phones(given.people, "0")
            sending.go()
            with ThreadPoolExecutor(AT_ONCE) as hands:
                list(hands.map(partial(_write, place), range(len(phones)), phones))
            found, hooks = _answers(place, phones, by_model=bool(given.model))
        pace = _pace(place, batch)
    delays = _since("settled_at", hooks, found)
    details = {"db": given.db, "people": given.people, "median": median(delays), "longest": max(delays),
               "p95_since_written": percentile(_since("at", hooks, found), 0.95)}  # fmt: skip
    p95, most = percentile(delays, 0.95), MOST_OF_MODEL if given.model else MOST
    yield Figure(
        "agent", "answer after the wait, p95", p95, "s", limit=most, limit_is="wanted", ratio=p95 / most,
        target=f"≤ {most:g} s", reached=p95 <= most, details=details,
    )  # fmt: skip
    yield Figure(
        "agent", "the batch beside them", pace, "messages/s", limit=PACE, limit_is="its pace",
        ratio=pace / PACE, target="within 2%", reached=abs(pace / PACE - 1) <= 0.02, details={"db": given.db},
    )  # fmt: skip


def _set_up() -> Batch:
    """A batch on a number of its own that nobody has started to send."""
    batch = sending.ready(factories.number(BATCHS_OWN, pace=PACE), OF_BATCH)
    closing.open_all_day(batch.author)
    return batch


@contextmanager
def _desk(by: User, seconds: float) -> Iterator[None]:
    """The agent at its numbers: a playbook, or one whose model takes so many seconds and runs meanwhile."""
    server = ModelServer() if seconds else None
    if server is None:
        desk = agent(by, wait=WAIT)
    else:
        server.mood("slow", seconds=seconds)
        desk = model_desks.agent(model_desks.known_model(server, by).id, by, wait=WAIT)
    for e164 in OURS:
        factories.sms_of(factories.number(e164, pace=PACE_OF_ANSWERS)).agent_id = desk.id
    db.session.commit()
    try:
        yield
    finally:
        if server is not None:
            server.stop()


def _write(place: Installation, nth: int, phone: str) -> None:
    place.simulator.control.inbound(phone, OURS[nth % NUMBERS], _question(nth))


def _question(nth: int) -> str:
    return list(ASKED)[nth % len(ASKED)]


def _answers(place: Installation, phones: list[str], by_model: bool) -> tuple[Told, dict[str, Any]]:
    """What the carrier got for each of them, and by phone how their texts came to us.

    The wait begins when our web has taken a text. From when they wrote there is what 200 texts at once wait
    at the carrier, too. What a model says is not compared: each person must get one answer.
    """
    control = place.simulator.control
    ours = {e164.lstrip("+") for e164 in OURS}
    deadline = time.monotonic() + PATIENCE
    while True:
        found = [one for one in control.messages() if one["from"] in ours]
        if len(found) >= len(phones) or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    wanted = Counter((phone, "" if by_model else ASKED[_question(nth)]) for nth, phone in enumerate(phones))
    came = Counter((f"+{one['to']}", "" if by_model else one["text"]) for one in found)
    if came != wanted:
        missing, strange = wanted - came, came - wanted
        raise Failed(f"{missing.total()} answers are missing, {strange.total()} wrong or doubled")
    return found, {f"+{one['phone']}": one for one in control.webhooks()}


def _since(moment: str, hooks: dict[str, Any], found: Told) -> list[float]:
    """Seconds of each answer since that moment of its question, without the agent's wait."""
    return [one["at"] - hooks[f"+{one['to']}"][moment] - WAIT for one in found]


def _pace(place: Installation, batch: Batch) -> float:
    """Messages a second that the batch sent, while there were answers and afterwards."""
    with sending.onlooker() as cursor:
        deadline = time.monotonic() + PATIENCE
        while sending.unsettled(cursor) and time.monotonic() < deadline:
            time.sleep(0.2)
    own = BATCHS_OWN.lstrip("+")
    moments = sorted(one["at"] for one in place.simulator.control.messages() if one["from"] == own)
    if len(moments) != OF_BATCH:
        raise Failed(f"{len(moments)} of {OF_BATCH} messages of batch {batch.id} were accepted")
    return (len(moments) - 1) / (moments[-1] - moments[0])


if __name__ == "__main__":
    sys.exit(main())
