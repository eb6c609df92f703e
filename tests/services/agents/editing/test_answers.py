"""An answer, as its form has it."""

from __future__ import annotations

import pytest

from tests.services.agents.editing.forms import item_faults, sent, written
from webapp.agents.definition import Label, PlaybookEntry, Task
from webapp.agents.stored import Definition
from webapp.errors import NotFound
from webapp.services.agents.editing.answers import KIND
from webapp.services.agents.editing.typed import Typed

ENTRIES = (
    PlaybookEntry(
        "hours",
        "Hours",
        ("when are you open",),
        "Nine to five.",
        {"es": "De 9 a 17."},
        ask="When are you open?",
        asks={"es": "¿Cuándo abren?"},
    ),
    PlaybookEntry("visit", "Visit", ("a visit",), "Gladly.", task="visit", labels=("keen",), only={"a": "b"}),
    PlaybookEntry("angry", "Angry", ("you are awful",), handoff="They are angry.", reaches_goal=True),
)
DESK = Definition(playbook=ENTRIES, tasks=(Task("visit", "Visit"),), labels=(Label("keen"),))


@pytest.mark.parametrize("key", ["hours", "visit", "angry"])
def test_what_is_shown_is_what_is_saved(key: str) -> None:
    assert written(KIND, DESK, key) == ENTRIES


def test_a_new_one_comes_last_with_a_key_of_its_own() -> None:
    added = written(KIND, DESK, None, name="Hours", phrases="open?", answer="Yes.")[-1]
    assert added == PlaybookEntry("hours_2", "Hours", ("open?",), "Yes.")


def test_what_follows_is_one_thing() -> None:
    assert written(KIND, DESK, "visit", then="handoff:", reason="x")[1].task is None
    assert written(KIND, DESK, "angry", then="", answer="Sorry.")[2].handoff is None


def test_an_answer_in_a_language_that_is_not_shown_stays() -> None:
    whole = sent(KIND.shape, KIND.show(DESK, "hours"))
    without = Typed({name: value for name, value in whole.values.items() if name != "answer_es"})
    assert KIND.read(without, DESK, "hours")[0].answers == {"es": "De 9 a 17."}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ask": "x" * 81}, "ask"),
        ({"ask_es": "x" * 81}, "ask_es"),
        ({"name": ""}, "name"),
        ({"phrases": ""}, "phrases"),
        ({"answer": ""}, "answer"),
        ({"answer": "{{"}, "answer"),
        ({"answer_es": "}}"}, "answer_es"),
        ({"then": "task:none"}, "then"),
        ({"then": "dance"}, "then"),
        ({"only__0__value": "x"}, "only-0-column"),
    ],
)
def test_faults_name_their_field(changes: dict[str, str], field: str) -> None:
    assert list(item_faults(KIND, DESK, "hours", **changes)) == [field]


def test_one_is_removed_and_none_that_is_not_there() -> None:
    assert KIND.remove(DESK, "visit") == (ENTRIES[0], ENTRIES[2])
    with pytest.raises(NotFound):
        KIND.remove(DESK, "none")
