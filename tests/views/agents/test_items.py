"""Answers, knowledge and tasks: one at a time, each with its form."""

from __future__ import annotations

import pytest

from tests.views.agents.pages import HOURS, VISIT, add, agent_at, change, definition_at, make
from tests.views.client import Browser
from tests.views.conftest import make_user, signed_in
from webapp.agents.definition import Field, FieldKind
from webapp.models.user import Role


def test_an_answer_is_added_shown_changed_and_removed(admin: Browser) -> None:
    path = make(admin)
    page = add(admin, path, "answers", **HOURS)
    assert page.notices[0] == "The answer is saved."
    assert "3 examples: “when are you open” …" in page.words
    [entry] = definition_at(path).playbook
    assert (entry.key, entry.name, len(entry.phrases)) == ("opening_hours", "Opening hours", 3)
    at = f"{path}/answers/opening_hours"
    admin.submit(admin.get(at), at, answer="Nine to five.", name="Hours")
    [entry] = definition_at(path).playbook
    assert (entry.key, entry.name, entry.answer) == ("opening_hours", "Hours", "Nine to five.")
    page = admin.submit(admin.get(at), f"{at}/remove")
    assert page.notices[0] == "The answer is removed. It is still in the version before."
    assert definition_at(path).playbook == ()


def test_an_answer_in_several_languages_with_a_task_a_label_and_a_condition(admin: Browser) -> None:
    path = make(admin)
    change(admin, path, "who", languages=["en", "es"])
    change(admin, path, "goal", **{"label-0-name": "moved", "label-0-phrases": "another day"})
    add(admin, path, "tasks", **VISIT)
    only = {"only-0-column": "status", "only-0-value": "booked"}
    more = {"answer_es": "Claro.", "then": "task:new_appointment", "labels": ["moved"], "reaches_goal": "yes"}
    add(admin, path, "answers", **HOURS, **more, **only)
    [entry] = definition_at(path).playbook
    assert (entry.answers, entry.task, entry.labels) == ({"es": "Claro."}, "new_appointment", ("moved",))
    assert (entry.only, entry.reaches_goal) == ({"status": "booked"}, True)
    words = admin.get(path).words
    assert "begins: New appointment" in words
    assert "only if status is booked" in words
    page = admin.get(f"{path}/answers/opening_hours")
    assert (page.value("then"), page.value("only-0-value")) == ("task:new_appointment", "booked")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": ""}, "Give the answer a name, for example “Opening hours”."),
        ({"phrases": " \n "}, "Write at least one example of how people ask. Eight are much better."),
        ({"answer": ""}, "Write an answer, or choose what happens then."),
        ({"answer": "Hi {{}}"}, "A placeholder has no name between its braces."),
        ({"answer": "x" * 1001}, "Keep it under 1,000 characters; this has 1,001."),
        ({"then": "task:gone"}, "This task does not exist any more. Choose another one."),
        ({"only-0-column": "status"}, "Fill in both, the column and its value, or neither."),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_fault_of_an_answer_stands_at_its_field(
    admin: Browser, typed: dict[str, str], problem: str, htmx: bool
) -> None:
    path = make(admin)
    at = f"{path}/answers/new"
    page = admin.submit(admin.get(at), at, htmx=htmx, **(HOURS | typed))
    assert (page.status, page.problems) == (422, [problem])
    for name, value in (HOURS | typed).items():
        assert page.value(name) == (value if name not in ("then",) else "")
    assert definition_at(path).playbook == ()


def test_an_answer_that_hands_off_needs_no_reason_of_its_own(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "answers", **(HOURS | {"answer": "", "then": "handoff:"}))
    [entry] = definition_at(path).playbook
    assert entry.handoff == "The answer “Opening hours” says so."


