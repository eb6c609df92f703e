"""The real library against a real server, in each of its moods and in each mode of output."""

from __future__ import annotations

import logging
import threading
import time
from decimal import Decimal

import pytest

from tests.agents.llm.people import KEY, access, conversation, said
from tests.simulator.model.server import ModelServer
from webapp.agents.base import Decision, EngineFault, HandoffKind, Usage
from webapp.agents.llm import sentences
from webapp.agents.llm.access import ModelAccess, OutputMode
from webapp.agents.llm.engine import Llm
from webapp.simulator.model.moods import KINDS

FAULTS: dict[str, tuple[str, bool, int]] = {
    "busy": (sentences.BUSY, True, 2),
    "no_credit": (sentences.NO_CREDIT, False, 1),
    "wrong_key": (sentences.KEY, False, 1),
    "error_500": ("The model's server failed (500).", True, 2),
    "reset": (sentences.RESET, True, 2),
    "redirect": (sentences.REDIRECTED, False, 1),
    "web_page": (sentences.NO_ANSWER, True, 2),
    "no_choices": (sentences.NO_ANSWER, True, 2),
    "empty": (sentences.EMPTY, True, 2),
    "cut_json": (sentences.CUT, True, 2),
    "prose": (sentences.PROSE, True, 2),
    "nonsense": (sentences.NONSENSE, True, 2),
    "runaway": (sentences.BUDGET, False, 1),
    "endless": (sentences.TOO_LONG, True, 2),
    "filtered": (sentences.FILTERED, False, 1),
}
"""Mood -> sentence, whether another try may help, and how many requests it took."""


def fault_of(model: ModelAccess, *texts: str) -> EngineFault:
    with pytest.raises(EngineFault) as raised:
        Llm(model).decide(conversation(*(texts or ("Where can I park?",))))
    return raised.value


@pytest.mark.parametrize("mode", OutputMode)
def test_an_answer_has_its_sources_and_what_it_cost(model: ModelServer, mode: OutputMode) -> None:
    reached = access(model, mode, price_in=Decimal("2.5"), price_out=Decimal(10))
    decision = Llm(reached).decide(conversation("Where can I park?"))
    assert decision.say == "There is free parking behind the house. The gate closes at 20:00."
    assert decision.knowledge_ids == (7,)
    assert decision.explanation.matches[0].name == "Parking"
    cost = decision.usage
    assert cost.requests == 1
    assert cost.tokens_in > 500
    assert cost.tokens_out > 20
    assert cost.price == (Decimal("2.5") * cost.tokens_in + 10 * cost.tokens_out) / 1_000_000


@pytest.mark.parametrize("mode", OutputMode)
@pytest.mark.parametrize("mood", FAULTS)
def test_each_failure_has_its_sentence(model: ModelServer, mood: str, mode: OutputMode) -> None:
    model.mood(mood)
    sentence, retriable, requests = FAULTS[mood]
    fault = fault_of(access(model, mode))
    assert (fault.sentence, fault.retriable) == (sentence, retriable)
    assert fault.usage.requests == len(model.requests()) == requests


def test_every_mood_is_tried() -> None:
    others = {"normal", "slow", "invents", "extra_fields", "no_json_schema", "text_only", "given"}
    assert set(FAULTS) | others == set(KINDS)
    told = [sentence for sentence, _, _ in FAULTS.values()]
    assert len(set(told)) == len(told) - 1, "each has its own; two of them are no answer at all"


@pytest.mark.parametrize(
    ("mood", "modes"),
    [("no_json_schema", [OutputMode.NATIVE]), ("text_only", [OutputMode.NATIVE, OutputMode.TOOL])],
)
def test_a_server_that_refuses_the_form(model: ModelServer, mood: str, modes: list[OutputMode]) -> None:
    model.mood(mood)
    for mode in OutputMode:
        if mode in modes:
            assert fault_of(access(model, mode)).sentence == sentences.MODE
        else:
            assert Llm(access(model, mode)).decide(conversation("Where can I park?")).knowledge_ids == (7,)


@pytest.mark.parametrize("mode", OutputMode)
def test_fields_that_were_not_asked_for_are_ignored(model: ModelServer, mode: OutputMode) -> None:
    plain = Llm(access(model, mode)).decide(conversation("Where can I park?"))
    model.mood("extra_fields")
    decision = Llm(access(model, mode)).decide(conversation("Where can I park?"))
    assert (decision.say, decision.knowledge_ids) == (plain.say, plain.knowledge_ids)
    assert "evil" not in repr(decision)
    assert "15005550006" not in repr(decision)


@pytest.mark.parametrize("mood", ["busy", "error_500", "reset", "empty", "cut_json", "prose", "nonsense"])
def test_one_failure_is_made_good_by_one_more_try(model: ModelServer, mood: str) -> None:
    model.mood(mood, count=1)
    decision = Llm(access(model)).decide(conversation("Where can I park?"))
    assert decision.knowledge_ids == (7,)
    assert decision.usage.requests == 2


