"""The data folder: made private, proved writable, and used by one `outbound up` at a time."""

from __future__ import annotations

import fcntl
import os
import pwd
import shlex
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from webapp.processes.fault import StartFault

RESTORING = "restoring"
"""A file that is there while a backup is put back, and stays where that was interrupted."""
OURS = ("lock", "secrets.env", "outbound.db", "outbound.db-wal", "outbound.db-shm", "valkey", "files")
"""What we have to write to; what else lies there (lost+found, say) is none of ours."""
OF_VONAGE = "sent-through-vonage"
"""A file that is there once Outbound has started with Vonage's credentials, and what stands in it."""
ABOUT_VONAGE = "Outbound starts here with Vonage's credentials only. Remove this file to use the simulator.\n"
ADDRESS = "address"
"""A file with the public address with which Outbound was started last, for links that commands print."""
LOCK_PATIENCE = 2.0
"""Seconds that a new start waits for the processes of a killed one, which are about to end."""


def prepare(folder: Path, what: str = "data folder", variable: str = "OUTBOUND_DATA") -> None:
    """Make `folder` (0700) where it is missing and try to write in it. Raises StartFault.

    `what` it is, and the `variable` that names it.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"?")
    except OSError as error:
        raise StartFault(
            f"The {what} {folder} cannot be used: {error.strerror}. "
            f"Set {variable} to a folder that you may write to, on a disk with room."
        ) from error
    _must_be_ours(folder)


def _must_be_ours(folder: Path) -> None:
    """What a command that was given as root has made, say: its log beside a database is enough."""
    me = os.geteuid()
    for path in filter(Path.exists, map(folder.joinpath, OURS)):
        owner = path.stat().st_uid
        if owner != me and not os.access(path, os.R_OK | os.W_OK, effective_ids=True):
            raise StartFault(
                f"{path} belongs to {_user(owner)}, and Outbound, which runs as {_user(me)}, cannot use it. "
                f"Give it all back, with: sudo chown -R {_user(me)} {shlex.quote(str(folder))}"
            )


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # of a container, or of another host
        return str(number)


def close_to_others(folder: Path) -> None:
    """Folders 0700 and files 0600, all that is ours in it, whatever made them.

    Raises StartFault when the folder itself is someone else's and open to others.
    """
    for path in (folder, *folder.rglob("*")):
        with suppress(FileNotFoundError):  # removed meanwhile
            found = path.lstat()
            if found.st_uid == os.geteuid() and not stat.S_ISLNK(found.st_mode) and found.st_mode & 0o077:
                path.chmod(stat.S_IMODE(found.st_mode) & 0o700)
    if folder.stat().st_mode & 0o077:
        raise StartFault(
            f"The data folder {folder} is open to others, and belongs to someone else, so it stays that way. "
            "Set OUTBOUND_DATA to a folder of your own."
        )


def must_be_whole(folder: Path) -> None:
    """Raises StartFault where a restore was interrupted: what it would send again is not held yet."""
    if (folder / RESTORING).exists():
        raise StartFault(
            "A backup was being restored here and that did not come to its end. "
            "Run `./outbound restore FILE --overwrite` again."
        )


def remember_vonage(folder: Path) -> None:
    """From now on it is not started without Vonage by mistake."""
    mark = folder / OF_VONAGE
    if not mark.exists():
        mark.write_text(ABOUT_VONAGE, encoding="utf-8")


def must_not_be_of_vonage(folder: Path) -> None:
    """Before the simulator carries everything. Raises StartFault where real people wait for what is sent."""
    if (mark := folder / OF_VONAGE).exists():
        raise StartFault(
            "Outbound has sent through Vonage here, and Vonage’s credentials are missing now: set VONAGE_… "
            "again, as they were. With the simulator, what waits would be marked as sent and reach no one. "
            f"If that is what you want, remove the file {mark} and start again."
        )


def remember_address(folder: Path, address: str) -> None:
    """Not on a disk that is full: then commands go by the usual one."""
    with suppress(OSError):
        (folder / ADDRESS).touch(mode=0o600)
        (folder / ADDRESS).write_text(f"{address}\n", encoding="utf-8")


def address(folder: Path) -> str | None:
    """Where it was started last; None where that is not known."""
    try:
        said = (folder / ADDRESS).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return said if said.startswith(("http://", "https://")) else None


@contextmanager
def restoring(folder: Path) -> Iterator[None]:
    """Nothing starts here until the body has come to its end. Under the folder's lock."""
    mark = folder / RESTORING
    mark.touch(mode=0o600)
    yield
    mark.unlink()


@contextmanager
def lock(folder: Path) -> Iterator[int]:
    """Hold the folder's lock; yields its file descriptor, for children to inherit.

    So the folder is free again only when the last of them has ended. Raises StartFault.
    """
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait_for_lock(descriptor, folder)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _wait_for_lock(descriptor: int, folder: Path) -> None:
    deadline = time.monotonic() + LOCK_PATIENCE
    while not _locked(descriptor):
        if time.monotonic() > deadline:
            pid = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise StartFault(
                f"Outbound already runs on {folder} (process {pid}). "
                "Stop that one first, or set OUTBOUND_DATA to another folder."
            )
        time.sleep(0.05)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
