"""Fields of triggers and steps: what can be chosen, and what was typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests import factories
from tests.services.workflows import stage
from webapp.db import db
from webapp.errors import Faults
from webapp.models.workflow import WorkflowState
from webapp.services.batches import listing
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


def test_an_old_batch_stays_chosen_and_two_of_one_name_are_told_apart(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_TO_CHOOSE_FROM", 2)
    old = factories.batch([], name="Spring letter")
    for day in (12, 13):
        made = {"number_id": old.number_id, "created_by": old.created_by}
        factories.batch([], name="Twice", created_at=datetime(2025, 3, day, tzinfo=UTC), **made)
    _, (_, newest), (_, other), *rest = chosen_from(TRIGGERS["recipient"], "batch", str(old.id))
    assert (newest, other) == ("Twice, made 13 Mar 2025, 00:00", "Twice, made 12 Mar 2025, 00:00")
    assert rest == [(str(old.id), "Spring letter")]


def test_what_is_archived_keeps_its_name(app: Flask) -> None:
    workflow = stage.live(stage.flow("message", stage.sms(1)), name="Reminder")
    workflow.state = WorkflowState.ARCHIVED
    db.session.flush()
    *_, last = chosen_from(STEPS["start_workflow"], "workflow", str(workflow.id))
    assert last == (str(workflow.id), "“Reminder”, which cannot be chosen any more")


def chosen_from(form: fields.Form, key: str, value: str) -> fields.Options:
    [shown] = [one for one in fields.shown(form, {key: value}) if one.field.key == key]
    return shown.options or []


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
