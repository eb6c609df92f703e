"""What is sealed is not readable without the secret of this installation."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp import sealing

CANARY = "canary-4711-käse"


def test_what_was_sealed_comes_back_and_is_not_seen(app: Flask) -> None:
    first, second = sealing.seal(CANARY), sealing.seal(CANARY)
    assert (sealing.unseal(first), sealing.unseal(second)) == (CANARY, CANARY)
    assert first != second
    assert b"canary" not in first


def test_another_installation_cannot_read_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = sealing.seal(CANARY)
    monkeypatch.setitem(app.extensions, "sealing", "another secret of another installation")
    with pytest.raises(sealing.NotOurs):
        sealing.unseal(sealed)


def test_what_was_tampered_with_is_not_believed(app: Flask) -> None:
    sealed = bytearray(sealing.seal(CANARY))
    sealed[20] ^= 1
    with pytest.raises(sealing.NotOurs):
        sealing.unseal(bytes(sealed))
