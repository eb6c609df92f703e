"""What an engine remembers survives being kept as JSON."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from webapp.agents.base import Memory, OpenTask
from webapp.agents.memory import from_json, to_json

TEXTS = st.text(max_size=10)
MEMORIES = st.builds(
    Memory,
    st.none()
    | st.builds(OpenTask, TEXTS, st.dictionaries(TEXTS, TEXTS), st.none() | TEXTS, st.booleans(), TEXTS),
    st.lists(TEXTS, max_size=3).map(tuple),
    st.integers(0, 5),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["task", "offered", "unsure", "key", "fields"]), inner)
    ),
)


@given(MEMORIES)
def test_it_comes_back_as_it_was(memory: Memory) -> None:
    assert from_json(json.loads(json.dumps(to_json(memory)))) == memory


@given(JSON)
def test_anything_else_is_forgotten(value: object) -> None:
    assert to_json(from_json(value)) is not None
