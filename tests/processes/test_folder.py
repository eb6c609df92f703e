"""The data folder is closed to other users of the machine, whatever it was."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest

from webapp.processes import folder
from webapp.processes.fault import StartFault


def test_what_was_open_is_closed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    inner = data / "files" / "ab"
    inner.mkdir(parents=True)
    for path in (data / "outbound.db", inner / "one"):
        path.write_bytes(b"x")
        path.chmod(0o664)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"x")
    elsewhere.chmod(0o644)
    (data / "link").symlink_to(elsewhere)
    for path in (data, inner.parent, inner):
        path.chmod(0o775)
    folder.close_to_others(data)
    modes = {stat.S_IMODE(path.lstat().st_mode) for path in data.rglob("*") if not path.is_symlink()}
    assert modes == {0o600, 0o700}
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of someone else's")
def test_one_that_cannot_be_closed_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o755)  # whatever the umask is
    os.chown(data, 12345, 12345)
    with pytest.raises(StartFault, match="belongs to someone else"):
        folder.close_to_others(data)


def test_where_vonage_was_used_the_simulator_does_not_take_over_by_itself(tmp_path: Path) -> None:
    """A shell without the credentials, or a lost secrets.env: batches would run on, and reach no one."""
    folder.must_not_be_of_vonage(tmp_path)
    folder.remember_vonage(tmp_path)
    with pytest.raises(StartFault, match=f"remove the file {tmp_path / folder.OF_VONAGE}"):
        folder.must_not_be_of_vonage(tmp_path)
    (tmp_path / folder.OF_VONAGE).unlink()
    folder.must_not_be_of_vonage(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file of someone else's")
def test_a_file_that_another_user_made_is_named_with_its_remedy() -> None:
    """A command that was given with sudo, once. Others do not get into pytest's own folders."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        (data / "lost+found").mkdir(mode=0o700)
        (data / "lock").touch(mode=0o600)
        os.chown(data, 12345, 12345)
        try:
            os.seteuid(12345)
            with pytest.raises(StartFault, match=f"lock belongs to root, .*: sudo chown -R 12345 {data}"):
                folder.prepare(data)
            (data / "lock").unlink()
            folder.prepare(data)
        finally:
            os.seteuid(0)


def test_a_restore_that_was_interrupted_is_remembered(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), folder.restoring(tmp_path):
        raise RuntimeError
    with pytest.raises(StartFault, match="did not come to its end"):
        folder.must_be_whole(tmp_path)
    with folder.restoring(tmp_path):
        pass
    folder.must_be_whole(tmp_path)


def test_where_it_was_started_is_remembered(tmp_path: Path) -> None:
    assert folder.address(tmp_path) is None
    for address in ("http://127.0.0.1:8330", "https://outbound.example.org"):
        folder.remember_address(tmp_path, address)
        assert folder.address(tmp_path) == address
    assert (tmp_path / folder.ADDRESS).stat().st_mode & 0o077 == 0
    (tmp_path / folder.ADDRESS).write_bytes(b"\xff")
    folder.remember_address(tmp_path / "gone", "http://127.0.0.1:8330")
    assert folder.address(tmp_path) is folder.address(tmp_path / "gone") is None
