"""A backup's file: whole and private, or not there; what was damaged since is noticed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from webapp.backups import archive
from webapp.backups.archive import About
from webapp.dialects.base import DatabaseCopy
from webapp.processes.fault import StartFault

ABOUT = About("2026-11-29T02:00:00+00:00", "sqlite", "0043", "k", DatabaseCopy({"entry": 1}, {}, {}))
CONTENT = b"0123456789" * 30_000


def written(path: Path) -> Path:
    with archive.writing(path) as writer:
        writer.add("database/outbound.db", [CONTENT, CONTENT], packed=True)
        writer.add("files/one", [CONTENT])
        writer.finish(ABOUT)
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "one.zip")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with archive.reading(path) as backup:
        assert backup.about == ABOUT
        assert b"".join(backup.read("database/outbound.db")) == CONTENT * 2
        backup.check()
    assert [one.name for one in tmp_path.iterdir()] == ["one.zip"]


def test_one_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), archive.writing(tmp_path / "one.zip") as writer:
        writer.add("files/one", [CONTENT])
        raise OSError("full")
    assert list(tmp_path.iterdir()) == []


def test_none_is_overwritten(tmp_path: Path) -> None:
    with pytest.raises(StartFault, match="exists already"), archive.writing(written(tmp_path / "one.zip")):
        pass
    with archive.reading(tmp_path / "one.zip") as backup:
        backup.check()


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_one_changed_byte_is_noticed(tmp_path: Path, place: float) -> None:
    path = written(tmp_path / "one.zip")
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(content)
    with pytest.raises(StartFault, match="cannot be used"), archive.reading(path) as backup:
        backup.check()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(content)
    with pytest.raises(StartFault, match="is no backup"), archive.reading(path):
        pass
    with pytest.raises(StartFault, match="does not exist"), archive.reading(tmp_path / "none.zip"):
        pass


def test_half_of_one_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "one.zip")
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(StartFault), archive.reading(path):
        pass
