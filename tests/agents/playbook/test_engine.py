"""What a playbook decides: Maria writes to her dentist's reminder desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agents.people import DESK, ENTRIES, NOW, conversation
from webapp.agents.base import Contact, Decision, HandoffKind, Memory, OpenTask, Outreach, Turn, Who
from webapp.agents.definition import Agent, HandoffRules, Knowledge, PlaybookEntry
from webapp.agents.knowledge import Index
from webapp.agents.playbook.engine import Playbook
from webapp.agents.templates.registry import TEMPLATES

HOURS = Index([Knowledge(7, "Opening hours", "Monday to Friday, 9 to 17.")])


def decide(*texts: str, agent: Agent = DESK, memory: Memory = Memory(), **changes: object) -> Decision:  # noqa: B008
    return Playbook().decide(conversation(*texts, agent=agent, memory=memory, **changes))


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("when is my appointment?", "Hi Maria, it is on Tuesday 3 March, 10:30."),
        ("WHEN IS MY APPOINTMENT", "Hi Maria, it is on Tuesday 3 March, 10:30."),
        ("When is my apointment?", "Hi Maria, it is on Tuesday 3 March, 10:30."),
        ("where can i park my car", "There is parking behind the house."),
        ("Yes", "Great, see you!"),
        ("Hello!", "Hello! How can I help you?"),
        ("Thanks a lot", ""),
        ("👍", ""),
    ],
)
def test_answers(text: str, say: str) -> None:
    decision = decide(text)
    assert decision.say == say
    assert decision.handoff is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Can I speak to a person please", HandoffKind.ASKED),
        ("My solicitor will write to you", HandoffKind.RULE),
        ("This is ridiculous, where can I park", HandoffKind.UPSET),
        ("Please leave me alone", HandoffKind.HOLD),
        ("my tooth hurts a lot", HandoffKind.RULE),
    ],
)
def test_staff_take_over(text: str, kind: HandoffKind) -> None:
    decision = decide(text)
    assert decision.handoff is not None and decision.handoff.kind is kind
    assert decision.handoff.reason == decision.explanation.because
    assert bool(decision.say) == (kind is not HandoffKind.HOLD)


def test_stop_opts_out_and_ends() -> None:
    decision = decide("Where can I park?", "STOP")
    assert decision.opt_out and decision.end and decision.say == ""


def test_it_asks_for_other_words_once_and_then_hands_off() -> None:
    first = decide("The zebra sang all night")
    assert first.say.startswith("Sorry") and first.handoff is None
    second = decide("A very loud zebra, truly", memory=first.memory)
    assert second.handoff is not None and second.handoff.kind is HandoffKind.UNSURE


def test_being_understood_in_between_starts_the_count_again() -> None:
    first = decide("The zebra sang all night")
    assert decide("where can I park", memory=first.memory).memory == Memory()


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("1", "A"),
        ("the second one", "B"),
        ("Blue card", "B"),
        ("red", "A"),
        ("where can I park", "There is parking behind the house."),
    ],
)
def test_a_choice_that_was_offered_is_made(text: str, say: str) -> None:
    twins = (
        PlaybookEntry("red", "Red card", ("x y",), "A"),
        PlaybookEntry("blue", "Blue card", ("z w",), "B"),
    )
    agent = replace(DESK, playbook=(*ENTRIES, *twins))
    assert decide(text, agent=agent, memory=Memory(offered=("red", "blue"), unsure=1)).say == say


def test_between_two_entries_it_asks_back_once() -> None:
    twins = (
        PlaybookEntry("red", "Red card", ("I have lost my red card", "my red card is gone"), "A"),
        PlaybookEntry("blue", "Blue card", ("I have lost my blue card", "my blue card is gone"), "B"),
    )
    agent = Agent(playbook=twins)
    first = decide("I have lost my card", agent=agent)
    assert set(first.memory.offered) == {"blue", "red"}
    assert "my blue card" in first.say and "my red card" in first.say
    again = decide("I have lost my card", agent=agent, memory=first.memory)
    assert again.handoff is not None and again.handoff.kind is HandoffKind.UNSURE


@pytest.mark.parametrize(("text", "say"), [("yes", "There is parking behind the house."), ("no", None)])
def test_the_one_that_was_offered_is_meant_or_not(text: str, say: str | None) -> None:
    decision = decide(text, memory=Memory(offered=("parking",), unsure=1))
    if say:
        assert decision.say == say
    else:
        assert decision.handoff is not None and decision.handoff.kind is HandoffKind.UNSURE


def test_a_value_that_is_missing_is_for_staff() -> None:
    decision = decide("when is my appointment?", outreach=Outreach({"first_name": "Maria"}))
    assert decision.handoff is not None and "appointment" in decision.handoff.reason
    assert decision.handoff.kind is HandoffKind.INCOMPLETE


def test_values_are_put_in_as_they_are() -> None:
    outreach = Outreach({"first_name": "{{phone}}", "appointment": "{{name}}"})
    assert decide("when is my appointment?", outreach=outreach).say == "Hi {{phone}}, it is on {{name}}."


def test_two_texts_with_two_questions_get_both_answers() -> None:
    decision = decide("where can I park", "what time is my appointment")
    assert "parking behind" in decision.say and "Tuesday 3 March" in decision.say


def test_a_greeting_before_the_question_does_not_matter() -> None:
    assert "parking behind" in decide("Hello", "where can I park", "thanks").say


def test_what_our_side_has_answered_is_not_answered_again() -> None:
    before = conversation("where can I park")
    after = replace(
        before, turns=(*before.turns, Turn(Who.STAFF, "Behind the house.", NOW + timedelta(minutes=1)))
    )
    decision = Playbook().decide(after)
    assert decision.say == "" and decision.handoff is None


def test_knowledge_answers_when_its_title_is_what_was_asked() -> None:
    text = "what are your opening hours"
    decision = decide(text, agent=replace(DESK, knowledge=HOURS.search(text)))
    assert decision.say == "Monday to Friday, 9 to 17."
    assert decision.knowledge_ids == (7,)
    assert decision.explanation.matches[0].name == "Opening hours"


@pytest.mark.parametrize("text", ["what are your opening hours", "what are your opening hours? Any parking?"])
def test_of_two_opening_hours_none_is_told(text: str) -> None:
    other = Knowledge(8, "When we are open", "Our opening hours are 8 to 18.")
    both = Index([Knowledge(7, "Opening hours", "Monday to Friday, 9 to 17."), other])
    decision = decide(text, agent=replace(DESK, knowledge=both.search(text)))
    assert "9" not in decision.say and "8" not in decision.say
    assert decision.handoff is not None


@pytest.mark.parametrize(
    ("text", "language", "say"),
    [
        ("¿Cuándo es mi cita? No me acuerdo de la hora", "es", "Paso su mensaje"),
        ("¿Cuándo?", "en", "Sorry"),
        ("Mein Termin ist weg, ich habe es vergessen", "en", "Sorry"),  # German is none of the agent's
        ("en español por favor", "es", "¡Hola!"),
    ],
)
def test_the_language_changes_only_when_that_is_clear(text: str, language: str, say: str) -> None:
    decision = decide(text)
    assert decision.language == language and decision.say.startswith(say)


def test_an_answer_is_given_in_the_thread_s_language() -> None:
    entry = replace(ENTRIES[0], phrases=(*ENTRIES[0].phrases, "cuándo es mi cita"))
    decision = decide("Cuando es mi cita", agent=replace(DESK, playbook=(entry,)), language="es")
    assert decision.say == "Hola Maria, es el Tuesday 3 March, 10:30."


def test_an_entry_only_for_some_is_not_used_for_others() -> None:
    gold = PlaybookEntry("gold", "Lounge", ("where is the lounge",), "First floor.", only={"Plan": "gold"})
    agent = Agent(playbook=(gold,))
    assert decide("where is the lounge", agent=agent).say == "First floor."
    assert decide("where is the lounge", agent=agent, contact=Contact("+447400123457")).handoff


@pytest.mark.parametrize(
    ("text", "labels"),
    [("yes", ("Comes",)), ("does my insurer pay the parking", ("Insurance",)), ("I reinsurance", ())],
)
def test_labels_come_from_entries_and_phrases(text: str, labels: tuple[str, ...]) -> None:
    assert decide(text).labels == labels


def test_a_label_that_the_agent_may_not_set_is_not_set() -> None:
    assert decide("yes", agent=replace(DESK, labels=())).labels == ()


def test_it_says_why() -> None:
    best = decide("where can I park").explanation.matches[0]
    assert (best.kind, best.key, best.phrase, best.score) == ("entry", "parking", "where can I park", 100)


def test_an_agent_with_nothing_to_say_hands_off_the_second_time() -> None:
    first = decide("Hm?", agent=Agent())
    assert decide("Hm?", agent=Agent(), memory=first.memory).handoff is not None


MEMORIES = st.builds(
    Memory,
    st.none()
    | st.builds(
        OpenTask,
        st.sampled_from(["move", "gone"]),
        st.just({}),
        st.sampled_from(["day", "x", None]),
        st.booleans(),
    ),
    st.lists(st.sampled_from(["parking", "when", "gone"]), max_size=2, unique=True).map(tuple),
    st.integers(0, 3),
)
TEXTS = st.text(max_size=120) | st.sampled_from(["yes", "no", "tomorrow", "where can I park", "15:30", "ok"])


@settings(max_examples=300)
@given(st.lists(TEXTS, max_size=3), MEMORIES)
def test_it_always_decides_and_is_never_silent_without_a_reason(texts: list[str], memory: Memory) -> None:
    decision = decide(*texts, memory=memory)
    assert decision.explanation.because
    assert (
        decision.say
        or decision.handoff
        or decision.opt_out
        or "nothing to answer" in decision.explanation.because
    )
    assert 0 <= decision.confidence <= 1
    assert not (decision.handoff and decision.runs)
    assert set(decision.labels) <= {"Moving", "Comes", "Insurance"}
    assert decide(*texts, memory=memory) == decision


@pytest.mark.parametrize(
    "text", ["sorry cant make it, next tuesday at half past three?", "could you move me to Friday at 4?"]
)
def test_a_day_that_one_task_alone_asks_for_says_what_they_mean(text: str) -> None:
    decision = decide(text)
    assert decision.task == "move"
    assert {"day", "hour"} <= decision.fields.keys()


def test_a_day_is_an_answer_to_did_you_mean() -> None:
    offered = Memory(offered=("parking", "move"), unsure=1)
    decision = decide("next Tuesday at half past three", memory=offered)
    assert (decision.task, decision.fields["day"], decision.fields["hour"]) == ("move", "2026-03-10", "15:30")


def test_a_day_alone_begins_nothing() -> None:
    assert decide("Tuesday 3 March, 10:30").task is None


def test_a_greeting_before_a_question_counts_for_nothing() -> None:
    assert decide("Hi there, yes").say == decide("yes").say


@pytest.mark.parametrize(
    ("text", "rules", "kind"),
    [
        ("This is ridiculous, where can I park", HandoffRules(), HandoffKind.UPSET),
        ("Das ist eine Frechheit", HandoffRules(), HandoffKind.UPSET),
        ("This is ridiculous, where can I park", HandoffRules(upset=False), None),
        ("xyzzy plugh", HandoffRules(), HandoffKind.UNSURE),
        ("xyzzy plugh", HandoffRules(unsure_twice=False), None),
    ],
)
def test_anger_and_not_understanding_are_for_staff_where_the_rules_say_so(
    text: str, rules: HandoffRules, kind: HandoffKind | None
) -> None:
    decision = decide(text, agent=replace(DESK, handoff=rules), memory=Memory(unsure=1))
    assert (decision.handoff.kind if decision.handoff else None) == kind
    assert decision.say


def test_an_ok_on_our_answer_to_an_ok_gets_none() -> None:
    agent = TEMPLATES["reminder_desk"].agent
    first = conversation("ok", agent=agent)
    say = Playbook().decide(first).say
    later = (
        Turn(Who.AGENT, say, NOW + timedelta(minutes=1)),
        Turn(Who.CONTACT, "ok", NOW + timedelta(minutes=2)),
    )
    again = Playbook().decide(replace(first, turns=(*first.turns, *later)))
    assert say and again.say == "" and again.handoff is None
