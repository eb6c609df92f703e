"""People want something else in the middle of a task."""

from __future__ import annotations

import pytest

from tests.agents.templates import practice
from webapp.agents.base import Conversation, Decision, Memory, Turn, Who
from webapp.agents.playbook.engine import Playbook
from webapp.agents.templates.registry import TEMPLATES


def talk(template: str, *texts: str, asked: str = "Are you interested?") -> Decision:
    """Each text gets its answer; the last one is returned."""
    memory = Memory()
    turns: tuple[Turn, ...] = (Turn(Who.STAFF, asked, practice.NOW),)
    for text in texts:
        turns = (*turns, Turn(Who.CONTACT, text, practice.NOW))
        said = Conversation(TEMPLATES[template].agent, practice.VIC, turns, practice.NOW, memory=memory)
        decision = Playbook().decide(said)
        memory, turns = decision.memory, (*turns, Turn(Who.AGENT, decision.say, practice.NOW))
    return decision


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        (["no", "nevermind, ill come"], "Comes"),
        (["no", "actually please cancel my appointment"], "Not coming"),
        (["no", "next tuesday", "please cancel my appointment"], "Not coming"),
        (["no", "friday", "3pm", "actually I can make it after all"], "Comes"),
        (["no", "friday", "never mind I'll keep my appointment"], "Comes"),
        (["no", "actually never mind I'll come"], "Comes"),
        (["no", "actually yes"], "Comes"),
        (["no", "sorry I meant yes"], "Comes"),
        (["no", "next tuesday", "3pm", "no", "no, cancel my appointment please"], "Not coming"),
    ],
)
def test_the_desk_leaves_the_task_for_it(texts: list[str], label: str) -> None:
    decision = talk("reminder_desk", *texts, asked=practice.ASKED)
    assert decision.labels == (label,) and decision.memory.task is None and not decision.runs


@pytest.mark.parametrize("texts", [["Bob", "changed my mind, not interested"], ["no thanks"]])
def test_who_wants_nothing_any_more_is_not_asked_on(texts: list[str]) -> None:
    assert talk("lead_qualification", "yes", *texts).labels == ("Not interested",)


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["Bob", "a kitchen", "no", "in a few months"], {"time_frame": "in a few months"}),
        (["Bob", "a kitchen", "no thanks"], {"budget": ""}),
        (["Bob", "a kitchen", "no", "june", "no thanks"], {"email": ""}),
        (
            ["Bob", "I already have one, but want another"],
            {"interest": "I already have one, but want another"},
        ),
    ],
)
def test_what_answers_the_question_is_taken(texts: list[str], values: dict[str, str]) -> None:
    decision = talk("lead_qualification", "yes", *texts)
    assert decision.task == "lead" and values.items() <= decision.fields.items()


def test_a_reason_that_begins_like_a_yes_is_a_reason() -> None:
    said = ["no", "next tuesday", "3pm", "I am sick"]
    assert talk("reminder_desk", *said, asked=practice.ASKED).fields["reason"] == "I am sick"


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("four", "4"),
        ("quatre", "4"),
        ("4/5", "4"),
        ("⭐⭐⭐⭐", "4"),
        ("1 - you left me waiting 2 hours", "1"),
    ],
)
def test_a_score_is_taken_however_it_is_written(text: str, score: str) -> None:
    decision = talk("feedback", text, asked="How was it? Answer from 1 to 5.")
    assert decision.fields == {"score": score}


@pytest.mark.parametrize("text", ["10", "it took me 4 hours to get there", "4 or 5?"])
def test_what_is_no_score_is_none(text: str) -> None:
    assert not talk("feedback", text, asked="How was it? Answer from 1 to 5.").fields


@pytest.mark.parametrize("text", ["?", "???", "😢", "🤷‍♀️"])
def test_a_sign_that_tells_something_gets_an_answer(text: str) -> None:
    assert talk("reminder_desk", text, asked=practice.ASKED).say


def test_an_angry_face_is_for_people() -> None:
    decision = talk("reminder_desk", "😡", asked=practice.ASKED)
    assert decision.handoff is not None and decision.handoff.kind == "upset"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is Bo", "Bo"),
        ("It's Maria.", "Maria"),
        ("X", "X"),
        ("why do you need my name?", None),
        ("no", None),
    ],
)
def test_a_name_is_the_name_alone(text: str, name: str | None) -> None:
    decision = talk("lead_qualification", "yes", text)
    assert decision.fields.get("name") == name and decision.task == "lead"


def test_a_politely_put_yes_to_what_was_read_back_is_one() -> None:
    said = ("no", "friday", "3pm", "no", "yes if that's ok")
    assert talk("reminder_desk", *said, asked=practice.ASKED).runs


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("yes except the day", "Which day"),
        ("yes all right except the time should be 4", ""),
        ("almost right", ""),
    ],
)
def test_what_is_right_but_for_one_thing_is_not_right(text: str, asks: str) -> None:
    decision = talk("reminder_desk", "no", "friday", "3pm", "no", text, asked=practice.ASKED)
    assert not decision.runs and decision.task == "move" and asks in decision.say


@pytest.mark.parametrize("text", ["a", "what", "the"])
def test_a_word_that_says_nothing_means_no_entry(text: str) -> None:
    assert talk("feedback", text).handoff is None and not talk("feedback", text).labels


@pytest.mark.parametrize("text", ["actually no", "oops sorry, no"])
def test_who_takes_back_a_yes_in_a_word_is_heard(text: str) -> None:
    assert talk("reminder_desk", "yes", text, asked=practice.ASKED).labels == ("Moving",)


@pytest.mark.parametrize("text", ["2 hours waiting!!", "3 people were rude"])
def test_what_a_number_counts_is_no_score(text: str) -> None:
    assert "score" not in talk("feedback", text).fields


@pytest.mark.parametrize(
    ("text", "labels"),
    [("It wasn't bad", ("Happy",)), ("no complaints", ("Happy",)), ("it was bad", ("Unhappy",))],
)
def test_what_is_not_bad_is_good(text: str, labels: tuple[str, ...]) -> None:
    assert talk("feedback", text).labels == labels
