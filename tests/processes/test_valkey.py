from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import OutOfMemoryError

from tests.processes.house import wait_for
from webapp.processes import valkey
from webapp.processes.fault import StartFault


def test_it_listens_on_a_private_socket_only_appends_and_never_evicts(data: Path) -> None:
    data.mkdir()
    valkey.prepare(data)
    path = valkey.socket_path(data)
    server = subprocess.Popen(valkey.command(data), stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: valkey.answers(path))
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
        with Redis.from_url(valkey.url(path)) as redis:
            asked = ("port", "appendonly", "appendfsync", "maxmemory", "maxmemory-policy")
            assert [redis.config_get(name)[name] for name in asked] == [
                "0", "yes", "everysec", str(256 * 1024**2), "noeviction",
            ]  # fmt: skip
            redis.config_set("maxmemory", 1)
            with pytest.raises(OutOfMemoryError):
                redis.set("a", "b")
    finally:
        server.kill()
        server.wait()
    assert not valkey.answers(path)


@pytest.mark.parametrize("name", ["deep" * 30, "My Büro", "a=b", "caf\udce9"])
def test_a_path_that_will_not_do_for_a_socket_moves_it_to_a_private_folder(tmp_path: Path, name: str) -> None:
    data = tmp_path / name
    data.mkdir()
    path = valkey.socket_path(data)
    assert len(os.fsencode(path)) <= valkey.LONGEST_SOCKET_PATH
    assert path != valkey.socket_path(data / "another")
    valkey.prepare(data)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    server = subprocess.Popen(valkey.command(data), stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: valkey.answers(path))
        with Redis.from_url(valkey.url(path)) as redis:
            assert redis.client_info()["addr"]  # which each worker asks for, and dies where it cannot read it
    finally:
        server.kill()
        server.wait()
    shutil.rmtree(path.parent)


def test_a_folder_that_somebody_else_put_there_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "valkey").symlink_to(tmp_path / "theirs")
    with pytest.raises(StartFault, match="belongs to someone else"):
        valkey.prepare(tmp_path)