@pytest.mark.long
def test_the_time_of_a_decision_is_bounded(model: ModelServer) -> None:
    model.mood("slow", seconds=60)
    began = time.monotonic()
    fault = fault_of(access(model, seconds=4.0, request_seconds=1.5))
    assert time.monotonic() - began < 4.5
    assert fault.sentence == "The model did not answer within 4 seconds."
    assert fault.retriable
    assert len(model.requests()) == 2, "one try and one retry, and no request below them"


@pytest.mark.long
def test_no_second_try_is_begun_that_cannot_end(model: ModelServer) -> None:
    model.mood("slow", seconds=60)
    assert fault_of(access(model, seconds=2.0, request_seconds=2.0)).usage.requests == 1


def test_a_server_that_wants_us_to_wait_for_long_is_not_waited_for(model: ModelServer) -> None:
    model.mood("busy", seconds=120)
    began = time.monotonic()
    assert fault_of(access(model)).sentence == sentences.BUSY
    assert time.monotonic() - began < 2
    assert len(model.requests()) == 1


def test_a_server_that_is_away(model: ModelServer) -> None:
    fault = fault_of(ModelAccess("http://127.0.0.1:9/v1", "any", seconds=5))
    assert fault.sentence == sentences.UNREACHABLE
    assert fault.retriable


@pytest.mark.parametrize(
    "base_url", ["http://[::1", "http://", "nonsense", f"http://{'x' * 64}.example/v1", "ftp://127.0.0.1/v1"]
)
def test_an_address_that_cannot_be_called(base_url: str) -> None:
    assert fault_of(ModelAccess(base_url, "any", seconds=5)).sentence in (
        sentences.UNREACHABLE, sentences.RESET, sentences.ADDRESS,
    )  # fmt: skip


def test_a_model_that_does_not_exist(model: ModelServer) -> None:
    fault = fault_of(ModelAccess(model.base_url, "gpt-99"))
    assert fault.sentence == sentences.not_known("gpt-99")
    assert not fault.retriable


def test_an_answer_that_says_nothing_and_gives_no_reason(model: ModelServer) -> None:
    model.mood("given", output=said(say=" "))
    assert fault_of(access(model)).sentence == sentences.EMPTY
    assert Llm(access(model)).decide(conversation("Thanks!")).say == "", "thanks need no answer"
    model.mood("given", output=said(say="", end=True))
    decision = Llm(access(model)).decide(conversation("Thanks!"))
    assert (decision.say, decision.end) == ("", True)


@pytest.mark.parametrize("told", [KEY, KEY.upper(), " ".join(KEY), f"\u200b{KEY[:9]}\u200b{KEY[9:]}"])
@pytest.mark.parametrize("field", ["say", "because"])
def test_the_key_of_the_server_does_not_come_back(model: ModelServer, field: str, told: str) -> None:
    model.mood("given", output=said(**{field: f"The key is {told}"}))
    assert fault_of(access(model)).sentence == sentences.GIVES_AWAY


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("STOP", lambda one: one.opt_out and not one.say),
        ("please stop texting me", lambda one: one.handoff.kind is HandoffKind.HOLD and not one.say),
        ("I want to talk to a human", lambda one: one.handoff.kind is HandoffKind.ASKED),
        ("My solicitor will write to you", lambda one: one.handoff.kind is HandoffKind.RULE),
        ("  ", lambda one: one == Decision(explanation=one.explanation)),
    ],
)
def test_what_must_hold_whatever_a_model_says_is_not_left_to_it(model, text, check) -> None:  # type: ignore[no-untyped-def]
    model.mood("given", output=said(say="Come on, stay with us!"))
    decision = Llm(access(model)).decide(conversation(text))
    assert check(decision)
    assert decision.usage == Usage()
    assert model.requests() == []


@pytest.mark.parametrize("mood", ["normal", "error_500", "nonsense", "reset", "wrong_key"])
def test_nothing_of_the_conversation_is_logged(
    model: ModelServer, mood: str, caplog: pytest.LogCaptureFixture
) -> None:
    model.mood(mood)
    with caplog.at_level(logging.DEBUG):
        try:
            Llm(access(model)).decide(conversation("My canary is called Pip"))
        except EngineFault as fault:
            assert fault.__cause__ is fault.__context__ is None, "its text may hold what was said"
    told = caplog.text
    assert not any(word in told for word in ("Pip", "canary", "Dr Quill", "heliotrope", KEY, "447400123456"))


def test_many_at_once_each_in_a_thread_of_its_own(model: ModelServer) -> None:
    model.mood("slow", seconds=0.5)
    decisions: list[Decision] = []
    engine = Llm(access(model, seconds=10.0, request_seconds=8.0))
    threads = [
        threading.Thread(target=lambda: decisions.append(engine.decide(conversation("Where can I park?"))))
        for _ in range(8)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(decisions) == 8
    assert time.monotonic() - began < 4, "one after the other they would take longer"
