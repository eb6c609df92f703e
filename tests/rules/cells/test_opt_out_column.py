"""A column that says who has opted out is recognised by its heading, and read by its values."""

import pytest

from webapp.rules.cells.opt_out_column import count_not_out, deny, find


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
        ("SMS Marketing Consent", "NEVER_SUBSCRIBED", True),
        ("SMS Consent", "NOT_SUBSCRIBED", True),
        ("SMS consent", "opted_out", True),
        ("SMS consent", "opted_in", False),
        ("SMS opt out", "opted_in", False),
        ("Texting OK", "No", True),
        ("TxtMsgOk", "No", True),
        ("TxtMsgOk", "Yes", False),
        ("sms_enabled", "false", True),
        ("Allows texts", "n", True),
        ("Can we text you?", "No", True),
        ("SMS erlaubt", "nein", True),
        ("Accepte les SMS", "non", True),
        ("Acepta SMS", "no", True),
        ("Not to be contacted", "x", True),
        ("SMS Opt-out Status", "Yes", True),
        ("Consent status", "No", True),
        ("Status", "Unsubscribed", True),
        ("Status", "UNSUBSCRIBED", True),
        ("Status", "Active", False),
        ("Status", "Canceled", False),
        ("Status", "No show", False),
        ("Status", "Stop by on Monday", False),
        ("Status", "", False),
        ("SMS Subscription Status", "opted_out", True),
        ("SMS Subscription Status", "subscribed", False),
        ("Subscriber state", "Opted out via STOP", True),
        ("Contact preference", "Do not text", True),
        ("Contact preferences", "Email", False),
    ],
)
def test_who_is_marked(heading: str, value: str, marked: bool) -> None:
    [column] = find(["phone", heading])
    assert column.at == 1
    assert column.marks(["+12025550111", value]) is marked


@pytest.mark.parametrize(
    "heading",
    [
        "Name",
        "Notes",
        "Stop",
        "Bus stop",
        "Opinion",
        "Outcome",
        "In stock",
        "Email Opt Out",
        "Unsubscribe link",
        "opt_out_url",
        "Unsubscribed from all email",
        "Permission slip",
        "Email subscription status",
        "Texts",
    ],
)
def test_other_columns_say_nothing_of_it(heading: str) -> None:
    assert find(["phone", heading]) == []


def test_every_column_counts_that_is_about_texts() -> None:
    columns = ["phone", "Email Opt Out", "HasOptedOutOfFax", "SMS Opt Out", "DoNotCall", "Marketing Opt-in"]
    assert [(one.at, one.consents) for one in find(columns)] == [(3, False), (4, False), (5, True)]


@pytest.mark.parametrize(
    ("heading", "value", "denied"),
    [
        ("status", "subscribed", True),
        ("status", "Opted in", True),
        ("status", "active", False),
        ("status", "unsubscribed", False),
        ("SMS Opt Out", "No", True),
        ("SMS Opt Out", "0", True),
        ("SMS Opt Out", "", False),
        ("SMS Opt Out", "2026-03-01", False),
        ("Unsubscribed", "☐", True),
        ("SMS consent", "Yes", True),
        ("SMS consent", "no", False),
        ("SMS consent", "unknown", False),
        ("city", "subscribed", False),
    ],
)
def test_a_row_may_say_that_its_person_is_not_out(heading: str, value: str, denied: bool) -> None:
    assert deny(find(["phone", heading]), ["+12025550100", value]) is denied


def test_a_row_that_says_both_is_out() -> None:
    assert not deny(find(["SMS consent", "status"]), ["yes", "unsubscribed"])


@pytest.mark.parametrize(
    ("heading", "values", "count"),
    [
        ("Opted out", ["yes", "", "no", "x"], 2),
        ("Opted out on", ["2026-03-01", "", "asked by phone"], 0),
        ("Reason of opt-out", ["", "", "by phone"], 0),
        ("SMS consent", ["yes", "", "no"], 1),
        ("status", ["", "subscribed", "unsubscribed"], 1),
        ("name", ["", "no", "x"], 0),
    ],
)
def test_a_column_that_ticks_who_is_out_leaves_the_others_blank(
    heading: str, values: list[str], count: int
) -> None:
    assert count_not_out(["phone", heading], [["+12025550100", value] for value in values]) == count
