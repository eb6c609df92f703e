"""Which columns of a list an agent's texts need."""

from __future__ import annotations

from webapp.agents.definition import Field, PlaybookEntry, Task
from webapp.agents.stored import Definition
from webapp.services.agents.evals import needs

VISIT = Task(
    "visit",
    "Visit",
    fields=(Field("new_date", "New date"),),
    done="{{New Date}} instead of {{visit_date}}.",
    done_in={"es": "{{sala}}"},
)


def test_columns_are_those_that_neither_a_contact_nor_a_task_has() -> None:
    entries = (
        PlaybookEntry("a", "A", ("a",), "{{first_name}}, {{Visit Date}} {{doctor|us}}", {"es": "{{place}}"}),
        PlaybookEntry("b", "B", ("b",), "{{new-date}}?", task="visit", only={"Status": "booked"}),
    )
    found = needs.columns(Definition(playbook=entries, tasks=(VISIT,)))
    assert found == ["Visit Date", "doctor", "place", "Status", "sala"]


def test_what_has_a_fallback_is_not_lacking() -> None:
    assert needs.lacking(("{{a}} {{b|c}} {{name}}", "{{A}} {{new_date}}")) == ["a", "new_date"]
    assert needs.lacking(("{{new_date}}",), VISIT) == []
