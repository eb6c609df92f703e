"""The templates are complete: they pass their own tests, in every language that they speak."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from webapp.agents.base import Contact, Conversation, Decision, Outreach, Turn, Who
from webapp.agents.definition import Knowledge, PlaybookEntry
from webapp.agents.eval_cases import Case
from webapp.agents.eval_text import parse
from webapp.agents.evals import Stage, run, unknown_names
from webapp.agents.knowledge import Index
from webapp.agents.playbook.engine import Playbook
from webapp.agents.playbook.read_back import read_back
from webapp.agents.playbook.sentences import sentence
from webapp.agents.templates.base import LANGUAGES, Template
from webapp.agents.templates.registry import TEMPLATES
from webapp.agents.words import folded
from webapp.rules import placeholders, segments

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
ANNA = Contact("+4917012345678", "Anna Weber", "DE")
ROW = {"first_name": "Anna", "appointment": "Tuesday 3 March, 10:30"}
LONG = {
    "day": "2026-09-23", "time": "15:30", "reason": "", "score": "5", "comment": "", "call_back": "yes",
    "name": "Anna Weber", "interest": "A kitchen", "budget": "12000", "time_frame": "in spring",
    "email": "anna.weber@example.com",
}  # fmt: skip
CASES = [(template, case) for template in TEMPLATES.values() for case in parse(template.evals).cases]
ENTRIES = [(template, entry) for template in TEMPLATES.values() for entry in template.agent.playbook]
UNSEEN = Path(__file__).with_name("unseen.tsv")


def decide(template: Template, text: str, language: str = "en") -> Decision:
    turns = (Turn(Who.CONTACT, text, NOW),)
    return Playbook().decide(Conversation(template.agent, ANNA, turns, NOW, language, Outreach(ROW)))


def began(template: Template, entry: PlaybookEntry, decision: Decision) -> bool:
    """Whether the decision is this entry's: the nearest, or the one that says yes as they do."""
    why = decision.explanation
    return (why.matches[0].key == entry.key or why.because.startswith(f"{entry.name}: ")) and (
        decision.task == entry.task
        and set(entry.labels) <= set(decision.labels)
        and (decision.handoff is not None) == bool(entry.handoff)
    )


@pytest.mark.parametrize(("template", "case"), CASES, ids=lambda one: getattr(one, "name", ""))
def test_its_tests_pass(template: Template, case: Case) -> None:
    index = Index([Knowledge(n, draft.title, draft.example) for n, draft in enumerate(template.knowledge)])
    stage = Stage(Playbook(), template.agent, NOW, ANNA, index, template.segments)
    result = run(case, stage)
    assert result.ok, result.failed


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.key)
def test_it_is_complete(template: Template) -> None:
    parsed, agent = parse(template.evals), template.agent
    assert parsed.mistakes == () and unknown_names(parsed.cases, agent) == []
    assert len(parsed.cases) >= 5 and {case.language for case in parsed.cases} - {"", "en"}
    assert agent.languages == LANGUAGES and agent.goal and agent.handoff_words and agent.instructions
    assert len(template.knowledge) >= 3 and all(draft.title and draft.example for draft in template.knowledge)
    assert all(label.condition for label in agent.labels)
    for task in agent.tasks:
        assert task.fields and task.confirm and set(task.done_in) == set(LANGUAGES) - {"en"}
        assert all(set(each.labels) == set(each.questions) == set(task.done_in) for each in task.fields)


@pytest.mark.parametrize(("template", "entry"), ENTRIES, ids=lambda one: one.key)
def test_an_entry_knows_its_own_phrases(template: Template, entry: PlaybookEntry) -> None:
    assert len(entry.phrases) >= 8
    assert entry.task is None or template.agent.task(entry.task)
    assert set(entry.labels) <= {label.name for label in template.agent.labels}
    assert not entry.answer or set(entry.answers) == set(LANGUAGES) - {"en"}
    for phrase in entry.phrases:
        assert began(template, entry, decide(template, phrase)), phrase


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.key)
def test_no_phrase_is_of_two_entries(template: Template) -> None:
    every = [
        folded(phrase) for entry in template.agent.playbook for phrase in set(map(folded, entry.phrases))
    ]
    assert sorted(every) == sorted(set(every))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.key)
def test_what_it_says_fits_its_segments(template: Template, language: str) -> None:
    agent = template.agent
    said = [entry.answers.get(language, entry.answer) for entry in agent.playbook]
    for task in agent.tasks:
        said.append(task.done_in.get(language, task.done))
        said.append(read_back(task, {each.key: LONG[each.key] for each in task.fields}, language))
        said += [
            f"{lead.answers.get(language, lead.answer)} {task.fields[0].questions.get(language)}"
            for lead in agent.playbook
            if lead.task == task.key
        ]
        said += [each.questions.get(language, each.question) for each in task.fields]
    assert [text for text in said if segments.count(text) > template.segments] == []


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.key)
def test_its_placeholders_have_values(template: Template) -> None:
    agent = template.agent
    known = [*template.columns, "agent", *(each.key for task in agent.tasks for each in task.fields)]
    texts = [text for entry in agent.playbook for text in (entry.answer, *entry.answers.values())]
    texts += [text for task in agent.tasks for text in (task.done, *task.done_in.values())]
    for text in texts:
        bound = placeholders.Template.parse(text).bind(known)
        assert bound.render(["x"] * len(known)).missing == (), text


def test_it_understands_most_of_what_it_has_not_seen(capsys: pytest.CaptureFixture[str]) -> None:
    """Right, or asked about; a wrong answer is what must be rare."""
    right = wrong = 0
    every = [line.split("\t") for line in UNSEEN.read_text("utf-8").splitlines() if not line.startswith("#")]
    for key, want, text in every:
        template = TEMPLATES[key]
        decision, entry = decide(template, text), template.agent.entry(want)
        acted = (
            decision.say not in (sentence(decision.language, "rephrase"), "") and not decision.memory.offered
        )
        assert entry is not None
        right += began(template, entry, decision)
        wrong += acted and not began(template, entry, decision)
    with capsys.disabled():
        sys.stdout.write(f"\ntemplates: {right} of {len(every)} understood, {wrong} wrongly\n")
    assert right >= 0.6 * len(every) and wrong <= 0.05 * len(every)


SAID = {
    ("feedback", "happy"): ("muy contenta, gracias", "très contente merci", "sehr nett", "muito satisfeita"),
    ("feedback", "unhappy"): ("it was awful", "fatal", "péssimo"),
    ("feedback", "score"): ("un 3", "eine 3", "4 sur 5"),
    ("feedback", "later"): ("luego te digo", "depois"),
    ("lead_qualification", "later"): ("quizá el año que viene", "peut-être l'année prochaine",
        "vielleicht nächstes Jahr", "talvez ano que vem"),
    ("lead_qualification", "price"): ("oui, combien ?", "sí, ¿cuánto cuesta?", "ja, was kostet das?"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "want", "text"), [(*where, text) for where, texts in SAID.items() for text in texts]
)
def test_short_answers_in_other_languages_are_understood(key: str, want: str, text: str) -> None:
    template = TEMPLATES[key]
    entry = template.agent.entry(want)
    assert entry is not None
    assert began(template, entry, decide(template, text))
