"""The shape that a model is asked for names what may be chosen, and takes what comes."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.agents.llm.people import DESK, said
from webapp.agents.definition import Agent
from webapp.agents.llm.answer import shape


def test_what_may_be_chosen_is_the_agents_own() -> None:
    properties = shape(DESK).model_json_schema()["properties"]
    assert properties["language"]["enum"] == ["en", "es"]
    assert properties["task"]["anyOf"][0]["enum"] == ["move", "call_back"]
    assert properties["labels"]["items"]["enum"] == ["Moving", "Insurance"]
    assert properties["knowledge_ids"]["items"]["enum"] == [7]
    keys = properties["fields"]["items"]["properties"]["key"]["enum"]
    assert keys == ["day", "hour", "note", "phone", "email", "topic"]


def test_there_is_no_place_for_a_phone_an_address_or_a_header() -> None:
    assert set(shape(DESK).model_json_schema()["properties"]) == set(said())


def test_an_agent_with_nothing_to_choose_from() -> None:
    properties = shape(Agent(languages=())).model_json_schema()["properties"]
    assert "enum" not in properties["language"]
    assert properties["task"]["type"] == "null"
    assert properties["labels"]["maxItems"] == properties["fields"]["maxItems"] == 0
    assert shape(Agent()).model_validate({"say": "Hi"}).say == "Hi"


@pytest.mark.parametrize(
    "wrong",
    [
        {"say": None}, {"say": "x" * 5_000}, {"confidence": 2}, {"confidence": "high"},
        {"fields": {"day": "x"}},
        {"labels": ["x"] * 101}, {"opt_out": "maybe"}, {"knowledge_ids": ["seven"]},
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        shape(DESK).model_validate(said() | wrong)


def test_no_bound_is_in_the_schema_that_a_grammar_would_choke_on() -> None:
    """llama.cpp makes a rule of each repetition that may be."""
    assert "maxLength" not in str(shape(DESK).model_json_schema())
