"""The parts of an agent: each has its form, says its faults, and loses nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import factories
from tests.views.agents.pages import agent_at, change, definition_at, make
from tests.views.client import Browser
from tests.views.conftest import make_user, signed_in
from webapp.agents.definition import HandoffRules, Label
from webapp.agents.stored import Caps, WorkingHours
from webapp.db import db
from webapp.models.language_model import LanguageModel
from webapp.models.user import Role


def test_who_it_is_is_saved_and_shown(admin: Browser) -> None:
    path = make(admin)
    typed = {"name": "Reminder desk", "color": "green", "first": "de", "languages": ["en", "de"]}
    page = change(admin, path, "who", **typed, signature="Maple Dental", segments="2")
    assert page.notices[0] == "Who it is: saved."
    assert page.title == "Reminder desk"
    assert "German, English" in page.words
    agent, definition = agent_at(path), definition_at(path)
    assert (agent.name, agent.color, agent.version) == ("Reminder desk", "green", 2)
    assert (definition.languages, definition.signature, definition.segments) == (
        ("de", "en"),
        "Maple Dental",
        2,
    )
    assert "changed the agent “Reminder desk”: version 2" in admin.get("/audit").words


def test_each_engine_says_honestly_what_it_can_do(admin: Browser) -> None:
    words = admin.get(f"{make(admin)}/edit/who").words
    assert "it answers about half of what people write" in words
    assert "everything waits for your team" in words


def test_summaries_by_the_model_are_on_for_new_agents_and_say_what_they_cost(admin: Browser) -> None:
    path = make(admin)
    assert definition_at(path).summaries
    model = LanguageModel(
        name="Llama", provider="other", base_url="http://127.0.0.1:9/v1", model="llama", output_mode="native",
        price_in=Decimal("2.5"), price_out=Decimal(10), created_by=factories.user("Bea").id,
    )  # fmt: skip
    factories.add(model)
    db.session.commit()
    page = admin.get(f"{path}/edit/who")
    assert "about 1,350 tokens, which cost 0.0045 with Llama." in page.words
    page = change(admin, path, "who", engine="llm", model=str(model.id), summaries=[])
    assert not definition_at(path).summaries
    assert "Summaries by rules" in page.words
    page = change(admin, path, "who", summaries="yes")
    assert "Summaries by its model" in page.words
    assert "summaries" in admin.get(f"{path}/versions").words


@pytest.mark.parametrize(
    ("part", "typed", "problems"),
    [
        ("who", {"name": ""}, ["Give the agent a name."]),
        ("who", {"engine": "magic"}, ["Choose who answers."]),
        ("who", {"color": "pink"}, ["Choose a color from the list."]),
        ("who", {"first": "xx"}, ["Choose languages from the list."]),
        ("who", {"segments": "4"}, ["An answer may have 1 to 3 segments."]),
        ("who", {"signature": "x" * 201}, ["Keep it under 200 characters."]),
        ("who", {"instructions": "x" * 20_001}, ["Keep it under 20,000 characters; this has 20,001."]),
        ("handoff", {"after": "often"}, ["This is a whole number from 1 to 1,000."]),
        ("handoff", {"words": "x" * 301}, ["A line may have 300 characters."]),
        ("goal", {"goal": "x" * 301}, ["Keep it under 300 characters."]),
        ("goal", {"label-0-phrases": "yes"}, ["Give the label a name of up to 40 characters."]),
        ("goal", {"label-0-name": "keen"}, ["Say when “keen” is set: write words, or a condition."]),
        ("limits", {"wait": "soon"}, ["This is a number from 0 to 600."]),
        ("limits", {"wait": "9", "longest_wait": "8"}, ["This is at least as long as the waiting time."]),
        ("limits", {"day": "0", "thread": "many"}, ["This is a whole number from 1 to 1,000."] * 2),
        (
            "hours",
            {"kept": "own", "zone": "Nowhere"},
            ["Choose a time zone from the list, for example Europe/Berlin."],
        ),
        ("hours", {"away": "Hi {{name"}, ["There is a “{{” without a “}}” after it."]),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(
    admin: Browser, part: str, typed: dict[str, str], problems: list[str], htmx: bool
) -> None:
    path = make(admin)
    at = f"{path}/edit/{part}"
    page = admin.submit(admin.get(at), at, htmx=htmx, **typed)
    assert page.status == 422
    assert page.problems == problems
    ids = [one.attrs.get("id") for one in page.root.all()]
    summary = next(one for one in page.root.all("div") if one.attrs.get("id") == "summary")
    links = [one.attrs["href"].removeprefix("#") for one in summary.all("a")]
    assert len(links) == len(problems)
    assert set(links) <= set(ids), "a line of the summary leads nowhere"
    for name, value in typed.items():
        if name in ("name", "signature", "instructions", "words", "goal", "wait", "day", "away"):
            assert page.value(name) == value
    assert agent_at(path).version == 1


@pytest.mark.parametrize(
    "link", ["not a link", "localhost", "javascript:alert(1)", "https://a@b.example/", "ftp://x.org"]
)
def test_a_malformed_link_is_refused(admin: Browser, link: str) -> None:
    path = make(admin)
    page = change(admin, path, "limits", links=f"example.org\n{link}")
    assert page.problems == [
        f"“{link}” is not a web address. "
        "Write a domain such as example.org, or an address such as example.org/booking."
    ]
    assert page.value("links") == f"example.org\n{link}"


def test_limits_handoff_goal_and_hours_are_saved(admin: Browser) -> None:
    path = make(admin)
    change(admin, path, "limits", wait="2,5", longest_wait="20", day="5", thread="9", links="example.org")
    change(admin, path, "handoff", words="lawyer\ncomplaint\n", after="3", unsure="yes", upset=[])
    change(
        admin,
        path,
        "goal",
        goal="They have a date.",
        **{"label-0-name": "keen", "label-0-phrases": "sure\nyes"},
    )
    times = {
        "weekdays_from": "08:30",
        "weekdays_to": "16:00",
        "saturdays_from": "10:00",
        "saturdays_to": "00:00",
    }
    change(admin, path, "hours", kept="own", zone="Europe/Berlin", calendar="de", away="Back soon.", **times)
    kept = definition_at(path)
    assert (kept.wait, kept.longest_wait, kept.caps, kept.links) == (2.5, 20.0, Caps(5, 9), ("example.org",))
    assert (kept.handoff_words, kept.handoff) == (("lawyer", "complaint"), HandoffRules(3, True, False))
    assert (kept.goal, kept.labels) == ("They have a date.", (Label("keen", "", ("sure", "yes")),))
    assert kept.hours == WorkingHours("Europe/Berlin", (510, 960), (600, 1440), None, "DE")
    assert kept.away == "Back soon."
    words = admin.get(path).words
    assert "Saturday 10:00–00:00" in words
    assert "When they write: lawyer, complaint." in words
    assert agent_at(path).version == 5


def test_saving_without_a_change_makes_no_version(admin: Browser) -> None:
    path = make(admin)
    for part in ("who", "handoff", "goal", "limits", "hours"):
        page = change(admin, path, part)
        assert page.notices[0] == "Nothing was changed.", part
    assert agent_at(path).version == 1


@pytest.mark.parametrize("htmx", [False, True])
def test_rows_are_added_and_removed_without_saving(admin: Browser, htmx: bool) -> None:
    path = make(admin)
    at = f"{path}/edit/goal"
    typed = {"goal": "A date", "label-0-name": "keen", "label-0-phrases": "yes"}
    page = admin.submit(admin.get(at), at, htmx=htmx, more="1", **typed)
    assert (page.status, page.value("goal"), page.value("label-0-name")) == (200, "A date", "keen")
    page = admin.submit(page, at, htmx=htmx, more="1", **{"label-1-name": "late", "label-1-phrases": "later"})
    assert page.value("label-2-name") == ""
    page = admin.submit(page, at, htmx=htmx, drop="label-0")
    assert "label-0-name" not in [one.attrs.get("name") for one in page.root.all("input")]
    assert page.value("label-1-name") == "late"
    assert agent_at(path).version == 1
    admin.submit(page, at)
    assert [label.name for label in definition_at(path).labels] == ["late"]


def test_who_saves_second_is_told_keeps_the_text_and_may_save_again(admin: Browser) -> None:
    path = make(admin)
    at = f"{path}/edit/handoff"
    mine = admin.get(at)
    other = signed_in(admin.app, make_user("Barbara Liskov", Role.ADMIN))
    change(other, path, "handoff", words="theirs")
    page = admin.submit(mine, at, words="mine")
    assert page.status == 422
    assert "Barbara Liskov has saved this agent meanwhile." in page.problems[0]
    assert page.value("words") == "mine"
    assert definition_at(path).handoff_words == ("theirs",)
    page = admin.submit(page, at)
    assert page.status == 200
    assert definition_at(path).handoff_words == ("mine",)


def test_two_who_change_different_parts_do_not_disturb_each_other(admin: Browser) -> None:
    path = make(admin)
    at = f"{path}/edit/handoff"
    mine = admin.get(at)
    other = signed_in(admin.app, make_user("Barbara Liskov", Role.ADMIN))
    change(other, path, "limits", day="7")
    assert admin.submit(mine, at, words="mine").status == 200
    kept = definition_at(path)
    assert (kept.handoff_words, kept.caps.day) == (("mine",), 7)
