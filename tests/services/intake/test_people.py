"""The rows of a list of people: who they are, which repeat an earlier one, and which cannot be used."""

from __future__ import annotations

import io

from webapp.services.intake import people
from webapp.services.intake.people import Portion
from webapp.services.intake.table import open_table

LIST = "Name,Phone\nCarol,(202) 555-0111\nNobody,12ab\nCarol,+12025550111\nDave,+44 7400 123456,,more\n"


def portions(content: str, after: int = 0) -> list[Portion]:
    with open_table(io.BytesIO(content.encode()), "list.csv") as table:
        return [Portion(*one) for one in people.portions(after, table, 1, "US")]


def test_each_row_is_someone_or_says_what_is_wrong() -> None:
    (one,) = portions(LIST)
    assert (one.rows, one.last) == (4, 5)
    assert one.people == [("+12025550111", ["Carol", "(202) 555-0111"])]
    assert one.again == [("+12025550111", ["Carol", "+12025550111"])]
    assert [(row_no, cells[0]) for row_no, cells, _ in one.unread] == [(3, "Nobody"), (5, "Dave")]
    assert "not a phone number" in one.unread[0][2] and "4 cells" in one.unread[1][2]


def test_behind_a_row_earlier_ones_are_known_and_not_told_again() -> None:
    (one,) = portions(LIST, after=3)
    assert (one.rows, len(one.again), one.people) == (2, 1, [])


def test_they_come_in_portions() -> None:
    rows = "".join(f"P,+1202555{n:04d}\n" for n in range(people.ROWS_AT_ONCE + 1))
    assert [one.rows for one in portions("Name,Phone\n" + rows)] == [people.ROWS_AT_ONCE, 1]
