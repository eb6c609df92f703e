"""The list of steps with its branches, those that it may have included."""

from __future__ import annotations

from pathlib import Path

from tests.services.workflows.stage import step
from webapp.rules.workflow import kinds
from webapp.rules.workflow.document import Branch, Comparison, Conditions, Document
from webapp.rules.workflow.outline import Place
from webapp.rules.workflow.templates.registry import TEMPLATES
from webapp.views.workflows import tree

CITY = Conditions(comparisons=(Comparison("contact.city", value="Boston"),))


def test_a_step_that_waits_has_all_its_outcomes() -> None:
    [item] = tree.of(Document(steps=(step(1, "wait_reply", Branch("no", steps=(step(2, "end"),))),)), {})
    assert [(lane.key, len(lane.items)) for lane in item.lanes] == [
        ("yes", 0),
        ("no", 1),
        ("other", 0),
        ("timeout", 0),
    ]
    assert item.lanes[1].items[0].place == Place(0, "s1", "no")
    assert item.lanes[0].end == Place(0, "s1", "yes")
    assert (item.first, item.last) == (True, True)


def test_a_step_knows_how_many_stand_in_its_branches_and_in_theirs() -> None:
    inner = step(2, "wait_reply", Branch("yes", steps=(step(3, "end"),)))
    [item] = tree.of(Document(steps=(step(1, "wait_reply", Branch("no", steps=(inner,))),)), {})
    assert item.inside == 2
    assert item.lanes[1].items[0].inside == 1


def test_branches_are_named_by_their_conditions_and_else_comes_last() -> None:
    decides = step(1, "branch", Branch("else"), Branch("b1", conditions=CITY), Branch("b2", "Gold", CITY))
    [item] = tree.of(Document(steps=(decides,)), {})
    words = [lane.word for lane in item.lanes]
    assert words == ["If their city is “Boston”", "Gold", "Otherwise"]


def test_what_was_set_is_shown_by_the_words_of_its_fields() -> None:
    asks = step(1, "http_request", url="https://example.org", body=" ", repeatable="yes")
    [item] = tree.of(Document(steps=(asks,)), {})
    assert item.settings == [("Address", "https://example.org"), ("Asking twice does no harm", "yes")]


def test_every_icon_is_there() -> None:
    sprite = Path("static/vendor/bootstrap-icons/sprite.svg").read_text(encoding="utf-8")
    icons = [one.icon for one in (*kinds.STEPS.values(), *TEMPLATES.values())]
    assert [icon for icon in icons if f'id="{icon}"' not in sprite] == []


def test_a_kind_that_this_version_does_not_have() -> None:
    [item] = tree.of(Document(steps=(step(1, "magic"),)), {})
    assert item.kind.word == "Unknown step"
    assert [one.id for one in tree.every((item,))] == ["s1"]
