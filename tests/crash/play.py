"""One round: three batches are sent, people write, staff answer, and the house is struck again and again."""

from __future__ import annotations

import random
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from tests.crash import audit, blows, desks, flow_audit, phones, record, scene, settling
from tests.crash.colleagues import Colleagues
from tests.crash.elsewhere import Elsewhere
from tests.crash.flows import Flows
from tests.crash.staff import Staff
from tests.crash.stand_in import StandIn
from tests.crash.talks import Talks
from tests.crash.traffic import Traffic
from tests.processes.house import wait_for
from tests.processes.installation import Installation, installation
from tests.simulator.server import Control

RECOVERY = 60.0
"""Seconds within which due work must go on after everything was killed and started again."""
MODEL_AWAY = "model"
"""The trouble of agents that ask one."""
FIRST_TEXTS = 20
SMALL_DISK = 400
"""MiB: room for the database and Valkey's file, and little more to fill up."""


@dataclass(frozen=True)
class Plan:
    """`kills` blows, of every kind if there are as many, `every` so many seconds (mean), and each of the
    `troubles` once. `runs` of workflows are started meanwhile.

    `patient`: what a killed worker had claimed is waited for as long as Outbound waits; else those rows are
    made older instead.
    """

    kills: int = 20
    seed: int = 0
    database: str = "sqlite"
    size: int = 2000
    every: float = 1.5
    troubles: tuple[str, ...] = ()
    patient: bool = True
    runs: int = 500


@dataclass
class Result:
    """What was done, how much went on, who was wronged, how long it took to go on (seconds)."""

    plan: Plan
    done: dict[str, int] = field(default_factory=dict)
    recoveries: list[float] = field(default_factory=list)
    missed: int = 0
    """Kills that were to strike in the middle of an agent's turn, and did not."""
    numbers: dict[str, Any] = field(default_factory=dict)
    offenders: audit.Offenders = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def wronged(self) -> dict[str, list[str]]:
        """Only those questions that have an offender."""
        late = [f"{seconds:.0f} s" for seconds in self.recoveries if seconds > RECOVERY]
        return {name: found for name, found in (self.offenders | {"went on too late": late}).items() if found}


def play(plan: Plan) -> Result:
    """Raises AssertionError or TimeoutError when the house does not come back to its senses."""
    disk = SMALL_DISK if "disk" in plan.troubles else None
    with ExitStack() as closing:
        model, elsewhere = StandIn(), Elsewhere(plan.seed)
        closing.callback(model.stop)
        closing.callback(elsewhere.stop)
        place = closing.enter_context(
            installation(
                database=plan.database, disk=disk, simulator=dict(scene.SIMULATOR),
                OUTBOUND_ALLOWED_NETWORKS="127.0.0.1",
            )
        )  # fmt: skip
        result = Result(plan)
        try:
            with place.app():
                _act(place, plan, result, model, elsewhere)
        finally:
            result.lines = place.lines
        return result


def _act(place: Installation, plan: Plan, result: Result, model: StandIn, elsewhere: Elsewhere) -> None:
    script = _script(plan)
    length = len(script) * plan.every
    control = place.simulator.control
    staff = Staff(place.house.url)
    staff.join(place.house.told(r"http://\S+(/setup/\S+)"))
    desks.set_up(model.base_url)
    paces = [plan.size * count / length for count in scene.NUMBERS.values()]
    setting = scene.set_up(control, staff, plan.size, paces, plan.seed)
    cast = _cast(place, plan, staff, model, elsewhere)
    cast.begin(setting, len(script))
    last = threading.Thread(target=_upload_the_last, args=[place, setting])
    last.start()
    try:
        _strike(place, plan, script, cast, result)
    finally:
        cast.end()
        last.join()
    try:
        settling.settle(control, plan.patient)
    finally:
        cast.colleagues.leave()
    result.offenders, numbers = settling.audited(control, staff, cast.talks)
    result.offenders |= flow_audit.audit(record.carriers(control), cast.flows.started, elsewhere.asked())
    result.numbers = numbers | {"moments that did not come": result.missed} | flow_audit.numbers()


@dataclass(frozen=True)
class Cast:
    """All who are at work while things break."""

    place: Installation
    traffic: Traffic
    talks: Talks
    colleagues: Colleagues
    flows: Flows
    seed: int

    def begin(self, setting: scene.Scene, portions: int) -> None:
        """Texts are under way first. Inside an application's context."""
        control = self.place.simulator.control
        self.talks.begin()
        phones.begin(self.seed)
        wait_for(lambda: settling.accepted(control) > FIRST_TEXTS, 120)
        self.colleagues.begin(f"http://127.0.0.1:{self.place.port}/webhooks/vonage")
        self.flows.begin(portions)
        self.traffic.meet()
        self.traffic.begin(setting.phones)

    def meet(self) -> None:
        """Learn what there is by now."""
        for one in (self.traffic, self.talks, self.colleagues, self.flows):
            one.meet()

    def end(self) -> None:
        """No more of it. Raises what went wrong in a thread."""
        for one in (self.traffic, self.talks, self.flows, self.colleagues):
            one.end()


def _cast(place: Installation, plan: Plan, staff: Staff, model: StandIn, elsewhere: Elsewhere) -> Cast:
    """Each has a connection of their own to the carrier."""
    street, at_desks, callers, staff_phones, writers = (Control(place.simulator.url) for _ in range(5))
    return Cast(
        place,
        Traffic(street, staff, list(scene.NUMBERS), plan.seed),
        Talks(at_desks, staff.colleague(), model, plan.seed),
        Colleagues([callers, staff_phones], phones.OURS, plan.seed),
        Flows(writers, elsewhere, plan.runs, plan.seed),
        plan.seed,
    )


def _script(plan: Plan) -> list[str]:
    chance = random.Random(plan.seed)
    script = [*blows.KINDS[: plan.kills]]
    script += [chance.choice(blows.KINDS) for _ in range(plan.kills - len(script))]
    chance.shuffle(script)
    for trouble in plan.troubles:
        script.insert(chance.randrange(1, len(script) + 1), trouble)
    return script


def _upload_the_last(place: Installation, setting: scene.Scene) -> None:
    with place.app():
        scene.start(scene.upload(setting, len(setting.lists) - 1))


def _strike(place: Installation, plan: Plan, script: list[str], cast: Cast, result: Result) -> None:
    chance = random.Random(plan.seed + 1)
    for kind in script:
        time.sleep(chance.uniform(0.2, 1.8) * plan.every)
        cast.meet()
        if kind == MODEL_AWAY:
            cast.talks.away()
        elif kind in blows.TROUBLES:
            blows.TROUBLES[kind](place)
        elif not blows.kill(place, kind, chance):
            result.missed += 1
        result.done[kind] = result.done.get(kind, 0) + 1
        if kind == "all":
            result.recoveries.append(_recovery(place))


def _recovery(place: Installation) -> float:
    """Seconds from the restart until the first message goes out again; 0 when nothing was due."""
    control, started = place.simulator.control, time.monotonic()
    before, due = settling.accepted(control), record.queued()
    while due and settling.accepted(control) == before and time.monotonic() - started < 2 * RECOVERY:
        time.sleep(0.05)
    return time.monotonic() - started if due else 0.0
