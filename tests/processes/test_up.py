"""The whole of `outbound up`: it gets ready, survives what kills its parts, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue, Worker
from rq.job import JobStatus

from tests.processes.conftest import Shared
from tests.processes.house import House, alive, children, refused, wait_for
from webapp.processes import up, valkey, web

pytestmark = pytest.mark.processes


@pytest.fixture
def redis(house: House) -> Iterator[Redis]:
    with Redis(unix_socket_path=str(valkey.socket_path(house.data))) as connection:
        yield connection


def test_it_says_where_it_is_and_how_to_make_the_first_admin(house: House) -> None:
    assert "Getting the database ready" in house.said
    assert f"Outbound is ready: {house.url}" in house.said
    link = house.told(r"first admin \(the link works once\): http://127.0.0.1:\d+(/setup/\S+)")
    assert house.get(link) == 200


def test_what_it_writes_is_for_its_owner_only(house: House) -> None:
    assert stat.S_IMODE(house.data.stat().st_mode) == 0o700
    open_to_others = [
        path for path in house.data.rglob("*") if path.lstat().st_mode & 0o077 and not path.is_symlink()
    ]
    assert open_to_others == []


def test_a_second_one_on_the_same_folder_is_refused(house: House) -> None:
    said = refused("up", "--port", "0", data=house.data)
    assert f"already runs on {house.data} (process {house.pid})" in said
    assert house.get("/healthz") == 200


@pytest.mark.parametrize(
    ("words", "which"),
    [
        pytest.param(("gunicorn",), 0, id="web"),
        pytest.param(("gunicorn",), -1, id="the web's process"),
        pytest.param(("jobs.worker",), 0, id="workers"),
        pytest.param(("jobs.worker",), -1, id="one worker"),
        pytest.param(("jobs.schedule",), 0, id="scheduler"),
        pytest.param(("valkey-server",), 0, id="valkey"),
        pytest.param(("webapp.simulator",), 0, id="simulator"),
    ],
)
def test_what_is_killed_comes_back(house: House, words: tuple[str, ...], which: int) -> None:
    wait_for(lambda: len(house.standing("gunicorn")) == 1 + web.workers)
    before = house.standing(*words)
    os.kill(before[which], signal.SIGKILL)
    wait_for(lambda: not alive(before[which]))

    wait_for(lambda: len(house.standing(*words)) == len(before) and house.standing(*words) != before, 30)
    assert house.get("/healthz") == 200


def test_a_web_that_is_started_again_refuses_no_connection(house: House) -> None:
    web = house.find("gunicorn")
    os.kill(web[0], signal.SIGKILL)
    wait_for(lambda: not any(alive(pid) for pid in web))
    assert house.get("/healthz", seconds=30) == 200  # this one waited at the door


def test_work_goes_on_after_a_worker_and_valkey_died(house: House, redis: Redis, tmp_path: Path) -> None:
    os.kill(house.find("valkey-server")[0], signal.SIGKILL)
    os.kill(house.find("jobs.worker")[-1], signal.SIGKILL)
    wait_for(lambda: valkey.answers(valkey.socket_path(house.data)))

    Queue("dispatch", connection=redis).enqueue("os.mkdir", str(tmp_path / "done"))
    wait_for((tmp_path / "done").exists, 15)


@pytest.mark.long
def test_work_goes_on_after_valkeys_file_broke_while_it_ran(
    house: House, redis: Redis, tmp_path: Path
) -> None:
    folder = valkey.folder(house.data)
    (folder / "appendonlydir" / "appendonly.aof.manifest").write_text("this was a disk once\n")
    os.kill(house.find("valkey-server")[0], signal.SIGKILL)
    wait_for(lambda: any("valkey cannot read its file; moved to" in line for line in house.lines), 30)
    wait_for(lambda: valkey.answers(valkey.socket_path(house.data)), 30)
    Queue("dispatch", connection=redis).enqueue("os.mkdir", str(tmp_path / "done"))
    wait_for((tmp_path / "done").exists, 60)
    for aside in house.data.glob("valkey-unreadable-*"):
        shutil.rmtree(aside)
    house.end()


@pytest.mark.long
def test_a_job_ends_with_the_worker_that_is_killed(house: House, redis: Redis) -> None:
    job = Queue("dispatch", connection=redis).enqueue("time.sleep", 60)
    wait_for(lambda: job.get_status() == JobStatus.STARTED)
    job.refresh()
    worker = Worker.find_by_key(f"{Worker.redis_worker_namespace_prefix}{job.worker_name}", redis)
    (horse,) = children(worker.pid)
    os.kill(worker.pid, signal.SIGKILL)

    wait_for(lambda: not alive(horse), 2)


def test_sigterm_ends_everything_within_five_seconds_even_in_the_middle_of_a_job(
    house: House, redis: Redis
) -> None:
    before, said = len(house.find("jobs.worker")), len(house.said)
    Queue("default", connection=redis).enqueue("time.sleep", 60)
    wait_for(lambda: len(house.find("jobs.worker")) > before)

    left, seconds = house.end(signal.SIGTERM)

    assert left == set()
    assert seconds < 5
    assert house.process.returncode == 0
    assert "Traceback" not in house.said[said:], "before, tests have killed its Valkey"


@pytest.mark.long
def test_sigkill_of_the_supervisor_ends_everything_and_a_broken_valkey_file_stops_nobody(
    shared: Shared, house: House
) -> None:
    data = house.data
    secrets = (data / "secrets.env").read_bytes()
    left, _ = house.end(signal.SIGKILL)
    assert left == set()
    (data / "valkey" / "appendonlydir" / "appendonly.aof.manifest").write_text("this was a disk once\n")

    again = shared.running()
    assert again.get("/healthz") == 200

    (aside,) = data.glob("valkey-unreadable-*")
    assert f"moved to {aside}" in again.said
    assert (data / "secrets.env").read_bytes() == secrets


def test_for_a_machine_each_line_is_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = (
        ("web", '{"event": "not stored", "level": "error"}'),
        (None, "Outbound is ready"),
        ("valkey", "7"),
    )
    monkeypatch.setenv("OUTBOUND_LOG_FORMAT", "json")
    for name, line in said:
        up._print(name, line)
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"program": "web", "event": "not stored", "level": "error"},
        {"program": "outbound", "event": "Outbound is ready"},
        {"program": "valkey", "event": "7"},
    ]
    monkeypatch.setenv("OUTBOUND_LOG_FORMAT", "")
    up._print("web", "not stored")
    assert capsys.readouterr().out == "web       | not stored\n"


def test_a_key_that_is_gone_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OUTBOUND_DATA", str(tmp_path))
    monkeypatch.delenv("OUTBOUND_SECRET_KEY", raising=False)
    (tmp_path / "outbound.db").touch()
    told = []
    for _ in range(2):
        with up._ready_to_start(up.Options(port=0)) as startup:
            up._announce(startup, None)
        told.append("secrets.env was not there" in capsys.readouterr().out)
    assert told == [True, False]
