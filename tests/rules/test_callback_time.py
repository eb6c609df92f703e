"""What is promised to those who ask for a person whom no one can give them now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from webapp.rules.callback_time import promise, spoken

NEW_YORK = "America/New_York"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


MONDAY = at("2026-11-30T22:15")
"""A quarter past five in the afternoon in New York."""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "within the hour"),
        ("es", "en menos de una hora"),
        ("fr", "dans l'heure"),
        ("de", "innerhalb der nächsten Stunde"),
        ("pt", "dentro de uma hora"),
        ("nl", "within the hour"),
    ],
)
def test_someone_is_there(language: str, words: str) -> None:
    assert promise(MONDAY, True, [], "", language) == (MONDAY + timedelta(hours=1), words)


@pytest.mark.parametrize(
    ("opens", "language", "words"),
    [
        ("2026-11-30T23:00", "en", "today at six in the evening"),
        ("2026-12-01T14:00", "en", "tomorrow at nine in the morning"),
        ("2026-12-01T19:30", "en", "tomorrow at 2:30 in the afternoon"),
        ("2026-12-01T17:00", "en", "tomorrow at twelve in the afternoon"),
        ("2026-12-01T05:00", "en", "tomorrow at twelve in the morning"),
        ("2026-12-04T14:00", "en", "on Friday at nine in the morning"),
        ("2026-12-07T14:00", "en", "on 7 December at nine in the morning"),
        ("2026-12-01T14:00", "es", "mañana a las 9"),
        ("2026-12-01T18:30", "es", "mañana a las 13:30"),
        ("2026-12-01T06:00", "es", "mañana a la 1"),
        ("2026-12-04T14:00", "es", "el viernes a las 9"),
        ("2026-12-07T14:00", "es", "el 7 de diciembre a las 9"),
        ("2026-12-01T14:00", "fr", "demain à 9 heures"),
        ("2026-12-01T14:30", "fr", "demain à 9 heures 30"),
        ("2026-12-01T06:00", "fr", "demain à 1 heure"),
        ("2026-12-04T14:00", "fr", "vendredi à 9 heures"),
        ("2026-12-01T14:00", "de", "morgen um 9 Uhr"),
        ("2026-12-01T14:30", "de", "morgen um 9 Uhr 30"),
        ("2026-12-04T14:00", "de", "am Freitag um 9 Uhr"),
        ("2026-12-07T14:00", "de", "am 7. Dezember um 9 Uhr"),
        ("2026-12-01T14:00", "pt", "amanhã às 9 horas"),
        ("2026-12-01T14:30", "pt", "amanhã às 9 e 30"),
        ("2026-12-01T06:00", "pt", "amanhã à 1 hora"),
        ("2026-12-04T14:00", "pt", "sexta-feira às 9 horas"),
    ],
)
def test_the_next_time_is_said_on_their_clock(opens: str, language: str, words: str) -> None:
    later = at(opens) + timedelta(days=3)
    assert promise(MONDAY, False, [later, at(opens)], NEW_YORK, language) == (at(opens), words)


def test_the_day_is_that_of_their_clock() -> None:
    """It is Tuesday in Tokyo already."""
    assert spoken(MONDAY, at("2026-12-01T00:00"), "Asia/Tokyo", "en") == "today at nine in the morning"


def test_where_they_are_is_not_known() -> None:
    opens = at("2026-12-01T14:00")
    assert promise(MONDAY, False, [opens], "", "en") == (opens, "")


def test_no_hours_are_known() -> None:
    assert promise(MONDAY, False, [], NEW_YORK, "en") == (MONDAY + timedelta(hours=1), "")
    assert promise(MONDAY, False, [MONDAY - timedelta(hours=1)], NEW_YORK, "en") == (
        MONDAY + timedelta(hours=1),
        "",
    )


def test_the_words_around_it_may_be_the_team_s_own() -> None:
    own = {"when_tomorrow": {"en": "{time}, the day after today"}, "when_soon": {"en": "very soon"}}
    opens = at("2026-12-01T14:00")
    assert (
        promise(MONDAY, False, [opens], NEW_YORK, "en", own).words
        == "at nine in the morning, the day after today"
    )
    assert promise(MONDAY, True, [opens], NEW_YORK, "en", own).words == "very soon"
    assert promise(MONDAY, False, [opens], NEW_YORK, "de", own).words == "morgen um 9 Uhr"
