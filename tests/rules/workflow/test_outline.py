"""Steps are found, added, moved and removed; what comes behind a branch is what comes behind its step."""

from __future__ import annotations

import pytest

from tests.rules.workflow.samples import nested
from webapp.rules.workflow import outline
from webapp.rules.workflow.document import Document, Step
from webapp.rules.workflow.outline import NoSuchPlace, Place


def ids(document: Document) -> str:
    return " ".join(f"{'.' * one.depth}{one.step.id}" for one in outline.walk(document))


def test_they_are_read_in_order() -> None:
    assert ids(nested()) == "s1 s2 .s3 .s4 ..s5 s6"
    assert outline.first(nested()) == "s1"
    assert outline.first(Document()) is None


@pytest.mark.parametrize(
    ("step", "behind"), [("s1", "s2"), ("s2", "s6"), ("s3", "s4"), ("s4", "s6"), ("s5", "s6"), ("s6", None)]
)
def test_what_comes_behind_a_step(step: str, behind: str | None) -> None:
    assert outline.after(nested(), step) == behind


def test_a_branch_leads_to_its_first_step_and_an_empty_one_nowhere() -> None:
    waits = outline.find(nested(), "s2")
    assert waits is not None
    assert [outline.into(waits.step, key) for key in ("yes", "no", "timeout", None)] == [
        "s3",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("step", "before"), [("s1", ""), ("s3", "s1 s2"), ("s5", "s1 s2 s3 s4"), ("s6", "s1 s2 s3 s4 s5")]
)
def test_what_may_have_been_done_before(step: str, before: str) -> None:
    assert " ".join(one.id for one in outline.before(nested(), step)) == before


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(0), "s7 s1 s2 .s3 .s4 ..s5 s6"),
        (Place(3), "s1 s2 .s3 .s4 ..s5 s6 s7"),
        (Place(0, "s2", "no"), "s1 s2 .s3 .s4 ..s5 .s7 s6"),
        (Place(1, "s4", "b1"), "s1 s2 .s3 .s4 ..s5 ..s7 s6"),
    ],
)
def test_a_step_is_added(place: Place, expected: str) -> None:
    grown = outline.add(nested(), place, "note", {"text": "New"})
    assert (ids(grown), grown.next_id) == (expected, 8)


@pytest.mark.parametrize(
    ("step", "by", "expected"),
    [
        ("s1", 1, "s2 .s3 .s4 ..s5 s1 s6"),
        ("s1", -1, "s1 s2 .s3 .s4 ..s5 s6"),
        ("s4", -1, "s1 s2 .s4 ..s5 .s3 s6"),
        ("s6", 1, "s1 s2 .s3 .s4 ..s5 s6"),
    ],
)
def test_a_step_is_moved_within_its_list(step: str, by: int, expected: str) -> None:
    assert ids(outline.move(nested(), step, by)) == expected


def test_a_step_is_removed_with_its_branches_and_its_id_never_comes_again() -> None:
    less = outline.remove(nested(), "s4")
    assert ids(less) == "s1 s2 .s3 s6"
    assert ids(outline.add(less, Place(0), "note", {})) == "s7 s1 s2 .s3 s6"


def test_a_step_is_changed_where_it_is() -> None:
    changed = outline.change(nested(), Step("s5", "end"))
    found = outline.find(changed, "s5")
    assert found is not None
    assert (found.step.kind, found.place, ids(changed)) == ("end", Place(0, "s4", "b1"), ids(nested()))


def test_what_is_gone_cannot_be_changed() -> None:
    for act in (
        lambda: outline.remove(nested(), "s9"),
        lambda: outline.move(nested(), "s9", 1),
        lambda: outline.add(nested(), Place(0, "s2", "later"), "note", {}),
        lambda: outline.after(nested(), "s9"),
    ):
        with pytest.raises(NoSuchPlace):
            act()
