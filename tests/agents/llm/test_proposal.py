"""What becomes of a model's answer: dropped, read again, read back, and never taken on trust."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.agents import people
from tests.agents.llm.people import DESK, conversation, said
from webapp.agents.base import Conversation, Decision, Goal, Handoff, HandoffKind, Memory, OpenTask
from webapp.agents.definition import Field, FieldKind, HandoffRules, Knowledge
from webapp.agents.knowledge import Index
from webapp.agents.llm import proposal
from webapp.agents.llm.answer import shape
from webapp.agents.playbook.sentences import sentence

MOVED = {"day": "2026-03-09", "hour": "15:30"}
READ_BACK = "Just to be sure:\nDay: Monday, 9 March 2026\nTime: 15:30\nIs that right? (yes/no)"


def decided(asked: Conversation, **fields: Any) -> Decision:
    return proposal.decision(shape(asked.agent).model_validate(said(**fields)), asked)


def told(**values: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


def moving(text: str, opened: OpenTask | None = None) -> Conversation:
    return conversation(text, memory=Memory(task=opened))


def test_a_plain_answer() -> None:
    decision = decided(
        conversation("Hi"), labels=["Moving", "VIP"], goal={"reached": False, "reason": "Not yet"}
    )
    assert (decision.say, decision.language, decision.confidence) == ("Hello!", "en", 0.9)
    assert decision.labels == ("Moving",)
    assert decision.goal == Goal(False, "Not yet")
    assert decision.explanation.because == "They said hello."
    assert decision.memory == Memory()


def test_a_goal_that_was_not_set_is_not_reached() -> None:
    asked = conversation("Hi", agent=replace(DESK, goal=""))
    assert decided(asked, goal={"reached": True, "reason": "Done"}).goal is None


def test_values_are_read_by_the_rules_that_texts_are_read_by() -> None:
    decision = decided(
        moving("next Monday at half past three, please"),
        task="move",
        fields=told(day="next Monday", hour="half past three", note="\u202ex\n y ", other="x"),
        say="Fine!",
    )
    assert decision.task == "move"
    assert decision.fields["day"] == "2026-03-09"
    assert decision.fields["hour"] == "15:30"
    assert set(decision.fields) <= {"day", "hour", "note"}
    assert decision.memory.task == OpenTask("move", decision.fields)


@pytest.mark.parametrize("value", ["soon", "2026-02-31", "25:00", "", "2026-03-09T10:00:00+00:00x"])
def test_what_is_no_value_is_asked_for_again(value: str) -> None:
    decision = decided(
        moving("Hm"), task="move", fields=told(day=value, hour="15:30"), runs=True, say="Done!"
    )
    assert "day" not in decision.fields
    assert not decision.runs
    assert decision.say == "Which day suits you?", "not the model's word that it is done"
    assert decision.memory.task is not None
    assert decision.memory.task.asked == "day"


def test_a_day_that_is_over_is_no_value_and_is_asked_for_again() -> None:
    past = decided(moving("yesterday"), task="move", fields=told(day="2026-03-01", hour="15:30"), runs=True)
    assert "day" not in past.fields and past.say == "Which day suits you?"
    opened = OpenTask("move", {**MOVED, "day": "2026-02-20"}, confirming=True)
    late = decided(moving("yes", opened), task="move", runs=True, say="Done!")
    assert (late.runs, late.say) == (False, "Which day suits you?")


def test_a_worse_value_does_not_replace_a_good_one() -> None:
    opened = OpenTask("move", MOVED)
    decision = decided(moving("Hm", opened), task="move", fields=told(day="whenever", note="I am late"))
    assert decision.fields == {**MOVED, "note": "I am late"}


def test_everything_is_read_back_before_a_task_runs() -> None:
    first = decided(moving("Monday, 15:30"), task="move", fields=told(**MOVED), runs=True, say="Done!")
    assert (first.say, first.confirm, first.runs) == (READ_BACK, True, False)
    assert first.memory.task == OpenTask("move", MOVED, confirming=True)
    agreed = decided(moving("yes", first.memory.task), task="move", runs=True, say="All done")
    assert (agreed.runs, agreed.say) == (True, "Done, see you on Monday, 9 March 2026 at 15:30.")
    assert agreed.fields == MOVED
    assert agreed.goal == Goal(True, "“Move appointment” was agreed.")
    assert agreed.memory.task is None


@pytest.mark.parametrize("text", ["no", "No, not that day"])
def test_a_no_is_not_overruled(text: str) -> None:
    opened = OpenTask("move", MOVED, confirming=True)
    decision = decided(moving(text, opened), task="move", runs=True, say="Done!")
    assert not decision.runs
    assert decision.say == READ_BACK


SPANISH = replace(
    people.MOVE,
    fields=(
        replace(people.MOVE.fields[0], labels={"es": "Día"}, questions={"es": "¿Qué día le viene bien?"}),
        Field("doctor", "Doctor", FieldKind.CHOICE, choices=("Vega", "Ruiz"), labels={"es": "Doctora"}),
    ),
    done_in={"es": "Hecho, hasta el {{day}}."},
)


def test_a_task_speaks_the_language_of_the_thread() -> None:
    agent = replace(DESK, tasks=(SPANISH,))
    asked = conversation("¿Otro día?", agent=agent, language="es")
    first = decided(asked, task="move", say="", language="es")
    assert first.say == "¿Qué día le viene bien?"
    named = decided(asked, task="move", say="", language="es", fields=told(day="2026-03-09"))
    assert named.say == "¿Doctora? Vega, Ruiz"
    opened = OpenTask("move", {"day": "2026-03-09", "doctor": "Ruiz"}, confirming=True)
    yes = conversation("sí", agent=agent, language="es", memory=Memory(task=opened))
    done = decided(yes, task="move", runs=True, language="es")
    assert (done.runs, done.say) == (True, "Hecho, hasta el lunes, 9 de marzo de 2026.")


@pytest.mark.parametrize("text", ["What does it cost?", "Is that in the morning?"])
def test_a_question_is_no_yes_whatever_the_model_says(text: str) -> None:
    opened = OpenTask("move", MOVED, confirming=True)
    decision = decided(moving(text, opened), task="move", runs=True, say="Done!")
    assert (decision.runs, decision.say) == (False, READ_BACK)


@pytest.mark.parametrize(
    "text", ["I'm not sure", "if you can do Tuesday", "right except the day", "almost right"]
)
def test_neither_is_a_doubt_or_a_condition(text: str) -> None:
    opened = OpenTask("move", MOVED, confirming=True)
    decision = decided(moving(text, opened), task="move", runs=True, say="Done!")
    assert (decision.runs, decision.say) == (False, READ_BACK)


def test_other_words_may_be_a_yes() -> None:
    opened = OpenTask("move", MOVED, confirming=True)
    assert decided(moving("go for it", opened), task="move", runs=True).runs


def test_a_change_after_the_reading_back_is_read_back_again() -> None:
    opened = OpenTask("move", MOVED, confirming=True)
    decision = decided(moving("yes but at 16:00", opened), task="move", fields=told(hour="16:00"), runs=True)
    assert not decision.runs
    assert "Time: 16:00" in decision.say


def test_an_open_task_stays_open_beside_another_question_and_can_be_dropped() -> None:
    opened = OpenTask("move", {"day": "2026-03-09"}, asked="hour")
    aside = decided(moving("Is there parking?", opened), say="Yes, behind the house.")
    assert (aside.task, aside.memory.task) == ("move", replace(opened, fields={"day": "2026-03-09"}))
    assert decided(moving("never mind", opened), task="move").task is None
    assert decided(moving("Forget about it all", opened), end=True).task is None


def test_a_task_that_needs_no_confirmation_runs_at_once() -> None:
    task = replace(DESK.tasks[0], confirm=False)
    asked = conversation("Monday, 15:30", agent=replace(DESK, tasks=(task,)))
    assert decided(asked, task="move", fields=told(**MOVED), runs=True).runs


def test_a_handoff_stops_what_was_open_and_says_something() -> None:
    opened = OpenTask("move", MOVED, confirming=True)
    decision = decided(
        moving("yes, and I am furious", opened),
        task="move", runs=True, say="", handoff={"kind": "upset", "reason": "They are\nfurious."},
    )  # fmt: skip
    assert decision.handoff == Handoff(HandoffKind.UPSET, "They are furious.")
    assert decision.say == "I am passing this on to a colleague, who will answer you here."
    assert not decision.runs
    assert decision.memory == Memory()


@pytest.mark.parametrize("kind", ["fault", "hold", "incomplete", "anything"])
def test_what_a_model_may_not_hand_off_for_is_dropped(kind: str) -> None:
    assert decided(conversation("Hi"), handoff={"kind": kind, "reason": "x"}).handoff is None


def test_an_opt_out_is_silent() -> None:
    decision = decided(conversation("Leave me be"), opt_out=True, say="Sorry to see you go!")
    assert (decision.opt_out, decision.say, decision.end) == (True, "", True)


def test_unsure_twice_in_a_row_is_for_people() -> None:
    first = decided(conversation("Hm"), confidence=0.1)
    assert first.handoff is None
    assert first.memory.unsure == 1
    second = decided(conversation("Hm?", memory=first.memory), confidence=0.3)
    assert second.handoff is not None
    assert second.handoff.kind is HandoffKind.UNSURE
    assert decided(conversation("Ah", memory=first.memory), confidence=0.9).memory.unsure == 0


def test_a_language_that_the_agent_does_not_speak_is_that_of_the_thread() -> None:
    assert decided(conversation("Hi", language="es"), language="tlh").language == "es"
    assert decided(conversation("Hi"), language="es").language == "es"


def test_what_the_owner_does_not_want_handed_off_goes_on() -> None:
    calm = replace(DESK, handoff=HandoffRules(unsure_twice=False, upset=False))
    upset = {"kind": "upset", "reason": "They are furious."}
    goes_on = decided(conversation("Hm", agent=calm), handoff=upset)
    assert (goes_on.handoff, goes_on.say) == (None, "Hello!")
    wordless = decided(conversation("Hm", agent=calm), handoff=upset, say=" ")
    assert wordless.handoff is not None
    unsure = decided(conversation("Hm", agent=calm, memory=Memory(unsure=3)), confidence=0.1)
    assert unsure.handoff is None


def test_of_two_pieces_that_contradict_each_other_none_is_told() -> None:
    known = Index(
        [Knowledge(1, "Cleaning", "Costs 95 euros."), Knowledge(2, "Cleanings", "They cost 80 euros.")]
    )
    asked = conversation("How much is a cleaning?", agent=replace(DESK, knowledge=known.search("cleaning")))
    decision = decided(asked, say="It costs 80 euros.", knowledge_ids=[2])
    assert decision.handoff == Handoff(
        HandoffKind.UNSURE, "“Cleaning” and “Cleanings” contradict each other."
    )
    assert "80" not in decision.say


def test_a_price_that_was_made_up_is_not_told() -> None:
    decision = decided(conversation("How much is it?"), say="It costs $49.")
    assert decision.handoff is not None and "$" not in decision.say


def test_what_no_task_has_done_is_not_said_but_goes_to_staff() -> None:
    claimed = decided(conversation("Please cancel it"), say="I have cancelled your appointment.")
    assert claimed.say == sentence("en", "handoff") and claimed.handoff is not None
    assert claimed.handoff.reason == (
        "The answer said what no task has done, and was not sent: “I have cancelled your appointment.”"
    )
    asked = {"kind": "asked", "reason": "They want a person."}
    both = decided(conversation("A person, and cancel it"), say="I've cancelled it.", handoff=asked)
    assert both.handoff is not None and both.handoff.kind is HandoffKind.ASKED
    assert both.handoff.reason.startswith("They want a person. The answer said")
    opened = OpenTask("move", MOVED, confirming=True)
    ran = decided(moving("yes", opened), task="move", runs=True, say="You are booked for Friday!")
    assert (ran.runs, ran.handoff) == (True, None)


def test_no_goal_is_reached_by_a_task_that_does_not_run() -> None:
    opened, asked = OpenTask("move", MOVED, confirming=True), {"kind": "asked", "reason": "A person."}
    decision = decided(moving("yes", opened), task="move", runs=True, handoff=asked)
    assert (decision.runs, decision.goal) == (False, None)
