"""Two workflows beside one another: what is the same, added, removed, changed and moved."""

from __future__ import annotations

import pytest

from webapp.rules.workflow.side_by_side import Part, Value, compare


def part(key: str, *parts: Part, **values: str) -> Part:
    set_to = {name: Value(name, typed, typed) for name, typed in values.items()}
    return Part(key, key.upper(), values=set_to, parts=parts)


A, B, C = part("a", text="Hi"), part("b"), part("c")


@pytest.mark.parametrize(
    ("before", "after", "rows"),
    [
        ((A, B), (A, B), ["a same", "b same"]),
        ((A, B), (A, C, B), ["a same", "c added", "b same"]),
        ((A, B, C), (A, C), ["a same", "b removed", "c same"]),
        ((A,), (part("a", text="Hello", more="x"),), ["a changed text more"]),
        ((part("a", text="Hi", gone="x"),), (A,), ["a changed gone"]),
        ((part("a", text="Hi "),), (part("a", text="Hi", more=""),), ["a same"]),
        ((A, B, C), (B, C, A), ["b same", "c same", "a moved"]),
        ((A, B, C), (B, C, part("a", text="Ho")), ["b same", "c same", "a moved text"]),
        ((part("x", A), B), (part("x"), A, B), ["x same", "a moved", "b same"]),
        ((part("x", A, B),), (A,), ["x removed", " b removed", "a moved"]),
        ((), (part("x", part("y", A)),), ["x added", " y added", "  a added"]),
        ((B, part("x", A)), (part("x", A), B), ["x moved", " a same", "b same"]),
        ((A,), (part("x", A),), ["x added", " a moved"]),
        ((), (), []),
    ],
)
def test_what_became_of_each_part(before: tuple[Part, ...], after: tuple[Part, ...], rows: list[str]) -> None:
    found = compare(before, after)
    assert [
        f"{' ' * row.depth}{' '.join([row.part.key, row.difference, *row.changed])}" for row in found
    ] == rows
