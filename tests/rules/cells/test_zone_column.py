"""A column of time zones is recognised by its heading."""

import pytest

from webapp.rules.cells import zone_column


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Time zone",
            "timezone",
            "TimeZone",
            "time_zone",
            "TIME ZONE",
            "Contact time zone",
            "tz",
            "TZ name",
        ),
        *("Zeitzone", "Fuseau horaire", "Huso horario", "Fuso horário", "Časové pásmo", "Часовой пояс"),
        *("時區", "タイムゾーン", "시간대", "  Time  zone "),
    ],
)
def test_a_time_zone(heading: str) -> None:
    assert zone_column.find(["Phone", heading]) == 1


@pytest.mark.parametrize(
    "heading", ["Zone", "Delivery zone", "Time", "Sales zone time", "", "Time zone changed"]
)
def test_something_else(heading: str) -> None:
    assert zone_column.find(["Phone", heading]) is None


def test_the_first_of_several() -> None:
    assert zone_column.find(["tz", "Time zone"]) == 0
