"""Fields of triggers and steps: what can be chosen, and what was typed."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from webapp.errors import Faults
from webapp.services.workflows.steps.registry import STEPS
from webapp.services.workflows.triggers.registry import TRIGGERS
from webapp.views.workflows import fields


@pytest.mark.parametrize("form", [*STEPS.values(), *TRIGGERS.values()], ids=lambda form: form.kind)
def test_whatever_is_chosen_can_be_chosen(app: Flask, form: fields.Form) -> None:
    for one in fields.shown(form, {}):
        if one.field.kind.chosen or one.field.kind.choices:
            assert one.options, one.field.key
        if one.field.kind.box:
            assert one.options is None


def test_what_was_chosen_and_is_gone_is_said(app: Flask) -> None:
    number = factories.number()
    form = TRIGGERS["message"]
    [shown] = [one for one in fields.shown(form, {"number": "99"}) if one.field.key == "number"]
    assert (shown.options or [])[-1] == ("99", "“99”, which is not there any more")
    assert (str(number.id), number.label or "+1 202-555-0100") in (shown.options or [])


def test_faults_name_the_fields_of_the_form(app: Flask) -> None:
    sent = {"set-amount": " 0 ", "set-unit": "days", "other": "x"}
    typed = fields.typed(STEPS["wait"], sent)
    assert typed == {"amount": "0", "unit": "days"}
    with pytest.raises(Faults) as caught:
        fields.check(STEPS["wait"], typed)
    assert list(caught.value.by_field) == ["set-amount"]
    with pytest.raises(Faults):
        fields.check(STEPS["wait"], {"amount": "1" * 6000})


def test_rows_of_a_public_form_come_back_as_they_were_typed() -> None:
    form = TRIGGERS["form"]
    sent = {"set-title": "A quote", "set-fields-rows": "yes", "set-fields-0-label": "Phone",
            "set-fields-0-kind": "phone", "set-fields-1-label": "Size", "set-fields-1-kind": "choice",
            "set-fields-1-choices": "Large"}  # fmt: skip
    typed = fields.typed(form, sent)
    with pytest.raises(Faults) as caught:
        fields.check(form, typed, sent)
    assert set(caught.value.by_field) == {"set-fields-0-required", "set-fields-1-choices"}
    [rows] = [one.rows for one in fields.shown(form, typed, sent) if one.rows is not None]
    assert [(row.label, row.required, row.choices) for row in rows] == [
        ("Phone", False, ""),
        ("Size", False, "Large"),
    ]
    good = {**sent, "set-fields-0-required": "yes", "set-fields-1-kind": "name"}
    assert (fields.typed(form, good)["name_field"], fields.check(form, fields.typed(form, good), good)) == (
        "Size",
        None,
    )
