"""A task, as its form has it."""

from __future__ import annotations

import pytest

from tests.services.agents.editing.forms import item_faults, written
from webapp.agents.definition import Field, FieldKind, PlaybookEntry, Task
from webapp.agents.stored import Definition
from webapp.errors import Fault
from webapp.services.agents.editing.tasks import KIND, KINDS, kinds

FIELDS = (
    Field(
        "day", "Day", FieldKind.DATE, question="Which day?", questions={"es": "¿Qué día?"}, past_allowed=True
    ),
    Field("why", "Why", FieldKind.CHOICE, required=False, choices=("pain", "check"), labels={"de": "Grund"}),
)
VISIT = Task("visit", "Visit", "They want to come.", FIELDS, True, "Noted.", True, {"es": "Anotado."})
DESK = Definition(tasks=(VISIT, Task("other", "Other", fields=FIELDS[:1])))


@pytest.mark.parametrize("key", ["visit", "other"])
def test_what_is_shown_is_what_is_saved(key: str) -> None:
    assert written(KIND, DESK, key) == DESK.tasks


def test_every_kind_of_field_has_its_word() -> None:
    assert {value for value, _ in kinds()} == set(KINDS)


def test_what_the_form_does_not_show_of_a_field_stays() -> None:
    [task, _] = written(KIND, DESK, "visit", field__0__label="Date", field__0__question="When?")
    assert task.fields[0].past_allowed
    assert (task.fields[0].key, task.fields[0].questions) == ("day", {"es": "¿Qué día?"})


def test_two_fields_of_one_name_have_two_keys() -> None:
    rows = {"field__5__label": "Day", "field__5__kind": "text"}
    [task, _] = written(KIND, DESK, "visit", **rows)
    assert [field.key for field in task.fields] == ["day", "why", "day_2"]


def test_a_forged_key_of_another_field_is_not_taken_twice() -> None:
    rows = {"field__5__label": "Other", "field__5__kind": "text", "field__5__key": "day"}
    [task, _] = written(KIND, DESK, "visit", **rows)
    assert [field.key for field in task.fields] == ["day", "why", "other"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"done": "{{"}, "done"),
        ({"done_es": "{{"}, "done_es"),
        ({"field__0__label": ""}, "field-0-label"),
        ({"field__0__kind": "magic"}, "field-0-kind"),
        ({"field__0__question": "x" * 301}, "field-0-question"),
        ({"field__0__question_fr": "x" * 301}, "field-0-question_fr"),
        ({"field__1__choices": "one"}, "field-1-choices"),
        ({"field__1__choices": ",".join(map(str, range(21)))}, "field-1-choices"),
    ],
)
def test_faults_name_their_field(changes: dict[str, str], field: str) -> None:
    assert list(item_faults(KIND, DESK, "visit", **changes)) == [field]


def test_a_task_without_fields_and_one_with_too_many_are_refused() -> None:
    assert list(item_faults(KIND, DESK, None, name="Empty")) == ["field"]
    many = {f"field__{n}__label": f"Field {n}" for n in range(21)} | {
        f"field__{n}__kind": "text" for n in range(21)
    }
    assert list(item_faults(KIND, DESK, None, name="Many", **many)) == ["field"]


def test_a_task_in_use_is_not_removed() -> None:
    begins = Definition(tasks=DESK.tasks, playbook=(PlaybookEntry("a", "Appointment", ("x",), task="visit"),))
    with pytest.raises(Fault, match="The answer “Appointment” begins this task"):
        KIND.remove(begins, "visit")
    assert KIND.remove(begins, "other") == (VISIT,)
