"""Answers of a playbook: 200 people write to 20 numbers at the same moment, while a batch goes out.

How long after the agent's waiting time its answer comes to the carrier; each person must get the answer to
their own question, once; and a batch on another number must keep its pace meanwhile.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from tests import closing, factories
from tests.bench import sending
from tests.bench.measure import Failed, Figure, median, percentile, tell, words
from tests.desks import HOURS, PARKING, agent
from tests.processes.installation import DATABASES, Installation, installation
from webapp.db import db
from webapp.models.batch import Batch

NUMBERS, PEOPLE, OF_BATCH = 20, 200, 900
OURS = [f"+1202555{1000 + n}" for n in range(NUMBERS)]
BATCHS_OWN = "+12025559999"
PACE_OF_ANSWERS, PACE = 100.0, 30.0
"""Segments a second: of the numbers that answer, and of the one with the batch."""
WAIT = 6.0
"""Seconds that the agent waits after a text."""
MOST = 3.0
"""Seconds after that, for 95 of 100."""
CARRIER = {"latency_ms": 100, "rate": 0, "status_url": ""}
ASKED = {"When are you open?": HOURS, "Where can I park?": PARKING}
AT_ONCE = 8
"""Texts that the carrier hands over at a time."""
PATIENCE = 120


def main() -> int:
    """`./outbound bench agent`."""
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--people", type=int, default=PEOPLE, help="who write (default 200)")
    given = parser.parse_args()
    return tell(measure(given), given.json)


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """Two: the answers' delay, and the batch's pace. Failed when an answer is missing, wrong or doubled."""
    with installation("--workers", "2", database=given.db, durable=True) as place, place.app():
        place.simulator.control.configure(**CARRIER)
        batch = _set_up()
        phones = factories.phones(given.people, "0")
        sending.go()
        with ThreadPoolExecutor(AT_ONCE) as hands:
            list(hands.map(partial(_write, place), range(len(phones)), phones))
        delays, since_written = _answers(place, phones)
        pace = _pace(place, batch)
    details = {"db": given.db, "people": given.people, "median": median(delays), "longest": max(delays),
               "p95_since_written": percentile(since_written, 0.95)}  # fmt: skip
    p95 = percentile(delays, 0.95)
    yield Figure(
        "agent", "answer after the wait, p95", p95, "s", limit=MOST, limit_is="wanted", ratio=p95 / MOST,
        target=f"≤ {MOST:g} s", reached=p95 <= MOST, details=details,
    )  # fmt: skip
    yield Figure(
        "agent", "the batch beside them", pace, "messages/s", limit=PACE, limit_is="its pace",
        ratio=pace / PACE, target="within 2%", reached=abs(pace / PACE - 1) <= 0.02, details={"db": given.db},
    )  # fmt: skip


def _set_up() -> Batch:
    """The desk at its numbers, and a batch on a number of its own that nobody has started to send."""
    batch = sending.ready(factories.number(BATCHS_OWN, pace=PACE), OF_BATCH)
    closing.open_all_day(batch.author)
    desk = agent(batch.author, wait=WAIT)
    for e164 in OURS:
        factories.sms_of(factories.number(e164, pace=PACE_OF_ANSWERS)).agent_id = desk.id
    db.session.commit()
    return batch


def _write(place: Installation, nth: int, phone: str) -> None:
    place.simulator.control.inbound(phone, OURS[nth % NUMBERS], _question(nth))


def _question(nth: int) -> str:
    return list(ASKED)[nth % len(ASKED)]


def _answers(place: Installation, phones: list[str]) -> tuple[list[float], list[float]]:
    """Seconds from the end of the wait until the carrier got each answer.

    The wait begins when our web has taken a text; the second list counts it from when they wrote, and so has
    what 200 texts at once wait at the carrier, too.
    """
    control = place.simulator.control
    ours = {e164.lstrip("+") for e164 in OURS}
    deadline = time.monotonic() + PATIENCE
    while True:
        found = [one for one in control.messages() if one["from"] in ours]
        if len(found) >= len(phones) or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    hooks = {f"+{one['phone']}": one for one in control.webhooks()}
    wanted = Counter((phone, ASKED[_question(nth)]) for nth, phone in enumerate(phones))
    came = Counter((f"+{one['to']}", one["text"]) for one in found)
    if came != wanted:
        missing, strange = wanted - came, came - wanted
        raise Failed(f"{missing.total()} answers are missing, {strange.total()} wrong or doubled")
    return _since("settled_at", hooks, found), _since("at", hooks, found)


def _since(moment: str, hooks: dict[str, Any], found: list[dict[str, Any]]) -> list[float]:
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
