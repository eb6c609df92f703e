"""People are found by any part of their name or phone; the index follows every change of them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from tests.plans import plan
from webapp.db import db
from webapp.models.contact import Contact
from webapp.services.contacts import contact_search

PEOPLE = {
    "+12025550111": "Carol Élan",
    "+447700900123": "Anne-Marie O’Brien",
    "+4915112345678": "Jörg Müller 2nd",
    "+12025550199": "王小伟",
    "+306912345678": "Νίκος Οδυσσεύς",
    "+385911234567": "ǅamija Strauß",
    "+12025550142": "",
    "+12025550143": '50% "off" now_',
    "+12025550244": "É. Dupont",
    "+12025550245": "E\u0301dith Piaf-Össi",
    "+12025550246": "Ⅷ. Long",
    "+12025550247": "s. long",
}
WITH_E = {"Carol Élan", "É. Dupont", "E\u0301dith Piaf-Össi"}
WITH_O = {"Anne-Marie O’Brien", '50% "off" now_', "E\u0301dith Piaf-Össi"}


@pytest.fixture
def people(app: Flask) -> None:
    db.session.add_all(Contact(phone=phone, name=name) for phone, name in PEOPLE.items())
    db.session.commit()


def found(search: str) -> set[str]:
    """Asked of each contact, and looked up: both say the same."""
    people = select(Contact.phone, Contact.name)
    asked = db.session.execute(people.where(contact_search.holds(search))).all()
    ids = contact_search.few(search)
    assert ids is not None
    assert set(asked) == set(db.session.execute(people.where(Contact.id.in_(ids))).all())
    return {row.name or row.phone for row in asked}


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("rol", {"Carol Élan"}),
        ("CAROL É", {"Carol Élan"}),
        ("élan", {"Carol Élan"}),
        ("Él", {"Carol Élan"}),
        ("ol él", set()),
        ("él ca", {"Carol Élan"}),
        ("marie", {"Anne-Marie O’Brien"}),
        ("o’brien marie", {"Anne-Marie O’Brien"}),
        ("obrien", {"Anne-Marie O’Brien"}),
        ("annemarie", {"Anne-Marie O’Brien"}),
        ("MÜLLER", {"Jörg Müller 2nd"}),
        ("mÜLLer 2ND", {"Jörg Müller 2nd"}),
        ("G m", set()),
        ("mueller joerg", {"Jörg Müller 2nd"}),
        ("é.", WITH_E),
        ("o’", WITH_O),
        ("’b", set()),
        ("-ö", WITH_O),
        ("e\u0301", WITH_E),
        ("E\u0301", WITH_E),
        ("\u0301d", {"É. Dupont", "ǅamija Strauß"}),
        ("ⅷ.", {"Ⅷ. Long"}),
        ("m", {"Jörg Müller 2nd", "Anne-Marie O’Brien"}),
        ("ar", set()),
        ("2", set(PEOPLE.values()) - {""} | {"+12025550142"}),
        ("ΝΊΚΟΣ", {"Νίκος Οδυσσεύς"}),
        ("οδυσσ", {"Νίκος Οδυσσεύς"}),
        ("Οδ", {"Νίκος Οδυσσεύς"}),
        ("ǆamija", {"ǅamija Strauß"}),
        ("strauß", {"ǅamija Strauß"}),
        ("STRAUẞ", {"ǅamija Strauß"}),
        ("伟", {"王小伟"}),
        ("王小", {"王小伟"}),
        ("王小伟", {"王小伟"}),
        ("%", set()),
        ("_", set()),
        ('"off"', {'50% "off" now_'}),
        ('" OR "', set()),
        ("+44 7700 900-123", {"Anne-Marie O’Brien"}),
        ("\u202a+44\u00a07700\u00a0900\u2011123\u202c", {"Anne-Marie O’Brien"}),
        ("(202) 555-014", {"+12025550142", '50% "off" now_'}),
        ("0142", {"+12025550142"}),
        ("07700 900123", {"Anne-Marie O’Brien"}),
        ("0049 1511 2345678", {"Jörg Müller 2nd"}),
        ("0142x", set()),
    ],
)
def test_it_finds(people: None, typed: str, who: set[str]) -> None:
    assert found(typed) == who


def test_it_finds_them_by_their_present_name_only(people: None) -> None:
    carol = db.session.scalars(select(Contact).where(Contact.name == "Carol Élan")).one()
    carol.name = "Caroline Herschel"
    db.session.commit()
    assert found("herschel") == {"Caroline Herschel"}
    assert found("élan") == set()
    db.session.delete(carol)
    db.session.commit()
    assert found("herschel") == set()


@pytest.mark.parametrize("typed", ["lovelace", "lo", "0142", "伟", "mary smith"])
@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
def test_nobody_is_read_who_is_not_found(app: Flask, typed: str) -> None:
    read = plan(select(Contact.id).where(contact_search._looked_up(typed, 100)))
    assert any("contact_search VIRTUAL TABLE INDEX" in line and "M" in line for line in read)
    assert not any(line.startswith("SCAN contact ") or line == "SCAN contact" for line in read), read


@pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)
def test_names_beyond_ascii_alone_are_read_for_a_character_of_a_script_without_capitals(app: Flask) -> None:
    rows = [{"phone": f"+1202555{n:04d}", "name": _name(n), "attributes": {}} for n in range(3000)]
    db.session.execute(insert(Contact), rows)
    db.session.execute(text("ANALYZE contact"))
    read = " ".join(plan(select(Contact.id).where(contact_search._looked_up("伟", 100))))
    assert "ix_contact_search_beyond_ascii" in read
    assert "Seq Scan" not in read


@pytest.mark.parametrize(
    ("typed", "many"), [("ada", 300), ("lovelace", 120), ("hopper", 30), ("55500", 105), ("zuse", 0)]
)
def test_all_of_a_few_are_looked_up_and_the_many_are_only_known_to_be_many(
    app: Flask, monkeypatch: pytest.MonkeyPatch, typed: str, many: int
) -> None:
    rows = [{"phone": f"+1202555{n:04d}", "name": _name(n), "attributes": {}} for n in range(300)]
    db.session.execute(insert(Contact), rows)
    matches = select(Contact.id).where(Contact.name.icontains(typed) | Contact.phone.contains(typed))
    everybody = set(db.session.scalars(matches))
    assert len(everybody) == many
    monkeypatch.setattr(contact_search, "FEW", many)
    found = contact_search.few(typed)
    assert found is not None and len(found) == many and set(found) == everybody
    monkeypatch.setattr(contact_search, "FEW", many - 1)
    assert contact_search.few(typed) is None


def _name(n: int) -> str:
    """Ten are called by digits that stand in phones, too: five of these are their own."""
    digits = " 55500" if 95 <= n < 105 else ""
    return "Ada" + (" Lovelace" if n < 120 else " Hopper" if n >= 270 else "") + digits
