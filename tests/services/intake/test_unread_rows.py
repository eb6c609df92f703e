"""Rows that could not be used: all of them come away, also where a list has more than are read at once."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.contacts.imports.lists import someone, take
from webapp.models.contact_import import UnreadRow
from webapp.services.intake import unread_rows


def test_all_of_a_long_list_come_away_in_its_order(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unread_rows, "AT_ONCE", 2)
    one = take("Phone,Note\n12a,one\n12b\n12c,three,beyond\n", someone())
    head, *lines = unread_rows.report(UnreadRow, one)
    assert head == "Phone,Note,row,what is wrong\r\n"
    starts = ("12a,one,2,", "12b,,3,", "12c,three,4,")
    assert [text.startswith(start) for text, start in zip(lines, starts, strict=True)] == [True] * 3
    assert lines[-1].endswith(",beyond\r\n")


def test_forgotten_ones_are_those_of_one_list(app: Flask) -> None:
    ada = someone()
    first, second = take("Phone\n12a\n", ada), take("Phone\n12b\n", ada)
    unread_rows.forget(UnreadRow, first.id)
    assert [len(unread_rows.some(UnreadRow, one.id, None)) for one in (first, second)] == [0, 1]