def test_what_only_a_list_can_fill_is_told(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "answers", **(HOURS | {"answer": "On {{visit_date}}, {{name}}."}))
    assert "It uses {{visit_date}} of the list of a batch." in admin.get(path).words
    page = admin.get(f"{path}/answers/opening_hours")
    assert "This answer needs {{visit_date}} of a list." in " ".join(page.notices)
    assert page.root.all("title")[0].words().startswith("Answer: Opening hours · ")
    assert "{{visit_date|something}}" in page.words


def test_placeholders_are_put_into_the_answer(admin: Browser) -> None:
    page = admin.get(f"{make(admin)}/answers/new")
    [group] = [one for one in page.root.all("div") if "data-into" in one.attrs]
    assert group.attrs["data-into"] in [one.attrs.get("id") for one in page.root.all("textarea")]
    offered = [one.attrs["data-insert"] for one in group.all("button")]
    assert offered == ["{{first_name}}", "{{name}}", "{{agent}}"]
    assert any("js/insert.js" in one.attrs["src"] for one in page.root.all("script"))


def test_knowledge_is_added_one_by_one_or_cut(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "knowledge", title="Parking", text="Behind the house.")
    long = "Prices\n\nA cleaning costs 80.\n\nInsurance\n\nWe take all of them."
    add(admin, path, "knowledge", title="Our page", text=long, cut="yes")
    titles = [(entry.id, entry.title) for entry in definition_at(path).knowledge]
    assert titles == [(1, "Parking"), (2, "Prices"), (3, "Insurance")]
    at = f"{path}/knowledge/1"
    admin.submit(admin.get(at), at, text="In the yard.")
    assert definition_at(path).knowledge[0].text == "In the yard."
    page = add(admin, path, "knowledge", title="Cleanings", text="A cleaning costs 95 euros.")
    assert "contradict" not in page.words
    page = add(admin, path, "knowledge", title="Cleaning", text="A cleaning costs 80 euros.")
    assert "“Cleanings” and “Cleaning” contradict each other." in page.words
    assert "What is asked about pieces of knowledge that differ goes to your team" in page.words
    text = "A cleaning costs 80 euros. Bring your card. A cleaning costs 90 euros."
    page = add(admin, path, "knowledge", title="Twice", text=text)
    assert "“Twice” contradicts itself." in page.words
    admin.submit(admin.get(f"{path}/knowledge/2"), f"{path}/knowledge/2/remove")
    assert [entry.id for entry in definition_at(path).knowledge] == [1, 3, 4, 5, 6]


def test_empty_or_huge_knowledge_is_one_plain_sentence(admin: Browser) -> None:
    path = make(admin)
    page = add(admin, path, "knowledge", title="Parking", text=" ")
    assert page.problems == ["Write or paste what the agent should know."]
    page = add(admin, path, "knowledge", title="All", text="word " * 5_000)
    assert page.problems == [
        "This has 24,999 characters. Tick “Cut it into entries”, or keep it under 20,000 characters."
    ]
    assert (page.value("text") or "").startswith("word word")
    page = admin.submit(page, "/knowledge/new", cut="yes")
    assert page.status == 200
    assert len(definition_at(path).knowledge) > 15


def test_a_task_is_made_with_rows_that_are_added_one_by_one(admin: Browser) -> None:
    path = make(admin)
    at = f"{path}/tasks/new"
    page = admin.submit(admin.get(at), at, more="1", **VISIT)
    second = {"field-1-label": "Reason", "field-1-kind": "choice", "field-1-required": []}
    page = admin.submit(page, at, more="1", **second)
    page = admin.submit(page, at)
    assert page.problems == ["Write at least two choices, separated by commas."]
    page = admin.submit(page, at, **{"field-1-choices": "cleaning, pain , pain"})
    assert page.status == 200
    [task] = definition_at(path).tasks
    assert (task.key, task.confirm, task.done) == ("new_appointment", True, "Noted for {{new_date}}.")
    assert task.fields == (
        Field("new_date", "New date", FieldKind.DATE),
        Field("reason", "Reason", FieldKind.CHOICE, required=False, choices=("cleaning", "pain")),
    )


