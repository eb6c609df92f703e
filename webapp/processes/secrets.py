"""The secrets of an installation: made once, kept in a file that only its owner can read."""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path

from webapp.processes.fault import StartFault

FILE = "secrets.env"
OURS = ("OUTBOUND_", "VONAGE_", "SIMULATOR_")
"""How the names begin that a backup may bring: any other would be set for all of our processes, too."""
SIMULATOR_SECRETS = (
    "SIMULATOR_APPLICATION_ID",
    "SIMULATOR_PRIVATE_KEY",
    "SIMULATOR_PUBLIC_KEY",
    "SIMULATOR_API_KEY",
    "SIMULATOR_API_SECRET",
    "SIMULATOR_SIGNATURE_SECRET",
)

CONTROL_SECRET = "SIMULATOR_CONTROL_SECRET"  # noqa: S105  (its name)
"""Of the simulators' control API, which every user of the machine can reach."""


def prepare(folder: Path, simulator: bool) -> dict[str, str]:
    """The secrets in `folder`; makes those that are missing, the simulator's only when it is wanted."""
    path = folder / FILE
    known = read(path)
    made = dict(known)
    made.setdefault("OUTBOUND_SECRET_KEY", secrets.token_urlsafe(48))
    if simulator and not all(made.get(name) for name in SIMULATOR_SECRETS):
        made.update(_account())
    if simulator:
        made.setdefault(CONTROL_SECRET, secrets.token_urlsafe(32))
    if made != known:
        _write(path, made)
    return made


def read(path: Path) -> dict[str, str]:
    """NAME=value lines as systemd reads them too; empty when there is no file. Raises StartFault."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise StartFault(f"{path} cannot be read: {error}. Fix it, or restore it from a backup.") from error
    return dict(_pair(path, line) for line in lines if line.strip() and not line.startswith("#"))


def only_ours(content: bytes) -> tuple[bytes, list[str]]:
    """The lines that are about Outbound; and the names of those that are left out."""
    lines = content.decode("utf-8", "replace").splitlines()
    kept = [line for line in lines if line.startswith("#") or _name(line).startswith(OURS)]
    left = [_name(line) for line in lines if line.strip() and line not in kept]
    return "".join(f"{line}\n" for line in kept).encode(), left


def _name(line: str) -> str:
    name, equals, _ = line.partition("=")
    return name if equals and name.isidentifier() else ""


def _pair(path: Path, line: str) -> tuple[str, str]:
    name, equals, value = line.partition("=")
    if not equals or not name.isidentifier():
        raise StartFault(f"{path} has a line that is not NAME=value. Fix it, or restore it from a backup.")
    return name, value.strip().strip('"').replace("\\n", "\n")


def _write(path: Path, values: Mapping[str, str]) -> None:
    text = "# Made by Outbound. Keep it with your backups and show it to no one.\n"
    for name, value in values.items():
        one_line = value.replace("\n", "\\n")
        text += f'{name}="{one_line}"\n'
    write(path, text.encode())


def write(path: Path, content: bytes) -> None:
    """Whole or not at all, whatever happens in between: a half-written key would lock everyone out."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secrets-")  # mkstemp makes it 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        Path(draft).unlink(missing_ok=True)
        raise StartFault(f"{path} cannot be written: {error.strerror}.") from error
    _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(descriptor)
    os.close(descriptor)


def _account() -> dict[str, str]:
    """A made-up Vonage account for the simulator, with a real key pair (PKCS#8, as Vonage hands them out)."""
    from cryptography.hazmat.primitives import serialization  # only at the first start: it costs memory
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    values = (
        str(uuid.uuid4()),
        private.decode("ascii").strip(),
        public.decode("ascii").strip(),
        secrets.token_hex(4),
        secrets.token_urlsafe(16),
        secrets.token_urlsafe(32),
    )
    return dict(zip(SIMULATOR_SECRETS, values, strict=True))
