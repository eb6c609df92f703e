"""Common passwords are refused, in any case and with digits around them; good ones are not."""

from __future__ import annotations

import hashlib
import json

import pytest

from webapp.services.team import common_passwords
from webapp.services.team.common_passwords import FOLDER, is_common


def test_the_list_is_the_one_that_the_manifest_names() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name
    assert manifest["passwords"] == len(common_passwords._list() - {""}) >= 12_000


@pytest.mark.parametrize(
    "password",
    """password Password123 PASSWORD1234! p@ssw0rd123 1234567890 qwertyuiop 1q2w3e4r5t zxcvbnm123 asdfghjkl;
    iloveyou12 sunshine2024 !dragon12345 welcome123 letmein1234 administrator changeme123 Michael123
    correcthorsebatterystaple outbound2026 trustno1trustno1 abc1234567 liverpool123 starwars!!""".split(),
)
def test_it_is_common(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    ["three unrelated words", "a long enough pass phrase", "another four unrelated words", "Xq7#mB2!vLp9",
     "gZ4ssKuchen-Ofen", "дом-река-окно-42", "dragon 4711 lamp 0815", "84721950613347"],
)  # fmt: skip
def test_it_is_not(password: str) -> None:
    assert not is_common(password)
