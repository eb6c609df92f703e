"""Settings are checked by the fields that an action declares."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from webapp.services.actions.base import Action
from webapp.services.actions.registry import ALL


@pytest.mark.parametrize("action", ALL, ids=lambda action: action.kind)
def test_an_action_without_settings_says_what_is_missing_or_needs_none(action: Action) -> None:
    required = [field for field in action.fields if field.kind.required and not field.default]
    assert len(action.faults({})) == len(required)
    assert all(sentence.endswith(".") for sentence in action.faults({}))


@pytest.mark.parametrize("action", ALL, ids=lambda action: action.kind)
def test_a_setting_that_no_field_has_is_named(app: Flask, action: Action) -> None:
    factories.user(email=SAMPLES["member"])
    filled = {field.key: field.default or SAMPLES.get(field.key, "") for field in action.fields}
    assert action.faults(filled) == []
    assert action.faults({**filled, "colour": "red"}) == [f"“{action.word}” has no setting “colour”."]


SAMPLES = {
    "name": "visit", "value": "{{date}}", "label": "VIP", "text": "Hi", "url": "https://example.com/",
    "member": "bob@example.org", "reason": "Call them.",
}  # fmt: skip
