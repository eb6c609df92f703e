"""docs/simulator.md names every person, switch, setting and address that there is."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tests.simulator.server import ROOT, keys
from webapp.simulator.callees import CALLEES
from webapp.simulator.faults import KINDS
from webapp.simulator.people import PEOPLE
from webapp.simulator.server import make_app
from webapp.simulator.settings import Settings

DOCS = (ROOT / "docs/simulator.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("phone", [*PEOPLE, *CALLEES], ids=lambda phone: phone.digits or "any other")
def test_every_phone_is_in_the_docs(phone) -> None:  # type: ignore[no-untyped-def]
    assert f"| {f'`{phone.digits}`' if phone.digits else 'anything else'} | {phone.does} |" in DOCS


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_switch_is_in_the_docs(kind) -> None:  # type: ignore[no-untyped-def]
    assert f"| `{kind.name}` | " in DOCS


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_in_the_docs(field) -> None:  # type: ignore[no-untyped-def]
    assert f"`SIMULATOR_{field.name.upper()}`" in DOCS


def test_every_address_of_the_control_api_is_in_the_docs() -> None:
    app = make_app(Settings(application_id="a", public_key=keys()[1], signature_secret="s"))
    routes = [f"{route.method} {route.resource.canonical}" for route in app.router.routes() if route.resource]
    control = [route.replace("{name}", "{switch}") for route in routes if "/control" in route]
    asked_for = [route for route in control if not route.startswith("HEAD")]

    assert len(asked_for) == 21
    assert [each for each in asked_for if f"`{each}" not in DOCS] == []
