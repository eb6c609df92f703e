"""Tests that were made of a real conversation can be taken out again."""

from __future__ import annotations

from webapp.agents.eval_origins import without
from webapp.agents.eval_text import parse

TYPED = """# Ours
test: Hours
says: when are you open
contains: nine

test: Of twelve
# a note
conversation: 12
says: hello
answer: yes

test: Of both
conversation: 13
conversation: 12
says: hi
answer: yes

test: Of thirteen
conversation: 13
says: hi
answer: yes
"""


def test_what_was_made_of_a_conversation_goes_and_the_rest_stays() -> None:
    left = without(TYPED, [12])
    assert [case.name for case in parse(left).cases] == ["Hours", "Of thirteen"]
    assert left.startswith("# Ours\ntest: Hours\nsays: when are you open")
    assert "a note" not in left
    assert parse(left).mistakes == ()


def test_without_any_of_it_nothing_changes() -> None:
    assert without(TYPED, [14]) is TYPED
    assert without(TYPED, []) is TYPED
    assert without("", [12]) == ""


def test_all_of_it_may_go() -> None:
    assert without("test: One\nconversation: 12\nsays: hi\nanswer: yes", [12, 99]) == ""


def test_a_conversation_is_a_number() -> None:
    [mistake] = parse("test: One\nconversation: Carol\nsays: hi\nanswer: yes").mistakes
    assert mistake.sentence == "“Carol” is no conversation. It is a number, like 12."
