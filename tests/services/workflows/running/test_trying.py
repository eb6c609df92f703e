"""A dry run: what each step would do, and nothing is kept."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conversations import CAROL, they_write
from tests.services.workflows import stage
from webapp.errors import Fault
from webapp.rules.workflow.document import Branch, Comparison, Conditions, WhoAndWhen, Window
from webapp.services.workflows.running import trying
from webapp.services.workflows.triggers.base import Happened


def condition(subject: str, value: str) -> Conditions:
    return Conditions(comparisons=(Comparison(subject, value=value),))


def test_texts_are_filled_and_what_no_one_knows_yet_is_named(app: Flask) -> None:
    document = stage.flow(
        "event",
        stage.sms(1, "{{trigger.visit}}?"),
        stage.step(2, "wait_reply"),
        stage.sms(3, "{{steps.s2.reply}}"),
    )
    tried = trying.dry_run(document, stage.contact(), {"visit": "Monday"})
    assert dict(tried["s1"].says)["Text"] == "Monday?"
    assert dict(tried["s3"].says)["Text"] == "[reply of s2]"
    assert (tried["s2"].verdict, tried["s2"].problem) == ("", "")
    assert stage.texts() == []


def test_a_value_that_is_missing_would_fail(app: Flask) -> None:
    document = stage.flow("hand", stage.sms(1, "See you on {{contact.visit}}"), stage.sms(2, ""))
    tried = trying.dry_run(document, stage.contact(), {})
    assert "There is no value for “{{contact.visit}}”" in tried["s1"].problem
    assert tried["s2"].problem


def test_the_gate_says_whether_they_may_be_reached(app: Flask) -> None:
    document, carol = stage.flow("hand", stage.sms(1)), stage.contact()
    assert trying.dry_run(document, carol, {})["s1"].allowed
    they_write("STOP")
    tried = trying.dry_run(document, carol, {})["s1"]
    assert (tried.allowed, "opted out" in tried.verdict) == (False, True)
    assert trying.why_not(document, carol, {}) == "They have opted out."


def test_hours_of_its_own_never_open(app: Flask) -> None:
    box = WhoAndWhen(stage.ours().id, window=Window(None, None, None))
    tried = trying.dry_run(stage.flow("hand", stage.sms(1), box=box), stage.contact(), {})
    assert "never open for them" in tried["s1"].verdict


def test_the_way_is_told_where_it_is_known(app: Flask) -> None:
    known = stage.step(1, "branch", Branch("b1", conditions=condition("contact.city", "Boston")))
    later = stage.step(3, "branch", Branch("b1", conditions=condition("steps.s2.reply", "x")))
    document = stage.flow("hand", known, stage.step(2, "wait_reply"), later)
    tried = trying.dry_run(document, stage.contact(city="Boston"), {})
    assert (tried["s1"].branch, tried["s3"].branch) == ("b1", "")


def test_until_when_it_waits(app: Flask) -> None:
    step = stage.step(1, "wait_until", date="{{contact.visit}}", days="1", side="before", at="18:00")
    tried = trying.dry_run(stage.flow("hand", step), stage.contact(visit="2031-03-09"), {})
    assert tried["s1"].says == (("Until", "Saturday, 08 March 2031, 18:00 (America/New_York)"),)


def test_whether_it_would_start(app: Flask) -> None:
    document = stage.flow(
        "message", stage.sms(1), conditions=condition("contact.city", "Boston"), words="price"
    )
    carol = stage.contact(city="Berlin")
    assert "Its conditions are not met" in trying.why_not(document, carol, {})
    assert trying.fits(document, Happened(carol, "k", {"text": "the price?", "kind": "question"}))
    assert not trying.fits(document, Happened(carol, "k", {"text": "hello", "kind": "other"}))
    assert not trying.fits(stage.flow("magic"), Happened(carol, "k"))


def test_a_contact_is_found_by_phone_or_name(app: Flask) -> None:
    carol = stage.contact()
    assert trying.find(CAROL) is carol and trying.find(" carol  diaz") is carol
    stage.contact("+12025550133", "Carol Other")
    for typed in ("", "carol", "Zed", "+12025550199"):
        with pytest.raises(Fault) as caught:
            trying.find(typed)
        assert caught.value.field == "who"
