"""Contacts as CSV: all that is known of each, harmless in a spreadsheet, and fit to be imported again."""

from __future__ import annotations

import csv

import pytest
from flask import Flask
from sqlalchemy import true

from tests.services.contacts.imports.lists import CAROL, contact, imported, someone
from webapp.db import db
from webapp.models.opt_out import OptOutSource
from webapp.services.contacts import labels
from webapp.services.contacts.chosen import exporting
from webapp.services.intake import own_export
from webapp.services.opt_outs import register


def export() -> list[list[str]]:
    return list(csv.reader(exporting.lines(true())))


def test_each_has_a_row(app: Flask) -> None:
    ada = someone()
    imported(f"Phone,Name,City,Age\n{CAROL},Carol,=1+1,41\n+12025550122,Dave,,\n", ada, label="Keen")
    register.record(CAROL, OptOutSource.STAFF, "asked", user_id=ada.id)
    db.session.commit()
    head, carol, dave = export()
    assert head == [*own_export.CONTACTS, "Age", "City"]
    assert [*carol[:5], *carol[6:]] == [CAROL, "Carol", "", "Keen", "yes", "41", "'=1+1"]
    assert [*dave[:5], *dave[6:]] == ["+12025550122", "Dave", "", "Keen", "", "", ""]
    assert exporting.count(true()) == 2


def test_attributes_that_have_no_column_of_their_own_stand_together(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_COLUMNS", 1)
    imported(f"Phone,Age,City\n{CAROL},41,Bonn\n", someone())
    head, carol = export()
    assert (head[-2:], carol[-2:]) == (["Age", "Other attributes"], ["41", "City: Bonn"])


def test_it_can_be_imported_again(app: Flask) -> None:
    """With attributes that are called as a phone is, and hold one, or as the name; the first has no name."""
    ada = someone()
    unnamed = "".join(f"+1202555{number},,NULL,\n" for number in range(1000, 1030))
    imported(f"Phone,Name,Time zone,At work\n{unnamed}", ada)
    people = f"Phone,Name,Time zone,At work,Nick\n{CAROL},Carol,America/Denver,+12025550199,Caz\n"
    imported(people, ada, label="Keen", **{"as-3": "Phone number", "as-4": "Name"})
    imported(f"Phone,Name\n{CAROL},Carol\n", ada, label="Rome, Italy")
    assert contact(CAROL).timezone == "America/Denver"
    exported = "".join(exporting.lines(true()))
    db.session.delete(contact(CAROL))
    db.session.commit()
    imported(exported, ada)
    carol = contact(CAROL)
    assert (carol.name, carol.timezone) == ("Carol", "America/Denver")
    assert carol.attributes == {"Name": "Caz", "Phone number": "+12025550199"}
    assert [one.name for one in labels.of(carol.id)] == ["Keen", "Rome, Italy"]
    assert exporting.count(true()) == 31
