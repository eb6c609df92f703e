"""What people enter is read in their language, kept with their consent, and starts the workflow."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conversations import CAROL
from tests.services.workflows.stage import act, ada, contact, flow, live, ours, refusals, runs, sms, texts
from webapp.db import db
from webapp.errors import Faults
from webapp.models.form_entry import FormEntry
from webapp.models.opt_out import OptOutSource
from webapp.models.source import Source, SourceKind
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Again, WhoAndWhen
from webapp.services.contacts import attributes, blocking
from webapp.services.opt_outs import register
from webapp.services.opt_outs.register import Evidence
from webapp.services.workflows import form_entries
from webapp.services.workflows.editing import publishing

FIELDS = """
Name (text) *
Phone (phone) *
E-mail (email)
Day (date)
Rooms (number)
Interest (choice): Roof, Windows
Alone (yes/no)
"""
AGREED = "You may text me about my quote. Reply STOP to opt out."
TYPED = {
    "name": " Carol  Diaz ",
    "phone": "(202) 555-0111",
    "e-mail": "Carol@Example.com",
    "day": "2026-12-01",
    "rooms": "3",
    "interest": "Windows",
    "alone": "yes",
    "consent": "yes",
}
READ = {
    "name": "Carol Diaz",
    "phone": CAROL,
    "e-mail": "carol@example.com",
    "day": "2026-12-01",
    "rooms": "3",
    "interest": "Windows",
    "alone": "yes",
}


def form(box: Any = None, **settings: str) -> Workflow:
    given = {"title": "A quote", "fields": FIELDS, "consent": AGREED, **settings}
    return live(flow("form", sms(1, "Hi {{contact.first_name}}: {{trigger.interest|?}}"), box=box, **given))


def send(workflow: Workflow, typed: dict[str, str], key: str = "1") -> bool:
    found = form_entries.open_now(workflow)
    assert found is not None
    taken = form_entries.take(workflow, *found, typed, key)
    db.session.commit()
    return taken


def kept() -> list[FormEntry]:
    return list(db.session.scalars(select(FormEntry).order_by(FormEntry.id)))


def test_an_entry_makes_a_contact_and_texts_them(app: Flask) -> None:
    workflow = form()
    assert send(workflow, TYPED)
    act()
    assert texts(CAROL) == ["Hi Carol: Windows"]
    (run,) = runs()
    assert run.event == {**READ, "consent": "yes"}
    assert (run.contact.name, run.contact.attributes["Interest"]) == ("Carol Diaz", "Windows")
    assert "Name" not in run.contact.attributes
    (entry,) = kept()
    assert (entry.answers, entry.consent, entry.form, entry.version) == (READ, AGREED, "A quote", 1)
    assert entry.says == "It started a run."
    assert [one.id for one in form_entries.page(workflow.id)[0]] == [entry.id]


@pytest.mark.parametrize("language", ["es", "fr", "de", "pt"])
def test_what_a_browser_sends_is_good_in_every_language(app: Flask, language: str) -> None:
    send(form(language=language), TYPED)
    assert [one.answers for one in kept()] == [READ]


def test_what_is_known_better_stays(app: Flask) -> None:
    known = contact(name="Caroline Diaz")
    attributes.put(known, "interest", "Roof", Source(SourceKind.PERSON, "Ada", ada().id))
    send(form(), TYPED)
    assert (known.name, known.attributes["interest"]) == ("Caroline Diaz", "Roof")


def test_a_page_that_is_sent_a_thousand_times_starts_it_once(app: Flask) -> None:
    workflow = form(WhoAndWhen(number_id=ours().id, again=Again.EVERY))
    for _ in range(20):  # the second is like the thousandth
        send(workflow, TYPED)
    assert (len(runs()), len(kept())) == (1, 1)


def test_who_goes_back_and_corrects_their_phone_is_heard(app: Flask) -> None:
    """They read thanks, and nothing ever came."""
    workflow = form()
    send(workflow, {**TYPED, "phone": "(202) 555-0112"})
    for _ in range(2):
        send(workflow, TYPED)
    assert [run.contact.phone for run in runs()] == [entry.contact.phone for entry in kept()]
    assert [run.contact.phone for run in runs()] == ["+12025550112", CAROL]


def test_a_thousand_pages_start_it_as_often_as_it_may_in_an_hour(app: Flask) -> None:
    workflow = form(WhoAndWhen(number_id=ours().id, an_hour=3))
    taken = [send(workflow, {**TYPED, "phone": f"+120255501{n:02}"}, str(n)) for n in range(6)]
    assert taken == [True] * 3 + [False] * 3
    assert (len(runs()), len(kept()), len(refusals())) == (3, 3, 1)


def test_who_has_opted_out_is_kept_and_not_texted(app: Flask) -> None:
    register.record_all([CAROL], Evidence(OptOutSource.STAFF, "by letter"))
    send(form(), TYPED)
    act()
    assert (texts(CAROL), runs()) == ([], [])
    assert [one.says for one in kept()] == ["They have opted out."] == refusals()
    assert register.active([CAROL])


def test_an_entry_of_who_is_blocked_is_kept_and_changes_and_starts_nothing(app: Flask) -> None:
    blocking.block(contact(), ada())
    send(form(), TYPED)
    act()
    assert (runs(), refusals()) == ([], [form_entries.BLOCKED.sentence])
    assert [(one.says, one.contact.attributes) for one in kept()] == [(form_entries.BLOCKED.sentence, {})]


@pytest.mark.parametrize("agreed", [{}, {"consent": "yes"}])
def test_the_box_may_be_left_empty_or_not(app: Flask, agreed: dict[str, str]) -> None:
    typed = {"name": "Carol", "phone": CAROL, **agreed}
    send(form(), typed)
    assert [one.consent for one in kept()] == [AGREED if agreed else ""]
    assert runs()[0].event["consent"] == ("yes" if agreed else "no")


@pytest.mark.parametrize(
    ("language", "changed", "faults"),
    [
        ("en", {"name": " ", "phone": ""}, {"name": "Please fill this in.", "phone": "Please fill this in."}),
        ("en", {"phone": "12"}, {"phone": "Please write one phone number, including its area code."}),
        ("de", {"consent": ""}, {"consent": "Bitte kreuzen Sie dieses Kästchen an."}),
        ("es", {"e-mail": "x"}, {"e-mail": "Por favor, escriba una sola dirección de correo"}),
        (
            "fr",
            {"day": "jamais", "rooms": "trop"},
            {"day": "Veuillez indiquer une date", "rooms": "Veuillez indiquer un nombre"},
        ),
        (
            "pt",
            {"interest": "Porta", "alone": "talvez"},
            {"interest": "Por favor, escolha uma das opções.", "alone": "Por favor, escolha uma das opções."},
        ),
        ("en", {"name": "x" * 501}, {"name": "Please write at most 500 characters."}),
        ("en", {"name": "?!"}, {"name": "Please fill this in."}),
    ],
)
def test_what_cannot_be_used_is_said_in_the_language_of_the_page(
    app: Flask, language: str, changed: dict[str, str], faults: dict[str, str]
) -> None:
    workflow = form(language=language, must_agree="1")
    with pytest.raises(Faults) as refused:
        send(workflow, {**TYPED, **changed})
    assert refused.value.by_field.keys() == faults.keys()
    assert all(refused.value.by_field[name].startswith(text) for name, text in faults.items())
    assert kept() == []


def test_it_is_closed_while_it_is_not_live(app: Flask) -> None:
    workflow = form()
    publishing.pause(workflow.id, ada())
    assert form_entries.open_now(workflow) is None
    assert form_entries.open_now(live(flow("hand", sms(1)), "Other")) is None
