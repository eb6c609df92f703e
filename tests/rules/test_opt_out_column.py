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
    column = find(["phone", heading])
    assert column is not None and column.at == 1
    assert column.marks(["+12025550111", value]) is marked


@pytest.mark.parametrize("heading", ["Name", "Notes", "Stop", "Bus stop", "Opinion", "Outcome", "In stock"])
def test_other_columns_say_nothing_of_it(heading: str) -> None:
    assert find(["phone", heading]) is None


def test_an_opt_out_goes_before_a_consent() -> None:
    column = find(["Opt in", "Opt out"])
    assert column is not None and (column.at, column.consents) == (1, False)
