"""A task is talked through: Maria moves her appointment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agents.people import DESK, MOVE, conversation
from webapp.agents.base import Decision, HandoffKind, Memory, OpenTask
from webapp.agents.definition import Field, FieldKind, Task
from webapp.agents.fields import is_valid
from webapp.agents.playbook.engine import Playbook

FULL = {"day": "2026-03-03", "hour": "15:30", "note": ""}


def talk(*texts: str, memory: Memory = Memory(), task: Task = MOVE) -> Decision:  # noqa: B008
    """Each text gets its answer; the last one is returned."""
    agent = replace(DESK, tasks=(task,))
    for text in texts:
        decision = Playbook().decide(conversation(text, agent=agent, memory=memory))
        memory = decision.memory
    return decision


def test_a_yes_after_the_day_is_over_asks_for_another_day() -> None:
    memory = Memory(OpenTask("move", {**FULL, "day": "2026-02-27"}, confirming=True))
    late = talk("yes", memory=memory)
    assert not late.runs and late.say == "That is in the past. Please give a date and time still to come."
    assert late.memory.task is not None and late.memory.task.asked == "day"
    again = talk("tomorrow", memory=late.memory)
    assert again.confirm and again.fields["day"] == "2026-03-03"


def waiting(unsure: int = 0) -> Memory:
    return Memory(OpenTask("move", FULL, confirming=True), unsure=unsure)


def test_field_after_field_then_read_back_then_it_runs() -> None:
    said = ["can we reschedule", "tomorrow", "15:30", "no"]
    assert talk(*said[:1]).say == "No problem. Which day suits you?"
    assert talk(*said[:2]).say == "At what time?"
    assert talk(*said[:3]).say == "Anything we should know?"
    asked = talk(*said)
    assert asked.say == "Just to be sure:\nDay: Tuesday, 3 March 2026\nTime: 15:30\nIs that right? (yes/no)"
    assert asked.confirm and not asked.runs and asked.fields == FULL
    done = talk(*said, "Yes please")
    assert done.runs and done.task == "move" and done.fields == FULL
    assert done.say == "Done, see you on Tuesday, 3 March 2026 at 15:30."
    assert done.goal is not None and done.goal.reached
    assert done.memory == Memory()


def test_what_was_said_already_is_not_asked_for() -> None:
    assert talk("can we reschedule", "tomorrow at 15:30").say == "Anything we should know?"


@pytest.mark.parametrize(
    ("text", "say", "fields"),
    [
        ("Thursday afternoon", "At what time?", {"day": "2026-03-05"}),
        ("Thursday at 15:30", "Anything we should know?", {"day": "2026-03-05", "hour": "15:30"}),
        ("tomorrow doesn't work, can we do Thursday?", "At what time?", {"day": "2026-03-05"}),
        ("Thursday at 3", "Anything we should know?", {"day": "2026-03-05", "hour": "15:00"}),
        ("15:30", "Anything we should know?", {"day": "2026-03-03", "hour": "15:30"}),
    ],
)
def test_another_day_is_taken_when_the_time_was_asked_for(
    text: str, say: str, fields: dict[str, str]
) -> None:
    decision = talk("can we reschedule", "tomorrow", text)
    assert (decision.say, decision.fields) == (say, fields)


@pytest.mark.parametrize(
    "text", ["I have to work", "I can't walk, I need a lift", "not able to climb stairs"]
)
def test_what_they_write_in_words_of_their_own_is_kept_whole(text: str) -> None:
    assert talk("can we reschedule", "tomorrow", "15:30", text).fields["note"] == text


def test_where_nothing_is_read_back_a_day_stays_what_it_was() -> None:
    decision = talk("can we reschedule", "tomorrow", "Thursday at 15:30", task=replace(MOVE, confirm=False))
    assert decision.fields == {"day": "2026-03-03", "hour": "15:30"}


def test_two_fields_of_one_kind_are_asked_for_one_by_one() -> None:
    stay = Task(
        "move", "Stay", fields=(Field("from", "From", FieldKind.DATE), Field("to", "To", FieldKind.DATE))
    )
    assert talk("can we reschedule", "tomorrow", task=stay).say == "To?"


@pytest.mark.parametrize("text", ["soon", "purple"])
def test_no_value_is_asked_for_again_once_and_then_staff_take_over(text: str) -> None:
    again = talk("can we reschedule", text)
    assert again.say in (
        "Please answer with a date, such as Tuesday, 10 March.",
        "Which single day suits you best?",
    )
    given_up = talk("can we reschedule", text, text)
    assert given_up.handoff is not None and given_up.handoff.kind is HandoffKind.TASK
    assert "Day" in given_up.handoff.reason


def test_a_question_in_between_is_answered_and_the_task_goes_on() -> None:
    aside = talk("can we reschedule", "where can I park")
    assert aside.say == "There is parking behind the house. Which day suits you?"
    assert [match.name for match in aside.explanation.matches if match.decided] == ["Parking"]
    assert talk("tomorrow", memory=aside.memory).say == "At what time?"


@pytest.mark.parametrize("text", ["never mind", "forget it"])
def test_a_task_is_dropped(text: str) -> None:
    decision = talk("can we reschedule", text)
    assert decision.memory == Memory() and not decision.runs and "dropped" in decision.say


def test_a_person_is_asked_for_in_the_middle_of_a_task() -> None:
    decision = talk("can we reschedule", "I want to speak to a person")
    assert decision.handoff is not None and decision.memory.task is None


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("no, 2026-03-05", "2026-03-05", "15:30"),
        ("no at 16:00", "2026-03-03", "16:00"),
        ("2026-03-05 16:00 please", "2026-03-05", "16:00"),
    ],
)
def test_a_correction_is_taken_and_read_back(text: str, day: str, hour: str) -> None:
    decision = talk(text, memory=waiting())
    assert (decision.fields["day"], decision.fields["hour"]) == (day, hour)
    assert decision.confirm and not decision.runs


def test_yes_with_another_hour_is_read_back_again() -> None:
    decision = talk("yes but at 16:00", memory=waiting())
    assert decision.fields["hour"] == "16:00" and decision.confirm and not decision.runs


def test_a_plain_no_is_asked_about() -> None:
    assert talk("no", memory=waiting()).say == "What should I change: Day, Time, Anything we should know?"


def test_a_field_that_is_named_is_asked_for_again() -> None:
    assert talk("the day is wrong", memory=waiting()).say == "Which day suits you?"


def test_thanks_are_no_value_and_no_refusal() -> None:
    assert talk("can we reschedule", "thanks").say == "Which day suits you?"
    assert talk("thanks", memory=waiting()).say.endswith("Is that right? (yes/no)")


def test_what_is_never_confirmed_goes_to_staff() -> None:
    decision = talk("hm", "hm", "hm", memory=waiting())
    assert decision.handoff is not None and decision.handoff.kind is HandoffKind.TASK and not decision.runs


def test_a_task_without_confirmation_runs_when_all_is_there_and_guesses_nothing() -> None:
    plain = replace(MOVE, confirm=False, fields=MOVE.fields[:2])
    assert talk("can we reschedule", "tomorrow at 15:30", task=plain).say == "At what time?"
    assert talk("can we reschedule", "tomorrow", "15:30", task=plain).runs


def test_a_guess_is_asked_about_where_nothing_is_read_back() -> None:
    plain = replace(MOVE, confirm=False, fields=MOVE.fields[:2])
    said = ("can we reschedule", "tomorrow", "at 7")
    asked = talk(*said, task=plain)
    assert asked.say == "Do you mean at 19:00? Please answer yes, or say what you mean." and not asked.runs
    agreed = talk(*said, "yes", task=plain)
    assert agreed.runs and agreed.fields["hour"] == "19:00"
    other = talk(*said, "no", "7am", task=plain)
    assert other.runs and other.fields["hour"] == "07:00"


def test_a_guess_is_taken_where_all_is_read_back() -> None:
    asked = talk("can we reschedule", "tomorrow", "at 7", "no")
    assert asked.confirm and "Time: 19:00" in asked.say


def test_the_hour_beside_a_yes_is_read_back_first() -> None:
    decision = talk("yes at 16:00", memory=waiting())
    assert decision.fields["hour"] == "16:00" and decision.confirm and not decision.runs


def test_a_task_is_talked_through_in_the_contact_s_language() -> None:
    day = replace(MOVE.fields[0], labels={"es": "Día"}, questions={"es": "¿Qué día le viene bien?"})
    task = replace(MOVE, fields=(day,), done_in={"es": "Hecho: {{day}}."})
    agent = replace(DESK, tasks=(task,))
    memory, said = Memory(OpenTask("move")), []
    for text in ("a ver", "el martes 10", "sí claro"):
        decision = Playbook().decide(conversation(text, agent=agent, memory=memory, language="es"))
        memory = decision.memory
        said.append(decision.say)
    assert said == [
        "¿Qué día le viene bien?",
        "Para confirmar:\nDía: martes, 10 de marzo de 2026\n¿Es correcto? (sí/no)",
        "Hecho: martes, 10 de marzo de 2026.",
    ]


def test_what_is_said_in_the_end_has_no_holes() -> None:
    task = replace(MOVE, done="See you on {{day}} in {{room}}. {{note|}}")
    said = ["can we reschedule", "tomorrow", "15:30", "no", "yes"]
    assert talk(*said, task=task).say == "Thank you, I am taking care of it."
    assert talk(*said, task=replace(task, done="{{day}}. {{note|}}")).say.startswith("Tuesday, 3 March 2026.")


def test_a_date_and_time_is_one_field_and_read_back_in_words() -> None:
    task = Task(
        "move", "Visit", fields=(Field("when", "When", FieldKind.DATE_TIME),), done="See you {{when}}."
    )
    asked = talk("can we reschedule", "tomorrow at half past three", task=task)
    assert asked.fields == {"when": "2026-03-03T15:30"}
    assert "When: Tuesday, 3 March 2026, at 15:30" in asked.say
    again = talk("can we reschedule", "tomorrow", task=task)
    assert again.say == "Tuesday, 3 March: at what time?" and not again.runs


@pytest.mark.parametrize("text", ["no", "nein", "não", "non merci", "je ne sais pas"])
def test_an_optional_field_is_left_out_in_any_language(text: str) -> None:
    assert talk("can we reschedule", "tomorrow", "15:30", text).fields["note"] == ""


def test_a_task_without_fields_runs_at_once() -> None:
    decision = talk("can we reschedule", task=Task("move", "Call back"))
    assert decision.runs and decision.say == "No problem. Thank you, I am taking care of it."


def test_an_open_task_that_is_no_longer_there_is_forgotten() -> None:
    decision = talk("where can I park", memory=Memory(OpenTask("gone", asked="day")))
    assert decision.say == "There is parking behind the house." and decision.task is None


def test_a_field_that_was_added_meanwhile_is_asked_for_before_it_runs() -> None:
    task = replace(MOVE, fields=(*MOVE.fields, Field("doctor", "Doctor", question="Which doctor?")))
    asked = talk("yes", memory=waiting(), task=task)
    assert (asked.say, asked.runs) == ("Which doctor?", False)
    assert talk("Dr Quill", memory=asked.memory, task=task).confirm


def test_choices_are_listed() -> None:
    pick = Task(
        "move",
        "Pick",
        fields=(Field("part", "Part of the day", FieldKind.CHOICE, choices=("Morning", "Noon")),),
    )
    assert talk("can we reschedule", task=pick).say == "No problem. Part of the day? Morning, Noon"
    assert (
        talk("can we reschedule", "purple", task=pick).say
        == "Please answer with one of these: 1 Morning, 2 Noon."
    )
    assert talk("can we reschedule", "noon", "yes", task=pick).fields == {"part": "Noon"}


@given(
    st.lists(
        st.sampled_from(["tomorrow", "15:30", "yes", "no", "hm", "where can I park", "purple", "skip"]),
        max_size=8,
    )
)
def test_it_runs_only_with_valid_fields_that_were_confirmed(texts: list[str]) -> None:
    memory = Memory()
    for text in ["can we reschedule", *texts]:
        before, decision = memory, talk(text, memory=memory)
        memory = decision.memory
        if decision.runs:
            assert before.task is not None and before.task.confirming
            assert all(is_valid(field, decision.fields[field.key]) for field in MOVE.fields)


def test_who_wants_to_be_offered_a_day_is_left_to_staff() -> None:
    decision = talk("can we reschedule", "which days are free?")
    assert decision.handoff is not None and "offered" in decision.handoff.reason
