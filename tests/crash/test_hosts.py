"""Two worker hosts and two web hosts on one PostgreSQL and Valkey; a worker host is cut off as it sends."""

from __future__ import annotations

import time

import pytest

from tests import postgres
from tests.crash import hosts, scene, settling
from tests.crash.staff import Staff
from tests.crash.traffic import Traffic
from tests.processes.house import wait_for

pytestmark = [pytest.mark.long, pytest.mark.processes, pytest.mark.timeout(300)]

WEB = ("gunicorn", "-c", "python:webapp.processes.web")
WORKERS = (("jobs.worker", "--count", "2"), ("jobs.schedule",))
SIZE, PACES, SEED = 300, [40.0, 20.0], 7
CUT_OFF_FOR = 8.0
"""Seconds after others have gone on: its lock is gone when it comes back."""


@pytest.mark.skipif(postgres.binaries() is None, reason=postgres.MISSING)
def test_a_worker_host_that_is_cut_off_loses_nothing_and_doubles_nothing() -> None:
    with hosts.network(**scene.SIMULATOR) as place, place.app():
        token = place.prepare()
        web = [place.host(WEB), place.host(WEB)]
        control = place.simulator.control
        base = [f"http://{host.address}" for host in web]
        control.configure(
            status_url=f"{base[0]}/webhooks/vonage/status", inbound_url=f"{base[1]}/webhooks/vonage/inbound"
        )
        hosts.wait_until_ready(web)
        staff = Staff(base[1])
        staff.join(f"/setup/{token}")
        first = place.host(*WORKERS)
        setting = scene.set_up(control, staff, SIZE, PACES, SEED)
        wait_for(lambda: settling.accepted(control) > 100, 60)
        second = place.host(*WORKERS)
        traffic = Traffic(control, staff, list(scene.NUMBERS), SEED)
        traffic.meet()
        traffic.begin(setting.phones)
        time.sleep(2)  # both are at work
        first.cut_off()
        at_the_cut = settling.accepted(control)
        scene.start(scene.upload(setting, len(setting.lists) - 1))
        wait_for(lambda: settling.accepted(control) > at_the_cut + 30, 60)
        time.sleep(CUT_OFF_FOR)
        first.connect()
        time.sleep(3)  # it comes back with what it had in its hands
        traffic.end()
        settling.settle(control, patient=False)
        offenders, numbers = settling.audited(control, staff)
        said = first.log() + second.log()
    broken = {promise: found for promise, found in offenders.items() if found}
    assert not broken, said[-8000:]
    assert numbers["recipients"] == (SIZE + 1) * 3
    assert numbers["accepted"] > 0.8 * SIZE * 3
    assert numbers["inbound"] > SIZE / 10
