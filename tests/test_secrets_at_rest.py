"""A secret in the database opens with the installation's own secret, and with nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from webapp import secrets_at_rest
from webapp.errors import Fault

KEY = "sk-Ünïcode and blanks\n"


def test_what_is_sealed_can_be_opened(app: Flask) -> None:
    sealed = secrets_at_rest.seal(KEY)
    assert secrets_at_rest.unseal(sealed) == KEY
    assert "sk-" not in sealed
    assert sealed.isascii()
    assert secrets_at_rest.seal(KEY) != sealed, "or equal secrets could be told"
    assert secrets_at_rest.unseal(secrets_at_rest.seal("")) == ""


def test_another_installation_cannot_open_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = secrets_at_rest.seal(KEY)
    changed = replace(app.config["SETTINGS"], secret_key="x" * 32)
    monkeypatch.setitem(app.config, "SETTINGS", changed)
    with pytest.raises(Fault, match="type it in again") as raised:
        secrets_at_rest.unseal(sealed)
    assert sealed not in str(raised.value)


@pytest.mark.parametrize(
    "damage", [lambda text: text[:-1], lambda text: "x" + text[1:], lambda text: "é", str.lower]
)
def test_what_is_damaged_is_a_fault(app: Flask, damage) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Fault):
        secrets_at_rest.unseal(damage(secrets_at_rest.seal(KEY)))
