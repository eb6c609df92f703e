"""The templates: complete but for what only their owner knows, one segment each, and how to opt out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webapp.rules import segments
from webapp.rules.workflow import checklist, outline, sentence
from webapp.rules.workflow.document import Step
from webapp.rules.workflow.templates.registry import TEMPLATES
from webapp.rules.workflow.variables import Values

CAROL = Values(
    {
        "our.team": "Bright Smile Dental",
        "contact.first_name": "Alexandrina",
        "contact.appointment": "Wednesday, 23 September, at 15:30",
    }
)
ALL = list(TEMPLATES.values())


def texts(template: str) -> list[Step]:
    placed = outline.walk(TEMPLATES[template].document)
    return [one.step for one in placed if one.step.kind == "send_sms"]


def test_there_are_nine() -> None:
    assert len(TEMPLATES) == 9
    assert all(one.key == key for key, one in TEMPLATES.items())


@pytest.mark.parametrize("template", TEMPLATES)
def test_only_what_its_owner_knows_is_missing(template: str) -> None:
    document = TEMPLATES[template].document
    numbered = replace(document, box=replace(document.box, number_id=1))
    left = {one.sentence for one in checklist.of(numbered)}
    assert all(one.startswith("Put your own words in the place of “[your") for one in left)
    assert sentence.of(document).startswith("When ")


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_text_is_one_segment_and_says_who_writes(template: str) -> None:
    for step in texts(template):
        for known in (CAROL, Values({**CAROL, "contact.first_name": ""}), Values({**CAROL, "our.team": ""})):
            filled = known.fill(step.settings["text"])
            assert not filled.missing
            size = segments.measure(filled.text)
            assert size.segments == 1, filled.text
        assert step.settings["text"].startswith("{{our.team|Hello}}: ")


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_first_text_says_how_to_opt_out(template: str) -> None:
    first = texts(template)[:1]
    assert all("STOP" in step.settings["text"] for step in first)
