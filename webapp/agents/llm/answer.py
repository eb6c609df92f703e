"""The shape in which a model answers: the Decision's fields, with enumerations made of the agent's own.

The schema names what may be chosen; the types take whatever comes, since `proposal` drops what may not be
chosen, and one wrong label need not spoil an answer. What has no place in the shape is ignored.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from webapp.agents.base import HandoffKind
from webapp.agents.definition import Agent

HANDOFFS = (
    HandoffKind.ASKED, HandoffKind.UPSET, HandoffKind.UNSURE, HandoffKind.RULE, HandoffKind.TASK
)  # fmt: skip
"""What a model may hand off for; the others are the software's to say."""
LONGEST = 4_000
"""Characters of a text; a longer one is a model that runs away."""
Text = Annotated[str, Field(max_length=LONGEST), WithJsonSchema({"type": "string"})]
"""Its bound is not in the schema: servers that make a grammar of it choke on thousands of repetitions."""
Confidence = Annotated[float, Field(ge=0, le=1), WithJsonSchema({"type": "number"})]
Kind = Annotated[Text, WithJsonSchema({"type": "string", "enum": [str(kind) for kind in HANDOFFS]})]


class HandoffAnswer(BaseModel):
    """Why staff are asked for."""

    kind: Kind
    reason: Text


class GoalAnswer(BaseModel):
    """Whether the goal is reached."""

    reached: bool
    reason: Text


class FieldAnswer(BaseModel):
    """One value of a task."""

    key: Text
    value: Text


class Answer(BaseModel):
    """What every agent's shape has."""

    model_config = ConfigDict(extra="ignore")

    say: Text
    language: Text
    task: str | None = None
    fields: list[FieldAnswer] = Field(max_length=100)
    runs: bool = False
    handoff: HandoffAnswer | None = None
    opt_out: bool = False
    labels: list[str] = Field(max_length=100)
    goal: GoalAnswer | None = None
    knowledge_ids: list[int] = Field(max_length=100)
    confidence: Confidence
    end: bool = False
    because: Text


def shape(agent: Agent) -> type[Answer]:
    """The shape for one agent: its languages, tasks, their fields, labels and knowledge as enumerations."""
    return _shape(
        tuple(agent.languages),
        tuple(task.key for task in agent.tasks),
        tuple(dict.fromkeys(field.key for task in agent.tasks for field in task.fields)),
        tuple(label.name for label in agent.labels),
        tuple(hit.knowledge.id for hit in agent.knowledge),
    )


@lru_cache(maxsize=64)  # pydantic takes milliseconds to make one
def _shape(
    languages: Sequence[str],
    tasks: Sequence[str],
    keys: Sequence[str],
    labels: Sequence[str],
    pieces: Sequence[int],
) -> type[Answer]:
    fields: dict[str, Any] = {
        "language": (_one_of(languages), ""),
        "task": (_one_of(tasks, or_null=True), None),
        "fields": (Annotated[list[FieldAnswer], WithJsonSchema(_fields(keys))], _few()),
        "labels": (Annotated[list[str], WithJsonSchema(_list(labels, "string"))], _few()),
        "knowledge_ids": (Annotated[list[int], WithJsonSchema(_list(pieces, "integer"))], _few()),
        "confidence": (Confidence, 0.5),
        "because": (Text, ""),
    }
    made: type[Answer] = create_model("Answer", __base__=Answer, **fields)
    return made


def _few() -> Any:
    return Field(default_factory=list, max_length=100)


def _one_of(values: Sequence[str], or_null: bool = False) -> Any:
    kind = str | None if or_null else str
    plain = {"type": "string", "enum": list(values)} if values else {"type": "string"}
    null = {"type": "null"}
    schema = plain if not or_null else {"anyOf": [plain, null]} if values else null
    return Annotated[kind, Field(max_length=LONGEST), WithJsonSchema(schema)]


def _list(values: Sequence[Any], kind: str) -> dict[str, Any]:
    """Of nothing, where there is nothing to choose from."""
    if not values:
        return {"type": "array", "items": {"type": kind}, "maxItems": 0}
    return {"type": "array", "items": {"type": kind, "enum": list(values)}}


def _fields(keys: Sequence[str]) -> dict[str, Any]:
    key = {"type": "string", "enum": list(keys)} if keys else {"type": "string"}
    one = {
        "type": "object",
        "properties": {"key": key, "value": {"type": "string"}},
        "required": ["key", "value"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": one, **({} if keys else {"maxItems": 0})}
