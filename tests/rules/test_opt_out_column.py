"""A column that says who has opted out is recognised by its heading, and read by its values."""

import pytest

from webapp.rules.opt_out_column import find


@pytest.mark.parametrize(
    ("heading", "value", "marked"),
    [
        ("SMS Opt Out", "TRUE", True),
        ("SMS Opt Out", "FALSE", False),
        ("SMS Opt Out", "", False),
        ("sms_opt_out", "Yes", True),
        ("HasOptedOutOfSMS", "1", True),
        ("opted-out", "opted out", True),
        ("Unsubscribed", "2026-03-01", True),
        ("Unsubscribed at", "01/03/2026 10:15", True),
        ("Unsubscribed on", "12 March 2024", True),
        ("Unsubscribed on", "Mar 12, 2024", True),
        ("SMS Opt Out", "Yes - asked by phone", True),
        ("SMS Opt Out", "1.0", True),
        ("SMS Opt Out", "0.0", False),
        ("SMS Opt Out", "No, never asked", False),
        ("SMS Opt Out", "opted in", False),
        ("SMS consent", "No - withdrew", True),
        ("SMS consent", "0.0", True),
        ("SMS consent", "signed 2024", False),
        ("Do not contact", "x", True),
        ("Do Not Call", "✓", True),
        ("DNC", "Y", True),
        ("Abgemeldet", "ja", True),
        ("Désinscrit", "oui", True),
        ("Dado de baja", "Sí", True),
        ("Uitgeschreven", "ja", True),
        ("Wypisany", "tak", True),
        ("Отписан", "да", True),
        ("SMS consent", "no", True),
        ("SMS consent", "yes", False),
        ("SMS consent", "", False),
        ("Accepts SMS Marketing", "no", True),
        ("Opt-in", "FALSE", True),
        ("Einwilligung", "nein", True),
        ("Subscribed", "unsubscribed", True),
    ],
)
def test_who_is_marked(heading: str, value: str, marked: bool) -> None:
    [column] = find(["phone", heading])
    assert column.at == 1
    assert column.marks(["+12025550111", value]) is marked


@pytest.mark.parametrize(
    "heading", ["Name", "Notes", "Stop", "Bus stop", "Opinion", "Outcome", "In stock", "Email Opt Out"]
)
def test_other_columns_say_nothing_of_it(heading: str) -> None:
    assert find(["phone", heading]) == []


def test_every_column_counts_that_is_about_texts() -> None:
    columns = ["phone", "Email Opt Out", "HasOptedOutOfFax", "SMS Opt Out", "DoNotCall", "Marketing Opt-in"]
    assert [(one.at, one.consents) for one in find(columns)] == [(3, False), (4, False), (5, True)]