def test_a_field_keeps_its_key_when_it_is_renamed(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "tasks", **VISIT)
    at = f"{path}/tasks/new_appointment"
    admin.submit(admin.get(at), at, **{"field-0-label": "Day"})
    assert [(field.key, field.label) for field in definition_at(path).tasks[0].fields] == [
        ("new_date", "Day")
    ]


def test_a_task_without_fields_is_refused(admin: Browser) -> None:
    path = make(admin)
    page = add(admin, path, "tasks", name="Visit")
    assert page.problems == ["Add at least one field: a task is what the agent asks for, step by step."]
    assert definition_at(path).tasks == ()


def test_a_task_in_use_cannot_be_removed(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "tasks", **VISIT)
    add(admin, path, "answers", **HOURS, then="task:new_appointment")
    at = f"{path}/tasks/new_appointment"
    page = admin.submit(admin.get(at), f"{at}/remove")
    assert page.notices == ["The answer “Opening hours” begins this task. Change that answer first."]
    assert len(definition_at(path).tasks) == 1


def test_a_label_in_use_cannot_be_dropped(admin: Browser) -> None:
    path = make(admin)
    change(admin, path, "goal", **{"label-0-name": "moved", "label-0-phrases": "another day"})
    add(admin, path, "answers", **HOURS, labels=["moved"])
    page = change(admin, path, "goal", **{"label-0-name": "", "label-0-phrases": ""})
    assert page.problems == ["The entry “Opening hours” sets a label that the agent may not set."]


def test_who_saves_an_answer_second_is_told_and_keeps_the_text(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "answers", **HOURS)
    at = f"{path}/answers/opening_hours"
    mine = admin.get(at)
    other = signed_in(admin.app, make_user("Barbara Liskov", Role.ADMIN))
    other.submit(other.get(at), at, answer="Theirs.")
    add(other, path, "knowledge", title="Parking", text="Behind the house.")
    page = admin.submit(mine, at, answer="Mine.")
    assert page.status == 422
    assert "Barbara Liskov has saved this agent meanwhile." in page.problems[0]
    assert page.value("answer") == "Mine."
    assert admin.submit(page, at).status == 200
    kept = definition_at(path)
    assert (kept.playbook[0].answer, len(kept.knowledge)) == ("Mine.", 1)


def test_an_answer_that_a_colleague_removed_is_told(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "answers", **HOURS)
    at = f"{path}/answers/opening_hours"
    mine = admin.get(at)
    admin.submit(admin.get(at), f"{at}/remove")
    page = admin.submit(mine, at, answer="Mine.")
    assert page.status == 422
    assert page.problems == ["A colleague has removed this answer meanwhile. Save again to put it back."]
    assert page.value("answer") == "Mine."
    assert agent_at(path).version == 3
    admin.submit(page, "/answers/new")
    assert [entry.answer for entry in definition_at(path).playbook] == ["Mine."]


def test_who_saves_a_text_that_would_not_be_sent_is_told(admin: Browser) -> None:
    agent = make(admin)
    page = add(admin, agent, "answers", **(HOURS | {"answer": "See evil.example/x"}))
    told = (
        "“Opening hours” would not be sent as written: The answer had a link that is not on the agent's list"
    )
    assert told in page.words
    page = change(admin, agent, "hours", kept="own", zone="Europe/Berlin", away="Until then: evil.example/x")
    assert "“Away text” would not be sent as written" in page.words
    assert told not in page.words
    assert "would not be sent" not in change(admin, agent, "limits", links="evil.example").words


def test_the_end_of_a_task_that_needs_a_list_says_so(admin: Browser) -> None:
    agent = make(admin)
    add(admin, agent, "tasks", **(VISIT | {"done": "Noted for {{new_date}} in {{room}}."}))
    words = admin.get(f"{agent}/tasks/new_appointment").words
    assert "What is said when it is done needs {{room}} of a list." in words
