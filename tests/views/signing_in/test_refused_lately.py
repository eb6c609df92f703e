"""Who was told to wait just now is remembered, for seconds."""

from __future__ import annotations

import pytest

from webapp.views.signing_in import refused_lately
from webapp.views.signing_in.refused_lately import RefusedLately


def test_it_is_remembered_until_it_may_be_tried_again_or_is_forgotten() -> None:
    lately = RefusedLately[str]()
    lately.add("ada", 40)
    lately.add("bea", 0)
    assert (lately.seconds("ada"), lately.seconds("bea"), lately.seconds("eve")) == (40, 0, 0)
    lately.forget("ada")
    lately.forget("ada")
    assert lately.seconds("ada") == 0


def test_it_is_remembered_for_seconds_and_of_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refused_lately, "MOST", 2)
    lately = RefusedLately[str]()
    for name in ("ada", "bea", "cy"):
        lately.add(name, 40)
    assert [lately.seconds(name) for name in ("ada", "bea", "cy")] == [40, 40, 0]
    monkeypatch.setattr(refused_lately, "KEPT_SECONDS", 0.0)
    assert lately.seconds("ada") == 0
    lately.add("cy", 40)
    monkeypatch.setattr(refused_lately, "KEPT_SECONDS", 5.0)
    assert [lately.seconds(name) for name in ("ada", "bea", "cy")] == [0, 0, 40]
