"""docs/simulator.md names every mood, setting and address of the simulated model."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tests.house.sources import ROOT
from webapp.simulator.model.moods import KINDS
from webapp.simulator.model.server import make_app
from webapp.simulator.model.settings import PREFIX, Settings

DOCS = (ROOT / "docs/simulator.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_mood_is_in_the_docs(kind) -> None:  # type: ignore[no-untyped-def]
    assert f"| `{kind.name}` | {kind.does} |" in DOCS


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_in_the_docs(field) -> None:  # type: ignore[no-untyped-def]
    assert f"`{PREFIX}{field.name.upper()}`" in DOCS


def test_every_address_is_in_the_docs() -> None:
    routes = make_app(Settings()).router.routes()
    asked = [f"{one.method} {one.resource.canonical}" for one in routes if one.resource]
    ours = [one for one in asked if "/control" in one or "/v1" in one]
    wanted = [one for one in ours if not one.startswith("HEAD")]
    assert len(wanted) == 7
    assert [one for one in wanted if f"`{one}" not in DOCS] == []
