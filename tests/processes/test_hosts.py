"""Several hosts need one folder for recordings, pictures and files."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from flask import Flask

from webapp import queue
from webapp.processes import hosts
from webapp.processes.fault import StartFault


def works_on(name: str) -> None:
    """A worker of that host has told Redis of itself."""
    key = f"rq:worker:{name}"
    told = {"birth": "2026-11-29T10:00:00.000000Z", "hostname": name, "queues": "default", "state": "idle"}
    queue.redis().hset(key, mapping=told)
    queue.redis().sadd("rq:workers", key)


def test_a_host_alone_needs_none(app: Flask) -> None:
    hosts.must_share_files(queue.redis(), None)
    works_on(socket.gethostname())
    hosts.must_share_files(queue.redis(), None)


def test_beside_another_one_it_is_refused_without(app: Flask) -> None:
    works_on("worker-2")
    works_on(socket.gethostname())
    assert hosts.others(queue.redis()) == ["worker-2"]
    with pytest.raises(StartFault, match=r"Workers of the host worker-2 .* set OUTBOUND_FILES"):
        hosts.must_share_files(queue.redis(), None)
    hosts.must_share_files(queue.redis(), Path("/srv/files"))
