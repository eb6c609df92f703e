from __future__ import annotations

import stat
from pathlib import Path

import jwt
import pytest

from webapp.processes import secrets
from webapp.processes.fault import StartFault


def test_they_are_made_once_and_only_their_owner_can_read_them(tmp_path: Path) -> None:
    made = secrets.prepare(tmp_path, simulator=True)
    assert stat.S_IMODE((tmp_path / secrets.FILE).stat().st_mode) == 0o600
    assert secrets.prepare(tmp_path, simulator=True) == made
    assert [path.name for path in tmp_path.iterdir()] == [secrets.FILE]
    assert len(made["OUTBOUND_SECRET_KEY"]) >= 48


def test_the_simulator_can_check_what_the_application_signs(tmp_path: Path) -> None:
    made = secrets.prepare(tmp_path, simulator=True)
    token = jwt.encode({"sub": "Ada"}, made["SIMULATOR_PRIVATE_KEY"], algorithm="RS256")
    assert jwt.decode(token, made["SIMULATOR_PUBLIC_KEY"], algorithms=["RS256"]) == {"sub": "Ada"}


def test_the_simulators_come_when_they_are_first_wanted_and_what_a_person_wrote_stays(tmp_path: Path) -> None:
    file = tmp_path / secrets.FILE
    file.write_text('# ours\nVONAGE_API_KEY="abcd1234"\n\nOUTBOUND_SECRET_KEY=mine\n')
    assert secrets.prepare(tmp_path, simulator=False) == {
        "VONAGE_API_KEY": "abcd1234",
        "OUTBOUND_SECRET_KEY": "mine",
    }
    later = secrets.prepare(tmp_path, simulator=True)
    simulators = (*secrets.SIMULATOR_SECRETS, secrets.CONTROL_SECRET)
    assert later.keys() == {"VONAGE_API_KEY", "OUTBOUND_SECRET_KEY", *simulators}
    assert secrets.read(file) == later


def test_a_file_that_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / secrets.FILE
    file.write_text("OUTBOUND_SECRET_KEY=mine\n")
    file.chmod(0o644)
    secrets.read(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["no equals sign", "=value", "two words=value", "\xff"])
def test_a_broken_file_is_said_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    file = tmp_path / secrets.FILE
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(StartFault, match=r"secrets\.env"):
        secrets.prepare(tmp_path, simulator=True)
    assert file.read_bytes() == text.encode("latin-1")


def test_an_installation_from_before_the_control_api_was_closed_keeps_its_keys(tmp_path: Path) -> None:
    made = secrets.prepare(tmp_path, simulator=True)
    before = {name: value for name, value in made.items() if name != secrets.CONTROL_SECRET}
    (tmp_path / secrets.FILE).unlink()
    secrets._write(tmp_path / secrets.FILE, before)
    later = secrets.prepare(tmp_path, simulator=True)
    assert before.items() <= later.items()
    assert len(later[secrets.CONTROL_SECRET]) >= 43


def test_of_a_backup_only_what_is_about_outbound_is_kept() -> None:
    others = b"LD_PRELOAD=/x.so\nDATABASE_URL=sqlite:////y\nno line\n\n"
    kept, left_out = secrets.only_ours(b"# kept\nOUTBOUND_SECRET_KEY=a\n" + others + b"VONAGE_API_KEY=b\n")
    assert kept == b"# kept\nOUTBOUND_SECRET_KEY=a\nVONAGE_API_KEY=b\n"
    assert left_out == ["LD_PRELOAD", "DATABASE_URL", ""]
